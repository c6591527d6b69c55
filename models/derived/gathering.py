"""Gathering, told: what the sources said, or that they could not be read, and what stands in for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.audit_chain import AuditEvent
from models.canonical import canonical_json
from models.derived.told import Told
from models.events import EventKind
from models.request import ExceptionRequest
from models.snapshot import Snapshot
from models.ways import Documentation


def read(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """What a source said; its fingerprint must be that of what the event holds."""
    return _with(request, _taken(told), told)


def _taken(told: Told) -> Snapshot:
    payload = told.read("payload", dict[str, Any])
    sha256 = told.read("sha256", str)
    if hashlib.sha256(canonical_json(payload).encode()).hexdigest() != sha256:
        raise told.fault("holds another payload than its own fingerprint says")
    return Snapshot(
        source=told.read("source", str),
        title=told.read("title", str),
        taken_at=told.read("taken_at", datetime),
        payload=payload,
        sha256=sha256,
    )


def unavailable(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """A source could not be read."""
    return _with(request, _away(told), told)


def _away(told: Told) -> Snapshot:
    return Snapshot(
        source=told.read("source", str),
        title=told.read("title", str),
        taken_at=told.read("taken_at", datetime),
        payload=None,
        sha256="",
        fault=told.read_optional("fault", str),
    )


def documented(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """The requester gave what stands in for a source."""
    given = told.read("documentation", Documentation)
    return replace(request, documentation=(*request.documentation, given))


def _with(request: ExceptionRequest, snapshot: Snapshot, told: Told) -> ExceptionRequest:
    """With the newest word of each source in the place where it was first; one reading of all of them is one act."""
    held = {each.source: each for each in request.snapshots} | {snapshot.source: snapshot}
    readings = request.gatherings + (1 if told.names("version") else 0)
    return replace(request, snapshots=tuple(held.values()), gatherings=readings)


def snapshots_told(links: Iterable[AuditEvent]) -> tuple[Snapshot, ...]:
    """Every snapshot that a chain tells of, the oldest first, those too that the request has no more."""
    told = (
        Told.of(link)
        for link in links
        if link.kind in (EventKind.SNAPSHOT_TAKEN, EventKind.SOURCE_UNAVAILABLE)
    )
    return tuple(_taken(each) if each.link.kind == EventKind.SNAPSHOT_TAKEN else _away(each) for each in told)
