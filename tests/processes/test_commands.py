"""The commands for an administrator, each a process of its own; a trail that was tampered with is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.bot_process import Ended, bot, database_url, run_app
from tests.processes.outside import Outside
from tests.world import REQUESTER, VALIDATOR


@pytest.fixture
async def approved(town: Outside) -> Outside:
    """A town with one request that has its first approval; its bot has ended."""
    async with bot(town.slack, town.folder) as running:
        number = await town.file()
        assert (await town.decide(VALIDATOR, "Approve", await town.card(number))).result == "closed"
        running.terminate()
        assert await running.ended() == 0
    return town


async def command(town: Outside, *arguments: str) -> Ended:
    """How a command ends on the town's database; it needs no settings of Slack."""
    return await run_app(*arguments, folder=town.folder, DATABASE_URL=database_url(town.folder))


def tamper(town: Outside, *statements: str) -> None:
    """Change the database behind the bot's back; the triggers have to be dropped first."""
    triggers = [name for (name,) in town.stored.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    with closing(sqlite3.connect(town.stored.file)) as connection:
        for statement in statements:
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                connection.execute(statement)
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount == 1
        connection.commit()


async def test_migrate_brings_a_new_database_up_and_then_has_nothing_to_do(town: Outside) -> None:
    told = [await command(town, "migrate") for _ in range(2)]
    assert [(ended.code, ended.out) for ended in told] == [
        (0, "The database was migrated.\n"),
        (0, "The database is up to date.\n"),
    ]
    assert town.stored.rows("SELECT count(*) FROM requests") == [(0,)]


async def test_audit_verifies_and_shows_the_trail(approved: Outside) -> None:
    (number,) = approved.stored.numbers()
    told = await command(approved, "audit", "verify")
    assert (
        told.code,
        told.out.endswith("events in 2 chains: all hold, and every request is as its events tell.\n"),
    ) == (0, True), told.out
    shown = await command(approved, "audit", "show", f"EX-{number}")
    assert shown.code == 0, shown.err
    for kind, who in (("request.filed", REQUESTER), ("request.validated", VALIDATOR)):
        assert any(kind in line and who in line for line in shown.out.splitlines()), shown.out
    missing = await command(approved, "audit", "show", "EX-9999")
    assert (missing.code, "There is no request EX-9999" in missing.err) == (1, True)


async def test_changed_event_is_found(approved: Outside) -> None:
    (number,) = approved.stored.numbers()
    tamper(approved, f"UPDATE events SET actor = 'U0FORGED01' WHERE number = {number} AND position = 2")
    told = await command(approved, "audit", "verify")
    assert told.code == 1
    assert told.out == f"BROKEN: EX-{number}, event 2: its content is not what was recorded.\n"


async def test_removed_event_is_found(approved: Outside) -> None:
    (number,) = approved.stored.numbers()
    last = len(approved.stored.kinds(number))
    tamper(approved, f"DELETE FROM events WHERE number = {number} AND position = {last}")
    told = await command(approved, "audit", "verify")
    assert told.code == 1
    assert f"BROKEN: EX-{number}, event {last}: the chain ends at event {last - 1}" in told.out


@pytest.mark.parametrize("command", [("audit", "verify"), ("audit", "show", "EX-1001")])
async def test_command_on_a_database_without_a_record_says_so(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    ended = await run_app(*command, folder=tmp_path, DATABASE_URL=database_url(tmp_path))
    assert (ended.code, "Traceback" in ended.err) == (1, False)
    assert "Nothing has been recorded yet" in ended.err
