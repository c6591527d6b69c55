"""How long an approval holds, as a policy may write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.policy_file import load
from bot.policy_report import report
from models.business_time import BusinessTime, BusinessUnit
from models.policy import Policy
from models.policy_warnings import warnings_of
from tests.builders import policy
from tests.policy.written import SHIPPED, by_key, changed


def own(within: str, notice: str) -> Policy:
    return policy(validity={"within": within, "notice": notice})


def test_shipped_policy_says_so_and_its_report_too() -> None:
    file = load(SHIPPED)
    twenty, two = (BusinessTime(count=count, unit=BusinessUnit.DAY) for count in (20, 2))
    assert (file.policy.validity.within, file.policy.validity.notice) == (twenty, two)
    (line,) = [line for line in report(file).splitlines() if "An approval holds for" in line]
    assert line.split("  ")[-1] == "notice 2 business days before its end"
    assert "20 business days" in line


def test_policy_that_says_nothing_of_it_has_the_same(tmp_path: Path) -> None:
    text = changed(('[validity]\nwithin = "20 business days"\nnotice = "2 business days"\n', ""))
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).policy.validity == load(SHIPPED).policy.validity


@pytest.mark.parametrize(
    ("within", "notice", "which"),
    [
        ("24h", "24h", "each approval"),
        ("2 business days", "3 business days", "each approval"),
        ("8 business hours", "24h", "now and then an approval"),
    ],
)
def test_notice_that_comes_with_the_approval_is_warned_of(within: str, notice: str, which: str) -> None:
    found = by_key(warnings_of(own(within, notice)))
    assert found["validity.notice"] == (
        f"An approval holds for {within} and notice is given {notice} before its end: {which} comes with its notice. "
        "Write a shorter notice."
    )


@pytest.mark.parametrize(
    ("within", "notice"), [("20 business days", "2 business days"), ("48h", "24h"), ("72h", "1h")]
)
def test_notice_with_time_left_is_not_warned_of(within: str, notice: str) -> None:
    assert "validity.notice" not in by_key(warnings_of(own(within, notice)))
