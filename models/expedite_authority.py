"""Expedite authority: who may ask for the urgent path, and who may authorise it; `models.authority` asks."""

from __future__ import annotations

from datetime import datetime

from models.membership import refusal_of_filer, refusal_of_member, refusal_of_outsider
from models.own_cause import in_own_cause
from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import Ending, ExceptionRequest


def expediters(
    policy: Policy, request: ExceptionRequest, register: Register, at: datetime
) -> tuple[str, ...]:
    """The ids of all who may authorise the urgent path for this request: nobody does so in their own cause."""
    managers = register.members(policy.expedited.authorizers)
    return tuple(one for one in managers if in_own_cause(one, request, register, at) is None)


def refusal_of_asking(
    person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Whoever filed it may ask, a guest too, once in a round while a decision is waited for; a hold bars nothing."""
    whoever = refusal_of_filer(person)
    if whoever is not None:
        return whoever
    if person.id != request.filed_by:
        # It does not say who filed it: not everybody who is refused may see the request.
        return Refusal(why=Why.NOT_REQUESTER)
    over = _over(request)
    if over is not None:
        return over
    if request.expedite_of_round is not None:
        return Refusal(why=Why.ALREADY_ASKED)
    could = policy.expedited.authorizers
    if expediters(policy, request, register, at):
        return None
    if gaps := register.gaps(could, at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    return Refusal(why=Why.NOBODY_TO_ASK, who_could=could)


def refusal_of_answer(
    of_round: int,
    person: Person,
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    at: datetime,
) -> Refusal | None:
    """Only a department manager answers, once, and never in their own cause (Exception Handling: urgent)."""
    could = policy.expedited.authorizers
    refused = refusal_of_outsider(person, could)
    if refused is not None:
        return refused
    if person.id == request.filed_by:
        return Refusal(why=Why.REQUESTER, who_could=could)
    if person.id == request.filing.beneficiary:
        return Refusal(why=Why.BENEFICIARY, who_could=could)
    refused = refusal_of_member(person, could, Why.NOT_EXPEDITER, register, at)
    if refused is not None:
        return refused
    other = in_own_cause(person.id, request, register, at)
    if other is not None:
        return Refusal(why=Why.ONE_PERSON, who_could=could, by=other)
    asked = request.expedite
    if asked is None or asked.round != request.round or of_round != request.round:
        return _over(request) or Refusal(why=Why.NOT_ASKED)
    if asked.answered_by is not None:
        return Refusal(why=Why.ALREADY_ANSWERED, by=asked.answered_by)
    return _over(request)


def is_asked_to_expedite(
    person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> bool:
    """Whether it waits on this person to authorise the urgent path or to keep the normal one."""
    if request.expedite_of_round is None:
        return False
    return refusal_of_answer(request.round, person, request, policy, register, at) is None


def _over(request: ExceptionRequest) -> Refusal | None:
    """Where no decision is waited for, there is nothing left to hurry."""
    if request.stage is not None:
        return None
    ended = request.ended
    if ended is None:
        return Refusal(why=Why.ALREADY_DECIDED, by=request.decisions[-1].by)
    if ended.how is Ending.WITHDRAWN:
        return Refusal(why=Why.ALREADY_WITHDRAWN, by=ended.by)
    return Refusal(why=Why.ALREADY_ENDED, by=None if ended.by == SYSTEM.id else ended.by)
