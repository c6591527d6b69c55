"""Asking a source within its time limit, and again where it failed; it knows no kind of source."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.sources.protocol import Source, SourceUnavailableError
from models.notation import duration_text

T = TypeVar("T")


async def within_limits(source: Source, ask: Callable[[], Awaitable[T]]) -> T:
    """What the source answers; all tries and the pauses between them end within its time limit.

    Raises SourceUnavailableError with the last fault that the source told of; where it told of none, that it did not
    answer in time. A fault that lasts, and a customer who is unknown, are not asked about again.
    """
    told: SourceUnavailableError | None = None
    try:
        async with asyncio.timeout(source.time_limit.total_seconds()):
            for left in range(source.retries.count, -1, -1):
                try:
                    return await ask()
                except SourceUnavailableError as error:
                    told = error
                    if error.is_lasting or not left:
                        raise
                await asyncio.sleep(source.retries.pause.total_seconds())
    except TimeoutError:
        pass
    if told is not None:
        raise told
    raise SourceUnavailableError(f"{source.title} did not answer within {duration_text(source.time_limit)}.")
