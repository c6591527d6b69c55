"""The audit finds whatever somebody with the database's keys has done to the trail."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.audit import AuditError, only_workspace, trail_lines, verify
from models.audit_chain import BrokenChain
from tests.bot.office import Office, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Two requests with decisions, and a refusal in the workspace's own chain."""
    async with open_office(tmp_path / "desk.sqlite3") as opened:
        for number in (1001, 1002):
            await opened.file()
            await opened.approve(number, "UVAL1")
            await opened.approve(number, "UREQ")
        await opened.approve(4711, "UVAL1")
        await opened.approve(4712, "UVAL1")
        yield opened


def tamper(office: Office, *statements: str) -> None:
    """What somebody does who takes the triggers away first, with a program of their own."""
    office.is_tampered_with = True
    connection = sqlite3.connect(str(office.engine.url.database), isolation_level=None)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


async def found(office: Office) -> tuple[BrokenChain, ...]:
    return (await office.reader.run(verify))[2]


async def test_whole_trail_holds(office: Office) -> None:
    assert await office.reader.run(verify) == (3, 16, ())


TAMPERED: dict[str, tuple[tuple[str, ...], int, int, str]] = {
    "a changed content": (
        (
            "UPDATE events SET changed = replace(changed, 'UVAL1', 'UVAL2') WHERE number = 1001 AND position = 6",
        ),
        1001,
        6,
        "not what was recorded",
    ),
    "a changed actor": (
        ("UPDATE events SET actor = 'UEVIL' WHERE number = 1002 AND position = 1",),
        1002,
        1,
        "not",
    ),
    "a changed time": (
        ("UPDATE events SET at = datetime(at, '+1 second') WHERE number = 1001 AND position = 3",),
        1001,
        3,
        "not what was recorded",
    ),
    "a removed event": (("DELETE FROM events WHERE number = 1001 AND position = 6",), 1001, 6, "is missing"),
    "a removed first event": (
        ("DELETE FROM events WHERE number = 1001 AND position = 1",),
        1001,
        1,
        "is missing",
    ),
    "a removed tail": (
        ("DELETE FROM events WHERE number = 1001 AND position > 5",),
        1001,
        6,
        "7 were recorded",
    ),
    "all events removed": (("DELETE FROM events WHERE number = 1001",), 1001, 1, "7 were recorded"),
    "an appended event": (
        (
            "INSERT INTO events (workspace, number, position, kind, at, actor, policy_version, changed, previous, "
            "hash) SELECT workspace, number, 8, kind, at, actor, policy_version, changed, hash, hash FROM events "
            "WHERE number = 1001 AND position = 7",
        ),
        1001,
        8,
        "added later: 7 were recorded",
    ),
    "an event moved to another request": (
        ("UPDATE events SET number = 1003, position = 1 WHERE number = 1002 AND position = 7",),
        1002,
        7,
        "7 were recorded",
    ),
    "a forgotten length": (("UPDATE requests SET events = 6 WHERE number = 1001",), 1001, 7, "added later"),
    "a forged head": (
        ("UPDATE requests SET head = 'f' WHERE number = 1001",),
        1001,
        7,
        "not what was recorded",
    ),
    "a removed request": (
        (
            "DELETE FROM decisions WHERE number = 1001",
            "DELETE FROM snapshots WHERE number = 1001",
            "DELETE FROM requests WHERE number = 1001",
        ),
        1001,
        1,
        "its request is gone",
    ),
    "a request removed without a trace": (
        (
            "DELETE FROM decisions WHERE number = 1001",
            "DELETE FROM snapshots WHERE number = 1001",
            "DELETE FROM events WHERE number = 1001",
            "DELETE FROM requests WHERE number = 1001",
        ),
        1001,
        1,
        "its request is gone",
    ),
    "an event removed from the workspace's chain": (
        ("DELETE FROM events WHERE number = 0 AND position = 2",),
        0,
        2,
        "2 were recorded",
    ),
    "a removed workspace": (("DELETE FROM workspaces",), 0, 1, "its workspace is gone"),
}


@pytest.mark.parametrize(("statements", "number", "position", "problem"), TAMPERED.values(), ids=TAMPERED)
async def test_tampering_is_found_at_its_first_event(
    office: Office, statements: tuple[str, ...], number: int, position: int, problem: str
) -> None:
    tamper(office, *statements)
    faults = await found(office)
    assert faults
    fault = faults[0]
    assert (fault.number, fault.position) == (number, position)
    assert problem in fault.problem


async def test_other_chains_still_hold(office: Office) -> None:
    tamper(office, "UPDATE events SET actor = 'UEVIL' WHERE number = 1001 AND position = 2")
    assert [fault.number for fault in await found(office)] == [1001]


async def test_every_broken_chain_is_named(office: Office) -> None:
    tamper(office, "UPDATE events SET actor = 'UEVIL' WHERE position = 2")
    assert [fault.number for fault in await found(office)] == [0, 1001, 1002]


async def test_trail_is_told_line_by_line(office: Office) -> None:
    lines = list(trail_lines(await office.records.trail(1001)))
    assert lines[0] == "   1  2026-03-04 08:00:00 UTC  UREQ         request.filed"
    assert any(line.startswith("   7  ") and line.endswith("UREQ         act.refused") for line in lines)
    assert "      why: stage_passed" in lines
    assert sum("policy v1 · " in line for line in lines) == 7


async def test_workspace_is_the_only_one_or_the_one_that_is_named(office: Office) -> None:
    async def read(named: str | None) -> str:
        return await office.reader.run(lambda c: only_workspace(c, named))

    assert await read(None) == "T1"
    assert await read("T1") == "T1"
    with pytest.raises(AuditError, match='There is no workspace "T9" here; known: T1'):
        await read("T9")
    tamper(office, "INSERT INTO workspaces VALUES ('T2', 1001, 0, '0', NULL)")
    with pytest.raises(AuditError, match="Name one with --workspace: T1, T2"):
        await read(None)
    tamper(office, "DELETE FROM workspaces")
    with pytest.raises(AuditError, match="Nothing has been recorded yet"):
        await read(None)
