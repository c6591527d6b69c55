"""An incomplete alert: filed as far as it goes, and returned at once to whom it names (SOP steps 1 and 2).

It has a score that stands for none: no deviation, no value, the lowest tier. Nobody decides by it, for what is returned
is decided by nobody; whoever completes it begins a new round, in which it is scored as any request is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from models.acts import File, ReturnForCompletion
from models.deadlines import deadline_of
from models.events import EventKind, event, naming
from models.holds import MissingItem
from models.lifecycle.limits import MAX_TEXT
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.returning import RETURNABLE, return_for_completion
from models.lifecycle.routing import routed
from models.money import Money
from models.people import SYSTEM, Person
from models.refusals import Fault, Field, Refusal
from models.request import ExceptionRequest, Filing, Score, Status
from models.scoring import score_of


def file_incomplete(
    act: File, by: Person, scene: Scene, faults: Mapping[Field, Fault], team: str
) -> Outcome | Refusal:
    """A request that waits for its requester, with an item for each fault; the time to decide stands still."""
    score = _no_score(scene)
    request = ExceptionRequest(
        workspace=scene.workspace,
        number=scene.number,
        policy_version=scene.policy_version,
        filed_by=by.id,
        filed_at=scene.at,
        filing=_as_far_as_it_goes(act.filing, scene),
        score=score,
        status=Status.VALIDATION,
        deadline=deadline_of(scene.policy, score, scene.at),
        team=team,
        trigger=act.trigger,
    )
    items = tuple(_items(act, faults))
    filed = event(
        EventKind.FILED,
        filing=request.filing,
        status=request.status,
        team=team,
        like=(),
        trigger=act.trigger,
        # All that is wrong, and not only what came unread: of some of it nothing is left in the form to tell by.
        unread=items,
    )
    returned = return_for_completion(
        request, ReturnForCompletion(number=scene.number, items=items), SYSTEM, scene
    )
    if isinstance(returned, Refusal):
        return returned
    # What every chain begins with; this one says that nothing rests on it.
    unscored = naming(routed(request, scene.policy), is_unscored=True)
    return replace(returned, events=(filed, unscored, *returned.events))


def _no_score(scene: Scene) -> Score:
    """What stands for the score of what cannot be scored yet."""
    return score_of(
        scene.policy,
        deviation=Decimal(0),
        by_hand=True,
        confirmed=False,
        value=Money(amount=Decimal(0), currency=scene.policy.currency),
        at=scene.at,
    )


def _items(act: File, faults: Mapping[Field, Fault]) -> Iterator[MissingItem]:
    """What is wrong in each field, in the order of the form; what belongs to no field comes last."""
    unread = {item.field: item for item in act.unread}
    for field in RETURNABLE:
        if str(field) in unread:
            yield unread[str(field)]
        elif field in faults:
            yield MissingItem(field=str(field), words="", fault=str(faults[field]))
    if "" in unread:
        yield unread[""]


def _as_far_as_it_goes(filing: Filing, scene: Scene) -> Filing:
    """The form without what could stand in no form; what is merely wrong stays, for whoever completes it to see."""
    amount, currency = filing.value.amount, filing.value.currency
    return replace(
        filing,
        standard=filing.standard if scene.policy.standard(filing.standard) is not None else "",
        requested=_finite(filing.requested),
        deviation=_finite(filing.deviation),
        value=Money(
            amount=amount if amount.is_finite() and amount >= 0 else Decimal(0),
            currency=currency if scene.policy.rate_for(currency, scene.at) else scene.policy.currency,
        ),
        rationale=filing.rationale[:MAX_TEXT],
        impact=filing.impact[:MAX_TEXT],
        dependencies=filing.dependencies[:MAX_TEXT],
        requested_words=filing.requested_words[:MAX_TEXT],
    )


def _finite(number: Decimal | None) -> Decimal | None:
    return number if number is not None and number.is_finite() else None
