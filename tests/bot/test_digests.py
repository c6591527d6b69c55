"""Digests at the desk: one for each person and day of theirs, whoever asks how often; none of nothing."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.gateway import Gateway
from bot.waits import AT_A_TIME
from models.acts import ReturnForCompletion, Withdraw
from models.holds import MissingItem
from models.message_kinds import MessageKind
from models.notifying.acts import Due, SendDigests, SetPreferences
from models.people import SYSTEM
from models.refusals import Field, Why
from models.tables import events, outbox
from tests.bot.answering import AnsweringSlack
from tests.bot.office import Hands, Office, open_office
from tests.bot.test_relay import open_post
from tests.builders import person

#: Wednesday, 4 March 2026, 08:00 in Berlin.
EARLY = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


@pytest.fixture
def hands() -> Hands:
    return Hands(EARLY)


def digests(office: Office) -> list[tuple[str, str]]:
    """To whom digests are planned, and for which day of theirs."""
    found = select(outbox.c.recipient, outbox.c.detail).where(outbox.c.kind == MessageKind.DIGEST.value)
    with office.engine.connect() as connection:
        rows = connection.execute(found.order_by(outbox.c.id)).all()
    return [(row.recipient, json.loads(row.detail)["day"]) for row in rows]


def sent(office: Office) -> int:
    """How many events tell of digests."""
    with office.engine.connect() as connection:
        return len(connection.execute(select(events).where(events.c.kind == "digest.sent")).all())


def live_in(office: Office, **zones: str) -> None:
    """Everybody of the test lives in Berlin, but those who are named."""
    for one in ("UVAL1", "UVAL2", "UBOTH", "UEXE1", "UOPS1", "UOPS2"):
        office.people.described.setdefault(one, {})["time_zone"] = zones.get(one, "Europe/Berlin")


async def until(office: Office, at: datetime) -> None:
    """Let the clock go on to a time, with all that falls due on the way a quarter of an hour apart."""
    while office.hands.at < at:
        office.hands.move(minutes=15)
        await office.tick()


async def test_each_gets_one_when_their_own_clock_shows_the_hour(tmp_path: Path, hands: Hands) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        live_in(office, UVAL2="America/New_York")
        await office.desk.keep_schedule()
        await office.file()
        await until(office, datetime(2026, 3, 4, 7, 15, tzinfo=UTC))
        assert digests(office) == []
        await until(office, datetime(2026, 3, 4, 7, 30, tzinfo=UTC))
        assert digests(office) == [("UBOTH", "2026-03-04"), ("UVAL1", "2026-03-04")]
        await until(office, datetime(2026, 3, 4, 18, 0, tzinfo=UTC))
        assert digests(office)[2:] == [("UVAL2", "2026-03-04")]
        assert sent(office) == 2


async def test_nobody_on_whom_nothing_waits_gets_one(tmp_path: Path, hands: Hands) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        live_in(office)
        await office.desk.keep_schedule()
        await until(office, datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
        assert (digests(office), sent(office)) == ([], 0)


async def test_after_downtime_it_comes_once_and_late(tmp_path: Path, hands: Hands) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        live_in(office)
        await office.desk.keep_schedule()
        await office.file()
        hands.at = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    async with open_office(tmp_path / "desk.sqlite3", hands=hands, name="again") as office:
        live_in(office)
        await office.desk.keep_schedule()
        await office.tick()
        assert {one for one, _ in digests(office)} == {"UVAL1", "UVAL2", "UBOTH"}
        await until(office, datetime(2026, 3, 4, 14, 0, tzinfo=UTC))
        assert len(digests(office)) == 3


async def test_several_processes_send_one_between_them(tmp_path: Path, hands: Hands) -> None:
    async with (
        open_office(tmp_path / "desk.sqlite3", hands=hands) as office,
        open_office(tmp_path / "desk.sqlite3", hands=hands, name="other") as other,
    ):
        for each in (office, other):
            live_in(each)
        await office.desk.keep_schedule()
        await office.file()
        hands.at = datetime(2026, 3, 4, 7, 30, tzinfo=UTC)
        due = [t for t in await office.records.due_timers(hands.at, 50) if t.kind == "digest"]
        assert len(due) == 1
        await asyncio.gather(office.fire(due[0]), other.fire(due[0]))
        assert len(digests(office)) == 3
        assert sent(office) == 1


async def test_who_flies_to_another_zone_gets_no_second_one(tmp_path: Path, hands: Hands) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        office.people.members["@validators"] = {"UVAL1"}
        live_in(office, UVAL1="America/New_York")
        await office.desk.keep_schedule()
        await office.file()
        await until(office, datetime(2026, 3, 4, 13, 30, tzinfo=UTC))
        assert digests(office) == [("UVAL1", "2026-03-04")]
        # Three hours later it is half past eight of the same day in Los Angeles.
        office.people.described["UVAL1"]["time_zone"] = "America/Los_Angeles"
        await until(office, datetime(2026, 3, 4, 17, 0, tzinfo=UTC))
        # And six hours later half past eight of the next day in Auckland.
        office.people.described["UVAL1"]["time_zone"] = "Pacific/Auckland"
        await until(office, datetime(2026, 3, 4, 20, 0, tzinfo=UTC))
        assert len(digests(office)) == 1
        await until(office, datetime(2026, 3, 5, 20, 0, tzinfo=UTC))
        assert [day for _, day in digests(office)] == ["2026-03-04", "2026-03-05", "2026-03-06"]


async def test_who_has_switched_it_off_or_chosen_another_hour_has_it_so(tmp_path: Path, hands: Hands) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        live_in(office)
        await office.desk.keep_schedule()
        await office.file()
        await office.perform(SetPreferences(has_digest=False, digest_at=None, has_reminders=True), "UVAL1")
        await office.perform(SetPreferences(has_digest=True, digest_at=time(10), has_reminders=True), "UVAL2")
        await until(office, datetime(2026, 3, 4, 8, 45, tzinfo=UTC))
        assert digests(office) == [("UBOTH", "2026-03-04")]
        await until(office, datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
        assert digests(office)[1:] == [("UVAL2", "2026-03-04")]


async def test_who_has_left_or_is_a_program_gets_none(tmp_path: Path, hands: Hands) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        live_in(office)
        office.people.described["UVAL1"]["is_deactivated"] = True
        office.people.described["UVAL2"]["is_bot"] = True
        await office.desk.keep_schedule()
        await office.file()
        await until(office, datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
        assert digests(office) == [("UBOTH", "2026-03-04")]


async def test_guest_hears_of_what_is_their_own_alone(tmp_path: Path, hands: Hands) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        live_in(office)
        for one in ("UVAL1", "UREQ"):
            office.people.described[one] = {"time_zone": "Europe/Berlin", "is_guest": True}
        await office.desk.keep_schedule()
        request = await office.file()
        items = (MissingItem(field=Field.RATIONALE.value, words="For how long?"),)
        await office.perform(ReturnForCompletion(number=request.number, items=items), "UVAL2")
        await office.file(by="UOPS1")
        await until(office, datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
        assert {one for one, _ in digests(office)} == {"UVAL2", "UBOTH", "UREQ"}


async def test_clock_that_was_ahead_and_is_set_back_keeps_nobodys_digest_from_them(
    tmp_path: Path, hands: Hands
) -> None:
    async with open_office(tmp_path / "desk.sqlite3", hands=hands) as office:
        live_in(office)
        await office.desk.keep_schedule()
        await office.file()
        # The look of a quarter past fires with a clock that is a day ahead, and each gets a digest there.
        hands.at = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
        await office.tick()
        assert [day for _, day in digests(office)] == ["2026-03-05"] * 3
        hands.at = EARLY
        await office.desk.keep_schedule()
        await until(office, datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
        assert [day for _, day in digests(office)][3:] == ["2026-03-04"] * 3


async def test_only_the_system_sends_them(office: Office) -> None:
    act = SendDigests(due=(Due(person="UVAL1", day="2026-03-04"),))
    performed = await office.desk.perform(act, by=person("UADMIN"), key="forged")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.SYSTEM_ONLY
    assert digests(office) == []
    await office.desk.perform(act, by=SYSTEM, key="its own")
    assert digests(office) == [("UVAL1", "2026-03-04")]


async def test_more_requests_than_are_read_at_a_time_are_all_found(office: Office) -> None:
    for _ in range(AT_A_TIME + 3):
        await office.file(gathered=False)
    found = await office.waits.found()
    assert len(found.requests["UVAL1"]) == AT_A_TIME + 3
    # The nearest deadline comes first.
    numbers = [one.number for one in found.requests["UVAL1"]]
    assert numbers == sorted(numbers)


async def test_what_was_found_counts_for_a_minute(office: Office) -> None:
    request = await office.file()
    assert (await office.waits.found()).requests["UVAL1"]
    await office.perform(Withdraw(number=request.number, why="No need."), "UREQ")
    office.hands.move(seconds=61)
    assert "UVAL1" not in (await office.waits.found()).requests


async def test_who_switches_it_off_while_it_is_found_out_gets_none(office: Office) -> None:
    await office.perform(SetPreferences(has_digest=False, digest_at=None, has_reminders=True), "UVAL1")
    await office.perform(SendDigests(due=(Due(person="UVAL1", day="2026-03-04"),)))
    assert (digests(office), sent(office)) == ([], 0)


async def test_digest_lists_nothing_that_was_decided_since_it_was_found(
    tmp_path: Path, slack: AnsweringSlack, gateway: Gateway
) -> None:
    async with open_post(tmp_path / "desk.sqlite3", slack, gateway) as post:
        decided, other = await post.office.file(), await post.office.file()
        await post.send()
        await post.office.waits.found()
        await post.office.approve(decided.number, "UVAL1")
        await post.office.perform(SendDigests(due=(Due(person="UVAL1", day="2026-03-04"),)))
        await post.send()
        (said,) = [one for one in slack.posted("DUVAL1") if "wait" in one["text"]]
        assert other.id in str(said["blocks"])
        assert decided.id not in str(said["blocks"])
        assert said["text"].startswith("1 thing")


async def test_digest_of_what_waits_no_more_is_not_sent(
    tmp_path: Path, slack: AnsweringSlack, gateway: Gateway
) -> None:
    async with open_post(tmp_path / "desk.sqlite3", slack, gateway) as post:
        await post.office.perform(SendDigests(due=(Due(person="UVAL1", day="2026-03-04"),)))
        await post.send()
        rows = await post.rows()
        (row,) = (one for one in rows.values() if one.kind == MessageKind.DIGEST)
        assert row.ts is None
        assert await post.office.records.outbox_depth() == 0
