"""Who may carry out what was approved and roll it back, and which contacts hear of a failure; pure."""

from __future__ import annotations

from datetime import datetime

from models.ladders import people_on, rungs
from models.membership import refusal_of_member
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Status
from models.standing import refusal_of_ended, refusal_of_final, refusal_on_hold


def refusal_of_executor(
    person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Why the person may not say how carrying it out went: operations does, until it is done or has ended."""
    could = policy.execution.who
    refused = refusal_of_member(person, could, Why.NOT_OPERATIONS, register, at)
    if refused is not None:
        return refused
    if request.ended is not None:
        return refusal_of_ended(request.ended)
    if request.execution is not None:
        return refusal_of_final(request.execution)
    if request.status is not Status.EXECUTION:
        return Refusal(why=Why.NOT_APPROVED, who_could=could)
    return refusal_on_hold(request, policy)


def refusal_of_rollback(
    person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Why the person may not roll it back: operations does, once, after something was carried out.

    It does not matter whether the record is open, has expired or is closed.
    """
    could = policy.execution.who
    refused = refusal_of_member(person, could, Why.NOT_OPERATIONS, register, at)
    if refused is not None:
        return refused
    if request.rolled_back is not None:
        return Refusal(why=Why.ALREADY_ROLLED_BACK, by=request.rolled_back.by)
    if request.carried_out is None:
        return Refusal(why=Why.NOTHING_CARRIED_OUT, who_could=could)
    if not request.is_decided:
        # A new round has begun after a part was carried out: it is decided first, whichever way.
        return Refusal(why=Why.NOT_APPROVED, who_could=could)
    return refusal_on_hold(request, policy)


def supervisors_consulted(policy: Policy) -> tuple[str, ...]:
    """Groups and people whose membership must be known to tell the supervisor of a failure."""
    return people_on(policy, policy.escalations.deadline_near.contact)


def supervisors_there(policy: Policy, register: Register) -> tuple[str, ...]:
    """Whom a failure is told besides those involved: the operations supervisor, or who comes next on their ladder.

    The supervisor is the contact whom the policy tells that a deadline is near.
    """
    for rung in rungs(policy, policy.escalations.deadline_near.contact):
        there = register.members(rung.who)
        if there:
            return there
    return ()
