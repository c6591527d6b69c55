"""Delegations"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer shape."""
    op.create_table(
        "delegations",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_by", sa.String(length=20), nullable=False),
        sa.Column("made_to", sa.String(length=20), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.CheckConstraint("made_by <> made_to", name=op.f("ck_delegations_two_people")),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_ends", "delegations", ["workspace", "ends"], unique=False)


def downgrade() -> None:
    """Back to the older shape."""
    op.drop_index("ix_delegations_ends", table_name="delegations")
    op.drop_table("delegations")
