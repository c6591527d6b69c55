"""Hold authority: who may settle a hold; pure, and asked through `models.authority` alone."""

from __future__ import annotations

from datetime import datetime

from models.membership import refusal_of_member, refusal_of_outsider
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
    refused = refusal_of_member(person, could, Why.NOT_HOLD_OWNER, register, at)
    if refused is not None:
        return refused
    if hold.closed is not None:
        by = hold.closed.by
        return Refusal(why=Why.HOLD_CLOSED, who_could=could, by=None if by == SYSTEM.id else by)
    if person.id == request.filed_by:
        return Refusal(why=Why.REQUESTER, who_could=could)
    return Refusal(why=Why.BENEFICIARY, who_could=could) if person.id == request.filing.beneficiary else None
