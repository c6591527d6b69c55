"""Ticks: the beat is given where the rest of the bot runs."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

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
