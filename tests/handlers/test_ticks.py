"""Ticks: the beat is given where the rest of the bot runs."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.world import World


async def test_beat_is_given_on_the_thread_of_the_loop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    relay, threads = world.services.relay, list[int]()
    wake = relay.wake

    def wake_and_note(*_: Any) -> None:
        threads.append(threading.get_ident())
        wake()

    monkeypatch.setattr(relay, "wake", wake_and_note)
    await world.slack.wait_for(lambda: threads)
    assert set(threads) == {threading.get_ident()}
