"""Changed forms: whom a return, an amendment and the end of an unanswered return concern; pure, it tells nobody."""

from __future__ import annotations

import json
from collections.abc import Iterable

from models.audit_chain import AuditEvent
from models.events import EventKind
from models.holds import Hold, HoldKind
from models.people import SYSTEM
from models.request import ExceptionRequest


def has_entry_of_its_own(link: AuditEvent) -> bool:
    """Whether an event of a return's hold is told by what it belongs to: the return, its answer, or its end."""
    hold = json.loads(link.changed).get("hold")
    if link.kind == EventKind.HOLD_OPENED:
        return isinstance(hold, dict) and bool(hold["kind"] == HoldKind.RETURNED)
    return link.kind == EventKind.HOLD_CLOSED and str(hold).startswith(f"{HoldKind.RETURNED}-")


def hold_of(request: ExceptionRequest, link: AuditEvent) -> Hold | None:
    """The return that an event is about, or that it answers."""
    changed = json.loads(link.changed)
    return request.hold(str(changed.get("hold") or changed.get("answers") or ""))


def told_of_form(request: ExceptionRequest, link: AuditEvent) -> tuple[str, ...]:
    """Who gets a message of their own: the requester, who returned it, or those whose decisions are void."""
    if link.kind in (EventKind.RETURNED, EventKind.LAPSE_NEAR):
        return (request.filed_by,)
    if link.kind in (EventKind.AMENDED, EventKind.LAPSED):
        hold = hold_of(request, link)
        asker = (hold.opened_by,) if hold is not None and hold.opened_by != SYSTEM.id else ()
        return asker if link.kind == EventKind.AMENDED else (*request.involved(), *asker)
    if link.kind == EventKind.ROUND_BEGUN:
        return tuple(str(person) for person in json.loads(link.changed).get("void") or ())
    return ()


def comes_to_other_people(
    request: ExceptionRequest, link: AuditEvent, happened: Iterable[AuditEvent]
) -> bool:
    """Whether another tier decides it from this event on, which has not seen the files that it was filed with."""
    is_new = any(other.kind == EventKind.FILED for other in happened)
    is_moved = link.kind == EventKind.ROUTED and bool(request.left_tiers) and not is_new
    return is_moved and bool(request.filing.evidence)


def was_asked_to_execute(request: ExceptionRequest) -> bool:
    """Whether operations was once asked to carry it out, so that its card there must say how it stands."""
    return request.is_approved or request.was_approved
