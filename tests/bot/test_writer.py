"""The writer: what waits shares a commit, and one bad job takes nothing with it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.writer import GROUP, GroupWriter, PooledWriter, Reader, writer_for
from models.database import for_reading, open_database

Work = Callable[[Connection], int]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    opened = open_database(f"sqlite:///{tmp_path / 'notes.sqlite3'}")
    with opened.begin() as connection:
        connection.execute(text("CREATE TABLE notes (n INTEGER PRIMARY KEY)"))
    return opened


@pytest.fixture
async def writer(engine: Engine) -> AsyncIterator[GroupWriter]:
    opened = GroupWriter(engine)
    yield opened
    opened.close()
    engine.dispose()


def note(n: int) -> Work:
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO notes VALUES (:n)"), {"n": n})
        return n

    return work


def notes(engine: Engine) -> list[int]:
    with engine.connect().execution_options(reads_only=True) as connection:
        return list(connection.execute(text("SELECT n FROM notes ORDER BY n")).scalars())


class Gate:
    """A job that keeps the writer busy until the test lets it go on, so that others have to wait."""

    def __init__(self) -> None:
        self.begun, self.opened = threading.Event(), threading.Event()

    def __call__(self, connection: Connection) -> int:
        self.begun.set()
        assert self.opened.wait(10)
        return 0


def commits(engine: Engine) -> list[int]:
    counted: list[int] = []
    event.listen(engine, "commit", lambda _: counted.append(1))
    return counted


async def waiting_behind(writer: GroupWriter, *jobs: Work) -> list[int | BaseException]:
    """The outcome of jobs that all waited while the writer was busy with another."""
    gate = Gate()
    busy = asyncio.create_task(writer.run(gate))
    await asyncio.to_thread(gate.begun.wait, 10)
    tasks = [asyncio.create_task(writer.run(job)) for job in jobs]
    await asyncio.sleep(0)  # Each task has now put its job into the queue.
    gate.opened.set()
    return (await asyncio.gather(busy, *tasks, return_exceptions=True))[1:]


async def test_what_work_returns_is_committed(writer: GroupWriter, engine: Engine) -> None:
    assert await writer.run(note(1)) == 1
    assert notes(engine) == [1]


async def test_jobs_that_wait_share_a_commit(writer: GroupWriter, engine: Engine) -> None:
    counted = commits(engine)
    assert await waiting_behind(writer, *(note(n) for n in range(1, 41))) == list(range(1, 41))
    assert len(counted) == 2
    assert notes(engine) == list(range(1, 41))


async def test_group_has_an_end(writer: GroupWriter, engine: Engine) -> None:
    counted = commits(engine)
    await waiting_behind(writer, *(note(n) for n in range(GROUP + 1)))
    assert len(counted) == 3


async def test_one_bad_job_does_not_take_others_with_it(writer: GroupWriter, engine: Engine) -> None:
    def half(connection: Connection) -> int:
        note(7)(connection)
        raise ValueError("not so")

    outcomes = await waiting_behind(writer, note(1), note(1), half, note(2))
    assert [type(o) for o in outcomes] == [int, IntegrityError, ValueError, int]
    assert notes(engine) == [1, 2]


async def test_nothing_is_told_as_done_that_sqlite_has_rolled_back(
    writer: GroupWriter, engine: Engine
) -> None:
    """A full disk, an unreadable page: SQLite then gives up the whole transaction, not the one statement."""

    def rolls_back_everything(connection: Connection) -> int:
        connection.execute(text("INSERT OR ROLLBACK INTO notes VALUES (1)"))
        return 0

    outcomes = await waiting_behind(writer, note(1), rolls_back_everything, note(2))
    assert not [o for o in outcomes if isinstance(o, int)]
    assert notes(engine) == []
    assert await writer.run(note(3)) == 3
    assert notes(engine) == [3]


async def test_commit_that_fails_is_told_to_all(writer: GroupWriter, engine: Engine) -> None:
    def fail(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(engine, "commit", fail)
    outcomes = await waiting_behind(writer, note(1), note(2))
    event.remove(engine, "commit", fail)
    assert [type(o) for o in outcomes] == [OperationalError, OperationalError]
    assert notes(engine) == []
    assert await writer.run(note(3)) == 3


async def test_listener_that_is_cancelled_does_not_take_the_commit_with_it(
    writer: GroupWriter, engine: Engine
) -> None:
    gate = Gate()
    busy = asyncio.create_task(writer.run(gate))
    await asyncio.to_thread(gate.begun.wait, 10)
    cancelled = asyncio.create_task(writer.run(note(1)))
    await asyncio.sleep(0)  # The task has now put its job into the queue.
    cancelled.cancel()
    gate.opened.set()
    await busy
    assert await writer.run(note(2)) == 2
    assert notes(engine) == [1, 2]
    assert cancelled.cancelled()


async def test_close_finishes_what_waits(engine: Engine) -> None:
    writer, gate = GroupWriter(engine), Gate()
    tasks = [asyncio.create_task(writer.run(job)) for job in (gate, note(1), note(2))]
    await asyncio.to_thread(gate.begun.wait, 10)
    closing = asyncio.create_task(asyncio.to_thread(writer.close))
    gate.opened.set()
    assert await asyncio.gather(*tasks) == [0, 1, 2]
    await closing
    assert notes(engine) == [1, 2]
    engine.dispose()


async def test_nothing_is_taken_after_the_close(engine: Engine) -> None:
    writer = GroupWriter(engine)
    writer.close()
    writer.close()
    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError, match="the writer is closed"):
            await writer.run(note(1))
    engine.dispose()


async def test_pool_commits_each_job_by_itself(engine: Engine) -> None:
    writer = PooledWriter(engine, size=2)
    outcomes = await asyncio.gather(*(writer.run(note(n)) for n in (1, 1, 2)), return_exceptions=True)
    assert sorted(type(o).__name__ for o in outcomes) == ["IntegrityError", "int", "int"]
    writer.close()
    assert notes(engine) == [1, 2]
    engine.dispose()


async def test_reader_sees_what_was_committed_while_another_writes(engine: Engine) -> None:
    writer, reader, gate = GroupWriter(engine), Reader(engine), Gate()
    await writer.run(note(1))
    busy = asyncio.create_task(writer.run(gate))
    await asyncio.to_thread(gate.begun.wait, 10)
    count = text("SELECT count(*) FROM notes")
    assert await reader.run(lambda c: c.execute(count).scalar()) == 1
    gate.opened.set()
    await busy
    reader.close()
    writer.close()
    engine.dispose()


async def test_whoever_reads_has_one_view_of_what_was_committed(engine: Engine) -> None:
    """What is compared with something else must not be from another moment than that."""
    writer = GroupWriter(engine)
    await writer.run(note(1))
    count = text("SELECT count(*) FROM notes")
    with for_reading(engine).connect() as connection:
        assert connection.execute(count).scalar() == 1
        await writer.run(note(2))
        assert connection.execute(count).scalar() == 1
    writer.close()
    engine.dispose()


def test_sqlite_has_one_writer(engine: Engine) -> None:
    writer = writer_for(engine)
    assert isinstance(writer, GroupWriter)
    writer.close()
    engine.dispose()
