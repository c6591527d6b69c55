"""Gathering: what the sources said of the customer is kept as it was (Audit Trail: all input data snapshot)."""

from __future__ import annotations

from dataclasses import replace

from models.acts import RecordSnapshots
from models.events import Event, EventKind, event
from models.lifecycle.outcome import Outcome
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Status
from models.snapshot import Snapshot


def record_snapshots(request: ExceptionRequest, act: RecordSnapshots) -> Outcome | Refusal:
    """Each snapshot takes the place of an unavailable one of its source; one that is held is never replaced."""
    held = {snapshot.source: snapshot for snapshot in request.snapshots}
    new = tuple(s for s in act.snapshots if s.source not in held or not held[s.source].is_available)
    if request.status is Status.CLOSED or not new:
        return Refusal(why=Why.ALREADY_RECORDED)
    events: list[Event] = []
    for snapshot in new:
        events.append(_recorded(snapshot))
        held[snapshot.source] = snapshot
    changed = replace(request, snapshots=tuple(held.values()), gatherings=request.gatherings + 1)
    return Outcome(request=changed, events=tuple(events))


def _recorded(snapshot: Snapshot) -> Event:
    if snapshot.is_available:
        return event(
            EventKind.SNAPSHOT_TAKEN,
            source=snapshot.source,
            taken_at=snapshot.taken_at,
            sha256=snapshot.sha256,
            payload=snapshot.payload,
        )
    return event(
        EventKind.SOURCE_UNAVAILABLE, source=snapshot.source, taken_at=snapshot.taken_at, fault=snapshot.fault
    )
