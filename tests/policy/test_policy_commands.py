"""`python app.py policy …` as a person runs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner

import app
from bot.policy_file import load
from bot.policy_report import report, width
from bot.policy_schema import schema_text
from tests.policy.written import SHIPPED, changed


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    file = folder / "policy.toml"
    file.write_text(changed(*changes), encoding="utf-8")
    return file


def test_check_of_a_good_policy_ends_with_0_and_its_version() -> None:
    result = CliRunner().invoke(app.main, ["policy", "check", str(SHIPPED)])
    assert result.exit_code == 0
    assert result.stdout == f"{SHIPPED} is in order: version {load(SHIPPED).version}.\n"


def test_check_of_a_wrong_policy_ends_with_1_and_names_all(tmp_path: Path) -> None:
    file = written(
        tmp_path, ("below = 20\n", "below = 25\n"), ('authorizers = ["@executives"]', "authorizers = []")
    )
    result = CliRunner().invoke(app.main, ["policy", "check", str(file)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{file}: tiers[1].at_least: Deviations from 20 to under 25 % have two tiers" in result.stderr
    assert f"{file}: tiers[2].authorizers: The tier has no authorizer" in result.stderr


def test_check_tells_warnings_and_sources_that_are_not_there(tmp_path: Path) -> None:
    file = written(tmp_path, ('"#exceptions-manager"', '"#exceptions-team-lead"'))
    result = CliRunner().invoke(app.main, ["policy", "check", str(file)])
    assert result.exit_code == 0
    assert "Warning: " + str(file) + ": tiers[1].channel: Manager and Team lead share" in result.stderr
    assert (
        "sources[0].path: CRM could not be read from sample/crm.csv: there is no such file." in result.stderr
    )


def test_the_file_is_the_one_that_the_environment_names(tmp_path: Path) -> None:
    missing = tmp_path / "other.toml"
    result = CliRunner().invoke(app.main, ["policy", "check"], env={"POLICY_FILE": str(missing)})
    assert result.exit_code == 1
    assert f"{missing}: There is no such file" in result.stderr


def test_show_prints_every_subject() -> None:
    result = CliRunner().invoke(app.main, ["policy", "show", str(SHIPPED)])
    assert result.exit_code == 0
    for words in (
        "20 to under 50 %",
        "EUR 100,000",
        "50 % and more",
        "Operations supervisor",
        "2h before the deadline",
        "extends the deadline by 24h",
        "09:00 to 17:00, Europe/Berlin",
        "1 USD",
        "OPS-017",
        "0 changes (scored by hand)",
    ):
        assert words in result.stdout


def test_show_tells_business_times_and_whose_holidays_are_free(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        ('decision_time = "48h"', 'decision_time = "2 business days"'),
        ('decision_time = "4h"', 'decision_time = "1 business hour"'),
        ("closes = 17:00:00", 'closes = "24:00"'),
        ("[calendar]", '[calendar]\npublic_holidays = "DE-BE"'),
    )
    shown = CliRunner().invoke(app.main, ["policy", "show", str(file)]).stdout
    for words in (
        "  2 business days  ",
        "  1 business hour  ",
        "09:00 to 24:00, Europe/Berlin",
        "the public holidays of DE-BE, 2026-12-24",
    ):
        assert words in shown


def test_columns_of_the_report_line_up_also_with_wide_letters(tmp_path: Path) -> None:
    file = load(written(tmp_path, ('title = "Payment term"', 'title = "支払条件"')), today=date(2026, 11, 20))
    lines = report(file).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("Standards"))
    rows = lines[start + 1 : start + 1 + len(file.policy.standards)]
    places = {width(row[: row.index("@")]) for row in rows}
    assert len(places) == 1


def test_schema_prints_what_editors_read() -> None:
    assert CliRunner().invoke(app.main, ["policy", "schema"]).stdout == schema_text()
