"""How SQLite goes about a list, a search and what waits: by its indexes, however many requests there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bench.finding import fill
from models.database import migrate, open_database
from models.finding import Standing, Wanted, Whose
from models.finding_queries import Looking, count, page
from models.scope import Scope
from models.turn_queries import groups_asked, may_wait, may_wait_on
from tests.bot.office import TEAM
from tests.builders import MORNING

EVERYTHING = Scope(names=("UVAL1", "@validators"), tiers={}, sees_all=True)
SOME = Scope(names=("UMAN1", "@managers"), tiers={"v1": ("team_lead", "manager")})
OWN = Scope(names=("U00042",), tiers={})
LISTS = {
    "all": Wanted(),
    "mine": Wanted(whose=Whose.MINE),
    "waiting": Wanted(whose=Whose.WAITING),
    "team": Wanted(whose=Whose.TEAM),
    "open": Wanted(standing=Standing.OPEN),
    "overdue": Wanted(is_overdue=True),
    "filters": Wanted(standing=Standing.REJECTED, tier="manager", standard="P-7", since=MORNING.date()),
    "by": Wanted(by="U00042"),
    "words": Wanted(words=("abc", "de")),
    "customer": Wanted(customer=("abc",), standing=Standing.CLOSED),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_database(f"sqlite:///{Path(tmp_path_factory.mktemp('plans')) / 'desk.sqlite3'}")
    migrate(made)
    fill(made, 400, 40)
    yield made
    made.dispose()


@contextmanager
def plans(engine: Engine) -> Iterator[tuple[Connection, list[str]]]:
    """What is asked within, and how SQLite goes about each: a line for each step."""
    steps: list[str] = []
    with engine.connect().execution_options(reads_only=True) as connection:

        def explained(_: Any, cursor: Any, statement: str, values: Any, *rest: Any) -> None:
            if statement.startswith("SELECT"):
                found = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                steps.extend(str(row[3]) for row in found)

        event.listen(engine, "before_cursor_execute", explained)
        try:
            yield connection, steps
        finally:
            event.remove(engine, "before_cursor_execute", explained)


def scans(steps: list[str]) -> list[str]:
    """The steps that go through a table from its beginning to its end."""
    full = re.compile(r"^SCAN (requests|request_texts|request_readers|request_turns)\b")
    return [step for step in steps if full.match(step)]


@pytest.mark.parametrize("scope", [EVERYTHING, SOME, OWN])
@pytest.mark.parametrize("name", LISTS)
def test_list_goes_by_an_index_and_reads_no_request_that_it_does_not_show(
    engine: Engine, name: str, scope: Scope
) -> None:
    looking = Looking(
        workspace=TEAM,
        person=scope.names[0],
        at=MORNING + timedelta(days=1),
        scope=scope,
        colleagues=("U00007", "U00008"),
        groups=("@validators",),
        waiting=(5, 390, 395),
    )
    with plans(engine) as (connection, steps):
        page(connection, looking, LISTS[name], 11)
        page(connection, looking, LISTS[name], 11, before=300)
        page(connection, looking, LISTS[name], 11, after=100)
        count(connection, looking, LISTS[name])
    assert steps
    assert scans(steps) == []
    sorts = [step for step in steps if "TEMP B-TREE" in step and "ORDER BY" in step]
    assert scope is OWN or name in ("waiting", "team", "overdue") or sorts == [], steps


def test_what_waits_is_found_by_an_index(engine: Engine) -> None:
    with plans(engine) as (connection, steps):
        assert groups_asked(connection, TEAM)
        assert may_wait_on(connection, TEAM, ("UVAL1", "@validators"), 100)
        assert may_wait(connection, TEAM, 100)
    assert scans(steps) == []
