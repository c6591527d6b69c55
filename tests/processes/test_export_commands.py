"""Exports on the command line, each a process of its own: written, on record, and checked with no database."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.processes.bot_process import Ended, bot, database_url, run_app
from tests.processes.outside import Outside
from tests.world import VALIDATOR


@pytest.fixture
async def approved(town: Outside) -> Outside:
    """A town with one request that has its first approval; its bot has ended."""
    async with bot(town.slack, town.folder) as running:
        number = await town.file()
        assert (await town.decide(VALIDATOR, "Approve", await town.card(number))).result == "closed"
        running.terminate()
        assert await running.ended() == 0
    return town


async def export(town: Outside, *options: str) -> Ended:
    """How the command ends; it needs no settings of Slack."""
    return await run_app(
        "audit",
        "export",
        *options,
        folder=town.folder,
        DATABASE_URL=database_url(town.folder),
        LOGNAME="olga",
    )


def exported(town: Outside) -> list[dict[str, object]]:
    """What is on record of exports, by bare SQL."""
    rows = town.stored.rows("SELECT changed FROM events WHERE kind = 'audit.exported' ORDER BY position")
    return [json.loads(changed) for (changed,) in rows]


async def test_packet_is_written_recorded_and_checked_with_no_database(
    approved: Outside, tmp_path: Path
) -> None:
    (number,) = approved.stored.numbers()
    ended = await export(approved, "--request", f"EX-{number}", "--format", "packet")
    assert ended.code == 0, ended.err
    page, proof = (approved.folder / f"EX-{number}-packet.{kind}" for kind in ("html", "json"))
    (record,) = exported(approved)
    assert (record["request"], record["format"], record["operator"]) == (number, "packet", "olga")
    assert record["files"] == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (page, proof)
    }
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    nothing = database_url(nowhere)
    checked = await run_app("audit", "verify", str(proof), folder=nowhere, DATABASE_URL=nothing)
    assert (checked.code, "all hold" in checked.out) == (0, True), checked.out + checked.err
    made = json.loads(proof.read_text(encoding="utf-8"))
    made["record"]["events"][0]["actor"] = "U0FORGED01"
    proof.write_text(json.dumps(made), encoding="utf-8")
    found = await run_app("audit", "verify", str(proof), folder=nowhere, DATABASE_URL=nothing)
    assert found.code == 1
    assert "BROKEN: record.events[0]: its content is not what was recorded.\n" in found.out
    assert not list(nowhere.iterdir()), "nothing is opened for it"


async def test_a_period_is_written_as_tables_and_as_lines(approved: Outside) -> None:
    (number,) = approved.stored.numbers()
    days = ("--from", "2020-01-01", "--to", "2100-01-01")
    folder = approved.folder / "out"
    folder.mkdir()
    assert (await export(approved, *days, "--format", "csv", "--output", str(folder))).code == 0
    lines = folder / "all.jsonl"
    assert (await export(approved, *days, "--format", "jsonl", "--output", str(lines))).code == 0
    events, requests = sorted(folder.glob("*.csv"))
    with requests.open(encoding="utf-8-sig", newline="") as file:
        assert [row["request"] for row in csv.DictReader(file)] == [f"EX-{number}"]
    with events.open(encoding="utf-8-sig", newline="") as file:
        hashes = [row["hash"] for row in csv.DictReader(file)]
    told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [event["hash"] for event in told[: len(hashes)]] == hashes
    assert [event["kind"] for event in told[len(hashes) :]] == ["audit.exported"]
    assert [record["events"] for record in exported(approved)] == [len(hashes), len(told)]
    verified = await run_app(
        "audit", "verify", folder=approved.folder, DATABASE_URL=database_url(approved.folder)
    )
    assert verified.code == 0, verified.out
    assert not list(folder.glob(".*")), "nothing unfinished is left"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2020-01-01", "--format", "csv"), "Nothing was recorded on these days"),
        (("--format", "csv"), "Say what to export"),
        (("--from", "2026-01-02", "--to", "2026-01-01", "--format", "csv"), "before the first one"),
        (("--from", "2026-01-02", "--format", "packet"), "A decision packet is of one request"),
        (("--request", "EX-4711", "--format", "packet"), "There is no request of that number"),
    ],
)
async def test_what_cannot_be_exported_is_said_and_leaves_nothing(
    approved: Outside, options: tuple[str, ...], said: str
) -> None:
    before = set(approved.folder.iterdir())
    ended = await export(approved, *options)
    assert (ended.code, "Traceback" in ended.err) == (1, False)
    assert said in ended.err
    assert exported(approved) == []
    assert {file.name for file in set(approved.folder.iterdir()) - before} <= {
        "desk.sqlite3-shm",
        "desk.sqlite3-wal",
    }


async def test_file_that_is_there_is_not_written_over(approved: Outside) -> None:
    (number,) = approved.stored.numbers()
    there = approved.folder / "mine.jsonl"
    there.write_text("mine", encoding="utf-8")
    ended = await export(approved, "--request", str(number), "--format", "jsonl", "--output", str(there))
    assert ended.code == 1
    assert "is there already" in ended.err
    assert there.read_text(encoding="utf-8") == "mine"
    assert exported(approved) == []
