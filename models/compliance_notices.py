"""Compliance notices: who hears of what compliance, or the contact above all authority, has said of a request."""

from __future__ import annotations

import json
from collections.abc import Iterable

from models.audit_chain import AuditEvent
from models.events import EventKind
from models.holds import HoldEnding
from models.request import ExceptionRequest


def told_of_answer(request: ExceptionRequest, link: AuditEvent) -> tuple[str, ...]:
    """All involved, where it is prohibited; the requester, where conditions were set."""
    if link.kind == EventKind.PROHIBITED:
        return request.involved()
    if link.kind == EventKind.HOLD_CLOSED and how_closed(link) == HoldEnding.CONDITIONS:
        # Those whose decisions are void by it hear that a new round has begun.
        return (request.filed_by,)
    return ()


def is_told_by_the_end(link: AuditEvent, events: Iterable[AuditEvent]) -> bool:
    """Whether a hold's closing needs no entry in the thread, for the end of the request tells the same."""
    has_ended = any(other.kind == EventKind.PROHIBITED for other in events)
    return has_ended and link.kind == EventKind.HOLD_CLOSED and how_closed(link) == HoldEnding.REFUSED


def how_closed(link: AuditEvent) -> str:
    """How the hold was closed that a `hold.closed` tells of; empty where the event does not say."""
    closed = json.loads(link.changed).get("closed") or {}
    return str(closed.get("how") or "")
