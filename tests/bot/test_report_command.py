"""`python app.py report` and `audit figures` as a person runs them, over a year of the sample's history."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import app
from bot.policy_file import load
from models.oversight.figures import Split
from models.oversight.months import MOST_MONTHS
from sample.history import write_history

SHIPPED = Path(app.__file__).parent / "policy.toml"
#: The history ends then.
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
YEAR = ("--from", "2025-12", "--to", "2026-11")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("year") / "desk.sqlite3"
    assert write_history(f"sqlite:///{file}", load(SHIPPED), NOW) > 100
    return file


@pytest.fixture
def own(year: Path, tmp_path: Path) -> Path:
    """The year's database, to be changed."""
    file = tmp_path / "own.sqlite3"
    with closing(sqlite3.connect(year)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    return file


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app.main, arguments, env={"DATABASE_URL": f"sqlite:///{database}"})


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute(statement).rowcount == 1
        connection.commit()


def test_the_table_tells_the_total_and_every_split(year: Path) -> None:
    result = run(year, "report", *YEAR)
    assert result.exit_code == 0, result.output
    assert "2025-12 to 2026-11, months of Europe/Berlin" in result.output
    for words in ("Requests filed", "Approval rate", "Recurring exceptions", "Policy reviews opened"):
        assert words in result.output
    for line in (
        "  2026-03 ",
        "  OPS-017 Payment term ",
        "  Team lead ",
        "  @sales ",
        "  Customer retention ",
    ):
        assert f"\n{line}" in result.output
    assert max(len(line) for line in result.output.splitlines()) <= 132


def test_csv_and_json_tell_the_same_under_the_same_names(year: Path) -> None:
    table = list(csv.DictReader(io.StringIO(run(year, "report", *YEAR, "--format", "csv").output)))
    told = json.loads(run(year, "report", *YEAR, "--format", "json").output)
    groups = [("total", told["total"])]
    groups += [(split, group) for split in Split for group in told["by"][split]]
    assert [row["split"] for row in table] == [split for split, _ in groups]
    for row, (_, group) in zip(table, groups, strict=True):
        figures = {name: value for name, value in group.items() if name not in ("name", "title")}
        assert figures == {name: number(row[name]) for name in figures}
        assert list(figures) == list(row)[3:]
    total = told["total"]
    assert total["approval_rate"] == round(total["approved"] / (total["approved"] + total["rejected"]), 4)
    assert total["recurrence_rate"] == round(total["recurring"] / total["filed"], 4)


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def test_a_team_that_looks_like_a_formula_is_text_to_a_spreadsheet(year: Path) -> None:
    """Teams are groups, whose names begin with @."""
    output = run(year, "report", *YEAR, "--format", "csv").output
    assert "\nteam,'@" in output.replace("\r", "").replace("\n\n", "\n")


def test_a_file_is_written_whole_and_csv_so_that_a_spreadsheet_reads_it(year: Path, tmp_path: Path) -> None:
    for form, begins in (
        ("csv", b"\xef\xbb\xbfsplit,name,"),
        ("json", b"{"),
        ("table", b"Exception Handling"),
    ):
        file = tmp_path / f"figures.{form}"
        result = run(year, "report", *YEAR, "--format", form, "--output", str(file))
        assert result.output == f"{file} has the figures of 2025-12 to 2026-11.\n"
        assert file.read_bytes().startswith(begins)
        assert (b"\r\r" in file.read_bytes(), file.read_bytes()[-1:]) == (False, b"\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2026-13"), '"2026-13" is no month; write it like 2026-11.'),
        (
            ("--from", "2026-11", "--to", "2026-10"),
            "The period ends in 2026-10, before it begins in 2026-11.",
        ),
        (("--to", "soon"), '"soon" is no month; write it like 2026-11.'),
        (("--months", "0"), f"A report is over 1 to {MOST_MONTHS} months."),
        (("--from", "2026-01", "--months", "3"), "name the first month, or a number."),
        (("--workspace", "T9"), 'There is no workspace "T9" here'),
        (("--output", "/nowhere/at/all"), "/nowhere/at/all cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_told_is_said_in_a_sentence(year: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(year, "report", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr


def test_months_are_counted_back_from_the_last(year: Path) -> None:
    told = json.loads(run(year, "report", "--to", "2026-02", "--months", "3", "--format", "json").output)
    assert [month["name"] for month in told["by"]["month"]] == ["2025-12", "2026-01", "2026-02"]


def test_the_year_s_figures_are_what_its_events_tell(year: Path) -> None:
    result = run(year, "audit", "figures")
    assert result.exit_code == 0, result.output
    assert result.output.endswith(": all as the events tell.\n")


def test_a_figure_changed_by_hand_is_named_and_mended_by_a_second_run(own: Path) -> None:
    change(own, "UPDATE rollups SET count = count + 7 WHERE rowid IN (SELECT min(rowid) FROM rollups)")
    found = run(own, "audit", "figures")
    assert found.exit_code == 1
    assert found.stdout.count("DIFFERS: 20") == 1
    assert "1 figure does not say what the events tell. Run it again with --write" in found.stderr
    mended = run(own, "audit", "figures", "--write", "--by", "Ada")
    assert (mended.exit_code, mended.stdout.splitlines()[-1]) == (
        0,
        "1 figure mended, and recorded in the workspace's own chain.",
    )
    assert run(own, "audit", "figures").exit_code == 0
    assert run(own, "audit", "verify").exit_code == 0
