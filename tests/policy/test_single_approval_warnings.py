"""Switching the single approval on is the owner's to weigh: they are warned of what the policy says of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.policy_file import load
from bot.policy_report import report
from tests.policy.written import by_key, changed

ON = ("enabled = false", "enabled = true")
BOTH_SAY = (
    "The FAQ allows a single approval for low impact, and the approval logic requires both: switched on, one person "
    "approves alone up to {} % and EUR {}. Each waiver is listed for review."
)


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    file = folder / "policy.toml"
    file.write_text(changed(*changes), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("caps", "expected"),
    [
        ([], {"single_approval.enabled": BOTH_SAY.format("5", "1,000")}),
        (
            [("max_deviation = 5", 'max_deviation = "19.99"')],
            {"single_approval.enabled": BOTH_SAY.format("19.99", "1,000")},
        ),
        (
            [("max_deviation = 5", "max_deviation = 20")],
            {
                "single_approval.enabled": BOTH_SAY.format("20", "1,000"),
                "single_approval.max_deviation": "20 % is above Team lead, the lowest tier, which ends under 20 %: "
                "nobody of a higher tier would see such a request. Write less than 20.",
            },
        ),
        (
            [("max_value = 1_000", "max_value = 10_001")],
            {
                "single_approval.enabled": BOTH_SAY.format("5", "10,001"),
                "single_approval.max_value": "EUR 10,001 is above what Team lead, the lowest tier, may decide: nobody "
                "of a higher tier would see such a request. Write at most 10000.",
            },
        ),
    ],
)
def test_switched_on_it_warns_and_the_policy_is_used(
    caps: list[tuple[str, str]], expected: dict[str, str], tmp_path: Path
) -> None:
    loaded = load(written(tmp_path, ON, *caps), today=date(2026, 11, 20))
    assert by_key(loaded.warnings) == expected
    assert loaded.policy.single_approval.enabled


def test_switched_off_its_caps_are_no_matter(tmp_path: Path) -> None:
    high = [("max_deviation = 5", "max_deviation = 90"), ("max_value = 1_000", "max_value = 900_000")]
    assert load(written(tmp_path, *high), today=date(2026, 11, 20)).warnings == ()


def test_policy_show_says_whether_one_approval_is_enough(tmp_path: Path) -> None:
    shown = report(load(written(tmp_path)))
    assert "Single approval  off" in shown
    assert "every request needs both approvals" in shown
    shown = report(load(written(tmp_path, ON)))
    (line,) = [line for line in shown.splitlines() if "Single approval  up to" in line]
    assert "up to 5 %" in line
    assert "EUR 1,000" in line
    assert "the first approval only" in line
