"""Figures: what is made of cells, and which months a report is over."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.holds import HoldKind
from models.oversight.cells import Cell, Measure, hold_measure
from models.oversight.figures import DecisionTime, Figures, Split, figures_of, report_of
from models.oversight.months import PeriodError, month_before, months_until, period_between


def a_cell(measure: Measure, *, month: str = "2026-02", value: int = 0, **others: str) -> Cell:
    named = {
        "standard": "payment-terms",
        "tier": "manager",
        "team": "S-SALES",
        "reason": "customer_retention",
    }
    return Cell(month=month, measure=measure, value=value, **(named | others))


def test_approval_rate_leaves_withdrawals_and_other_endings_apart() -> None:
    ends = {"approved": 3, "rejected": 1, "withdrawn": 5, "prohibited": 1, "lapsed": 2, "expired": 4}
    figures = figures_of([(a_cell(Measure(name)), count) for name, count in ends.items()])
    assert figures.approval_rate == Fraction(3, 4)
    assert (figures.withdrawn, figures.other_endings) == (5, 7)


def test_no_rate_is_given_of_nothing() -> None:
    nothing = Figures()
    assert nothing.approval_rate is None
    assert nothing.recurrence_rate is None
    assert (nothing.decision_time.median, nothing.decision_time.p90) == (None, None)


def test_recurrence_rate_is_the_share_of_what_was_filed() -> None:
    figures = figures_of([(a_cell(Measure.FILED), 8), (a_cell(Measure.RECURRING), 2)])
    assert figures.recurrence_rate == Fraction(1, 4)


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_shortest_length_that_so_many_took_no_longer_than(
    lengths: list[int], percent: int
) -> None:
    counts = tuple(sorted(Counter(lengths).items()))
    found = DecisionTime(counts=counts).percentile(percent)
    fits = [one for one in lengths if sum(x <= one for x in lengths) * 100 >= percent * len(lengths)]
    assert found == min(fits)


def test_every_month_of_the_period_is_named_and_none_beside_it() -> None:
    cells = {a_cell(Measure.FILED, month=month): 1 for month in ("2025-10", "2025-11", "2026-01", "2026-02")}
    report = report_of(period_between("2025-11", "2026-01"), cells)
    assert {month: one.filed for month, one in report.by[Split.MONTH].items()} == {
        "2025-11": 1,
        "2025-12": 0,
        "2026-01": 1,
    }
    assert report.total.filed == 2


def test_each_split_adds_up_to_the_total() -> None:
    cells = {
        a_cell(Measure.FILED): 2,
        a_cell(Measure.FILED, team=""): 3,
        a_cell(Measure.FILED, tier="executive", standard="suppliers"): 4,
        a_cell(hold_measure(HoldKind.REGULATORY)): 1,
    }
    report = report_of(period_between("2026-01", "2026-02"), cells)
    for split in Split:
        assert sum(one.filed for one in report.by[split].values()) == report.total.filed == 9
        assert sum(one.holds for one in report.by[split].values()) == 1
    assert list(report.by[Split.STANDARD]) == ["payment-terms", "suppliers"]


def test_policy_reviews_stand_under_their_standard_and_under_no_tier_or_team() -> None:
    opened = a_cell(Measure.REVIEW_OPENED, tier="", team="")
    report = report_of(period_between("2026-02", "2026-02"), {opened: 1})
    assert report.total.reviews_opened == report.by[Split.STANDARD]["payment-terms"].reviews_opened == 1
    assert (report.by[Split.TIER], report.by[Split.TEAM]) == ({}, {})


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-13", "2026-14", "no month"),
        ("november", "2026-11", "no month"),
        ("2026-1", "2026-11", "no month"),
        ("0000-01", "2026-11", "no month"),
        ("2026-11", "2026-10", "before it begins"),
        ("0001-01", "2026-10", "600 months at most"),
    ],
)
def test_what_is_no_period_is_said(first: str, last: str, said: str) -> None:
    with pytest.raises(PeriodError, match=said):
        period_between(first, last)


def test_months_are_counted_back_over_the_turn_of_the_year() -> None:
    assert months_until("2026-02", 3).months == ("2025-12", "2026-01", "2026-02")
    assert month_before("2026-01") == "2025-12"
    with pytest.raises(PeriodError, match="1 to 600"):
        months_until("2026-02", 0)
