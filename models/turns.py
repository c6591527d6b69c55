"""Turns: on whom a request waits, to decide, complete, settle, carry out, review or close; pure, it reads nothing."""

from __future__ import annotations

from datetime import datetime

from models.authority import refusal_of_decider
from models.complaints import waits_on
from models.expedite_authority import is_asked_to_expedite
from models.outages import is_wanting
from models.own_cause import in_own_cause
from models.people import Person, Register
from models.policy import Policy
from models.request import ExceptionRequest, Status
from models.roles import asked, hold_owners
from models.stead import stand_ins


def turn_of(policy: Policy, request: ExceptionRequest) -> tuple[str, ...]:
    """The groups and people whose turn it may be; nobody else's is it, but for those in whose stead they decide.

    It is wider than whose turn it is: a group is named though one of its members filed the request.
    """
    named = sorted(waits_on(request))
    if request.is_returned or is_wanting(request):
        named.append(request.filed_by)
    if request.expedite_of_round is not None and request.expedite_of_round.answered_by is None:
        named += policy.expedited.authorizers
    if request.open_holds:
        named += (who for hold in request.open_holds for who in hold_owners(policy, request, hold))
    elif request.stage is not None or request.status is Status.EXECUTION or request.missing:
        named += asked(policy, request)
    return tuple(dict.fromkeys(named))


def due_of(request: ExceptionRequest) -> datetime:
    """When what it waits for is due: the decision, its first hold to end, or carrying it out (UTC)."""
    if request.status is Status.EXECUTION and request.execute_by is not None and not request.open_holds:
        return request.execute_by
    held = [hold.due_at for hold in request.open_holds if hold.due_at is not None]
    if request.is_paused or request.stage is None:
        return min(held, default=request.deadline)
    return min(*held, request.deadline) if held else request.deadline


def consulted(policy: Policy, request: ExceptionRequest) -> tuple[str, ...]:
    """Whose membership must be known to tell whether it is somebody's turn."""
    standing_in = stand_ins(request.stage, request, policy) if request.stage is not None else ()
    return tuple(dict.fromkeys((*turn_of(policy, request), *standing_in)))


def is_turn_of(
    person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> bool:
    """Whether it waits on this person now, in their own right or in somebody's stead."""
    if person.id == request.filed_by and (request.is_returned or is_wanting(request)):
        return True
    if person.id in waits_on(request):
        return True
    if is_asked_to_expedite(person, request, policy, register, at):
        return True
    if request.open_holds:
        held = [who for hold in request.open_holds for who in hold_owners(policy, request, hold)]
        is_own = in_own_cause(person.id, request, register, at) is not None
        return not is_own and register.includes(set(held) - set(register.gaps(held, at)), person.id)
    named = asked(policy, request)
    known = set(named) - set(register.gaps(named, at))
    for_whom = register.acts_for(person.id, at) if request.stage is not None else ()
    if not any(register.includes(known, one) for one in (person.id, *for_whom)):
        return False
    if request.stage is not None:
        return refusal_of_decider(request.stage, person, request, policy, register, at) is None
    return request.status is Status.EXECUTION or bool(request.missing)
