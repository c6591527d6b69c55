"""By what requests are found: whose turn it is, who may read them, and their words"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LISTED = ["workspace", "number", "status", "outcome", "tier", "policy_version"]
_LISTED += ["standard", "customer", "filed_by", "filed_at", "deadline"]


def upgrade() -> None:
    """To the newer shape; the rows of what is there are filled in at the next start, which knows the policies."""
    op.create_index("ix_requests_listed", "requests", _LISTED, unique=False)
    op.create_table(
        "request_turns",
        *_request(),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", "who", name=op.f("pk_request_turns")),
    )
    op.create_index("ix_request_turns_who", "request_turns", ["workspace", "who", "due_at", "number"])
    op.create_index("ix_request_turns_due", "request_turns", ["workspace", "due_at", "number"])
    op.create_table(
        "request_readers",
        *_request(),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", "who", name=op.f("pk_request_readers")),
    )
    op.create_index("ix_request_readers_who", "request_readers", ["workspace", "who", "number", "is_own"])
    op.create_table(
        "request_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        *_request()[:2],
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_texts")),
        sa.UniqueConstraint("workspace", "number", name=op.f("uq_request_texts_workspace_number")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _index_words_in_sqlite()
    else:
        # The words come folded and parted: no dictionary is to touch them.
        words = "array_to_tsvector(string_to_array(words, ' '))"
        op.execute(f"CREATE INDEX ix_request_texts_words ON request_texts USING gin ({words})")


def downgrade() -> None:
    """Back to the older shape."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE request_words")
    for table in ("request_texts", "request_readers", "request_turns"):
        op.drop_table(table)
    op.drop_index("ix_requests_listed", table_name="requests")


def _request() -> list[sa.Column[object]]:
    return [
        sa.Column("workspace", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
    ]


def _index_words_in_sqlite() -> None:
    """An index of the words and of their beginnings, which holds no text and follows the table by triggers.

    The tokenizer parts words at ASCII characters alone that are no letters; all other letters belong to a word.
    """
    op.execute(
        "CREATE VIRTUAL TABLE request_words USING fts5("
        "words, content='request_texts', content_rowid='id', tokenize='ascii', detail=none, prefix='2 3')"
    )
    new = "INSERT INTO request_words(rowid, words) VALUES (new.id, new.words);"
    old = "INSERT INTO request_words(request_words, rowid, words) VALUES ('delete', old.id, old.words);"
    for verb, does in (("INSERT", new), ("DELETE", old), ("UPDATE", f"{old} {new}")):
        op.execute(
            f"CREATE TRIGGER request_texts_{verb.lower()} AFTER {verb} ON request_texts BEGIN {does} END"
        )
