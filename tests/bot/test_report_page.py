"""The report as a page: one file that needs nothing else, in which nothing of the policy's words is markup."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

from bot.reports.page import page
from bot.views.uploads import Upload
from models.oversight.cells import Cell, Measure
from models.oversight.months import Period
from models.oversight.reporting import Only, reported
from tests.builders import policy

OCTOBER = Period(first="2026-10", last="2026-10")
MADE = datetime(2026, 11, 1, 9, tzinfo=UTC)
EVIL = '<script>alert("x")</script>'


def made(cells: Counter[Cell], only: Only | None = None) -> str:
    picture = Upload(name="v.png", content=b"\x89PNG", title="Volume", alt_text=EVIL)
    return page(reported(OCTOBER, only or Only(), cells), policy(), "v1", (picture,), MADE).decode()


def test_page_loads_and_runs_nothing() -> None:
    cell = Cell("2026-10", EVIL, "manager", EVIL, "customer_retention", Measure.FILED)
    shown = made(Counter({cell: 3}))
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert re.findall(r'(?:src|href)="([^"]{0,20})', shown) == ["data:image/png;base6"]
    assert "url(" not in shown
    assert "@import" not in shown
    assert "default-src 'none'" in shown


def test_page_says_what_it_is_of_and_what_is_counted() -> None:
    cell = Cell("2026-10", "S-1", "manager", "", "customer_retention", Measure.FILED)
    shown = made(Counter({cell: 3}), Only(reason="customer_retention"))
    for said in ("Exceptions, October 2026", "Only Customer retention", "Policy version v1", "2026-11-01"):
        assert said in shown
    for part in ("Key figures", "By month", "By standard", "By team", "No team", "What is counted"):
        assert part in shown


def test_groups_that_are_called_the_same_are_all_in_it() -> None:
    """A tier that the policy has no more is called by its name, which may be the title of another one."""
    title = policy().tiers[1].title
    there = {policy().tiers[1].name: 3, title: 4}
    cells = (Cell("2026-10", "S-1", tier, "", "customer_retention", Measure.FILED) for tier in there)
    shown = made(Counter(dict(zip(cells, there.values(), strict=True))))
    tiers = shown[shown.index("By tier") : shown.index("By team")]
    assert re.findall(rf"<td>{title}</td><td>(\d)</td>", tiers) == ["4", "3"]


def test_page_of_nothing_says_so() -> None:
    shown = made(Counter())
    assert "has been filed yet" in shown
    assert "<img" not in shown
