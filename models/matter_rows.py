"""The matters' rows and the workspace's timers, written; with the ledger the only writing (door 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.codec import matter_to_json
from models.deadlines import Timer
from models.oversight.matters import OF_WORKSPACE, Matter
from models.tables import matters, timers

#: How soon a timer is due that counts as due already: one that was put off because Slack could not say who is whom.
A_MOMENT = timedelta(minutes=1)


def keep_matter(connection: Connection, workspace: str, matter: Matter) -> None:
    """The matter as it is now; its number is taken by it."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    changing = {
        "subject": matter.subject,
        "is_open": matter.is_open,
        "body": matter_to_json(matter),
    }
    row = {"workspace": workspace, "kind": matter.KIND.value, "number": matter.number}
    connection.execute(
        dialect.insert(matters)
        .values(row | changing | {"opened_at": matter.opened_at})
        .on_conflict_do_update(index_elements=["workspace", "kind", "number"], set_=changing)
    )


def add_timers(connection: Connection, workspace: str, wanted: Iterable[Timer]) -> None:
    """What is to happen for the workspace when its time comes; one that is known, waiting or over, is not added."""
    for timer in wanted:
        mine = (
            timers.c.workspace == workspace,
            timers.c.number == OF_WORKSPACE,
            timers.c.kind == timer.kind.value,
            timers.c.version == timer.version,
        )
        if connection.execute(select(timers.c.id).where(*mine)).first() is None:
            row = {"workspace": workspace, "number": OF_WORKSPACE, "due_at": timer.due_at}
            connection.execute(insert(timers), row | {"kind": timer.kind.value, "version": timer.version})


def void_timers(
    connection: Connection, workspace: str, timer_kinds: Iterable[str], version: str, at: datetime
) -> None:
    """Let nothing more happen of these kinds for one version: a delegation, a review."""
    connection.execute(
        update(timers)
        .where(
            timers.c.workspace == workspace,
            timers.c.number == OF_WORKSPACE,
            timers.c.kind.in_(list(timer_kinds)),
            timers.c.version == version,
            timers.c.ended_at.is_(None),
        )
        .values(ended_at=at, ended_how="void")
    )


def keep_schedule(connection: Connection, workspace: str, wanted: Iterable[Timer], at: datetime) -> None:
    """Bring the timers that come round again to what is wanted, one of each kind.

    One that is due already, or was put off for a moment, stays, for it has yet to be done; one to come is moved
    where the policy was changed.
    """
    planned = tuple(wanted)
    for timer in planned:
        waiting = select(timers.c.id, timers.c.version, timers.c.due_at).where(
            timers.c.workspace == workspace,
            timers.c.number == OF_WORKSPACE,
            timers.c.kind == timer.kind.value,
            timers.c.ended_at.is_(None),
        )
        rows = connection.execute(waiting).all()
        if any(row.due_at <= at + A_MOMENT for row in rows):
            continue
        for row in rows:
            if (row.version, row.due_at) != (timer.version, timer.due_at):
                connection.execute(
                    update(timers).where(timers.c.id == row.id).values(ended_at=at, ended_how="void")
                )
        _begin(connection, workspace, timer, at)


def _begin(connection: Connection, workspace: str, timer: Timer, at: datetime) -> None:
    """A timer that comes round: new, or again where the policy was changed there and back; never a second time.

    One that fired at a time that is yet to come, by a clock that has been set back since, fires in its own time again.
    """
    known = connection.execute(
        select(timers.c.id, timers.c.ended_at, timers.c.ended_how).where(
            timers.c.workspace == workspace,
            timers.c.number == OF_WORKSPACE,
            timers.c.kind == timer.kind.value,
            timers.c.version == timer.version,
        )
    ).first()
    if known is None:
        add_timers(connection, workspace, (timer,))
    elif known.ended_how == "void" or (known.ended_at is not None and known.ended_at > at):
        again = update(timers).where(timers.c.id == known.id)
        connection.execute(again.values(due_at=timer.due_at, ended_at=None, ended_how=None))
