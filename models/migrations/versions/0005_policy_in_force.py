"""The policy in force: which recorded version new requests are filed under"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer shape."""
    op.add_column("workspaces", sa.Column("policy_version", sa.String(length=20), nullable=True))
    connection = op.get_bind()
    recorded = sa.text(
        "SELECT workspace, changed FROM events "
        "WHERE number = 0 AND kind = 'policy.recorded' ORDER BY workspace, position"
    )
    in_force = sa.text("UPDATE workspaces SET policy_version = :version WHERE workspace = :workspace")
    for row in connection.execute(recorded).all():
        version = json.loads(row.changed)["version"]
        connection.execute(in_force, {"workspace": row.workspace, "version": version})


def downgrade() -> None:
    """Back to the older shape."""
    op.drop_column("workspaces", "policy_version")
