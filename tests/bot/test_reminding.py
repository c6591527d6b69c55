"""Reminders at the desk: sent once, not beside a digest, and to nobody who has switched them off."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts import SnoozeReminder
from models.message_kinds import MessageKind
from models.notifying.acts import Due, SendDigests, SetPreferences
from models.reminded import SnoozeFor
from models.tables import outbox
from tests.bot.office import Office, open_office
from tests.builders import policy


def reminded(office: Office) -> Counter[str]:
    """To whom reminders are planned."""
    with office.engine.connect() as connection:
        found = select(outbox.c.recipient).where(outbox.c.kind == MessageKind.REMINDER.value)
        return Counter(connection.execute(found).scalars())


async def halfway(office: Office) -> None:
    """Half of the executives' 72 hours is over."""
    office.hands.move(hours=36)
    await office.tick()


@pytest.fixture(autouse=True)
def nobody_has_a_morning(office: Office) -> None:
    """No digests but those that a test sends: it is evening when half of the time is over."""
    for one in ("UVAL1", "UVAL2", "UBOTH"):
        office.people.described[one] = {"time_zone": "Europe/Berlin"}


async def test_it_is_sent_once_to_each_and_again_to_who_put_it_off(office: Office) -> None:
    request = await office.file()
    await halfway(office)
    assert reminded(office) == {"UVAL1": 1, "UVAL2": 1, "UBOTH": 1}
    act = SnoozeReminder(number=request.number, reminder="1.validation", until=SnoozeFor.HOUR)
    await office.perform(act, "UVAL1")
    office.hands.move(hours=1)
    await office.tick()
    office.hands.move(hours=5)
    await office.tick()
    assert reminded(office) == {"UVAL1": 2, "UVAL2": 1, "UBOTH": 1}


async def test_guest_among_the_validators_who_decides_nothing_is_not_reminded(office: Office) -> None:
    office.people.described["UVAL1"] = {"time_zone": "Europe/Berlin", "is_guest": True}
    await office.file()
    await halfway(office)
    assert reminded(office) == {"UVAL2": 1, "UBOTH": 1}


async def test_who_has_switched_reminders_off_gets_none(office: Office) -> None:
    await office.perform(SetPreferences(has_digest=True, digest_at=None, has_reminders=False), "UVAL1")
    await office.file()
    await halfway(office)
    assert reminded(office) == {"UVAL2": 1, "UBOTH": 1}


@pytest.mark.parametrize(("before", "gets"), [(0, 0), (59, 0), (61, 1)])
async def test_whoever_had_a_digest_within_the_hour_gets_no_reminder_beside_it(
    office: Office, before: int, gets: int
) -> None:
    await office.file()
    office.hands.move(hours=36, minutes=-before)
    await office.perform(SendDigests(due=(Due(person="UVAL1", day="2026-03-05"),)))
    office.hands.move(minutes=before)
    await office.tick()
    assert reminded(office)["UVAL1"] == gets
    assert reminded(office)["UVAL2"] == 1


async def test_digest_that_came_before_their_turn_is_no_reminder_of_it(tmp_path: Path) -> None:
    tiers = [tier.model_dump() | {"decision_time": "90m"} for tier in policy().tiers]
    escalations = policy().escalations.model_dump()
    escalations["deadline_near"] |= {"remaining": "30m"}
    own = policy(tiers=tiers, escalations=escalations)
    async with open_office(tmp_path / "its own.sqlite3", own) as office:
        for one in ("UVAL1", "UVAL2", "UBOTH"):
            office.people.described[one] = {"time_zone": "America/New_York"}
        await office.file()
        await office.perform(SendDigests(due=(Due(person="UVAL1", day="2026-03-04"),)))
        office.hands.move(minutes=5)
        await office.file()
        office.hands.move(minutes=40)
        await office.tick()
        # Of the first it had told; of the second it could not.
        assert reminded(office) == {"UVAL2": 1, "UBOTH": 1}
        office.hands.move(minutes=5)
        await office.tick()
        assert reminded(office) == {"UVAL1": 1, "UVAL2": 2, "UBOTH": 2}


async def test_request_of_which_somebody_was_just_reminded_is_left_out_of_their_digest(
    office: Office,
) -> None:
    request = await office.file()
    await halfway(office)
    office.hands.move(minutes=2)
    assert "UVAL1" not in (await office.waits.found()).requests
    office.hands.at += timedelta(hours=1)
    assert [one.number for one in (await office.waits.found()).requests["UVAL1"]] == [request.number]


async def test_what_is_told_of_reminders_is_what_the_record_tells(office: Office) -> None:
    request = await office.file()
    await halfway(office)
    kinds = [link.kind for link in await office.records.trail(request.number)]
    assert kinds[-1] == "reminder.sent"
    told = json.loads((await office.records.trail(request.number))[-1].changed)["reminder"]["told"]
    assert told == ["UBOTH", "UVAL1", "UVAL2"]
