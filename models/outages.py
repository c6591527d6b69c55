"""Outages: what is known of a source that cannot be read and of the hold for it; pure, and it changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from models.audit_chain import AuditEvent
from models.events import EventKind
from models.holds import Hold, HoldKind
from models.people import SYSTEM
from models.policy import Policy
from models.request import ExceptionRequest
from models.snapshot import Snapshot
from models.ways import Documentation, Extension

#: How much longer there is to decide, where the policy does not say (Exception Handling: data unavailable).
EXTENSION = timedelta(hours=24)
_SOMETIMES_QUIET = frozenset({EventKind.SOURCE_UNAVAILABLE, EventKind.EXTENDED, EventKind.HOLD_OFFERED})


def extension_length(policy: Policy) -> timedelta:
    """By how much the time to decide is lengthened for a source, at once and by the supervisor."""
    part = policy.holds.get(HoldKind.DATA_UNAVAILABLE)
    return part.extends if part is not None and part.extends is not None else EXTENSION


def supervisors(policy: Policy) -> tuple[str, ...]:
    """Who may lengthen the time further: whom the policy tells that a deadline is near, and who stands in."""
    contact = policy.contacts[policy.escalations.deadline_near.contact]
    return tuple(dict.fromkeys((*contact.who, *contact.backup)))


def read(request: ExceptionRequest, source: str) -> Snapshot | None:
    """The snapshot of a source, if it was read in the end."""
    return next((s for s in request.snapshots if s.source == source and s.is_available), None)


def documents(request: ExceptionRequest, hold: Hold) -> tuple[Documentation, ...]:
    """What was given for the hold's source since it was opened, the oldest first."""
    given = (one for one in request.documentation if one.source == hold.subject)
    return tuple(one for one in given if one.at >= hold.opened_at)


def has_come(request: ExceptionRequest, hold: Hold) -> bool:
    """What the hold waits for is there: the source was read, or its documentation given."""
    return read(request, hold.subject) is not None or bool(documents(request, hold))


def is_wanting(request: ExceptionRequest) -> bool:
    """The requester is asked for documentation and has not given it."""
    return any(not has_come(request, hold) for hold in holds_of_outages(request))


def holds_of_outages(request: ExceptionRequest) -> tuple[Hold, ...]:
    """The open holds for sources that cannot be read."""
    return tuple(hold for hold in request.open_holds if hold.kind is HoldKind.DATA_UNAVAILABLE)


def extensions(request: ExceptionRequest, source: str) -> tuple[Extension, ...]:
    """By what the time to decide was lengthened for a source in this round, the oldest first."""
    return tuple(extension for extension in request.extensions if extension.subject == source)


def is_quiet(link: AuditEvent, happened: Iterable[AuditEvent]) -> bool:
    """Whether the thread leaves an event out: an outage is told once, in the entry of its hold where it has one."""
    if link.kind not in _SOMETIMES_QUIET:
        return False
    changed = json.loads(link.changed)
    if link.kind == EventKind.SOURCE_UNAVAILABLE:
        return bool(changed.get("again")) or changed.get("source") in _held_now(happened)
    if link.kind == EventKind.EXTENDED:
        extension = changed.get("extension") or {}
        return extension.get("by") == SYSTEM.id and extension.get("subject") in _held_now(happened)
    # What was read is told here; what the requester gave has an entry of its own.
    return bool(changed.get("has") == "documentation")


def _held_now(happened: Iterable[AuditEvent]) -> set[str]:
    """The sources for which a hold was opened with these events."""
    opened = (json.loads(link.changed) for link in happened if link.kind == EventKind.HOLD_OPENED)
    held = (changed.get("hold") or {} for changed in opened)
    return {hold["subject"] for hold in held if hold.get("kind") == HoldKind.DATA_UNAVAILABLE}


def opened_with(request: ExceptionRequest, hold: Hold) -> tuple[Hold, ...]:
    """The holds for sources that could not be read at the same reading, this one among them."""
    return tuple(
        other
        for other in request.holds
        if other.kind is HoldKind.DATA_UNAVAILABLE and other.opened_at == hold.opened_at
    )


def hold_of(request: ExceptionRequest, link: AuditEvent) -> Hold | None:
    """The hold for a source that an event tells of, if it tells of one."""
    named = json.loads(link.changed).get("hold", "")
    hold = request.hold(str(named["key"] if isinstance(named, dict) else named))
    return hold if hold is not None and hold.kind is HoldKind.DATA_UNAVAILABLE else None


def told_of_outage(
    request: ExceptionRequest, link: AuditEvent, happened: Iterable[AuditEvent], policy: Policy
) -> tuple[str, ...]:
    """Who hears of it in a message of their own: the requester of what is asked, the owners of what has come."""
    if link.kind not in (EventKind.HOLD_OPENED, EventKind.HOLD_OFFERED, EventKind.HOLD_CLOSED):
        return ()
    hold = hold_of(request, link)
    if hold is None:
        return ()
    if link.kind == EventKind.HOLD_OPENED:
        # What could not be read at one reading is asked for in one message.
        first = next(o for o in happened if o.kind == link.kind and hold_of(request, o) is not None)
        return (request.filed_by,) if first.position == link.position else ()
    if link.kind == EventKind.HOLD_OFFERED:
        return places_of(hold, policy)
    # Whoever changed the customer, so that the hold fell away, knows.
    return (request.filed_by,) if request.filed_by != link.actor else ()


def shown_to_owners(
    request: ExceptionRequest, link: AuditEvent, policy: Policy
) -> tuple[tuple[str, str], ...]:
    """Where the files of a document are shown besides the thread, each with the hold's key: where its owners work."""
    hold = hold_of(request, link) if link.kind == EventKind.DOCUMENTED else None
    if hold is None or not json.loads(link.changed)["documentation"]["evidence"]:
        return ()
    return tuple((place, hold.key) for place in places_of(hold, policy))


def places_of(hold: Hold, policy: Policy) -> tuple[str, ...]:
    """Where a hold's card stands."""
    part = policy.holds.get(hold.kind)
    return (part.channel,) if part is not None and part.channel else hold.told


def last_tried(request: ExceptionRequest, source: str) -> datetime | None:
    """When a source that is away was read in vain for the last time."""
    return next((s.taken_at for s in request.snapshots if s.source == source and not s.is_available), None)
