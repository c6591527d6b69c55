"""Named queries for the policies on record: which is in force, what each says and how it came; none writes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from models.audit_chain import AuditEvent
from models.deadlines import TimerKind
from models.events import EventKind
from models.oversight.matters import OF_WORKSPACE
from models.policy_history import Recording, recording_of
from models.queries import event_at
from models.tables import events, policies, timers, workspaces

# Every act asks for it: the statement is built once.
_IN_FORCE = select(workspaces.c.policy_version).where(workspaces.c.workspace == bindparam("of_workspace"))
#: Of how many recordings it is asked who changed what.
LOOKED_BACK = 200


def in_force(connection: Connection, workspace: str) -> str | None:
    """The version that new requests are filed under; None where no policy is on record."""
    version: str | None = connection.execute(_IN_FORCE, {"of_workspace": workspace}).scalar()
    return version


def content_of(connection: Connection, workspace: str, version: str) -> str | None:
    """What a recorded version says (JSON), if there is one."""
    return connection.execute(
        select(policies.c.content).where(policies.c.workspace == workspace, policies.c.version == version)
    ).scalar()


def recordings(
    connection: Connection, workspace: str, *, since: datetime | None = None, limit: int = LOOKED_BACK
) -> tuple[Recording, ...]:
    """How policies came into force, the newest first; with `since` those of that time and later."""
    wanted = [
        events.c.workspace == workspace,
        events.c.number == OF_WORKSPACE,
        events.c.kind == EventKind.POLICY_RECORDED.value,
    ]
    if since is not None:
        wanted.append(events.c.at >= since)
    rows = connection.execute(
        select(events).where(*wanted).order_by(events.c.position.desc()).limit(limit)
    ).mappings()
    return tuple(
        recording_of(AuditEvent(**{name: value for name, value in row.items() if name != "id"}))
        for row in rows
    )


def recording_at(connection: Connection, workspace: str, position: int) -> Recording | None:
    """What the event at a place in the workspace's own chain tells of a recording, if it tells of one."""
    link = event_at(connection, workspace, OF_WORKSPACE, position)
    return None if link is None or link.kind != EventKind.POLICY_RECORDED else recording_of(link)


def next_care_at(connection: Connection, workspace: str) -> datetime | None:
    """When the policy's own review is due next; None while one is open, or nothing is planned."""
    found = select(timers.c.due_at).where(
        timers.c.workspace == workspace,
        timers.c.number == OF_WORKSPACE,
        timers.c.kind == TimerKind.POLICY_CARE.value,
        timers.c.ended_at.is_(None),
    )
    return connection.execute(found).scalar()
