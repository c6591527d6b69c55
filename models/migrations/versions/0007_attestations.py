"""Attestations: who has read the criteria of which version of the policy"""

import sqlalchemy as sa
from alembic import op

from models.migrations.append_only import forget_append_only, make_append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer shape."""
    op.create_table(
        "attestations",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_version", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_attestations")),
    )
    op.create_index("ix_attestations_person", "attestations", ["workspace", "person", "number"], unique=False)
    make_append_only("attestations", ("workspace", "number"))


def downgrade() -> None:
    """Back to the older shape."""
    forget_append_only("attestations")
    op.drop_index("ix_attestations_person", table_name="attestations")
    op.drop_table("attestations")
