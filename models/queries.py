"""Named queries: what is read from the database; none of them writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from models.audit_chain import AuditEvent
from models.codec import request_from_json
from models.notices import MessageKind
from models.request import FIRST_NUMBER, ExceptionRequest, Status
from models.tables import deliveries, events, outbox, policies, requests, timers, workspaces

#: The longest that a message is put off; one that waits for later than that was planned before the clock went back.
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class StoredRequest:
    """A request as it is stored, with the length and head of its audit chain."""

    request: ExceptionRequest
    events: int
    head: str


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """A message that Slack is to have: behind while `sent` is less than `wanted`."""

    id: int
    number: int
    kind: MessageKind
    recipient: str
    key: str
    detail: str
    wanted: int
    sent: int
    channel: str | None
    ts: str | None
    attempts: int
    is_uncertain: bool


@dataclass(frozen=True, kw_only=True)
class DueTimer:
    """A timer whose time has come."""

    id: int
    number: int
    kind: str
    version: str
    due_at: datetime


def stored_request(
    connection: Connection, workspace: str, number: int, *, locked: bool = False
) -> StoredRequest | None:
    """The request of that number; `locked` keeps other writers away until the transaction ends."""
    found = select(requests.c.body, requests.c.events, requests.c.head).where(
        requests.c.workspace == workspace, requests.c.number == number
    )
    row = connection.execute(found.with_for_update() if locked else found).first()
    if row is None:
        return None
    return StoredRequest(request=request_from_json(row.body), events=row.events, head=row.head)


def trail(connection: Connection, workspace: str, number: int) -> tuple[AuditEvent, ...]:
    """The audit chain of a request (0: of the workspace), from its first event on."""
    rows = connection.execute(
        select(events)
        .where(events.c.workspace == workspace, events.c.number == number)
        .order_by(events.c.position)
    )
    return tuple(_audit_event(row) for row in rows)


def event_at(connection: Connection, workspace: str, number: int, position: int) -> AuditEvent | None:
    """One event of a chain."""
    row = connection.execute(
        select(events).where(
            events.c.workspace == workspace, events.c.number == number, events.c.position == position
        )
    ).first()
    return None if row is None else _audit_event(row)


def chain_ends(connection: Connection) -> tuple[tuple[str, int, int, str], ...]:
    """For every chain: workspace, number, how many events its owner remembers, and its head."""
    own = connection.execute(select(workspaces.c.workspace, workspaces.c.events, workspaces.c.head))
    ends = [(row.workspace, 0, row.events, row.head) for row in own]
    rows = connection.execute(
        select(requests.c.workspace, requests.c.number, requests.c.events, requests.c.head).order_by(
            requests.c.workspace, requests.c.number
        )
    )
    ends += [(row.workspace, row.number, row.events, row.head) for row in rows]
    return tuple(ends)


def ownerless_chains(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Chains whose request, or whose workspace, is gone; and numbers that were given but have no request."""
    told = {(row.workspace, row.number) for row in connection.execute(_CHAINS)}
    for row in connection.execute(select(workspaces.c.workspace, workspaces.c.next_number)):
        told |= {(row.workspace, number) for number in range(FIRST_NUMBER, row.next_number)}
    owned = {(row.workspace, row.number) for row in connection.execute(_REQUESTS)}
    owned |= {(workspace, 0) for workspace in known_workspaces(connection)}
    return tuple(sorted(told - owned))


def known_workspaces(connection: Connection) -> tuple[str, ...]:
    """The workspaces that the database has met."""
    return tuple(connection.execute(select(workspaces.c.workspace)).scalars())


def policy_versions(connection: Connection, workspace: str) -> dict[str, str]:
    """Every recorded policy: version to content (JSON)."""
    rows = connection.execute(
        select(policies.c.version, policies.c.content).where(policies.c.workspace == workspace)
    )
    return {row.version: row.content for row in rows}


def first_recorded_at(connection: Connection, workspace: str) -> datetime | None:
    """When the first policy was recorded, if there is one."""
    found = select(func.min(policies.c.recorded_at)).where(policies.c.workspace == workspace)
    return connection.execute(found).scalar()


def delivery(connection: Connection, workspace: str, key: str) -> tuple[int, str] | None:
    """The request's number and the answer that a delivery was given, if it has come before."""
    row = connection.execute(
        select(deliveries.c.number, deliveries.c.answer).where(
            deliveries.c.workspace == workspace, deliveries.c.key == key
        )
    ).first()
    return None if row is None else (row.number, row.answer)


def filed_by(connection: Connection, workspace: str, person: str, limit: int) -> tuple[ExceptionRequest, ...]:
    """What somebody filed, newest first."""
    found = select(requests.c.body).where(requests.c.workspace == workspace, requests.c.filed_by == person)
    return _bodies(connection, found.order_by(requests.c.number.desc()).limit(limit))


def count_filed_by(connection: Connection, workspace: str, person: str) -> int:
    """How many requests somebody has filed."""
    found = select(func.count()).select_from(requests)
    mine = (requests.c.workspace == workspace, requests.c.filed_by == person)
    return int(connection.execute(found.where(*mine)).scalar_one())


def newest_event_at(connection: Connection) -> datetime | None:
    """When the last event of all happened; None where there is none."""
    return connection.execute(select(func.max(events.c.at))).scalar()


