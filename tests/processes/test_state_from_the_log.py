"""`audit verify` derives how everything stands from the log, and names whatever was changed behind it."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.policy_file import load
from models import ledger
from models.acts import Amend, Complain, Delegate, EndDelegation, MarkExecuted
from models.audit_chain import GENESIS, AuditEvent, digest
from models.canonical import canonical_json
from models.policy_versions import policy_json
from models.request import Stage
from sample.history import write_history
from tests.bot.office import TEAM, Hands, open_office
from tests.builders import MORNING, filing, policy
from tests.processes.bot_process import Ended, database_url, run_app
from tests.world import ROOT

WHOLE = "all hold, and every request is as its events tell.\n"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """EX-1001 is closed, EX-1002 waits for its second approval, EX-1003 was amended; two delegations, one over."""
    file = tmp_path_factory.mktemp("recorded") / "desk.sqlite3"
    asyncio.run(record(file))
    return file


async def record(file: Path) -> None:
    """Perform it all at a desk."""
    own = policy(delegates=[{"role": "manager", "who": ["@operations"]}])
    async with open_office(file, own) as office:
        await office.writer.run(lambda c: ledger.record_policy(c, TEAM, "v1", policy_json(own), MORNING))
        for number in (1001, 1002, 1003):
            await office.file()
            assert (await office.approve(number, "UVAL1")).refusal is None
        assert (await office.approve(1001, "UEXE1", Stage.AUTHORIZATION)).refusal is None
        await office.perform(MarkExecuted(number=1001, done="Done."), "UOPS1")
        dearer = filing(requested=Decimal(44))
        await office.perform(Amend(number=1003, filing=dearer, why="It is more."), "UREQ")
        await office.perform(Complain(number=1002, words="Nobody calls back."), "UVAL1")
        for by in ("UMAN1", "UMAN2"):
            act = Delegate(to="UOPS1", first=MORNING.date(), last=MORNING.date())
            assert (await office.perform(act, by)).refusal is None
        office.hands.move(hours=1)
        await office.perform(EndDelegation(delegation=2), "UMAN2")
        await office.tick()


async def test_what_a_clock_ahead_of_this_machine_s_has_recorded_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    async with open_office(file, hands=Hands(datetime.now(UTC))) as office:
        own = office.policies.current
        await office.writer.run(
            lambda c: ledger.record_policy(c, TEAM, "v1", policy_json(own), office.clock.now())
        )
        await office.file()
        office.hands.move(days=9)
        await office.tick()
        assert (await office.request(1001)).breached_at is not None
    ended = await run_app("audit", "verify", folder=tmp_path, DATABASE_URL=database_url(tmp_path))
    assert (ended.code, ended.out.endswith(WHOLE)) == (0, True), ended.out


async def verified(file: Path, folder: Path, *statements: str) -> Ended:
    """How `audit verify` ends on a copy of the record that somebody has changed, with the triggers out of the way."""
    copy = folder / "desk.sqlite3"
    shutil.copyfile(file, copy)
    with closing(sqlite3.connect(copy)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount == 1, statement
        connection.commit()
    return await run_app("audit", "verify", folder=folder, DATABASE_URL=database_url(folder))


async def test_record_that_nobody_has_touched_is_as_its_events_tell(recorded: Path, tmp_path: Path) -> None:
    ended = await verified(recorded, tmp_path)
    assert (ended.code, ended.out.endswith(WHOLE)) == (0, True), ended.out


async def test_year_of_requests_is_as_its_events_tell(tmp_path: Path) -> None:
    file = load(ROOT / "policy.toml")
    requests = write_history(database_url(tmp_path), file, datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    ended = await run_app("audit", "verify", folder=tmp_path, DATABASE_URL=database_url(tmp_path))
    assert (ended.code, f"in {requests + 1} chains: {WHOLE}" in ended.out) == (0, True), ended.out


BEHIND_THE_LOG: dict[str, tuple[str, str]] = {
    "a person in the stored state": (
        'UPDATE requests SET body = replace(body, \'"by":"UEXE1"\', \'"by":"UMAN1"\') WHERE number = 1001',
        "DIFFERS: EX-1001, decisions[2].by: UEXE1 by its events, UMAN1 in its stored state.",
    ),
    "a stored state that cannot be read": (
        "UPDATE requests SET body = '{}' WHERE number = 1002",
        "NOT COMPARED: EX-1002, its stored state: it cannot be read.",
    ),
    "the status in the row": (
        "UPDATE requests SET status = 'closed' WHERE number = 1002",
        "DIFFERS: EX-1002, status: authorization by its events, closed in its row.",
    ),
    "the outcome in the row": (
        "UPDATE requests SET outcome = 'rejected' WHERE number = 1001",
        "DIFFERS: EX-1001, outcome: approved by its events, rejected in its row.",
    ),
    "the deadline in the row": (
        "UPDATE requests SET deadline = '2030-01-01 00:00:00.000000' WHERE number = 1002",
        "2030-01-01T00:00:00Z in its row.",
    ),
    "the version in the row": (
        "UPDATE requests SET version = version + 1 WHERE number = 1002",
        "DIFFERS: EX-1002, version: ",
    ),
    "a decision that is gone": (
        "DELETE FROM decisions WHERE number = 1001 AND stage = 'authorization'",
        "DIFFERS: EX-1001, decision at authorization (round 1): person UEXE1, verdict approved, at "
        "2026-03-04T08:00:00Z by its events, nothing in the table of decisions.",
    ),
    "a decision that nobody made": (
        "INSERT INTO decisions (workspace, number, round, stage, person, verdict, at) SELECT workspace, 1002, round, "
        "stage, person, verdict, at FROM decisions WHERE number = 1001 AND stage = 'authorization'",
        "DIFFERS: EX-1002, decision at authorization (round 1): nothing by its events, person UEXE1",
    ),
    "another verdict": (
        "UPDATE decisions SET verdict = 'rejected' WHERE number = 1001 AND stage = 'validation'",
        "decision at validation (round 1).verdict: approved by its events, rejected in the table of decisions.",
    ),
    "what a source said": (
        "UPDATE snapshots SET payload = '{\"id\":\"C-9\"}' WHERE number = 1001 AND source = 'crm'",
        "payload.id: C-1 by its events, C-9 in the table of snapshots.",
    ),
    "a snapshot that is gone": (
        "DELETE FROM snapshots WHERE number = 1003 AND source = 'crm'",
        "DIFFERS: EX-1003, snapshot of crm at 2026-03-04",
    ),
    "a timer that is gone": (
        "DELETE FROM timers WHERE number = 1002 AND kind = 'deadline_breached'",
        "DIFFERS: EX-1002, timer deadline_breached ",
    ),
    "a timer that is void": (
        "UPDATE timers SET ended_how = 'void', ended_at = due_at WHERE number = 1002 AND kind = 'deadline_breached'",
        "by its events, void in the table of timers.",
    ),
    "a timer that was put off for years": (
        "UPDATE timers SET due_at = '2090-01-01 00:00:00.000000' WHERE number = 1002 AND kind = 'deadline_breached'",
        "2090-01-01T00:00:00Z in the table of timers.",
    ),
    "a timer that is said to have fired before its time": (
        "UPDATE timers SET ended_how = 'fired', ended_at = '2026-03-04 08:00:00.000000' "
        "WHERE number = 1002 AND kind = 'deadline_breached'",
        "by its events, fired before its time in the table of timers.",
    ),
    "another snapshot of the same moment": (
        "INSERT INTO snapshots (id, workspace, number, source, taken_at, sha256, payload) SELECT -1, workspace, "
        "number, "
        "source, taken_at, 'f', '{\"id\":\"C-9\"}' FROM snapshots WHERE number = 1001 AND source = 'crm'",
        "payload.id: C-1 by its events, C-9 in the table of snapshots.",
    ),
    "a snapshot that stands twice": (
        "INSERT INTO snapshots (workspace, number, source, taken_at, sha256, payload) SELECT workspace, number, "
        "source, taken_at, sha256, payload FROM snapshots WHERE number = 1001 AND source = 'crm'",
        "(again, 2): nothing by its events",
    ),
    "a time in the row that is none": (
        "UPDATE requests SET deadline = 'soon' WHERE number = 1002",
        "NOT COMPARED: EX-1002, its row: something in it cannot be read.",
    ),
    "a decision's time that is none": (
        "UPDATE decisions SET at = 'soon' WHERE number = 1001 AND stage = 'authorization'",
        "NOT COMPARED: EX-1001, the table of decisions: something in it cannot be read.",
    ),
    "a delegation's time that is none": (
        "UPDATE delegations SET ends = 'soon' WHERE number = 2",
        "NOT COMPARED: the workspace, the table of delegations: something in it cannot be read.",
    ),
    "an event's time that is none": (
        "UPDATE events SET at = 'soon' WHERE number = 1002 AND position = 3",
        "BROKEN: EX-1002, event 3: its time cannot be read.",
    ),
    "a timer of nothing": (
        "INSERT INTO timers (workspace, number, kind, version, due_at) SELECT workspace, 1001, 'expire', 'now', due_at "
        "FROM timers WHERE number = 1002 AND kind = 'deadline_breached'",
        "DIFFERS: EX-1001, timer expire now: nothing by its events, 2026-",
    ),
    "a delegation that is gone": (
        "DELETE FROM delegations WHERE number = 1",
        "DIFFERS: the workspace, delegation 1: ",
    ),
    "a delegation that was not ended": (
        "UPDATE delegations SET ended_at = NULL, ended_by = NULL WHERE number = 2",
        "DIFFERS: the workspace, delegation 2.ended_by: UMAN2 by its events, nothing in the table of delegations.",
    ),
    "a policy that is gone": (
        "DELETE FROM policies",
        "NOT COMPARED: EX-1001, the table of timers: the policy v1 is not on record.",
    ),
    "an event": (
        "UPDATE events SET actor = 'UEVIL' WHERE number = 1002 AND position = 3",
        "BROKEN: EX-1002, event 3: its content is not what was recorded.",
    ),
}


@pytest.mark.parametrize(("statement", "said"), BEHIND_THE_LOG.values(), ids=BEHIND_THE_LOG)
async def test_change_behind_the_log_is_found_and_named(
    recorded: Path, tmp_path: Path, statement: str, said: str
) -> None:
    ended = await verified(recorded, tmp_path, statement)
    assert (ended.code, said in ended.out) == (1, True), ended.out
    assert "Traceback" not in ended.err


async def test_nothing_that_is_found_hides_another(recorded: Path, tmp_path: Path) -> None:
    ended = await verified(
        recorded,
        tmp_path,
        "UPDATE events SET actor = 'UEVIL' WHERE number = 1001 AND position = 3",
        "UPDATE requests SET body = 'none' WHERE number = 1002",
        "UPDATE requests SET status = 'closed' WHERE number = 1002",
        "UPDATE requests SET tier = 'team_lead' WHERE number = 1003",
        "DELETE FROM delegations WHERE number = 2",
    )
    told = [line.split(":")[0] + line.split(":")[1].split(",")[0] for line in ended.out.splitlines()]
    assert told == [
        "BROKEN EX-1001",
        "DIFFERS the workspace",
        "NOT COMPARED EX-1002",
        "DIFFERS EX-1002",
        "DIFFERS EX-1003",
    ], ended.out
    assert ended.err == (
        "Error: 1 of 4 chains do not hold. 3 of 4 have rows that are not as their events tell. "
        "1 of 4 could not be compared with their rows.\n"
    )


async def test_events_that_do_not_name_what_they_change_are_told_apart(
    recorded: Path, tmp_path: Path
) -> None:
    """A chain whose hashes hold, written when events named less."""
    ended = await verified(recorded, tmp_path, *_written_before(recorded, 1003))
    assert ended.code == 1
    assert ended.out == (
        'NOT COMPARED: EX-1003, its stored state: event 1 (request.filed) does not name "version".\n'
    ), ended.out


def _written_before(file: Path, number: int) -> list[str]:
    """Statements that write a chain anew as it was before its events named the version."""
    statements, previous = [], GENESIS
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "SELECT * FROM events WHERE number = ? ORDER BY position", (number,)
        ).fetchall()
    for row in rows:
        changed = json.loads(row["changed"])
        changed.pop("version", None)
        values = {name: row[name] for name in row.keys() if name != "id"}  # noqa: SIM118  A row is no mapping.
        values["at"] = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
        link = AuditEvent(**{**values, "changed": canonical_json(changed), "previous": previous})
        link = replace(link, hash=digest(link))
        previous = link.hash
        text = link.changed.replace("'", "''")
        statements.append(
            f"UPDATE events SET changed = '{text}', previous = '{link.previous}', hash = '{link.hash}' "
            f"WHERE number = {number} AND position = {link.position}"
        )
    return [*statements, f"UPDATE requests SET head = '{previous}' WHERE number = {number}"]
