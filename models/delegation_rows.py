"""The delegations' rows and their timers, written; with the ledger the only writing (door 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, update

from models.canonical import canonical_json
from models.deadlines import Timer
from models.delegation import Delegation
from models.tables import delegations, timers


def add_delegation(connection: Connection, workspace: str, made: Delegation) -> None:
    """A new delegation; its number is taken."""
    row = {
        "workspace": workspace,
        "number": made.number,
        "made_by": made.by,
        "made_to": made.to,
        "roles": canonical_json(list(made.roles)),
        "starts": made.starts,
        "ends": made.ends,
        "made_at": made.made_at,
        "note": made.note,
    }
    connection.execute(insert(delegations), row)


def set_ended(connection: Connection, workspace: str, ended: Delegation) -> None:
    """That a delegation was ended, by whom and when; nothing else of it ever changes."""
    connection.execute(
        update(delegations)
        .where(delegations.c.workspace == workspace, delegations.c.number == ended.number)
        .values(ended_at=ended.ended_at, ended_by=ended.ended_by)
    )


def add_timers(connection: Connection, workspace: str, wanted: Iterable[Timer]) -> None:
    """What is to happen for a delegation when its time comes; it belongs to no request (number 0)."""
    for timer in wanted:
        row = {"workspace": workspace, "number": 0, "kind": timer.kind.value, "version": timer.version}
        connection.execute(insert(timers), row | {"due_at": timer.due_at})


def void_timers(connection: Connection, workspace: str, number: int, at: datetime) -> None:
    """Let nothing more happen for a delegation."""
    connection.execute(
        update(timers)
        .where(
            timers.c.workspace == workspace,
            timers.c.number == 0,
            timers.c.version == str(number),
            timers.c.ended_at.is_(None),
        )
        .values(ended_at=at, ended_how="void")
    )
