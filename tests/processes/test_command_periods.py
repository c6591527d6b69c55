"""How commands are told days and months: either stands for the other, and what is neither is a sentence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import app
from commands.periods import days_in
from tests.bot.test_report_command import run
from tests.bot.test_report_command import year as year

DRAFT = Path(app.__file__).parent / "policy.toml"


def test_a_month_stands_for_its_days_and_a_day_for_itself() -> None:
    found = [days_in(typed) for typed in ("2026-02", "2026-02-03")]
    assert [(one.first, one.last) for one in found if one is not None] == [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 2, 3), date(2026, 2, 3)),
    ]


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-13", "2026-02-30", "soon", "20260101", "0000-01", "2026-W01"]
)
def test_what_names_no_day_names_none(typed: str) -> None:
    assert days_in(typed) is None


def test_report_takes_a_day_for_its_month(year: Path) -> None:
    told = json.loads(
        run(year, "report", "--from", "2025-12-31", "--to", "2026-02-01", "--format", "json").output
    )
    assert told["period"]["first"] == "2025-12"
    assert told["period"]["last"] == "2026-02"


def test_simulation_takes_a_month_for_its_days(year: Path) -> None:
    result = run(year, "policy", "simulate", str(DRAFT), "--from", "2026-01", "--to", "2026-02")
    assert result.exit_code == 0, result.output
    assert "filed from 2026-01-01 to 2026-02-28" in result.output


def test_export_takes_a_month_alone_for_all_its_days(year: Path, tmp_path: Path) -> None:
    result = run(year, "audit", "export", "--from", "2026-01", "--format", "jsonl", "--output", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "The record of 1 Jan 2026 to 31 Jan 2026 as JSON Lines" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "export", "--format", "csv", "--from", "01.02.2026"),
        ("policy", "simulate", str(DRAFT), "--to", "01.02.2026"),
    ],
)
def test_what_is_no_day_is_said_in_a_plain_sentence(year: Path, arguments: tuple[str, ...]) -> None:
    result: Result = run(year, *arguments)
    assert result.exit_code == 2
    assert '"01.02.2026" is no day; write it like 2026-01-31, or a month like 2026-01.' in result.stderr
    assert "%Y" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [("report",), ("audit", "verify"), ("audit", "show", "EX-1"), ("policy", "export")]
)
def test_reading_where_no_database_is_makes_none(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = tmp_path / "new" / "desk.sqlite3"
    result = CliRunner().invoke(app.main, arguments, env={"DATABASE_URL": f"sqlite:///{file}"})
    assert result.exit_code == 1
    assert "Nothing has been recorded yet in" in result.stderr
    assert not list(tmp_path.iterdir())
