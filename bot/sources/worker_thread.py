"""Calls that block, each on a thread of its own that nobody waits for at the end; it knows no source."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

#: How many calls may be under way; those that were given up count until they end by themselves.
MOST = 32
_PLACES = threading.BoundedSemaphore(MOST)


class ThreadsBusyError(Exception):
    """Too many calls hang that were given up already."""


async def on_thread(call: Callable[[], T]) -> T:
    """What the call returns or raises. Whoever gives up waiting leaves it running; it holds up no end of the bot.

    asyncio's own threads are joined when the loop ends, and there are few of them: a database that hangs would keep
    the bot from ending, and several would keep it from looking up names.
    """
    if not _PLACES.acquire(blocking=False):
        raise ThreadsBusyError
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result: T | None = None
        failed: BaseException | None = None
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 (raised where it is waited for)
            failed = error
        finally:
            _PLACES.release()
        # Where the loop has ended meanwhile, there is nobody left to tell.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, failed)

    threading.Thread(target=run, name="source", daemon=True).start()
    return await future
