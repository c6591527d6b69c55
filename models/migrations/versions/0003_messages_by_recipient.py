"""Messages by recipient"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer shape."""
    columns = ["workspace", "recipient", "kind", "number"]
    op.create_index("ix_outbox_recipient", "outbox", columns, unique=False)


def downgrade() -> None:
    """Back to the older shape."""
    op.drop_index("ix_outbox_recipient", table_name="outbox")
