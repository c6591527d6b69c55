"""Complaints: whom one waits on, and who hears of it and of what was found; pure, it plans no message."""

from __future__ import annotations

import json

from models.audit_chain import AuditEvent
from models.events import EventKind
from models.request import ExceptionRequest
from models.ways import Complaint

#: The events that may decide or end a request.
_DECIDING = frozenset(
    {
        EventKind.AUTHORIZED,
        EventKind.WAIVED,
        EventKind.REJECTED,
        EventKind.WITHDRAWN,
        EventKind.PROHIBITED,
        EventKind.LAPSED,
    }
)


def told_of_complaint(request: ExceptionRequest, link: AuditEvent) -> tuple[str, ...]:
    """Everybody involved, where the decision was made before; those whom the complaint was escalated to know of it.

    Before the decision the card tells of it, and its thread.
    """
    if link.kind not in (EventKind.COMPLAINED, EventKind.COMPLAINT_REVIEWED):
        return ()
    told = json.loads(link.changed).get("complaint") or {}
    complaint = request.complaint(str(told.get("key", "")))
    if complaint is None:
        return ()
    if link.kind == EventKind.COMPLAINT_REVIEWED:
        return (*request.involved(), complaint.by)
    if not complaint.after_decision:
        return ()
    raised = request.escalation(complaint.escalation)
    known = raised.told if raised is not None else ()
    return tuple(person for person in request.involved() if person not in known)


def told_to_review(request: ExceptionRequest, link: AuditEvent) -> tuple[tuple[str, str], ...]:
    """Each person or channel that hears that a complaint is due for review by the event, with the complaint's key.

    That is whoever took it up, and those told last where nobody has. Who caused the event is told as well: it is
    work that waits for them.
    """
    if link.kind not in _DECIDING or not request.is_decided:
        return ()
    # An approved request that is withdrawn or prohibited was decided before, and its complaints were due since.
    if request.is_approved and link.kind not in (EventKind.AUTHORIZED, EventKind.WAIVED):
        return ()
    waiting = (complaint for complaint in request.complaints if complaint.reviewed_by is None)
    return tuple((who, each.key) for each in waiting for who in _reviewers(request, each))


def waits_on(request: ExceptionRequest) -> frozenset[str]:
    """The people on whom a complaint about it waits: those told, to take it up; who took it up, to review it."""
    found: set[str] = set()
    for complaint in request.complaints:
        raised = request.escalation(complaint.escalation)
        if complaint.reviewed_by is not None or raised is None:
            continue
        if raised.acknowledged_by is None:
            found.update(raised.told)
        elif request.is_decided:
            found.add(raised.acknowledged_by)
    return frozenset(found)


def _reviewers(request: ExceptionRequest, complaint: Complaint) -> tuple[str, ...]:
    raised = request.escalation(complaint.escalation)
    if raised is None:
        return ()
    if raised.acknowledged_by is not None:
        return (raised.acknowledged_by,)
    reached = (
        each.told or (each.channel,) for each in reversed(raised.attempts) if each.told or each.channel
    )
    return next(reached, raised.told)
