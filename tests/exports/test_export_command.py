"""What an export by the command is called and holds: a zip that says so, no days to come, numbers that can be read."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from bot.exports.tables import readable
from bot.views.export_words import what_short
from bot.views.exporting import export_message
from models.oversight.exporting import Format, Wanted
from tests.bot.test_report_command import run
from tests.bot.test_report_command import year as year
from tests.builders import policy


def test_csv_into_one_file_is_a_zip_that_says_so(year: Path, tmp_path: Path) -> None:
    named = tmp_path / "exp"
    result = run(year, "audit", "export", "--from", "2026-01", "--format", "csv", "--output", str(named))
    assert result.exit_code == 0, result.output
    assert [file.name for file in tmp_path.iterdir()] == ["exp.zip"]
    assert f"{named}.zip  SHA-256 " in result.output
    with zipfile.ZipFile(tmp_path / "exp.zip") as pack:
        assert pack.namelist() == ["events.csv", "requests.csv"]
        rows = list(csv.DictReader(io.StringIO(pack.read("requests.csv").decode("utf-8-sig"))))
    deviations = [row["deviation_percent"] for row in rows if row["deviation_percent"]]
    assert any("." in one for one in deviations)
    assert all(len(one.partition(".")[2]) <= 6 for one in deviations)


def test_a_zip_keeps_its_name(year: Path, tmp_path: Path) -> None:
    run(year, "audit", "export", "--from", "2026-02", "--format", "csv", "--output", str(tmp_path / "a.zip"))
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_days_to_come_are_left_out_and_it_is_said(year: Path, tmp_path: Path) -> None:
    result = run(
        year,
        "audit",
        "export",
        "--from",
        "2026-01",
        "--to",
        "2100-01",
        "--format",
        "jsonl",
        "--output",
        str(tmp_path),
    )
    assert result.exit_code == 0, result.output
    assert "31 Jan 2100 is still to come." in result.output
    assert " to 31 Jan 2100 as" not in result.output


def test_last_day_is_cut_to_today_alone_where_it_is_to_come() -> None:
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    cut = {
        (first, last): Wanted(
            format=Format.CSV, first=date(2026, 11, first), last=date(2026, 11, last)
        ).until(at, policy())
        for first, last in ((1, 30), (1, 20), (21, 21), (25, 30))
    }
    assert [one.last and one.last.day for one in cut.values()] == [21, 20, 21, 30]


def test_titles_of_files_are_short() -> None:
    asked = {"first": "2026-11-01", "last": "2026-11-21", "request": None}
    assert [
        what_short({**asked, **other})
        for other in (
            {},
            {"first": "2026-10-05"},
            {"first": "2025-10-05"},
            {"last": "2026-11-01"},
            {"request": 7},
        )
    ] == ["1–21 Nov 2026", "5 Oct–21 Nov 2026", "5 Oct 2025–21 Nov 2026", "1 Nov 2026", "EX-7"]
    document = export_message({**asked, "format": "csv", "events": 3}, "a.zip", b"").document
    assert document is not None
    assert document.title == "Record, 1–21 Nov 2026"


def test_number_without_an_end_is_rounded_in_a_table() -> None:
    assert readable(Decimal(100) / 3) == Decimal("33.333333")
    assert str(readable(Decimal("43.5"))) == "43.5"
    assert readable(None) is None
