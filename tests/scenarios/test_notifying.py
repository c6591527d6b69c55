"""Notifications that people can live with: what each chooses to be told, and where it comes when a place is gone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

from structlog.testing import capture_logs

from models.request import ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at
from tests.world import ADMIN, MANAGER, OTHER_VALIDATOR, REQUESTER, SUPERVISOR, VALIDATOR, World

MANAGERS = "C0MANAGER1"


def digests(world: World, who: str) -> list[dict[str, Any]]:
    """The digests that somebody has got."""
    return [m for m in world.person(who).dm() if visible_text(m).startswith("Waiting on you")]


async def until_sent(world: World) -> None:
    """Wait until Slack has all that was planned, and what is due has fired."""
    async with asyncio.timeout(20):
        while await world.services.records.outbox_depth() or await world.services.records.due_timers(
            world.services.clock.now(), 1
        ):
            # A read of the database gives way to the relay and the ticks.
            await world.numbers()


async def test_digest_comes_in_ones_own_morning_also_when_the_clocks_change(any_world: World) -> None:
    world = any_world
    vera, anil = VALIDATOR, OTHER_VALIDATOR
    world.person(ADMIN).administer(op="change_person", user=anil, changes={"tz": "America/New_York"})
    # The Friday before New York's clocks go back; Berlin's have done so a week ago.
    world.slack.clock.to(datetime(2027, 11, 5, 9, 0, tzinfo=UTC))
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    await until_sent(world)
    # On Saturday half of the time is over: the reminder comes then, and not beside Monday's digest.
    world.slack.clock.to(datetime(2027, 11, 6, 12, 0, tzinfo=UTC))
    await until_sent(world)
    before = (len(digests(world, vera)), len(digests(world, anil)))

    # On Monday 08:30 is 07:30 UTC in Berlin as before, and 13:30 UTC in New York, an hour later than on Friday.
    world.slack.clock.to(datetime(2027, 11, 8, 7, 25, tzinfo=UTC))
    await until_sent(world)
    assert (len(digests(world, vera)), len(digests(world, anil))) == before
    world.slack.clock.to(datetime(2027, 11, 8, 7, 31, tzinfo=UTC))
    got = await world.slack.wait_for(lambda: digests(world, vera)[before[0] :], timeout=10)
    assert request.id in visible_text(got[0])
    assert "Late or near its end" in visible_text(got[0])
    world.slack.clock.to(datetime(2027, 11, 8, 12, 31, tzinfo=UTC))
    await until_sent(world)
    assert len(digests(world, anil)) == before[1]
    world.slack.clock.to(datetime(2027, 11, 8, 13, 31, tzinfo=UTC))
    await world.slack.wait_for(lambda: digests(world, anil)[before[1] :], timeout=10)
    world.slack.clock.to(datetime(2027, 11, 8, 14, 0, tzinfo=UTC))
    await until_sent(world)
    assert (len(digests(world, vera)), len(digests(world, anil))) == (before[0] + 1, before[1] + 1)

    await world.person(vera).click(got[0], "Details")
    view = await world.slack.wait_for(world.person(vera).view)
    assert request.id in visible_text(view)


async def test_everybody_chooses_in_home_what_they_are_told(any_world: World) -> None:
    world = any_world
    vera = world.person(VALIDATOR)
    await vera.home()
    shown = await world.slack.wait_for(vera.home_view)
    assert "Escalations, holds, complaints and what a request asks of you come at once" in visible_text(shown)
    await vera.click(shown, "choose_digest", "At 07:00")
    shown = await world.slack.wait_for(vera.home_view)
    await vera.click(shown, "choose_reminders", "Off")
    chosen = await world.services.records.preferences(VALIDATOR)
    assert (chosen.has_digest, chosen.digest_at, chosen.has_reminders) == (True, time(7), False)
    again = await world.slack.wait_for(vera.home_view)
    picked = {
        block["accessory"]["action_id"]: block["accessory"]["initial_option"]["value"]
        for block in again["blocks"]
        if block.get("accessory", {}).get("type") == "static_select"
    }
    assert picked == {"choose_digest": "07:00", "choose_reminders": "off"}
    # Pressed at once, as they stood in the same Home, neither undoes the other.
    await asyncio.gather(
        vera.click(again, "choose_digest", "Off"), vera.click(again, "choose_reminders", "On")
    )
    chosen = await world.services.records.preferences(VALIDATOR)
    assert (chosen.has_digest, chosen.digest_at, chosen.has_reminders) == (False, time(7), True)


async def test_clock_that_is_set_back_delays_no_digest(world: World) -> None:
    world.slack.clock.to(datetime(2026, 11, 2, 6, 0, tzinfo=UTC))
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    world.slack.clock.to(datetime(2026, 11, 2, 7, 31, tzinfo=UTC))
    await world.slack.wait_for(lambda: digests(world, VALIDATOR), timeout=10)


def reminders(world: World, who: str) -> list[dict[str, Any]]:
    """The reminders that somebody has got."""
    return [m for m in world.person(who).dm() if "You can switch reminders off in" in visible_text(m)]


async def test_reminder_comes_at_half_the_time_left_and_is_put_off(any_world: World) -> None:
    world = any_world
    # A Tuesday after hours in Europe, so that no digest is among it.
    world.slack.clock.to(datetime(2027, 11, 9, 18, 0, tzinfo=UTC))
    vera, anil = world.person(VALIDATOR), world.person(OTHER_VALIDATOR)
    await anil.home()
    await anil.click(await world.slack.wait_for(anil.home_view), "choose_reminders", "Off")
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    world.slack.clock.to(request.filed_at + timedelta(hours=23, minutes=59))
    await until_sent(world)
    assert reminders(world, VALIDATOR) == []
    world.slack.clock.to(request.filed_at + timedelta(hours=24))
    (got,) = await world.slack.wait_for(lambda: reminders(world, VALIDATOR), timeout=10)
    assert f"{request.id} waits for the first approval, which is yours to give" in visible_text(got)
    await until_sent(world)
    assert reminders(world, OTHER_VALIDATOR) == []

    await vera.click(got, "snooze", "For 1 hour")
    await world.dm(VALIDATOR, lambda text: "Put off" in text)
    world.slack.clock.to(request.filed_at + timedelta(hours=25, minutes=1))
    again = await world.slack.wait_for(lambda: reminders(world, VALIDATOR)[1:], timeout=10)
    assert "half of your time for it is over" in visible_text(again[0])
    await world.dm(VALIDATOR, lambda text: "You were reminded again since" in text)
    await vera.click(again[0], "Open")
    assert request.id in visible_text(await world.slack.wait_for(vera.view))
    vera.close()

    # Put off until long after, it comes when the supervisor hears of the deadline, and not later.
    world.slack.clock.to(request.deadline - timedelta(hours=3))
    await until_sent(world)
    await vera.click(again[0], "snooze", "For 4 hours")
    world.slack.clock.to(request.deadline - timedelta(hours=2) + timedelta(seconds=1))
    await world.dm(SUPERVISOR, lambda text: request.id in text and "due soon" in text)
    await world.slack.wait_for(lambda: len(reminders(world, VALIDATOR)) == 3, timeout=10)

    await world.decide(VALIDATOR, "Reject", await card_at(world, request, Stage.VALIDATION))
    await until_sent(world)
    assert all("yours to give" not in visible_text(m) for m in reminders(world, VALIDATOR))


def cards(world: World, who: str, request: ExceptionRequest) -> list[dict[str, Any]]:
    """The cards of a request that somebody got in person."""
    said = (m for m in world.person(who).dm() if request.id in visible_text(m))
    return [m for m in said if "You get this here because" in visible_text(m)]


def failures(world: World) -> list[str]:
    """What the administrator was told of places that take no messages."""
    return [t for m in world.person(ADMIN).dm() if "takes no messages" in (t := visible_text(m))]


async def events(world: World) -> list[str]:
    """What the workspace's own chain tells of deliveries."""
    return [link.kind for link in await world.services.records.trail(0) if link.kind.startswith("delivery.")]


