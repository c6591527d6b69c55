"""The tables by which requests are found: whose turn it is, who may read it, and its words; all follow from its row.

They hold nothing that a request's events and policy do not tell; `models.found_rows` writes them with the request.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from models.tables import UtcTime
from models.tables import metadata as metadata


def _request() -> tuple[Column[Any], Column[Any]]:
    return (
        Column("workspace", String(20), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
    )


# The groups and people whose turn it may be (`models.turns`), and when what waits on them is due.
turns = Table(
    "request_turns",
    metadata,
    *_request(),
    Column("who", String(120), primary_key=True),
    Column("due_at", UtcTime, nullable=False),
    Index("ix_request_turns_who", "workspace", "who", "due_at", "number"),
    Index("ix_request_turns_due", "workspace", "due_at", "number"),
)

# The groups and people that may read it besides those who may read all of its tier (`models.visibility`).
readers = Table(
    "request_readers",
    metadata,
    *_request(),
    Column("who", String(120), primary_key=True),
    # Whether it is theirs: they filed it or benefit.
    Column("is_own", Boolean, nullable=False),
    Index("ix_request_readers_who", "workspace", "who", "number", "is_own"),
)

# Its words (`models.search_text`), each once, parted by spaces. An index of words beside it follows by triggers.
texts = Table(
    "request_texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("words", Text, nullable=False),
    UniqueConstraint("workspace", "number"),
)
