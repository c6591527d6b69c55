"""A year's figures out of the rollups of 100,000 requests, against a bare count of those requests by month."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, insert

from bench.figures import compare, machine
from bot.attesting import columns_of
from models import rollup_rows
from models.codec import request_to_json
from models.database import migrate, open_database
from models.oversight.cells import Cell
from models.oversight.contributions import contribution
from models.oversight.months import period_between
from models.reasons import Reason
from models.request import ExceptionRequest
from models.rollup_queries import report
from models.tables import requests
from tests.bot.office import TEAM
from tests.builders import approved, filed, policy

REQUESTS, PAIRS = 100_000, 9
STANDARDS, TEAMS = [f"P-{n}" for n in range(15)], [f"@team-{n}" for n in range(5)]
TIERS = ("team_lead", "manager", "executive")
ZONE = policy().calendar.zone
BARE = "SELECT substr(filed_at, 1, 7), count(*) FROM requests WHERE filed_at >= '2027-03' GROUP BY 1"
_AT_ONCE = 5_000


def main() -> None:
    """Two years of requests, of which the report is over the second; both are asked in turns over the same file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "desk.sqlite3"
        engine = open_database(f"sqlite:///{file}")
        migrate(engine)
        rows = fill(engine)
        ours: list[float] = []
        bare: list[float] = []
        for pair in range(PAIRS + 1):
            took = _report(engine), _bare(file)
            if pair:
                ours.append(took[0] * 1000)
                bare.append(took[1] * 1000)
        engine.dispose()
    compare(f"report of a year, {REQUESTS:,} requests in {rows:,} cells", ours, bare, "ms")


def fill(engine: Engine) -> int:
    """Requests of all kinds over two years, and what they contribute; how many cells there are."""
    chance = Random(1)
    kinds = (filed(), approved())
    counted: Counter[Cell] = Counter()
    with engine.begin() as connection:
        for start in range(0, REQUESTS, _AT_ONCE):
            made = [_one(chance, kinds, number) for number in range(start, start + _AT_ONCE)]
            for request in made:
                counted.update(contribution(request, ZONE))
            connection.execute(insert(requests), [_row(request) for request in made])
        rollup_rows.move(connection, TEAM, sorted(counted.items()))
    return len(counted)


def _one(chance: Random, kinds: tuple[ExceptionRequest, ...], number: int) -> ExceptionRequest:
    like = chance.choice(kinds)
    later = timedelta(minutes=chance.randrange(2 * 365 * 24 * 60))
    took = timedelta(minutes=chance.randrange(5000))
    return replace(
        like,
        number=number + 1,
        filed_at=like.filed_at + later,
        filing=replace(like.filing, standard=chance.choice(STANDARDS), reason=chance.choice(list(Reason))),
        score=replace(like.score, tier=chance.choice(TIERS)),
        team=chance.choice(TEAMS),
        decisions=tuple(replace(one, at=one.at + later + took) for one in like.decisions),
        like=(1,) if chance.random() < 0.3 else (),
    )


def _row(request: ExceptionRequest) -> dict[str, object]:
    return {
        "workspace": TEAM,
        "number": request.number,
        **columns_of(request),
        "events": 1,
        "head": "0" * 64,
        "body": request_to_json(request),
    }


def _report(engine: Engine) -> float:
    """Processor seconds for the whole report: the total and each split, with exact percentiles."""
    began = time.process_time()
    with engine.connect().execution_options(reads_only=True) as connection:
        made = report(connection, TEAM, period_between("2027-03", "2028-02"), ZONE)
    took = time.process_time() - began
    assert REQUESTS * 0.4 < made.total.filed < REQUESTS * 0.6
    return took


def _bare(file: Path) -> float:
    began = time.process_time()
    with closing(sqlite3.connect(file)) as connection:
        months = connection.execute(BARE).fetchall()
    took = time.process_time() - began
    assert len(months) >= 12
    return took


if __name__ == "__main__":
    print(machine())
    main()
