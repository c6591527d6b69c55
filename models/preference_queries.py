"""What people have chosen to be told, read; nothing is written here."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import Connection, select

from models.notifying.preferences import Preferences
from models.tables import preferences


def preferences_of(connection: Connection, workspace: str, person: str) -> Preferences:
    """What holds for somebody: what they chose, or else the policy's ways."""
    row = connection.execute(
        select(preferences).where(preferences.c.workspace == workspace, preferences.c.person == person)
    ).first()
    return Preferences(person=person) if row is None else _read(row)


def all_preferences(connection: Connection, workspace: str) -> dict[str, Preferences]:
    """What everybody has chosen who has chosen anything, by person."""
    rows = connection.execute(select(preferences).where(preferences.c.workspace == workspace))
    return {row.person: _read(row) for row in rows}


def _read(row: Any) -> Preferences:
    return Preferences(
        person=row.person,
        has_digest=row.has_digest,
        digest_at=None if row.digest_at is None else time.fromisoformat(row.digest_at),
        has_reminders=row.has_reminders,
    )
