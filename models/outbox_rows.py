"""The outbox's rows: what Slack is to be told, planned and marked; with the ledger the only writing (door 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from itertools import groupby

from sqlalchemy import Connection, Insert, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from models.canonical import canonical_json
from models.notices import Notice
from models.tables import outbox


def want_messages(
    connection: Connection, workspace: str, number: int, planned: Iterable[Notice], at: datetime
) -> None:
    """Plan messages: a living one that is there already is wanted anew, one said once is said once."""
    # Messages are sent in the order of their ids, so only neighbours of one kind go in together.
    for is_living, notices in groupby(planned, lambda notice: notice.kind.is_living):
        rows = [
            {
                "workspace": workspace,
                "number": number,
                "kind": notice.kind.value,
                "recipient": notice.recipient,
                "key": notice.key,
                "detail": canonical_json(dict(notice.detail)),
                "wanted": 1,
                "sent": 0,
                "attempts": 0,
                "is_uncertain": False,
                "not_before": at,
                "created_at": at,
            }
            for notice in notices
        ]
        connection.execute(_plan(connection.dialect.name, is_living), rows)


def forget_messages(connection: Connection, workspace: str) -> None:
    """Let nothing that was planned be sent: it tells of what is long past."""
    connection.execute(delete(outbox).where(outbox.c.workspace == workspace))


def begin_sending(connection: Connection, rows: Iterable[int]) -> None:
    """Note that messages are about to be sent: should the process end now, it is unknown whether they arrived."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(list(rows)))
        .values(attempts=outbox.c.attempts + 1, is_uncertain=True)
    )


def mark_sent(connection: Connection, row: int, *, revision: int, channel: str, ts: str) -> None:
    """Slack has the message as it was wanted at that revision."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == row)
        .values(sent=revision, channel=channel, ts=ts, attempts=0, is_uncertain=False)
    )


def put_off(connection: Connection, row: int, *, until: datetime, is_uncertain: bool, attempts: int) -> None:
    """Try the message again later, after so many attempts."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == row)
        .values(not_before=until, is_uncertain=is_uncertain, attempts=attempts)
    )


def give_up(connection: Connection, row: int, fault: str) -> None:
    """Slack will never take this message."""
    connection.execute(update(outbox).where(outbox.c.id == row).values(fault=fault, is_uncertain=False))


@cache
def _plan(dialect: str, is_living: bool) -> Insert:
    """The INSERT of messages, and what it does with one that is there already."""
    new = sqlite.insert(outbox) if dialect == "sqlite" else postgresql.insert(outbox)
    index = [outbox.c.workspace, outbox.c.key]
    if not is_living:
        return new.on_conflict_do_nothing(index_elements=index)
    # What Slack would not take before may be well now: it is another rendering.
    again = {
        "wanted": outbox.c.wanted + 1,
        "not_before": new.excluded.not_before,
        "attempts": 0,
        "fault": None,
    }
    return new.on_conflict_do_update(index_elements=index, set_=again)
