"""Compliance authority: who may send a request to compliance, clear it, or prohibit it; `models.authority` asks."""

from __future__ import annotations

from datetime import datetime

from models.hold_authority import refusal_of_owner
from models.holds import HoldKind
from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Status
from models.visibility import refusal_of_viewer

#: The holds whose owner may say that the request may not be done at all.
PROHIBITED_FROM = (HoldKind.REGULATORY, HoldKind.OVER_AUTHORITY)


def refusal_of_router(
    person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Whoever may see a request may send it to compliance, until it is carried out or has ended."""
    refused = refusal_of_viewer(person, request, policy, register, at)
    if refused is not None:
        return refused
    if request.ended is not None:
        by = request.ended.by
        return Refusal(why=Why.ALREADY_ENDED, by=None if by == SYSTEM.id else by)
    if request.stage is None and request.status is not Status.EXECUTION:
        why = Why.ALREADY_EXECUTED if request.execution is not None else Why.ALREADY_DECIDED
        by = request.execution.by if request.execution is not None else request.decisions[-1].by
        return Refusal(why=why, by=by)
    if request.open_hold(HoldKind.REGULATORY) is not None:
        return Refusal(why=Why.ALREADY_ON_HOLD)
    return None


def refusal_of_clearing(
    key: str, person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Compliance alone clears a regulatory hold, and nobody their own request (conflict of interest)."""
    return _of_kind(key, (HoldKind.REGULATORY,), request) or refusal_of_owner(
        key, person, request, policy, register, at
    )


def refusal_of_prohibition(
    key: str, person: Person, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Compliance prohibits what is on hold for it, and the contact above all authority what is on hold for them."""
    return _of_kind(key, PROHIBITED_FROM, request) or refusal_of_owner(
        key, person, request, policy, register, at
    )


def _of_kind(key: str, kinds: tuple[HoldKind, ...], request: ExceptionRequest) -> Refusal | None:
    hold = request.hold(key)
    return Refusal(why=Why.NO_SUCH_HOLD) if hold is not None and hold.kind not in kinds else None
