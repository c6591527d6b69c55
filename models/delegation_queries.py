"""Delegations as they are stored, read: those that may still count; nothing is written here."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from models.delegation import Delegation
from models.tables import delegations

# A decision asks for it each time: the statement is built once.
_SINCE = (
    select(delegations)
    .where(delegations.c.workspace == bindparam("of_workspace"), delegations.c.ends > bindparam("since"))
    .order_by(delegations.c.number)
)


def delegations_since(connection: Connection, workspace: str, since: datetime) -> tuple[Delegation, ...]:
    """Every delegation whose last day ends after a time (aware UTC), ended before it or not, the oldest first."""
    rows = connection.execute(_SINCE, {"of_workspace": workspace, "since": since})
    return tuple(_delegation(row) for row in rows)


def delegation_of(connection: Connection, workspace: str, number: int) -> Delegation | None:
    """The delegation of that number, if there is one."""
    row = connection.execute(
        select(delegations).where(delegations.c.workspace == workspace, delegations.c.number == number)
    ).first()
    return None if row is None else _delegation(row)


def all_delegations(connection: Connection, workspace: str) -> tuple[Delegation, ...]:
    """Every delegation that was ever made, the oldest first."""
    found = select(delegations).where(delegations.c.workspace == workspace).order_by(delegations.c.number)
    return tuple(_delegation(row) for row in connection.execute(found))


def last_delegation(connection: Connection, workspace: str) -> int:
    """The number of the newest delegation; 0 where there is none."""
    newest = select(func.max(delegations.c.number)).where(delegations.c.workspace == workspace)
    return connection.execute(newest).scalar() or 0


def _delegation(row: Any) -> Delegation:
    return Delegation(
        number=row.number,
        by=row.made_by,
        to=row.made_to,
        roles=tuple(json.loads(row.roles)),
        starts=row.starts,
        ends=row.ends,
        made_at=row.made_at,
        note=row.note,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
