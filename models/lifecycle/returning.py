"""Returning: an incomplete request goes back to its requester, item by item; unanswered, it lapses (SOP step 2)."""

from __future__ import annotations

from dataclasses import replace

from models.acts import Lapse, ReturnForCompletion, WarnOfLapse
from models.calendar import due_after
from models.events import EventKind, event
from models.holds import Hold, HoldEnding, HoldKind, MissingItem
from models.lifecycle.holding import close_hold, ending, ending_told, open_hold
from models.lifecycle.limits import MAX_TEXT, is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.people import SYSTEM, Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ended, Ending, ExceptionRequest, Stage, Status
from models.stead import for_whom

#: The fields of the form of which it can be said that something is missing there.
RETURNABLE = (
    Field.STANDARD,
    Field.CUSTOMER,
    Field.REQUESTED,
    Field.REQUESTED_WORDS,
    Field.DEVIATION,
    Field.VALUE,
    Field.CURRENCY,
    Field.REASON,
    Field.RATIONALE,
    Field.IMPACT,
    Field.CRITICALITY,
    Field.DEPENDENCIES,
    Field.NEEDED_BY,
    Field.EVIDENCE,
    Field.BENEFICIARY,
)


def return_for_completion(
    request: ExceptionRequest, act: ReturnForCompletion, by: Person, scene: Scene
) -> Outcome | Refusal:
    """On hold until the requester has completed it, with the items that say what is missing; the clock pauses."""
    if request.is_returned:
        return Refusal(why=Why.ALREADY_ON_HOLD)
    if request.stage is not Stage.VALIDATION:
        return Refusal(why=Why.ALREADY_DECIDED if request.is_decided else Why.STAGE_PASSED)
    if request.carried_out is not None:
        # The form can be changed no more, so that nobody could complete it.
        return Refusal(why=Why.CARRIED_OUT_IN_PART, by=request.carried_out.by)
    items = tuple(item for item in act.items if item.fault or not is_blank(item.words))
    faults = _faults_of(items)
    if faults:
        return Refusal(why=Why.FAULTS, faults=faults)
    due_at = due_after(scene.policy.calendar, scene.policy.returns.within, scene.at)
    held = open_hold(request, HoldKind.RETURNED, by.id, scene, why="", due_at=due_at, items=items)
    hold = held.request.holds[-1]
    whom = _stead(request, by, scene)
    # The act of filing is somebody else's, and the return that comes with it the system's.
    itself = {"by_itself": True} if by == SYSTEM else {}
    returned = event(EventKind.RETURNED, hold=hold.key, items=items, due_at=due_at, for_whom=whom, **itself)
    return replace(held, events=(*held.events, returned))


def _stead(request: ExceptionRequest, by: Person, scene: Scene) -> str | None:
    """Whom the validator stands in for, if for anybody."""
    if by == SYSTEM:
        return None
    return for_whom(by.id, Stage.VALIDATION, request, scene.policy, scene.register, scene.at)


def _faults_of(items: tuple[MissingItem, ...]) -> dict[Field, Fault]:
    """At least one thing is missing, each is said once and of a field that the form has."""
    names = [item.field for item in items]
    known = {"", *(str(field) for field in RETURNABLE)}
    if not items or not known.issuperset(names) or len(set(names)) < len(names):
        return {Field.ITEMS: Fault.MISSING}
    return {
        Field(item.field) if item.field else Field.ITEMS: Fault.TOO_LONG
        for item in items
        if len(item.words) > MAX_TEXT
    }


def warn_of_lapse(request: ExceptionRequest, act: WarnOfLapse, scene: Scene) -> Outcome | Refusal:
    """The requester is told once more what is missing, before the request is closed for want of it."""
    hold = _unanswered(request, act.hold)
    if isinstance(hold, Refusal):
        return hold
    # Where nobody could tell them before, they are told that it is closed, and not that it will be.
    if hold.due_at is not None and scene.at >= hold.due_at:
        return Refusal(why=Why.DEADLINE_MOVED)
    near = event(EventKind.LAPSE_NEAR, hold=hold.key, due_at=hold.due_at)
    return Outcome(request=request, events=(near,))


def lapse(request: ExceptionRequest, act: Lapse, scene: Scene) -> Outcome | Refusal:
    """A returned request that nobody has completed in time ends, and the record goes to be closed."""
    hold = _unanswered(request, act.hold)
    if isinstance(hold, Refusal):
        return hold
    if hold.due_at is None or scene.at < hold.due_at:
        return Refusal(why=Why.DEADLINE_MOVED)
    closed = close_hold(request, hold.key, HoldEnding.LAPSED, SYSTEM.id, scene)
    # The time to decide does not run on: nothing will be decided any more.
    told = tuple(each for each in closed.events if each.kind is EventKind.HOLD_CLOSED)
    ended = Ended(how=Ending.LAPSED, by=SYSTEM.id, at=scene.at)
    done = ending(closed.request, ended)
    lapsed = event(
        EventKind.LAPSED, hold=hold.key, ended=ended, status=Status.CLOSING, **ending_told(request, done)
    )
    return Outcome(request=done, events=(*told, lapsed))


def _unanswered(request: ExceptionRequest, key: str) -> Hold | Refusal:
    """The return of that key, which is still open."""
    hold = request.hold(key)
    if hold is None or hold.kind is not HoldKind.RETURNED:
        return Refusal(why=Why.NO_SUCH_HOLD)
    return hold if hold.is_open else Refusal(why=Why.HOLD_CLOSED)
