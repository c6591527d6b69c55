"""Looking back: matters of the workspace, rollups, and requests by standard, reason and team"""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer shape."""
    op.add_column("requests", sa.Column("reason", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("requests", sa.Column("team", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("requests", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
    columns = ["workspace", "standard", "reason", "number"]
    op.create_index("ix_requests_like", "requests", columns, unique=False)
    op.create_table(
        "matters",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "kind", "number", name=op.f("pk_matters")),
    )
    columns = ["workspace", "kind", "is_open", "subject"]
    op.create_index("ix_matters_open", "matters", columns, unique=False)
    op.create_table(
        "rollups",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("standard", sa.String(length=60), nullable=False),
        sa.Column("tier", sa.String(length=60), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=30), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace",
            "month",
            "standard",
            "tier",
            "team",
            "reason",
            "measure",
            "value",
            name=op.f("pk_rollups"),
        ),
    )
    _fill_in_requests()


def downgrade() -> None:
    """Back to the older shape."""
    op.drop_table("rollups")
    op.drop_index("ix_matters_open", table_name="matters")
    op.drop_table("matters")
    op.drop_index("ix_requests_like", table_name="requests")
    for column in ("approved_at", "team", "reason"):
        op.drop_column("requests", column)


def _fill_in_requests() -> None:
    """The reason and the approval's time of what was filed before; which team somebody was in nobody knows."""
    connection = op.get_bind()
    found = sa.text("SELECT workspace, number, body FROM requests")
    filled = sa.text(
        "UPDATE requests SET reason = :reason, approved_at = :approved_at "
        "WHERE workspace = :workspace AND number = :number"
    ).bindparams(sa.bindparam("approved_at", type_=sa.DateTime(timezone=True)))
    for row in connection.execute(found).all():
        body = json.loads(row.body)
        given = {"workspace": row.workspace, "number": row.number, "reason": body["filing"]["reason"]}
        connection.execute(filled, given | {"approved_at": _approved_at(body)})


def _approved_at(body: dict[str, Any]) -> datetime | None:
    """When both approvals of the present round were given, or the only one that was needed."""
    given = [made for made in body["decisions"] if made["round"] == body["round"]]
    needed = 1 if body.get("waiver") is not None else 2
    if len(given) < needed or any(made["verdict"] != "approved" for made in given):
        return None
    return datetime.fromisoformat(given[-1]["at"])
