"""What people have chosen to be told"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer shape."""
    op.create_table(
        "preferences",
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("has_digest", sa.Boolean(), nullable=False),
        sa.Column("digest_at", sa.String(length=5), nullable=True),
        sa.Column("has_reminders", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_preferences")),
    )


def downgrade() -> None:
    """Back to the older shape."""
    op.drop_table("preferences")
