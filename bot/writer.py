"""Writers: threads on which transactions run, so that no event loop ever waits for a disk."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from models.database import for_reading

T = TypeVar("T")
#: How many waiting transactions are committed as one group.
GROUP = 64


class Writer(Protocol):
    """Runs a function in a transaction of its own and commits it."""

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What the work returns, once it is committed; what it raises has been rolled back."""
        ...

    def close(self) -> None:
        """Finish what waits, then end the threads."""
        ...


def writer_for(engine: Engine) -> Writer:
    """On SQLite one writer that commits what waits as a group; elsewhere a small pool."""
    return GroupWriter(engine) if engine.dialect.name == "sqlite" else PooledWriter(engine)


@dataclass(frozen=True)
class _Job:
    work: Callable[[Connection], Any]
    done: Future[Any] = field(default_factory=Future)


class GroupWriter:
    """One thread, one transaction at a time; jobs that wait share a commit, each in its own savepoint."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What the work returns, once it is committed; RuntimeError after the writer was closed."""
        job = _Job(work)
        with self._closing:
            if self._is_closed:
                raise RuntimeError("the writer is closed")
            self._jobs.put(job)
        # A listener that is cancelled must not take the commit with it.
        return await asyncio.shield(asyncio.wrap_future(job.done))

    def close(self) -> None:
        """Finish what waits, then end the thread."""
        with self._closing:
            if not self._is_closed:
                self._is_closed = True
                self._jobs.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            group: list[_Job] = []
            job = self._jobs.get()
            while job is not None:
                if job.done.set_running_or_notify_cancel():
                    group.append(job)
                if len(group) == GROUP or self._jobs.empty():
                    break
                job = self._jobs.get()
            if group:
                self._commit(group)
            if job is None:
                return

    def _commit(self, group: list[_Job]) -> None:
        results: list[tuple[_Job, Any]] = []
        try:
            with self._engine.begin() as connection:
                for job in group:
                    try:
                        with connection.begin_nested():
                            results.append((job, job.work(connection)))
                    except Exception as error:  # noqa: BLE001  It is handed to whoever waits for this job.
                        job.done.set_exception(error)
                        _insist_on_transaction(connection, error)
        except Exception as error:  # noqa: BLE001  Nothing of the group was committed: all are told.
            for job in group:
                if not job.done.done():
                    job.done.set_exception(error)
            return
        for job, result in results:
            job.done.set_result(result)


def _insist_on_transaction(connection: Connection, error: Exception) -> None:
    """A full disk and the like roll back all of SQLite's transaction, and what others wrote in it is gone too."""
    if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
        raise error


class PooledWriter:
    """A few threads, each with its own transaction; the database keeps them apart."""

    def __init__(self, engine: Engine, size: int = 4) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="writer")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What the work returns, once it is committed."""
        return await asyncio.shield(asyncio.wrap_future(self._threads.submit(self._commit, work)))

    def close(self) -> None:
        """Finish what waits, then end the threads."""
        self._threads.shutdown()

    def _commit(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)


class Reader:
    """Threads that read what has been committed."""

    def __init__(self, engine: Engine, size: int = 2) -> None:
        self._engine = for_reading(engine)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="reader")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What the work returns."""
        return await asyncio.wrap_future(self._threads.submit(self._read, work))

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            return work(connection)
