"""Named queries of exports: events and requests row by row, so that memory stays flat; none of them writes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from models.audit_chain import AuditEvent
from models.codec import request_from_json
from models.oversight.exporting import Found, Span
from models.queries import StoredRequest
from models.tables import events, requests, workspaces

#: Rows that are held in memory at once.
AT_ONCE = 500


def event_id(connection: Connection, workspace: str, number: int, position: int) -> int | None:
    """The row of an event: what was recorded before it has a smaller one."""
    mine = (events.c.workspace == workspace, events.c.number == number, events.c.position == position)
    row: int | None = connection.execute(select(events.c.id).where(*mine)).scalar()
    return row


def workspace_events(connection: Connection, workspace: str) -> int:
    """How many events the workspace's own chain has."""
    counted = select(workspaces.c.events).where(workspaces.c.workspace == workspace)
    count: int = connection.execute(counted).scalar_one()
    return count


def newest_at(connection: Connection, workspace: str) -> datetime | None:
    """When the newest event was recorded (aware UTC); None where there is none."""
    newest = select(events.c.at).where(events.c.workspace == workspace).order_by(events.c.id.desc()).limit(1)
    at: datetime | None = connection.execute(newest).scalar()
    return at


def recorded(
    connection: Connection,
    workspace: str,
    span: Span | None,
    request: int | None = None,
    before: int | None = None,
) -> Iterator[AuditEvent]:
    """The events of a span or of one request, in the order in which they were recorded; read as they are asked for.

    `before` leaves out what was recorded from that row on.
    """
    found = select(events).where(*_which(workspace, span, request, before)).order_by(events.c.id)
    for row in connection.execute(found.execution_options(yield_per=AT_ONCE)):
        values = row._asdict()
        del values["id"]
        yield AuditEvent(**values)


def found(
    connection: Connection,
    workspace: str,
    span: Span | None,
    request: int | None = None,
    most: int | None = None,
) -> Found:
    """How many events there are, and the SHA-256 (hex) over their hashes, each followed by a line end.

    Of more than `most` it is only found that they are more.
    """
    hashes = select(events.c.hash).where(*_which(workspace, span, request, None)).order_by(events.c.id)
    if most is not None:
        hashes = hashes.limit(most + 1)
    digest, count = hashlib.sha256(), 0
    for one in connection.execute(hashes.execution_options(yield_per=AT_ONCE)).scalars():
        digest.update(f"{one}\n".encode())
        count += 1
    return Found(events=count, digest=digest.hexdigest())


def actors(
    connection: Connection, workspace: str, span: Span | None, request: int | None, limit: int
) -> tuple[str, ...]:
    """Who acted, each once and the first `limit` of them."""
    found = select(events.c.actor).where(*_which(workspace, span, request, None)).distinct().limit(limit)
    return tuple(connection.execute(found).scalars())


def touched(
    connection: Connection,
    workspace: str,
    span: Span | None,
    request: int | None = None,
    before: int | None = None,
) -> Iterator[StoredRequest]:
    """The requests that the events are about, as they stand now, by number; read as they are asked for."""
    numbers = select(events.c.number).where(*_which(workspace, span, request, before)).distinct()
    wanted = (
        select(requests.c.body, requests.c.events, requests.c.head)
        .where(requests.c.workspace == workspace, requests.c.number.in_(numbers))
        .order_by(requests.c.number)
    )
    for row in connection.execute(wanted.execution_options(yield_per=AT_ONCE)):
        yield StoredRequest(request=request_from_json(row.body), events=row.events, head=row.head)


def _which(
    workspace: str, span: Span | None, request: int | None, before: int | None
) -> Iterator[ColumnElement[bool]]:
    yield events.c.workspace == workspace
    if span is not None:
        yield events.c.at >= span.start
        yield events.c.at < span.end
    if request is not None:
        yield events.c.number == request
    if before is not None:
        yield events.c.id < before
