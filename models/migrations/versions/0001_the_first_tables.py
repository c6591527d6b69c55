"""The first tables"""

import sqlalchemy as sa
from alembic import op

from models.migrations.append_only import forget_append_only, make_append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY: dict[str, list[tuple[str, ...]]] = {
    "events": [("workspace", "number", "position")],
    "decisions": [("workspace", "number", "round", "stage"), ("workspace", "number", "round", "person")],
    "snapshots": [("id",)],
    "policies": [("workspace", "version")],
}


def upgrade() -> None:
    """To the newer shape."""
    op.create_table(
        "deliveries",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_deliveries")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("policy_version", sa.String(length=20), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint(
            "workspace", "number", "position", name=op.f("uq_events_workspace_number_position")
        ),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("ts", sa.String(length=30), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_uncertain", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("workspace", "key", name=op.f("uq_outbox_workspace_key")),
    )
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["workspace", "not_before"],
        unique=False,
        sqlite_where=sa.text("sent < wanted AND fault IS NULL"),
        postgresql_where=sa.text("sent < wanted AND fault IS NULL"),
    )
    op.create_table(
        "policies",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "version", name=op.f("pk_policies")),
    )
    op.create_table(
        "requests",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("tier", sa.String(length=60), nullable=False),
        sa.Column("standard", sa.String(length=60), nullable=False),
        sa.Column("customer", sa.String(length=120), nullable=False),
        sa.Column("filed_by", sa.String(length=20), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_version", sa.String(length=20), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_requests")),
    )
    op.create_index("ix_requests_filed_by", "requests", ["workspace", "filed_by", "number"], unique=False)
    op.create_index("ix_requests_status", "requests", ["workspace", "status", "deadline"], unique=False)
    op.create_table(
        "timers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint(
            "workspace", "number", "kind", "version", name=op.f("uq_timers_workspace_number_kind_version")
        ),
    )
    op.create_index(
        "ix_timers_pending",
        "timers",
        ["workspace", "due_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "workspaces",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "number"],
            ["requests.workspace", "requests.number"],
            name=op.f("fk_decisions_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "workspace", "number", "round", "person", name=op.f("uq_decisions_workspace_number_round_person")
        ),
        sa.UniqueConstraint(
            "workspace", "number", "round", "stage", name=op.f("uq_decisions_workspace_number_round_stage")
        ),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "number"],
            ["requests.workspace", "requests.number"],
            name=op.f("fk_snapshots_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index("ix_snapshots_request", "snapshots", ["workspace", "number"], unique=False)
    for table, keys in APPEND_ONLY.items():
        make_append_only(table, *keys)


def downgrade() -> None:
    """Back to the older shape."""
    for table in APPEND_ONLY:
        forget_append_only(table)
    op.drop_index("ix_snapshots_request", table_name="snapshots")
    op.drop_table("snapshots")
    op.drop_table("decisions")
    op.drop_table("workspaces")
    op.drop_index(
        "ix_timers_pending",
        table_name="timers",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("timers")
    op.drop_index("ix_requests_status", table_name="requests")
    op.drop_index("ix_requests_filed_by", table_name="requests")
    op.drop_table("requests")
    op.drop_table("policies")
    op.drop_index(
        "ix_outbox_pending",
        table_name="outbox",
        sqlite_where=sa.text("sent < wanted AND fault IS NULL"),
        postgresql_where=sa.text("sent < wanted AND fault IS NULL"),
    )
    op.drop_table("outbox")
    op.drop_table("events")
    op.drop_table("deliveries")
