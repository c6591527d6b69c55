"""An approval at the desk, committed with `synchronous=FULL`, against a bare transaction that inserts as many rows."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import compare, machine
from tests.bot.office import Office, open_office

#: How many pairs of blocks are measured, and how many approvals are in a block.
PAIRS, BLOCK = 15, 64
#: The tables that an approval adds rows to.
TABLES = ("events", "decisions", "outbox", "timers", "deliveries")


async def main() -> None:
    """Measure alone, and with 8 and 64 under way at once."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        raw = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT)")
        async with open_office(Path(folder) / "desk.sqlite3") as office:
            count, size = await rows_of_an_approval(office)
            print(f"an approval adds {count} rows of {size} bytes on average")
            insert = partial(_insert, raw, count, "x" * (size // 4))
            for at_once in (1, 8, 64):
                await measure(office, thread, insert, at_once)
        raw.close()


async def measure(
    office: Office, thread: ThreadPoolExecutor, insert: Callable[[], None], at_once: int
) -> None:
    """Microseconds for each approval and each bare transaction, block by block in turns."""
    loop = asyncio.get_running_loop()
    ours: list[float] = []
    bare: list[float] = []
    for pair in range(PAIRS + 1):
        numbers = [(await office.file()).number for _ in range(BLOCK)]
        acts = [partial(_approve, office, number) for number in numbers]
        raws = [partial(_awaited, loop, thread, insert)] * BLOCK
        for works, taken in ((acts, ours), (raws, bare)):
            took = await timed(works, at_once)
            if pair:
                taken.append(took / BLOCK * 1e6)
    compare(f"commit, {at_once} at once", ours, bare, "µs")


async def timed(works: Sequence[Callable[[], Awaitable[None]]], at_once: int) -> float:
    """Seconds that all take, so many under way at a time."""
    turns = asyncio.Semaphore(at_once)

    async def one(work: Callable[[], Awaitable[None]]) -> None:
        async with turns:
            await work()

    began = time.perf_counter()
    await asyncio.gather(*(one(work) for work in works))
    return time.perf_counter() - began


async def rows_of_an_approval(office: Office) -> tuple[int, int]:
    """How many rows an approval adds, and the average of their lengths in bytes."""
    number = (await office.file()).number
    before = _contents(office)
    await _approve(office, number)
    added = _contents(office) - before
    return len(added), sum(len(str(row).encode()) for row in added) // len(added)


def _contents(office: Office) -> set[tuple[object, ...]]:
    """The rows of the tables that grow; a row that changes is counted once, as before."""
    with office.engine.connect().execution_options(reads_only=True) as connection:
        return {
            (table, *row)
            for table in TABLES
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
        }


async def _approve(office: Office, number: int) -> None:
    performed = await office.approve(number, "UVAL1")
    assert performed.refusal is None, performed.refusal


async def _awaited(
    loop: asyncio.AbstractEventLoop, thread: ThreadPoolExecutor, insert: Callable[[], None]
) -> None:
    await loop.run_in_executor(thread, insert)


def _insert(raw: sqlite3.Connection, count: int, text: str) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("INSERT INTO rows (a, b, c, d) VALUES (?, ?, ?, ?)", [(text,) * 4] * count)
    raw.execute("COMMIT")


if __name__ == "__main__":
    print(machine())
    asyncio.run(main())
