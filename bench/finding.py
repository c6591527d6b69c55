"""Finding among 100,000 requests, of which 2,000 are open: a list, a search and App Home, each against a bare query."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, insert

from bench.figures import compare, machine
from bot.attesting import columns_of
from bot.clock import Clock
from bot.finder import Finder, Place
from bot.policies import Policies
from bot.records import Records
from bot.turns import Turns
from bot.writer import Reader
from models import found_rows
from models.codec import request_to_json
from models.database import migrate, open_database
from models.finding import Standing, Wanted, Whose
from models.ledger import open_workspace, record_policy
from models.policy_versions import policy_json
from models.request import Customer, ExceptionRequest, Reason, Status
from models.tables import requests
from tests.bot.office import TEAM, Hands, PeopleInMemory
from tests.builders import MORNING, approved, filed, person, policy

REQUESTS, OPEN, PAIRS = 100_000, 2_000, 15
TIERS = ("team_lead", "manager", "executive")
_AT_ONCE = 5_000
#: 4,000 different words, the first ones in every other text and the last ones in a few.
_WORDS = ["".join(Random(n).choices("abcdefghijklmnoprstuvwz", k=4 + n % 6)) for n in range(4_000)]
COMMON, RARE = _WORDS[2], _WORDS[3_900]
PAGE_BY_INDEX = (
    "SELECT body FROM requests WHERE workspace = 'T1' AND number < 90000 ORDER BY number DESC LIMIT 11"
)
SCAN = (
    "SELECT number FROM request_texts WHERE workspace = 'T1' AND words LIKE ? ORDER BY number DESC LIMIT 11"
)
OPEN_ONES = (
    "SELECT body FROM requests WHERE workspace = 'T1' "
    "AND status IN ('validation', 'authorization', 'execution', 'closing') ORDER BY deadline LIMIT 2000"
)


def main() -> None:
    """Each asked in turns with its bare query over the same file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "desk.sqlite3"
        engine = open_database(f"sqlite:///{file}")
        migrate(engine)
        fill(engine)
        asyncio.run(_measured(engine, file))
        engine.dispose()


async def _measured(engine: Engine, file: Path) -> None:
    reader = Reader(engine)
    clock = Clock(Hands(MORNING + timedelta(days=800)))
    people, policies = PeopleInMemory(clock), Policies("v1", {"v1": policy()})
    records = Records(workspace=TEAM, reader=reader)
    turns_of = Turns(workspace=TEAM, records=records, directory=people, policies=policies, clock=clock)
    finder = Finder(
        workspace=TEAM,
        records=records,
        turns=turns_of,
        directory=people,
        policies=policies,
        clock=clock,
    )
    validator, member = person("UVAL1"), person("U00042")

    def shown(who: str, wanted: Wanted, place: Place | None = None) -> Callable[[], Awaitable[object]]:
        return lambda: finder.page(person(who), wanted, place or Place())

    deep = Place(before=90_000, start=10_000)
    rows: tuple[tuple[str, Callable[[], Awaitable[object]], str, tuple[str, ...]], ...] = (
        ("a page of the list, and the count", shown(validator.id, Wanted(), deep), PAGE_BY_INDEX, ()),
        ("the same of one's own", shown(member.id, Wanted(whose=Whose.MINE)), PAGE_BY_INDEX, ()),
        (
            "a page by four filters",
            shown(
                validator.id,
                Wanted(standing=Standing.CLOSED, tier="manager", standard="P-7", since=MORNING.date()),
            ),
            PAGE_BY_INDEX,
            (),
        ),
        ("search: a common word", shown(validator.id, Wanted(words=(COMMON,))), SCAN, (f"%{COMMON}%",)),
        ("search: a rare word", shown(validator.id, Wanted(words=(RARE,))), SCAN, (f"% {RARE}%",)),
        ("search: no such word", shown(validator.id, Wanted(words=("qqq",))), SCAN, ("%qqq%",)),
        (
            "what waits on one who has 1,000 of it",
            lambda: turns_of.of(validator),
            OPEN_ONES,
            (),
        ),
    )
    with closing(sqlite3.connect(file)) as bare:
        for name, ours, sql, values in rows:
            took: list[float] = []
            base: list[float] = []
            for pair in range(PAIRS + 1):
                began = time.perf_counter()
                await ours()
                between = time.perf_counter()
                bare.execute(sql, values).fetchall()
                if pair:
                    took.append((between - began) * 1000)
                    base.append((time.perf_counter() - between) * 1000)
            compare(f"{name}, {REQUESTS:,} requests", took, base, "ms")
    reader.close()


def fill(engine: Engine, count: int = REQUESTS, open_ones: int = OPEN) -> None:
    """Requests over two years, the newest ones open, with the rows that they are found by."""
    chance, own = Random(1), policy()
    with engine.begin() as connection:
        open_workspace(connection, TEAM)
        record_policy(connection, TEAM, "v1", policy_json(own), MORNING)
        for start in range(0, count, _AT_ONCE):
            numbers = range(start + 1, min(start + _AT_ONCE, count) + 1)
            made = [_one(chance, number, number > count - open_ones) for number in numbers]
            connection.execute(insert(requests), [_row(request) for request in made])
            found_rows.write(connection, [(own, request) for request in made])


def _one(chance: Random, number: int, is_open: bool) -> ExceptionRequest:
    like = filed() if is_open else approved()
    at = MORNING + timedelta(minutes=number * 10)
    text = " ".join(_WORDS[min(int(chance.expovariate(1 / 500)), 3_999)] for _ in range(40))
    request = replace(
        like,
        workspace=TEAM,
        number=number,
        policy_version="v1",
        filed_by=f"U{chance.randrange(1, 400):05}",
        filed_at=at,
        deadline=at + timedelta(days=2),
        filing=replace(
            like.filing,
            standard=f"P-{chance.randrange(15)}",
            reason=chance.choice(list(Reason)),
            customer=Customer(id=f"C-{chance.randrange(3_000)}", name=f"{chance.choice(_WORDS)} Ltd".title()),
            rationale=text,
        ),
        score=replace(like.score, tier=chance.choice(TIERS)),
    )
    if is_open:
        return request
    return replace(request, status=Status.CLOSED, closed_at=at + timedelta(days=3))


def _row(request: ExceptionRequest) -> dict[str, object]:
    head = {"events": 1, "head": "0" * 64, "body": request_to_json(request)}
    return {"workspace": TEAM, "number": request.number, **columns_of(request), **head}


if __name__ == "__main__":
    print(machine())
    main()
