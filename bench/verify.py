"""The check of 10,000 events against a bare SELECT with a SHA-256 a row; and of all rows against the chains alone."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from bench.figures import compare, machine
from bot.attesting import policies_on_record
from bot.audit import attest, verify
from bot.policy_file import load
from models import ledger, queries
from models.database import open_database
from models.events import EventKind, event
from models.people import SYSTEM
from sample.history import write_history
from tests.bot.office import TEAM, Office, open_office

EVENTS, EACH = 10_000, 25
YEARS_END = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PAIRS = 9


async def main() -> None:
    """Measure both in turns over the same file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "desk.sqlite3"
        async with open_office(file) as office:
            for _ in range(EVENTS // EACH):
                await _write_chain(office)
            ours: list[float] = []
            bare: list[float] = []
            for pair in range(PAIRS + 1):
                took = _verify(office), _bare(file)
                if pair:
                    ours.append(took[0] * 1000)
                    bare.append(took[1] * 1000)
    compare(f"chains checked, {EVENTS:,} events in {EVENTS // EACH} of them", ours, bare, "ms")
    _compare_rows()


def _compare_rows() -> None:
    """Measure `audit verify` of a year of requests, all rows compared, against its chains alone; in processor time."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'year.sqlite3'}"
        write_history(url, load(Path("policy.toml")), YEARS_END)
        engine = open_database(url)
        both: list[float] = []
        chains: list[float] = []
        with engine.connect().execution_options(reads_only=True) as connection:
            for pair in range(PAIRS + 1):
                began = time.process_time()
                attested = attest(connection, policies_on_record(connection), YEARS_END)
                between = time.process_time()
                verify(connection)
                ended = time.process_time()
                assert attested.is_whole
                if pair:
                    both.append((between - began) * 1000)
                    chains.append((ended - between) * 1000)
        engine.dispose()
    told = f"audit verify, {attested.events:,} events in {attested.chains} chains, with their rows"
    compare(told, both, chains, "ms")


async def _write_chain(office: Office) -> None:
    """A request with so many events."""
    number = (await office.file(gathered=False)).number

    def lengthen(connection: Connection) -> None:
        stored = queries.stored_request(connection, TEAM, number)
        assert stored is not None
        happened = [
            event(EventKind.REFUSED, act="Approve", why="not_a_validator", turn=turn)
            for turn in range(EACH - stored.events)
        ]
        links = ledger.write_events(
            connection,
            happened,
            workspace=TEAM,
            number=number,
            count=stored.events,
            head=stored.head,
            by=SYSTEM,
            at=office.clock.now(),
            policy_version="v1",
        )
        ledger.set_chain_end(connection, TEAM, number, links)

    await office.writer.run(lengthen)


def _verify(office: Office) -> float:
    began = time.perf_counter()
    with office.engine.connect().execution_options(reads_only=True) as connection:
        _, events, broken = verify(connection)
    assert (events, broken) == (EVENTS, ())
    return time.perf_counter() - began


def _bare(file: Path) -> float:
    began = time.perf_counter()
    with closing(sqlite3.connect(file)) as connection:
        for row in connection.execute("SELECT * FROM events ORDER BY workspace, number, position"):
            hashlib.sha256(repr(row).encode()).hexdigest()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(machine())
    asyncio.run(main())
