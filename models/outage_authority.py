"""Outage authority: who may document a source, and who may lengthen the time for it; `models.authority` asks."""

from __future__ import annotations

from datetime import datetime

from models.hold_authority import refusal_in_own_cause
from models.holds import Hold, HoldKind
from models.membership import refusal_of_filer, refusal_of_member, refusal_of_outsider
from models.outages import supervisors
from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest


def refusal_of_documentation(key: str, person: Person, request: ExceptionRequest) -> Refusal | None:
    """The requester is asked for alternate documentation, a guest too; nobody else gives it."""
    whoever = refusal_of_filer(person)
    if whoever is not None:
        return whoever
    if person.id != request.filed_by:
        # It does not say who filed it: not everybody who is refused may see the request.
        return Refusal(why=Why.NOT_REQUESTER)
    return _refusal_of_hold(request.hold(key), ())


def refusal_of_extension(
    key: str, person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """A further extension needs the supervisor's approval, each time anew, and never in their own cause."""
    could = supervisors(policy)
    hold = request.hold(key)
    if hold is None:
        return refusal_of_outsider(person, ()) or Refusal(why=Why.NO_SUCH_HOLD)
    refused = refusal_of_member(person, could, Why.NOT_SUPERVISOR, register, at)
    refused = refused or _refusal_of_hold(hold, could)
    if refused is not None:
        return refused
    refused = refusal_in_own_cause(person, could, request, register, at)
    if refused is not None:
        return refused
    return Refusal(why=Why.ALREADY_DECIDED) if request.stage is None else None


def _refusal_of_hold(hold: Hold | None, could: tuple[str, ...]) -> Refusal | None:
    if hold is None or hold.kind is not HoldKind.DATA_UNAVAILABLE:
        return Refusal(why=Why.NO_SUCH_HOLD, who_could=could)
    if hold.closed is None:
        return None
    by = hold.closed.by
    return Refusal(why=Why.HOLD_CLOSED, who_could=could, by=None if by == SYSTEM.id else by)
