"""The rows of what people have chosen to be told, written; with the ledger the only writing (door 1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from models.notifying.preferences import Preferences
from models.tables import preferences


def keep_preferences(connection: Connection, workspace: str, chosen: Preferences, at: datetime) -> None:
    """What somebody has chosen, in place of what they chose before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    changing = {
        "has_digest": chosen.has_digest,
        "digest_at": None if chosen.digest_at is None else chosen.digest_at.isoformat("minutes"),
        "has_reminders": chosen.has_reminders,
        "chosen_at": at,
    }
    connection.execute(
        dialect.insert(preferences)
        .values({"workspace": workspace, "person": chosen.person, **changing})
        .on_conflict_do_update(index_elements=["workspace", "person"], set_=changing)
    )
