"""What stands in the database of another process, read by bare SQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

#: Seconds that the database may take to come to say something.
BOUND = 20


class Stored:
    """The bot's database, seen from outside."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "desk.sqlite3"

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a SELECT finds."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            return connection.execute(statement).fetchall()

    def numbers(self) -> list[int]:
        """The numbers of all requests."""
        return [number for (number,) in self.rows("SELECT number FROM requests ORDER BY number")]

    def decisions(self) -> list[tuple[int, str]]:
        """Number and person of each decision."""
        return self.rows("SELECT number, person FROM decisions ORDER BY number, id")

    def kinds(self, number: int) -> list[str]:
        """The kinds of a request's events, in order."""
        found = self.rows(f"SELECT kind FROM events WHERE number = {number} ORDER BY position")
        return [kind for (kind,) in found]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds; TimeoutError after the bound."""
        async with asyncio.timeout(BOUND):
            while not condition():  # noqa: ASYNC110  Another process's database rings no bell.
                await asyncio.sleep(0.02)

    async def until_sent(self) -> None:
        """Wait until Slack has every message, as far as the bot knows."""
        behind = "SELECT count(*) FROM outbox WHERE sent < wanted"
        waiting = "SELECT count(*) FROM timers WHERE kind = 'gather' AND ended_at IS NULL"
        await self.until(lambda: self.rows(behind) == self.rows(waiting) == [(0,)])
