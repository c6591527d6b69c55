"""Rollups: kept by the desk's transaction, made again from the trail, and mended where somebody has changed them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.desk import PeopleKeepChangingError
from bot.rollups import Comparison, begin, compare, mend
from models import ledger
from models.acts import Amend, MarkExecuted, Withdraw
from models.events import EventKind
from models.oversight.cells import Cell
from models.oversight.figures import Figures
from models.oversight.months import period_between
from models.policy_versions import policy_json
from models.queries import trail
from models.request import ExceptionRequest, Stage
from models.rollup_queries import report
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, filing

MONTH = MORNING.date().isoformat()[:7]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path / "desk.sqlite3") as opened:
        content, at = policy_json(opened.policies.current), opened.clock.now()
        await opened.writer.run(lambda c: ledger.record_policy(c, TEAM, "v1", content, at))
        await opened.writer.run(lambda c: ledger.put_in_force(c, TEAM, "v1"))
        yield opened


async def total(office: Office, first: str = MONTH, last: str = MONTH) -> Figures:
    zone = office.policies.current.calendar.zone
    period = period_between(first, last)
    return (await office.reader.run(lambda c: report(c, TEAM, period, zone))).total


async def approved(office: Office, **form: Any) -> ExceptionRequest:
    request = await office.file(**form)
    await office.approve(request.number, "UVAL1")
    performed = await office.approve(request.number, "ULEAD1", Stage.AUTHORIZATION)
    assert performed.request is not None, performed
    return performed.request


async def compared(office: Office) -> Comparison:
    return await office.reader.run(lambda c: compare(c, TEAM))


def changed_by_sql(office: Office, statement: str) -> None:
    with office.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount == 1


async def test_an_approval_counts_with_the_time_it_took(office: Office) -> None:
    request = await office.file(requested=Decimal(31))
    office.hands.move(minutes=7)
    await office.approve(request.number, "UVAL1")
    office.hands.move(minutes=4, seconds=59)
    await office.approve(request.number, "ULEAD1", Stage.AUTHORIZATION)
    figures = await total(office)
    assert (figures.filed, figures.approved, figures.rejected) == (1, 1, 0)
    assert figures.approval_rate == Fraction(1)
    assert figures.decision_time.median == 11


async def test_what_an_amendment_makes_void_is_taken_back(office: Office) -> None:
    request = await approved(office, requested=Decimal(31))
    assert (await total(office)).approved == 1
    amended = Amend(number=request.number, filing=filing(requested=Decimal(32)), why="Two days.")
    assert (await office.perform(amended, "UREQ")).refusal is None
    figures = await total(office)
    assert (figures.filed, figures.approved, figures.decision_time.decisions) == (1, 0, 0)


async def test_what_is_withdrawn_after_its_approval_counts_as_withdrawn_alone(office: Office) -> None:
    request = await approved(office, requested=Decimal(31))
    await office.perform(Withdraw(number=request.number, why="Not needed."), "UREQ")
    figures = await total(office)
    assert (figures.approved, figures.withdrawn, figures.approval_rate) == (0, 1, None)
    assert await compared(office) == Comparison(requests=1, cells=2, differences=(), untold={})
    with office.engine.connect().execution_options(reads_only=True) as connection:
        left = connection.execute(text("SELECT measure, count FROM rollups ORDER BY measure")).all()
    assert [tuple(row) for row in left] == [("filed", 1), ("withdrawn", 1)], "empty cells are removed"


async def test_a_request_recurs_where_a_like_case_was_approved_before_it(office: Office) -> None:
    await approved(office, requested=Decimal(31))
    await office.file(requested=Decimal(32))
    figures = await total(office)
    assert (figures.filed, figures.recurring) == (2, 1)


async def test_a_breach_stays_counted_and_stands_in_its_own_month(office: Office) -> None:
    await office.file(requested=Decimal(31))
    office.hands.move(days=31)
    await office.tick()
    later = office.clock.now().date().isoformat()[:7]
    assert later > MONTH
    assert ((await total(office)).breaches, (await total(office, later, later)).breaches) == (0, 1)


@pytest.mark.parametrize(
    ("statement", "table", "told"),
    [
        ("UPDATE rollups SET count = 41 WHERE measure = 'approved'", 41, 1),
        ("DELETE FROM rollups WHERE measure = 'approved'", 0, 1),
    ],
)
async def test_a_figure_changed_behind_the_desk_is_found_named_and_mended(
    office: Office, statement: str, table: int, told: int
) -> None:
    request = await approved(office, requested=Decimal(31))
    changed_by_sql(office, statement)
    found = await compared(office)
    assert [(one.cell.measure, one.table, one.trail) for one in found.differences] == [
        ("approved", table, told)
    ]
    # The desk goes on in between: what it does stays counted.
    await office.perform(Withdraw(number=request.number, why="Not needed."), "UREQ")
    await office.writer.run(lambda c: mend(c, TEAM, found, office.clock.now(), operator="ada"))
    assert (await compared(office)).differences == ()
    figures = await total(office)
    assert (figures.approved, figures.withdrawn) == (0, 1)


async def test_a_figure_that_nothing_stands_behind_is_removed(office: Office) -> None:
    await office.file(requested=Decimal(31))
    changed_by_sql(
        office,
        f"INSERT INTO rollups VALUES ('{TEAM}', '2019-01', 'P-1', 'x', '', 'y', 'filed', 0, 3)",
    )
    found = await compared(office)
    cell = Cell("2019-01", "P-1", "x", "", "y", "filed", 0)
    assert [(one.cell, one.table, one.trail) for one in found.differences] == [(cell, 3, 0)]
    await office.writer.run(lambda c: mend(c, TEAM, found, office.clock.now(), operator="ada"))
    assert (await total(office, "2019-01", "2019-01")).filed == 0
    with office.engine.connect().execution_options(reads_only=True) as connection:
        assert connection.execute(text("SELECT count(*) FROM rollups WHERE month = '2019-01'")).scalar() == 0


async def test_mending_is_on_record_and_mending_nothing_is_not(office: Office) -> None:
    await approved(office, requested=Decimal(31))
    sound = await compared(office)
    await office.writer.run(lambda c: mend(c, TEAM, sound, office.clock.now(), operator="ada"))
    assert await office.reader.run(lambda c: trail(c, TEAM, 0)) == ()
    changed_by_sql(office, "UPDATE rollups SET count = 2 WHERE measure = 'filed'")
    found = await compared(office)
    await office.writer.run(lambda c: mend(c, TEAM, found, office.clock.now(), operator="ada"))
    (link,) = await office.reader.run(lambda c: trail(c, TEAM, 0))
    assert (link.kind, link.actor) == (EventKind.FIGURES_MENDED, "operator")
    assert link.changed == '{"cells":1,"operator":"ada"}'


async def test_a_request_that_its_events_do_not_tell_counts_as_its_row_says_and_is_named(
    office: Office,
) -> None:
    request = await office.file(requested=Decimal(31))
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER events_no_delete"))
        connection.execute(text(f"DELETE FROM events WHERE number = {request.number} AND position = 1"))
    found = await compared(office)
    assert (list(found.untold), found.differences) == ([request.number], ())


async def test_what_was_carried_out_and_closed_still_counts_once(office: Office) -> None:
    request = await approved(office, requested=Decimal(31))
    await office.perform(MarkExecuted(number=request.number, done="Done."), "UOPS1")
    office.hands.move(days=1)
    await office.tick()
    assert (await total(office)).approved == 1
    assert office.clock.now() - MORNING == timedelta(days=1)


async def test_an_act_that_is_not_committed_counts_nowhere(office: Office) -> None:
    """People change while it is judged, until the desk gives up: nothing of it stays, no figure either."""
    request = await office.file(requested=Decimal(31))
    before = await total(office)
    office.people.unrest = 100
    with pytest.raises(PeopleKeepChangingError):
        await office.reject(request.number, "UVAL1")
    office.people.unrest = 0
    assert await total(office) == before
    assert (await compared(office)).differences == ()


async def test_what_was_there_before_the_figures_is_counted_once_at_the_start(office: Office) -> None:
    assert await office.writer.run(lambda c: begin(c, TEAM, office.clock.now())) == 0
    request = await approved(office, requested=Decimal(31))
    told = await total(office)
    with office.engine.begin() as connection:
        connection.execute(text("DELETE FROM rollups"))
    assert await office.writer.run(lambda c: begin(c, TEAM, office.clock.now())) > 0
    assert await office.writer.run(lambda c: begin(c, TEAM, office.clock.now())) == 0
    assert await total(office) == told
    await office.perform(Withdraw(number=request.number, why="Not needed."), "UREQ")
    figures = await total(office)
    assert (figures.filed, figures.approved, figures.withdrawn) == (1, 0, 1)
    (link,) = await office.reader.run(lambda c: trail(c, TEAM, 0))
    assert (link.kind, link.actor) == (EventKind.FIGURES_MENDED, "system")
