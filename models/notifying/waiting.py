"""Waiting: on whom a request waits and for what, found for everybody at once; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.authority import asked, hold_owners, refusal_of_decider
from models.complaints import waits_on
from models.deadlines import is_near
from models.expedite_authority import expediters
from models.holds import Hold
from models.outages import is_wanting
from models.own_cause import in_own_cause
from models.people import Person, Register
from models.policy import Policy
from models.request import ExceptionRequest, Stage, Status


class Turn(StrEnum):
    """What somebody is waited for, the most pressing first."""

    #: A complaint is to be taken up, or reviewed.
    COMPLAINT = "complaint"
    #: The requester has to complete it, or to give documentation.
    COMPLETE = "complete"
    #: The urgent path is to be authorised or not.
    EXPEDITE = "expedite"
    #: A hold is theirs to close.
    HOLD = "hold"
    #: The first or the second approval is theirs to give.
    DECIDE = "decide"
    #: It is approved, and theirs to carry out.
    EXECUTE = "execute"
    #: The record lacks something before it can be closed.
    CLOSE = "close"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One request that waits on somebody, due at `due_at` (aware UTC); `is_near`: it is late, or about to be.

    `version` is the request's of which this was found.
    """

    number: int
    version: int
    turn: Turn
    due_at: datetime
    is_near: bool


def waited_for(
    request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Mapping[str, Turn]:
    """Everybody on whom it waits, by their id; those of whom `turns.is_turn_of` holds, found all at once.

    Who is a guest or has left, the register does not tell: whoever writes to them leaves them out.
    """
    found: dict[str, Turn] = dict.fromkeys(waits_on(request), Turn.COMPLAINT)
    if request.is_returned or is_wanting(request):
        found.setdefault(request.filed_by, Turn.COMPLETE)
    is_asked = request.expedite_of_round is not None and request.expedite_of_round.answered_by is None
    if is_asked and request.stage is not None:
        _add(found, expediters(policy, request, register, at), Turn.EXPEDITE)
    if request.open_holds:
        for hold in request.open_holds:
            _add(found, who_closes(request, hold, policy, register, at), Turn.HOLD)
        return found
    turn = _turn(request)
    if turn is Turn.DECIDE:
        _add(found, who_decides(request, policy, register, at), turn)
    elif turn is not None:
        _add(found, _members(asked(policy, request), register, at), turn)
    return found


def who_decides(
    request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> tuple[str, ...]:
    """Everybody whose turn it is to decide, whatever else waits on them; nobody where no decision is waited for."""
    if request.stage is None or request.open_holds:
        return ()
    members = _members(asked(policy, request), register, at)
    return _who_may(request.stage, members, request, policy, register, at)


def who_closes(
    request: ExceptionRequest, hold: Hold, policy: Policy, register: Register, at: datetime
) -> tuple[str, ...]:
    """Everybody who may close a hold: its owners, but nobody in their own cause."""
    owners = _members(hold_owners(policy, request, hold), register, at)
    return tuple(one for one in owners if in_own_cause(one, request, register, at) is None)


def waiting_of(request: ExceptionRequest, turn: Turn, policy: Policy, at: datetime) -> Waiting:
    """The request as one line of somebody's list; a hold that is open is due when its own time is over."""
    due_at = request.deadline
    if request.status is Status.EXECUTION and request.execute_by is not None:
        due_at = request.execute_by
    held = [hold.due_at for hold in request.open_holds if hold.due_at is not None]
    if turn in (Turn.HOLD, Turn.COMPLETE) and held:
        due_at = min(held)
    is_late = bool(held) and turn in (Turn.HOLD, Turn.COMPLETE) and due_at <= at
    return Waiting(
        number=request.number,
        version=request.version,
        turn=turn,
        due_at=due_at,
        is_near=is_late or is_near(policy, request, at),
    )


def _turn(request: ExceptionRequest) -> Turn | None:
    if request.stage is not None:
        return Turn.DECIDE
    if request.status is Status.EXECUTION:
        return Turn.EXECUTE
    return Turn.CLOSE if request.missing else None


def _who_may(
    stage: Stage,
    members: tuple[str, ...],
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    at: datetime,
) -> tuple[str, ...]:
    """Those who may decide now: the members, and whoever stands in for one of them.

    Only where somebody is an end of a delegation the whole authority is asked: of all others nothing bars anybody but
    a part of their own, and there may be thousands of requests and hundreds of people.
    """
    ends = {end for made in register.delegations for end in (made.by, made.to)}
    own = {request.filed_by, request.filing.beneficiary, *(d.by for d in request.decisions_of_round())}
    standing_in = [made.to for made in register.delegations if made.is_active(at) and made.by in members]
    may: list[str] = []
    for one in dict.fromkeys((*members, *standing_in)):
        if one in ends:
            person = Person(id=one, team=request.workspace, name=one)
            if refusal_of_decider(stage, person, request, policy, register, at) is None:
                may.append(one)
        elif one not in own:
            may.append(one)
    return tuple(may)


def _members(named: Iterable[str], register: Register, at: datetime) -> tuple[str, ...]:
    """The people of those named, as far as it is known now who they are."""
    names = tuple(named)
    gaps = register.gaps(names, at)
    return register.members(name for name in names if name not in gaps)


def _add(found: dict[str, Turn], people: Iterable[str], turn: Turn) -> None:
    for person in people:
        found.setdefault(person, turn)
