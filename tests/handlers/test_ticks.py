"""Ticks: the beat is given where the rest of the bot runs."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from sqlalchemy import delete

from bot.sources.gathering import gather
from handlers import ticks
from models.oversight.matters import OF_WORKSPACE
from models.tables import timers
from tests.world import World


async def test_beat_is_given_on_the_thread_of_the_loop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    relay, threads = world.services.relay, list[int]()
    wake, loop, beaten = relay.wake, asyncio.get_running_loop(), asyncio.Event()

    def wake_and_note(*_: Any) -> None:
        threads.append(threading.get_ident())
        wake()
        loop.call_soon_threadsafe(beaten.set)

    monkeypatch.setattr(relay, "wake", wake_and_note)
    async with asyncio.timeout(5):
        await beaten.wait()
    assert set(threads) == {threading.get_ident()}


async def test_sources_that_are_slow_to_answer_keep_back_no_deadline(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many readings are under way as timers are taken at one look, and the oldest come first."""
    go_on = asyncio.Event()

    async def slow(*what: Any) -> Any:
        await go_on.wait()
        return await gather(*what)

    monkeypatch.setattr(ticks, "gather", slow)
    monkeypatch.setattr(ticks, "BATCH", 1)
    request = await world.file()
    world.slack.clock.shift(5 * 24 * 3600)
    try:
        await world.settled(request.number, lambda r: r.breached_at is not None)
    finally:
        go_on.set()


async def test_what_comes_round_is_waiting_again_within_the_hour(world: World) -> None:
    """Where the policy moved it to later on a day on which it has been already, nothing else would set the next."""
    desk, records = world.services.desk, world.services.records
    planned = await records.next_policy_care()
    assert planned is not None
    gone = delete(timers).where(timers.c.number == OF_WORKSPACE)
    await desk._writer.run(lambda connection: connection.execute(gone))
    assert await records.next_policy_care() is None
    await ticks.Ticks(world.services).tidy_up()
    assert await records.next_policy_care() == planned


async def test_record_is_not_checked_again_at_each_try_of_a_review_that_is_put_off(world: World) -> None:
    beats = ticks.Ticks(world.services)
    first = await beats._verified()
    world.slack.clock.shift(30)
    assert await beats._verified() is first
    world.slack.clock.shift(3600)
    assert (await beats._verified()).at > first.at