def newest_requests(connection: Connection, workspace: str, limit: int) -> tuple[ExceptionRequest, ...]:
    """The newest requests, closed ones too, the newest first."""
    found = select(requests.c.body).where(requests.c.workspace == workspace)
    return _bodies(connection, found.order_by(requests.c.number.desc()).limit(limit))


def open_requests(connection: Connection, workspace: str, limit: int) -> tuple[ExceptionRequest, ...]:
    """What is not closed, the nearest deadline first."""
    # By the names of the others: "not closed" would walk the index over every closed record.
    open_now = [status.value for status in Status if status is not Status.CLOSED]
    found = select(requests.c.body).where(requests.c.workspace == workspace, requests.c.status.in_(open_now))
    return _bodies(connection, found.order_by(requests.c.deadline, requests.c.number).limit(limit))


def unreviewed_of(
    connection: Connection, workspace: str, person: str, limit: int
) -> tuple[ExceptionRequest, ...]:
    """Closed records with a complaint that nobody has reviewed and that the person was told of, newest first."""
    told = select(outbox.c.number).where(
        outbox.c.workspace == workspace,
        outbox.c.recipient == person,
        outbox.c.kind.in_((MessageKind.ESCALATION.value, MessageKind.TOLD.value)),
        outbox.c.key.contains(":complaint:"),
    )
    found = select(requests.c.body).where(
        requests.c.workspace == workspace,
        requests.c.number.in_(told),
        requests.c.status == Status.CLOSED.value,
        # A complaint alone is stored with who reviewed it.
        requests.c.body.contains('"reviewed_by":null'),
    )
    return _bodies(connection, found.order_by(requests.c.number.desc()).limit(limit))


def approved_like(
    connection: Connection, workspace: str, standard: str, reason: str, since: datetime, limit: int = 50
) -> tuple[int, ...]:
    """The numbers of requests for a standard and a reason whose approval is no older, newest first."""
    found = select(requests.c.number).where(
        requests.c.workspace == workspace,
        requests.c.standard == standard,
        requests.c.reason == reason,
        requests.c.approved_at >= since,
    )
    return tuple(connection.execute(found.order_by(requests.c.number.desc()).limit(limit)).scalars())


def outbox_behind(connection: Connection, workspace: str, at: datetime, limit: int) -> tuple[OutboxRow, ...]:
    """Messages that Slack does not have yet, in the order in which they were planned."""
    rows = connection.execute(
        select(*_OUTBOX)
        .where(
            outbox.c.workspace == workspace,
            outbox.c.sent < outbox.c.wanted,
            outbox.c.fault.is_(None),
            or_(outbox.c.not_before <= at, outbox.c.not_before > at + LONGEST_WAIT),
        )
        .order_by(outbox.c.id)
        .limit(limit)
    )
    return tuple(_outbox_row(row) for row in rows)


def outbox_of(connection: Connection, workspace: str, key: str) -> OutboxRow | None:
    """The message of that key."""
    row = connection.execute(
        select(*_OUTBOX).where(outbox.c.workspace == workspace, outbox.c.key == key)
    ).first()
    return None if row is None else _outbox_row(row)


def outbox_depth(connection: Connection, workspace: str) -> int:
    """How many messages Slack does not have yet."""
    counted = select(func.count()).where(
        outbox.c.workspace == workspace, outbox.c.sent < outbox.c.wanted, outbox.c.fault.is_(None)
    )
    return connection.execute(counted).scalar_one()


def next_timer(connection: Connection, workspace: str) -> DueTimer | None:
    """The timer whose time comes first, if one waits."""
    row = connection.execute(_NEXT_TIMER, {"of_workspace": workspace}).first()
    return None if row is None else DueTimer(**row._mapping)


def due_timers(connection: Connection, workspace: str, at: datetime, limit: int) -> tuple[DueTimer, ...]:
    """Timers whose time has come, the oldest first."""
    rows = connection.execute(
        select(timers.c.id, timers.c.number, timers.c.kind, timers.c.version, timers.c.due_at)
        .where(timers.c.workspace == workspace, timers.c.ended_at.is_(None), timers.c.due_at <= at)
        .order_by(timers.c.due_at, timers.c.id)
        .limit(limit)
    )
    return tuple(DueTimer(**row._mapping) for row in rows)


_NEXT_TIMER = (
    select(timers.c.id, timers.c.number, timers.c.kind, timers.c.version, timers.c.due_at)
    .where(timers.c.workspace == bindparam("of_workspace"), timers.c.ended_at.is_(None))
    .order_by(timers.c.due_at, timers.c.id)
    .limit(1)
)
_CHAINS = select(events.c.workspace, events.c.number).distinct()
_REQUESTS = select(requests.c.workspace, requests.c.number)
_OUTBOX = (
    outbox.c.id,
    outbox.c.number,
    outbox.c.kind,
    outbox.c.recipient,
    outbox.c.key,
    outbox.c.detail,
    outbox.c.wanted,
    outbox.c.sent,
    outbox.c.channel,
    outbox.c.ts,
    outbox.c.attempts,
    outbox.c.is_uncertain,
)


def _outbox_row(row: Any) -> OutboxRow:
    return OutboxRow(**{**row._mapping, "kind": MessageKind(row.kind)})


def _audit_event(row: Any) -> AuditEvent:
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    return AuditEvent(**values)


def _bodies(connection: Connection, found: Select[str]) -> tuple[ExceptionRequest, ...]:
    return tuple(request_from_json(body) for body in connection.execute(found).scalars())
