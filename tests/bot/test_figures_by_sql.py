"""The report says what a second count says that was written in SQL over the events, without the product's code."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.policy_file import load
from bot.reports.plain_figures import plain
from models.database import open_database
from models.oversight.cells import OF_REVIEWS, Measure
from models.oversight.figures import Figures, Split
from models.oversight.months import period_between
from models.rollup_queries import cells, report
from sample.history import write_history
from sample.workspace import Workspace
from tests.bot.figures_by_sql import figures_by_sql
from tests.bot.office import TEAM, open_office
from tests.bot.rich_past import live, rich_policy
from tests.policy.written import SHIPPED

ZONE = "Europe/Berlin"
#: Long enough for every past.
EVER = period_between("2025-01", "2029-12")


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_rich_past_has_the_same_figures_by_sql(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "desk.sqlite3"
    async with open_office(file, rich_policy()) as office:
        await live(office, seed)
        counted = {cell.measure for cell in await office.reader.run(lambda c: cells(c, TEAM))}
    assert counted == set(Measure) - OF_REVIEWS, "a past that has not all that is counted proves little"
    check(file, TEAM)


def test_the_sample_s_year_has_the_same_figures_by_sql(tmp_path: Path) -> None:
    """It has policy reviews too, more standards and teams."""
    file = tmp_path / "year.sqlite3"
    write_history(f"sqlite:///{file}", load(SHIPPED), datetime(2026, 11, 21, 9, tzinfo=UTC))
    total = check(file, Workspace().id)
    assert total["policies_changed"] > 0


def check(file: Path, workspace: str) -> dict[str, Any]:
    """Both counts agree, in total and in every group of every split; the total."""
    by_sql = figures_by_sql(file, ZONE)
    ours = figures_of_report(file, workspace)
    for split, groups in by_sql.items():
        assert ours[split] == groups, split
    assert len(by_sql["month"]) > 2
    assert all(len(by_sql[split]) > 1 for split in Split)
    return by_sql["total"][""]


def figures_of_report(file: Path, workspace: str) -> dict[str, dict[str, dict[str, Any]]]:
    engine = open_database(f"sqlite:///{file}")
    with engine.connect().execution_options(reads_only=True) as connection:
        found = told(connection, workspace)
    engine.dispose()
    return found


def told(connection: Connection, workspace: str) -> dict[str, dict[str, dict[str, Any]]]:
    made = report(connection, workspace, EVER, ZoneInfo(ZONE))
    groups = {"total": {"": named(made.total)}}
    for split in Split:
        counted = {name: named(figures, split) for name, figures in made.by[split].items()}
        groups[split.value] = {name: figures for name, figures in counted.items() if figures}
    return groups


def named(figures: Figures, split: Split | None = None) -> dict[str, Any]:
    """The figures that are not 0."""
    return {
        name: value if isinstance(value, int) else float(value)
        for name, value in plain(figures, split).items()
        if value
    }
