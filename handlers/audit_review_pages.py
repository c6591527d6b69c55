"""The pages of an audit review: which items come next for whoever looks at it; it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.policies import UnknownPolicyVersionError
from bot.services import Services
from bot.views.audit_review_items import LINES, ShownItem
from bot.views.audit_review_modals import MARKED, PAGE, TO_DO, items_page, nothing_left, that_fit
from models.oversight.audit_review_authority import consulted, refusal_of_doer
from models.oversight.audit_reviews import AuditReview, Item
from models.oversight.matters import OF_WORKSPACE
from models.people import Person, Register
from models.request import ExceptionRequest

#: The place before the first item.
START = -1


@dataclass(frozen=True, kw_only=True)
class Page:
    """A window and the keys of the items that it asks about."""

    view: dict[str, Any]
    keys: tuple[str, ...] = ()


async def register_of(review: AuditReview, services: Services) -> Register:
    """Who may review it, and every delegation since the first thing that is reviewed."""
    register = await services.directory.register(consulted(services.desk.policies.current))
    since = min((item.since for item in review.items), default=review.since)
    return replace(register, delegations=await services.records.delegations(since))


async def page(
    review: AuditReview, person: Person, services: Services, *, mode: str, after: int = START
) -> Page:
    """The next items of that kind after a place, and from the beginning again where there are none."""
    register, at = await register_of(review, services), services.clock.now()
    policy = services.desk.policies.current
    own = {i.key for i in review.items if refusal_of_doer(person, (i,), policy, register, at) is not None}
    places = _places(review, mode, own)
    ahead = [place for place in places if place > after] or places
    others = len([item for item in review.unmarked if item.key in own]) if mode == TO_DO else 0
    if not ahead:
        return Page(view=nothing_left(review, others))
    shown = [await _shown(review, review.items[place], person, own, services) for place in ahead[:PAGE]]
    names = services.directory.names()
    fitting = that_fit(review, shown, names)
    view = items_page(
        review,
        fitting,
        names,
        mode=mode,
        last=ahead[len(fitting) - 1],
        left=len(ahead) - len(fitting),
        own=others,
    )
    return Page(view=view, keys=tuple(one.item.key for one in fitting))


def _places(review: AuditReview, mode: str, own: set[str]) -> Sequence[int]:
    """Where the items of a kind stand; what is signed off is shown whole."""
    if not review.is_open:
        return range(len(review.items))
    marked = review.marked
    if mode == MARKED:
        return [place for place, item in enumerate(review.items) if item.key in marked]
    return [
        place for place, item in enumerate(review.items) if item.key not in marked and item.key not in own
    ]


async def _request(number: int, services: Services) -> ExceptionRequest | None:
    """The request; None where its row is gone, or was changed so that it cannot be read."""
    try:
        request = await services.records.request(number)
        if request is not None:
            services.desk.policies.of(request)
    except (ValueError, UnknownPolicyVersionError):
        return None
    return request


async def _shown(
    review: AuditReview, item: Item, person: Person, own: set[str], services: Services
) -> ShownItem:
    request, policy = None, services.desk.policies.current
    if item.number != OF_WORKSPACE:
        request = await _request(item.number, services)
        policy = services.desk.policies.of(request) if request is not None else policy
    positions = [entry.position for entry in item.entries[:LINES]]
    return ShownItem(
        item=item,
        policy=policy,
        links=await services.records.events(item.number, positions) if positions else (),
        request=request,
        marks=tuple(review.marks_of(item.key)),
        mine=review.mark(item.key, person.id),
        is_own=item.key in own,
    )
