"""Gathering: what the sources said of the customer is kept as it was (Audit Trail: all input data snapshot)."""

from __future__ import annotations

from dataclasses import replace

from models.acts import RecordSnapshots
from models.events import Event, EventKind, event
from models.lifecycle.documenting import follow
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.reconciling import with_conflicts
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Status
from models.snapshot import Snapshot


def record_snapshots(request: ExceptionRequest, act: RecordSnapshots, scene: Scene) -> Outcome | Refusal:
    """Each snapshot takes the place of an unavailable one of its source; one that is held is never replaced."""
    held = {snapshot.source: snapshot for snapshot in request.snapshots}
    new = tuple(s for s in act.snapshots if s.source not in held or not held[s.source].is_available)
    if request.status is Status.CLOSED or not new:
        return Refusal(why=Why.ALREADY_RECORDED)
    away = frozenset(snapshot.source for snapshot in held.values() if not snapshot.is_available)
    events: list[Event] = []
    for snapshot in new:
        events.append(_recorded(snapshot, again=snapshot.source in away))
        held[snapshot.source] = snapshot
    changed = replace(request, snapshots=tuple(held.values()), gatherings=request.gatherings + 1)
    followed = follow(changed, new, away, scene)
    return with_conflicts(replace(followed, events=(*events, *followed.events)), scene)


def _recorded(snapshot: Snapshot, *, again: bool) -> Event:
    if snapshot.is_available:
        return event(
            EventKind.SNAPSHOT_TAKEN,
            source=snapshot.source,
            title=snapshot.title,
            taken_at=snapshot.taken_at,
            sha256=snapshot.sha256,
            payload=snapshot.payload,
        )
    # An outage that goes on is on record each time, and told once.
    return event(
        EventKind.SOURCE_UNAVAILABLE,
        source=snapshot.source,
        title=snapshot.title,
        taken_at=snapshot.taken_at,
        fault=snapshot.fault,
        again=again,
    )
