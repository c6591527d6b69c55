"""How long a returned request waits, as a policy may write it."""

from __future__ import annotations

from pathlib import Path

from bot.policy_file import load
from bot.policy_report import report
from models.business_time import BusinessTime, BusinessUnit
from models.policy_warnings import warnings_of
from tests.builders import policy
from tests.policy.written import SHIPPED, by_key, changed


def test_shipped_policy_says_so_and_its_report_too() -> None:
    file = load(SHIPPED)
    five, one = (BusinessTime(count=count, unit=BusinessUnit.DAY) for count in (5, 1))
    assert (file.policy.returns.within, file.policy.returns.notice) == (five, one)
    (line,) = [line for line in report(file).splitlines() if "A returned request waits for" in line]
    assert "5 business days" in line
    assert line.endswith("notice 1 business day before its end")


def test_policy_that_says_nothing_of_it_has_the_same(tmp_path: Path) -> None:
    text = changed(('[returns]\nwithin = "5 business days"\nnotice = "1 business day"\n', ""))
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).policy.returns == load(SHIPPED).policy.returns


def test_notice_that_comes_with_the_return_is_warned_of() -> None:
    found = by_key(warnings_of(policy(returns={"within": "24h", "notice": "24h"})))
    assert found["returns.notice"] == (
        "A returned request waits for 24h and notice is given 24h before its end: each return comes with its notice. "
        "Write a shorter notice."
    )
    assert "returns.notice" not in by_key(warnings_of(policy()))
