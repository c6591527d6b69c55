"""The pages of an audit review: which items come next for whoever looks at it; it changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.policies import UnknownPolicyVersionError
from bot.services import Services
from bot.views.audit_review_items import LINES, ShownItem
from bot.views.audit_review_modals import MARKED, PAGE, TO_DO, Others, items_page, nothing_left, that_fit
from bot.views.audit_review_words import can_sign
from models.oversight.audit_review_authority import consulted, refusal_of_doer, reviewers_of
from models.oversight.audit_reviews import AuditReview, Item
from models.oversight.matters import OF_WORKSPACE
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Why
from models.request import ExceptionRequest

#: The place before the first item.
START = -1
#: The events that are counted by who did them, and not told one by one.
COUNTED = 500


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
    barred = barred_from(review, person, policy, register, at)
    places = _places(review, mode, barred)
    ahead = [place for place in places if place > after] or places
    names = services.directory.names()
    left = [barred.get(item.key) for item in review.unmarked] if mode == TO_DO else []
    others = Others(
        own=left.count(Why.OWN_DOING),
        theirs=left.count(Why.NOT_AUDITOR),
        unsure=sum(why not in (None, Why.OWN_DOING, Why.NOT_AUDITOR) for why in left),
        can_sign=refusal_of_doer(person, review.items, policy, register, at) is None,
        who=can_sign(reviewers_of(review.items, policy, register, at), policy, names),
    )
    if not ahead:
        return Page(view=nothing_left(review, others))
    shown = [await _shown(review, review.items[place], person, barred, services) for place in ahead[:PAGE]]
    fitting = that_fit(review, shown, names)
    view = items_page(
        review,
        fitting,
        names,
        mode=mode,
        last=ahead[len(fitting) - 1],
        left=len(ahead) - len(fitting),
        others=others,
    )
    return Page(view=view, keys=tuple(one.item.key for one in fitting))


def barred_from(
    review: AuditReview, person: Person, policy: Policy, register: Register, at: datetime
) -> dict[str, Why]:
    """The keys of the items that somebody cannot mark, each with why."""
    found = ((item.key, refusal_of_doer(person, (item,), policy, register, at)) for item in review.items)
    return {key: refused.why for key, refused in found if refused is not None}


def _places(review: AuditReview, mode: str, barred: Collection[str]) -> Sequence[int]:
    """Where the items of a kind stand; what is signed off is shown whole."""
    if not review.is_open:
        return range(len(review.items))
    marked = review.marked
    if mode == MARKED:
        return [place for place, item in enumerate(review.items) if item.key in marked]
    return [
        place for place, item in enumerate(review.items) if item.key not in marked and item.key not in barred
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
    review: AuditReview, item: Item, person: Person, barred: Mapping[str, Why], services: Services
) -> ShownItem:
    request, policy = None, services.desk.policies.current
    if item.number != OF_WORKSPACE:
        request = await _request(item.number, services)
        policy = services.desk.policies.of(request) if request is not None else policy
    positions = [
        entry.position for entry in item.entries[: COUNTED if item.is_of_refused_reviewing else LINES]
    ]
    return ShownItem(
        item=item,
        policy=policy,
        links=await services.records.events(item.number, positions) if positions else (),
        request=request,
        marks=tuple(review.marks_of(item.key)),
        mine=review.mark(item.key, person.id),
        barred=barred.get(item.key),
    )
