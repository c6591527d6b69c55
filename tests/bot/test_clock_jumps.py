"""The clock goes back: what was planned for a time that is far away again does not wait for it."""

from __future__ import annotations

from datetime import timedelta

from models.queries import LONGEST_WAIT
from tests.bot.office import Office


async def test_messages_of_a_later_time_are_sent_after_the_clock_went_back(office: Office) -> None:
    office.hands.move(hours=1)
    await office.file()
    office.hands.move(hours=-1)
    assert len(await office.outbox.behind()) > 1


async def test_message_that_was_put_off_waits_and_no_longer_than_that(office: Office) -> None:
    await office.file(gathered=False)
    rows = await office.outbox.behind()
    for row in rows:
        until = office.clock.now() + timedelta(minutes=5)
        await office.outbox.put_off(row, until, is_uncertain=False, was_tried=True)
    assert await office.outbox.behind() == ()
    office.hands.move(minutes=5)
    assert len(await office.outbox.behind()) == len(rows)
    office.hands.move(minutes=-5, seconds=-(LONGEST_WAIT - timedelta(minutes=4)).total_seconds())
    assert len(await office.outbox.behind()) == len(rows)
