"""Attesting compares every column, and knows a timer that was put off from one that was tampered with."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import policy_record
from bot.attesting import PUT_OFF, Place, columns_of
from bot.remembering import TIMER_AGAIN
from bot.views.verified import fault_lines, verdict
from models.deadlines import TimerKind
from models.policy_history import Recorded
from models.tables import requests, timers
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, policy

#: What a row has beside the state of its request: whose it is, its chain's end, and the state as a whole.
OTHERWISE_CHECKED = {"workspace", "number", "events", "head", "body"}


async def set_due(office: Office, kind: TimerKind, due_at: datetime) -> None:
    """Move a timer behind the desk's back."""
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        done = connection.execute(update(timers).where(timers.c.kind == kind.value).values(due_at=due_at))
        assert done.rowcount == 1


async def test_every_column_of_a_request_is_compared(tmp_path: Path) -> None:
    async with open_office(tmp_path / "desk.sqlite3") as office:
        request = await office.file()
        assert set(columns_of(request)) | OTHERWISE_CHECKED == set(requests.columns.keys())
        with office.engine.connect() as connection:
            row = connection.execute(select(requests)).mappings().one()
        assert columns_of(request) == {name: row[name] for name in columns_of(request)}


async def test_whole_record_says_so(tmp_path: Path) -> None:
    async with open_office(tmp_path / "desk.sqlite3") as office:
        await office.file()
        attested = await office.attest()
        assert (attested.is_whole, list(fault_lines(attested))) == (True, [])
        assert verdict(attested) == "5 events in 2 chains: all hold, and every request is as its events tell."


async def test_timer_that_was_put_off_for_a_moment_is_as_it_should_be(tmp_path: Path) -> None:
    """While Slack cannot say who the contact is, the notice of the deadline waits."""
    async with open_office(tmp_path / "desk.sqlite3") as office:
        request = await office.file()
        office.hands.at = request.deadline
        await set_due(office, TimerKind.DEADLINE_NEAR, office.hands.at + TIMER_AGAIN)
        assert (await office.attest()).is_whole
        assert TIMER_AGAIN <= PUT_OFF


async def test_timer_that_was_not_due_yet_or_waits_for_long_was_moved_by_somebody(tmp_path: Path) -> None:
    async with open_office(tmp_path / "desk.sqlite3") as office:
        request = await office.file()
        for at, due_at in (
            (office.hands.at, request.deadline + timedelta(seconds=30)),
            (request.deadline, request.deadline + timedelta(hours=1)),
            (request.deadline, request.deadline - timedelta(days=1)),
        ):
            office.hands.at = at
            await set_due(office, TimerKind.DEADLINE_BREACHED, due_at)
            (found,) = (await office.attest()).findings
            assert (found.number, found.place) == (request.number, Place.TIMERS)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE policies SET content = replace(content, '@managers', '@sales')",
            "NOT COMPARED: the workspace, the table of policies: version {version} is not what was recorded.",
        ),
        (
            "UPDATE workspaces SET policy_version = 'v1'",
            "DIFFERS: the workspace, version in force: {version} by its events, v1 in the table of policies.",
        ),
    ],
)
async def test_policy_that_was_changed_behind_the_log_is_found(
    tmp_path: Path, statement: str, said: str
) -> None:
    """Who may approve stands in it, so a change of it is worth more than one of any request."""
    own = policy()
    async with open_office(tmp_path / "desk.sqlite3", own) as office:
        version = await office.writer.run(
            lambda c: policy_record.put_in_force(c, TEAM, own, Recorded.FIRST, MORNING)
        )
        await office.file()
        assert (await office.attest()).is_whole
        office.is_tampered_with = True
        with office.engine.begin() as connection:
            triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            assert connection.exec_driver_sql(statement).rowcount == 1
        assert list(fault_lines(await office.attest())) == [said.format(version=version)]
