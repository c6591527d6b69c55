"""Reconciling: sources that contradict each other hold a request until data quality has settled what holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from models.acts import ResolveHold
from models.agreement import Conflict, conflicts, is_readable, number_in
from models.events import Event, EventKind, naming
from models.holds import Hold, HoldEnding, HoldKind
from models.lifecycle.holding import close_hold, open_hold, rescore, then_begin_round
from models.lifecycle.limits import MAX_TEXT, fault_of_deviation, is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.people import SYSTEM, Person
from models.policy import Agreement, Correction
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Score, Status
from models.scoring import NoTierDecidesError
from models.settled import score_again
from models.ways import Settled

#: The longest value that is typed in a source's place.
MAX_VALUE = 200
#: Why a round begins when the score follows what was settled: what was approved was another deviation.
SETTLED = "The sources differed, and the score follows what was settled."
_OPEN = (Status.VALIDATION, Status.AUTHORIZATION, Status.EXECUTION)


def with_conflicts(outcome: Outcome, scene: Scene) -> Outcome:
    """What came of reading the sources, and a hold for each agreement that they break (one, while it is open).

    Blueprint, Exception Handling: conflicting information across data sources.
    """
    request, events = outcome.request, list(outcome.events)
    if request.status not in _OPEN or request.ended is not None:
        return outcome
    for conflict in conflicts(scene.policy.agreements, request.snapshots, scene.policy.calendar.zone):
        if _is_known(request, conflict):
            continue
        held = open_hold(
            request,
            HoldKind.CONFLICTING_DATA,
            SYSTEM.id,
            scene,
            why="",
            subject=conflict.agreement.name,
            values=conflict.values,
        )
        request, events = held.request, [*events, *held.events]
    return replace(outcome, request=request, events=tuple(events))


def settle(
    request: ExceptionRequest, hold: Hold, act: ResolveHold, by: Person, scene: Scene
) -> Outcome | Refusal:
    """The conflict closed with the value that holds and why; the request is scored again with it.

    Where that changes the deviation, the value or the tier, or leaves the deviation to be confirmed, decisions of
    this round are void and a new one begins.
    """
    agreement = next((a for a in scene.policy.agreements if a.name == hold.subject), None)
    chosen, faults = _chosen(hold, act, agreement, scene)
    if is_blank(act.words):
        faults[Field.WORDS] = Fault.MISSING
    elif len(act.words) > MAX_TEXT:
        faults[Field.WORDS] = Fault.TOO_LONG
    if faults:
        return Refusal(why=Why.FAULTS, faults=faults)
    closed = close_hold(
        request,
        hold.key,
        HoldEnding.RESOLVED,
        by.id,
        scene,
        words=act.words,
        chosen=chosen,
        evidence=act.evidence,
    )
    outcome = replace(closed, events=tuple(_documented(happened, hold) for happened in closed.events))
    if agreement is not None and agreement.corrects is not None:
        number = number_in(chosen)
        if number is None:
            raise ValueError("a number that is settled was read before")
        scored = _scored(outcome, agreement, number, by, scene)
        if isinstance(scored, Fault):
            return Refusal(why=Why.FAULTS, faults={_field(act): scored})
        outcome = replace(scored, events=tuple(_on_time(each, scored.request) for each in scored.events))
    # A source that was read meanwhile may contradict what was settled without it.
    return with_conflicts(outcome, scene)


def _is_known(request: ExceptionRequest, conflict: Conflict) -> bool:
    """It holds the request already, or it was settled with all that the sources say now.

    What was read since, as it is for another customer, is a contradiction of its own, whatever it says.
    """
    sources = {value.source for value in conflict.values}
    newest = max(snapshot.taken_at for snapshot in request.snapshots if snapshot.source in sources)
    return any(
        hold.is_open
        or (
            hold.closed is not None
            and hold.closed.how is HoldEnding.RESOLVED
            and set(conflict.values) <= set(hold.values)
            and newest <= hold.closed.at
        )
        for hold in request.holds
        if hold.kind is HoldKind.CONFLICTING_DATA and hold.subject == conflict.agreement.name
    )


def _chosen(
    hold: Hold, act: ResolveHold, agreement: Agreement | None, scene: Scene
) -> tuple[str, dict[Field, Fault]]:
    """The value that holds, as its source says it or as it was typed, and what is wrong with it."""
    if act.side is not None:
        if not 0 <= act.side < len(hold.values):
            return "", {Field.SIDE: Fault.MISSING}
        chosen = hold.values[act.side].value
        if act.chosen and act.chosen != chosen:
            return "", {Field.CHOSEN: Fault.NOT_WANTED}
    else:
        chosen = act.chosen.strip()
        if is_blank(chosen):
            return "", {Field.CHOSEN: Fault.MISSING}
        if len(chosen) > MAX_VALUE:
            return "", {Field.CHOSEN: Fault.TOO_LONG}
    if agreement is not None and not is_readable(agreement, chosen, scene.policy.calendar.zone):
        is_number = agreement.kind == "number"
        return "", {_field(act): Fault.NOT_A_NUMBER if is_number else Fault.NOT_A_DATE}
    return chosen, {}


def _field(act: ResolveHold) -> Field:
    """Where a fault of the value stands: beside the source that was chosen, or beside what was typed."""
    return Field.CHOSEN if act.side is None else Field.SIDE


def _documented(happened: Event, hold: Hold) -> Event:
    """The closing, with what each source said beside the choice (Exception Handling: document the discrepancy)."""
    if happened.kind is not EventKind.HOLD_CLOSED:
        return happened
    return naming(happened, agreement=hold.subject, values=hold.values)


def _on_time(happened: Event, request: ExceptionRequest) -> Event:
    """That the clock runs on, told with the deadline that holds after the new score."""
    if happened.kind is not EventKind.RESUMED:
        return happened
    return naming(happened, deadline=request.deadline)


def _scored(
    outcome: Outcome, agreement: Agreement, number: Decimal, by: Person, scene: Scene
) -> Outcome | Fault:
    """The request measured against the settled number, from here on."""
    if agreement.corrects is Correction.VALUE and number < 0:
        return Fault.NEGATIVE
    request = outcome.request
    settled = Settled(
        agreement=agreement.name,
        corrects=str(agreement.corrects),
        customer=request.filing.customer.id,
        standard=agreement.standard or "",
        value=number,
        by=by.id,
        at=scene.at,
    )
    request = replace(request, settled=(*request.settled, settled))
    try:
        score = score_again(request, scene.policy)
    except NoTierDecidesError:
        return Fault.OVER_ALL_AUTHORITY
    fault = fault_of_deviation(score.deviation)
    if fault is not None:
        return fault
    was = request.score
    events = [
        naming(each, settled=settled) if each.kind is EventKind.HOLD_CLOSED else each
        for each in outcome.events
    ]
    if score != was:
        scored = rescore(request, score, scene)
        request, events = scored.request, [*events, *scored.events]
    if _decides(score) != _decides(was) and _has_decisions(request):
        return then_begin_round(Outcome(request=request, events=tuple(events)), scene, why=SETTLED)
    return Outcome(request=request, events=tuple(events))


def _decides(score: Score) -> tuple[Decimal, Decimal, str, bool]:
    """What of a score an approver decides on: another one of these is another request to them."""
    return score.deviation, score.value.amount, score.tier, score.confirmed


def _has_decisions(request: ExceptionRequest) -> bool:
    return next(request.decisions_of_round(), None) is not None
