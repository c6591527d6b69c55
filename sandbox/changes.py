"""Wakes whoever waits for the workspace to change; it must not say what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """A bell that rings on each change of state."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait, once the running step is done."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def wait_for(self, condition: Callable[[], T | None], timeout: float = 5.0) -> T:
        """Wait until `condition()` is true and return what it returned.

        Raises TimeoutError after `timeout` seconds.
        """
        async with asyncio.timeout(timeout):
            while not (outcome := condition()):
                future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.add(future)
                try:
                    await future
                finally:
                    self._waiting.discard(future)
        return outcome
