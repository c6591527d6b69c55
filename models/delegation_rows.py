"""The delegations' rows, written; with the ledger the only writing (door 1)."""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from models.canonical import canonical_json
from models.delegation import Delegation
from models.tables import delegations


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