async def test_card_of_an_archived_channel_goes_to_those_who_must_act_until_it_is_back(
    any_world: World,
) -> None:
    world = any_world
    admin = world.person(ADMIN)
    admin.administer(op="archive", channel=MANAGERS)
    request = await world.file()
    got = await world.slack.wait_for(
        lambda: [m for m in cards(world, VALIDATOR, request) if "Read " in visible_text(m)], timeout=10
    )
    assert "it is archived" in visible_text(got[0])
    (told,) = await world.slack.wait_for(lambda: failures(world), timeout=10)
    assert "#exceptions-manager" in told
    assert "Unarchive" in told
    # Managers have nothing to do yet.
    await until_sent(world)
    assert cards(world, MANAGER, request) == []

    # The buttons need no channel.
    assert (await world.decide(VALIDATOR, "Approve", got[0])).result == "closed"
    await world.settled(request.number, lambda r: r.stage is Stage.AUTHORIZATION)
    await world.slack.wait_for(lambda: cards(world, MANAGER, request), timeout=10)

    other = await world.file(Customer="Nordlicht Testlogistik")
    await until_sent(world)
    assert len(failures(world)) == 1
    assert len(await events(world)) >= 2

    admin.administer(op="unarchive", channel=MANAGERS)
    await world.services.reachability.look()
    await card_at(world, request, Stage.AUTHORIZATION)
    await world.message(lambda text: other.id in text, "exceptions-manager", VALIDATOR)
    await world.dm(MANAGER, lambda text: "takes messages again" in text)
    await world.dm(ADMIN, lambda text: "takes messages again" in text)
    await until_sent(world)
    assert cards(world, MANAGER, request) == []
    assert failures(world) == []
    assert (await events(world))[-1] == "delivery.restored"

    # It is told again once it had been well in between.
    admin.administer(op="remove_app", channel=MANAGERS)
    assert (await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))).result
    (again,) = await world.slack.wait_for(lambda: failures(world), timeout=10)
    assert "Exception Desk is not in it" in again


async def test_channel_that_the_bot_is_removed_from_is_told_at_once_and_the_log_says_what_to_do(
    world: World,
) -> None:
    world.person(ADMIN).administer(op="remove_app", channel=MANAGERS)
    with capture_logs() as logged:
        await world.file()
        (told,) = await world.slack.wait_for(lambda: failures(world), timeout=10)
    assert "Exception Desk is not in it" in told
    (said,) = [one for one in logged if one["event"] == "place takes no messages"]
    assert "/invite @exception_desk" in said["remedy"]
    assert "#exceptions-manager" in said["remedy"]


async def test_what_a_requester_who_has_left_is_told_goes_to_nobody_but_the_record(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    world.person(ADMIN).administer(op="deactivate", user=REQUESTER)
    assert (await world.decide(VALIDATOR, "Reject", card)).result == "closed"
    await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    await until_sent(world)
    assert failures(world) == []
