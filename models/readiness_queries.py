"""Named queries for readiness: what waits, what Slack refused, and what comes round; none of them writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from models.deadlines import TimerKind
from models.events import EventKind
from models.oversight.matters import OF_WORKSPACE
from models.tables import events, outbox, timers


def waiting(connection: Connection, workspace: str) -> tuple[int, datetime | None]:
    """How many messages Slack does not have yet, and since when the oldest that is stuck was planned."""
    behind = (
        outbox.c.workspace == workspace,
        outbox.c.sent < outbox.c.wanted,
        outbox.c.fault.is_(None),
    )
    count = connection.execute(select(func.count()).where(*behind)).scalar_one()
    # A living message may have been planned long ago and be wanted anew just now: one that Slack never had, or did
    # not take when it was tried, tells how long it is behind.
    stuck = or_(outbox.c.sent == 0, outbox.c.attempts > 0)
    return int(count), connection.execute(
        select(func.min(outbox.c.created_at)).where(*behind, stuck)
    ).scalar()


def refused(connection: Connection, workspace: str, since: datetime) -> tuple[int, str]:
    """How many messages planned since a time Slack will never take, and what it said of the newest."""
    found = (
        outbox.c.workspace == workspace,
        outbox.c.fault.is_not(None),
        outbox.c.created_at >= since,
    )
    count = connection.execute(select(func.count()).where(*found)).scalar_one()
    newest = select(outbox.c.fault).where(*found).order_by(outbox.c.id.desc()).limit(1)
    return int(count), str(connection.execute(newest).scalar() or "")


def fault_of_newest(connection: Connection, workspace: str, kind: str, recipient: str) -> str:
    """Why Slack did not take the newest message of a kind to somebody or somewhere; empty where it did, or may yet."""
    newest = (
        select(outbox.c.fault)
        .where(
            outbox.c.workspace == workspace,
            outbox.c.recipient == recipient,
            outbox.c.kind == kind,
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    return str(connection.execute(newest).scalar() or "")


def due_next(connection: Connection, workspace: str, kinds: Iterable[TimerKind]) -> dict[TimerKind, datetime]:
    """When each kind of what comes round for the workspace is due next, where it waits."""
    rows = connection.execute(
        select(timers.c.kind, func.min(timers.c.due_at).label("due_at"))
        .where(
            timers.c.workspace == workspace,
            timers.c.number == OF_WORKSPACE,
            timers.c.kind.in_([kind.value for kind in kinds]),
            timers.c.ended_at.is_(None),
        )
        .group_by(timers.c.kind)
    )
    return {TimerKind(row.kind): row.due_at for row in rows}


def count_events(connection: Connection, workspace: str) -> int:
    """About how many events are on record: the newest one's id, for they are never deleted."""
    newest = select(func.max(events.c.id)).where(events.c.workspace == workspace)
    return int(connection.execute(newest).scalar() or 0)


def last_found(connection: Connection, workspace: str) -> str | None:
    """What the event says of what the bot found last at a start; None where it has never found anything."""
    newest = (
        select(events.c.changed)
        .where(
            events.c.workspace == workspace,
            events.c.number == OF_WORKSPACE,
            events.c.kind == EventKind.READINESS_FOUND.value,
        )
        .order_by(events.c.position.desc())
        .limit(1)
    )
    return connection.execute(newest).scalar()
