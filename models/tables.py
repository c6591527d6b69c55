"""The tables: how requests, their trail and what is still to do are stored; every one carries the workspace."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.engine import Dialect


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC with microseconds; a naive one is an error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC, without its zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


def _workspace() -> Column[Any]:
    return Column("workspace", String(20), primary_key=True)


workspaces = Table(
    "workspaces",
    metadata,
    _workspace(),
    Column("next_number", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    # The version of the policy in force: what new requests are filed under.
    Column("policy_version", String(20)),
)

policies = Table(
    "policies",
    metadata,
    _workspace(),
    Column("version", String(20), primary_key=True),
    Column("content", Text, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    _workspace(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("outcome", String(20)),
    Column("tier", String(60), nullable=False),
    Column("standard", String(60), nullable=False),
    Column("customer", String(120), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("team", String(120), nullable=False),
    Column("approved_at", UtcTime),
    Column("filed_by", String(20), nullable=False),
    Column("filed_at", UtcTime, nullable=False),
    Column("deadline", UtcTime, nullable=False),
    Column("policy_version", String(20), nullable=False),
    Column("events", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_requests_status", "workspace", "status", "deadline"),
    Index("ix_requests_filed_by", "workspace", "filed_by", "number"),
    Index("ix_requests_like", "workspace", "standard", "reason", "number"),
    # All that a list is filtered by, in the order in which it is shown: no filter reads a row that it does not show.
    Index(
        "ix_requests_listed",
        *("workspace", "number", "status", "outcome", "tier", "policy_version"),
        *("standard", "customer", "filed_by", "filed_at", "deadline"),
    ),
)

# The database repeats the core of authority: one decision for each stage and for each person in a round.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("person", String(20), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("at", UtcTime, nullable=False),
    ForeignKeyConstraint(["workspace", "number"], ["requests.workspace", "requests.number"]),
    UniqueConstraint("workspace", "number", "round", "stage"),
    UniqueConstraint("workspace", "number", "round", "person"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("source", String(60), nullable=False),
    Column("taken_at", UtcTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("payload", Text),
    Column("fault", Text),
    ForeignKeyConstraint(["workspace", "number"], ["requests.workspace", "requests.number"]),
    Index("ix_snapshots_request", "workspace", "number"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(20), nullable=False),
    Column("policy_version", String(20), nullable=False),
    Column("changed", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("workspace", "number", "position"),
)

# A row is a message in Slack: it is sent while `sent` is behind `wanted`, and updated in place once it has a ts.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("recipient", String(120), nullable=False),
    Column("key", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("channel", String(20)),
    Column("ts", String(30)),
    Column("attempts", Integer, nullable=False),
    Column("is_uncertain", Boolean, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("fault", Text),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("workspace", "key"),
    Index("ix_outbox_recipient", "workspace", "recipient", "kind", "number"),
)
Index(
    "ix_outbox_pending",
    outbox.c.workspace,
    outbox.c.not_before,
    sqlite_where=and_(outbox.c.sent < outbox.c.wanted, outbox.c.fault.is_(None)),
    postgresql_where=and_(outbox.c.sent < outbox.c.wanted, outbox.c.fault.is_(None)),
)

timers = Table(
    "timers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("version", String(60), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("ended_how", String(20)),
    UniqueConstraint("workspace", "number", "kind", "version"),
)
Index(
    "ix_timers_pending",
    timers.c.workspace,
    timers.c.due_at,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)

delegations = Table(
    "delegations",
    metadata,
    _workspace(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_by", String(20), nullable=False),
    Column("made_to", String(20), nullable=False),
    Column("roles", Text, nullable=False),
    Column("starts", UtcTime, nullable=False),
    Column("ends", UtcTime, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("ended_at", UtcTime),
    Column("ended_by", String(20)),
    CheckConstraint("made_by <> made_to", name="ck_delegations_two_people"),
    Index("ix_delegations_ends", "workspace", "ends"),
)

# What people have chosen to be told; who has no row gets what the policy says.
preferences = Table(
    "preferences",
    metadata,
    _workspace(),
    Column("person", String(20), primary_key=True),
    Column("has_digest", Boolean, nullable=False),
    Column("digest_at", String(5)),
    Column("has_reminders", Boolean, nullable=False),
    Column("chosen_at", UtcTime, nullable=False),
)

# Who attested to which version of the policy: added to, and never changed.
attestations = Table(
    "attestations",
    metadata,
    _workspace(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", String(20), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("policy_version", String(20), nullable=False),
    Index("ix_attestations_person", "workspace", "person", "number"),
)

# What concerns the workspace and no request: policy reviews, audit reviews, changes of the policy.
matters = Table(
    "matters",
    metadata,
    _workspace(),
    Column("kind", String(30), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(200), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_matters_open", "workspace", "kind", "is_open", "subject"),
)

# How much there was of a measure in a month, for each way of looking at it; the sum over all requests of each one's.
rollups = Table(
    "rollups",
    metadata,
    _workspace(),
    Column("month", String(7), primary_key=True),
    Column("standard", String(60), primary_key=True),
    Column("tier", String(60), primary_key=True),
    Column("team", String(120), primary_key=True),
    Column("reason", String(40), primary_key=True),
    Column("measure", String(30), primary_key=True),
    Column("value", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    _workspace(),
    Column("key", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)
