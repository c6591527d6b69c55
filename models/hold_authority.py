"""Hold authority: who may settle a hold; pure, and asked through `models.authority` alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.holds import HoldKind
from models.membership import refusal_of_member, refusal_of_outsider
from models.own_cause import in_own_cause
from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest
from models.roles import hold_owners


def refusal_of_owner(
    key: str,
    person: Person,
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    at: datetime,
) -> Refusal | None:
    """A hold is closed by those whose it is, and by nobody in their own cause."""
    hold = request.hold(key)
    if hold is None:
        return refusal_of_outsider(person, ()) or Refusal(why=Why.NO_SUCH_HOLD)
    could = hold_owners(policy, request, hold)
    # Administrators who were told of a value above all authority were told because nobody else is left to answer.
    is_asked = hold.kind is HoldKind.OVER_AUTHORITY and person.id in hold.told
    may = (*could, *policy.administrators) if is_asked else could
    refused = refusal_of_member(person, may, Why.NOT_HOLD_OWNER, register, at)
    if refused is not None:
        return replace(refused, who_could=could)
    if hold.closed is not None:
        by = hold.closed.by
        return Refusal(why=Why.HOLD_CLOSED, who_could=could, by=None if by == SYSTEM.id else by)
    return refusal_in_own_cause(person, could, request, register, at)


def refusal_in_own_cause(
    person: Person, could: tuple[str, ...], request: ExceptionRequest, register: Register, at: datetime
) -> Refusal | None:
    """Nobody settles what they filed or benefit from, nor the other end of a delegation of theirs."""
    if person.id == request.filed_by:
        return Refusal(why=Why.REQUESTER, who_could=could)
    if person.id == request.filing.beneficiary:
        return Refusal(why=Why.BENEFICIARY, who_could=could)
    other = in_own_cause(person.id, request, register, at)
    return Refusal(why=Why.ONE_PERSON, who_could=could, by=other) if other is not None else None
