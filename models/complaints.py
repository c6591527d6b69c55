"""Complaints: who hears of one that came after the decision, and of what was found; pure, it plans no message."""

from __future__ import annotations

import json

from models.audit_chain import AuditEvent
from models.events import EventKind
from models.request import ExceptionRequest


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
