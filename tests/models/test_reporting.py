"""Reports: the period that somebody types, the months that a monthly one covers, and what is put together."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from models.oversight.cells import Cell, Measure
from models.oversight.figures import Split
from models.oversight.months import Period, PeriodError
from models.oversight.reporting import Only, asked_period, monthly_period, months_needed, reported
from tests.builders import policy

NOW = "2026-10"


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "2026-08", "2026-10"),
        (" 6 ", "2026-05", "2026-10"),
        ("last 6 months", "2026-05", "2026-10"),
        ("1 month", "2026-10", "2026-10"),
        ("this month", "2026-10", "2026-10"),
        ("Last  Month", "2026-09", "2026-09"),
        ("last year", "2025-01", "2025-12"),
        ("this year", "2026-01", "2026-10"),
        ("2026", "2026-01", "2026-10"),
        ("2025", "2025-01", "2025-12"),
        ("2026-03", "2026-03", "2026-03"),
        ("2025-11 2026-02", "2025-11", "2026-02"),
        ("2025-11 to 2026-02", "2025-11", "2026-02"),
        ("2026-09 2026-12", "2026-09", "2026-10"),
    ],
)
def test_period_is_read_as_people_write_it(typed: str, first: str, last: str) -> None:
    assert asked_period(typed, NOW) == Period(first=first, last=last)


@pytest.mark.parametrize(
    "typed", ["soon", "2026-13", "2026-00", "2026-11", "2027", "0", "999", "2026-05 2026-01", "-3", "٣"]
)
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(PeriodError):
        asked_period(typed, NOW)


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "last_posted", "now", "covers"),
    [
        # On its day, and for the first time.
        ("2026-09-01", None, at(9, 1), ("2026-08", "2026-08")),
        ("2026-09-01", "2026-07", at(9, 1), ("2026-08", "2026-08")),
        # After downtime it is one report over all that was missed.
        ("2026-09-01", "2026-07", at(11, 20), ("2026-08", "2026-10")),
        # Before this month's own day that month's is still to come.
        ("2026-09-01", "2026-07", at(11, 1, 1), ("2026-08", "2026-09")),
        # Nothing is reported twice, also where the policy's day was moved in between.
        ("2026-09-01", "2026-08", at(9, 1), None),
        ("2026-09-01", "2026-08", at(10, 1), ("2026-09", "2026-09")),
        # The new year.
        ("2026-01-01", None, at(1, 1), ("2025-12", "2025-12")),
        ("2026-01-01", "2025-12", at(2, 1), ("2026-01", "2026-01")),
    ],
)
def test_monthly_report_covers_each_month_once(
    day: str, last_posted: str | None, now: datetime, covers: tuple[str, str] | None
) -> None:
    period = monthly_period(day, last_posted, policy(), now)
    assert period == (None if covers is None else Period(first=covers[0], last=covers[1]))


def cell(month: str, measure: Measure, standard: str = "S-1", reason: str = "unique") -> Cell:
    return Cell(month, standard, "manager", "@sales", reason, measure)


CELLS = Counter(
    {
        cell("2026-07", Measure.FILED): 4,
        cell("2026-08", Measure.FILED): 3,
        cell("2026-09", Measure.FILED): 2,
        cell("2026-09", Measure.FILED, "S-2", "retention"): 5,
        cell("2026-09", Measure.APPROVED): 1,
    }
)
SEPTEMBER = Period(first="2026-09", last="2026-09")


def test_report_stands_beside_the_period_before_and_shows_the_months_since_the_first() -> None:
    made = reported(SEPTEMBER, Only(), CELLS)
    assert (made.now.total.filed, made.before.total.filed) == (7, 3)
    assert list(made.shown.by[Split.MONTH]) == ["2026-07", "2026-08", "2026-09"]
    assert made.asked == (("S-2", "retention", 5), ("S-1", "unique", 2))
    assert not made.is_empty


def test_report_is_kept_to_what_was_chosen() -> None:
    made = reported(SEPTEMBER, Only(standard="S-2"), CELLS)
    assert made.now.total.filed == 5
    assert made.now.total.approved == 0
    assert made.before.total.filed == 0
    assert reported(SEPTEMBER, Only(team="@other"), CELLS).is_empty


def test_enough_months_are_counted_for_the_pictures_and_for_the_period_before() -> None:
    assert months_needed(SEPTEMBER) == Period(first="2026-04", last="2026-09")
    assert months_needed(Period(first="2026-01", last="2026-12")) == Period(first="2025-01", last="2026-12")


@pytest.mark.parametrize("typed", ["301", "600", "0001-01", "0001-01 0001-12", "1900"])
def test_every_period_that_is_taken_can_be_put_together(typed: str) -> None:
    period = asked_period(typed, NOW)
    needed = months_needed(period)
    assert (needed.first <= period.first, needed.last) == (True, period.last)
    found = reported(period, Only(), Counter())
    assert tuple(found.now.by[Split.MONTH]) == period.months
    assert found.before.period.last < period.first
