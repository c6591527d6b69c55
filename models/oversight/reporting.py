"""Reporting: who may have the figures of which months, which a month's report covers, and what it puts together.

It reads no database and draws nothing: what was counted comes as cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from models.lifecycle.outcome import Scene
from models.membership import refusal_of_member
from models.oversight.cells import Cell, Measure
from models.oversight.figures import Report, Split, report_of
from models.oversight.months import (
    Period,
    PeriodError,
    month_before,
    month_of,
    months_back,
    months_until,
    period_between,
)
from models.oversight.schedule import next_report
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from models.roles import report_readers

#: How many months a report is over where nothing else is asked for, and how many its pictures show at least and most.
USUAL, SHOWN_AT_LEAST, SHOWN_AT_MOST = 3, 6, 24
_MONTH = r"[0-9]{4}-[0-9]{2}"
_COUNT = re.compile(r"(?:the )?(?:last )?([0-9]{1,3})(?: months?)?")
_SPAN = re.compile(rf"({_MONTH})(?:\s+|\s*(?:to|until|-|–|\.\.)\s*)({_MONTH})")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, kw_only=True)
class Only:
    """What a report is kept to: names of the policy's, "" for all."""

    standard: str = ""
    tier: str = ""
    team: str = ""
    reason: str = ""

    def holds(self, cell: Cell) -> bool:
        """Whether the cell is of what the report is kept to."""
        pairs = (
            (self.standard, cell.standard),
            (self.tier, cell.tier),
            (self.team, cell.team),
            (self.reason, cell.reason),
        )
        return all(not wanted or wanted == there for wanted, there in pairs)


@dataclass(frozen=True, kw_only=True)
class AskForReport:
    """Have a report sent as a direct message; `as_page` sends it as a page to print. Months are `2026-11`."""

    first: str
    last: str
    only: Only = Only()
    as_page: bool = False


@dataclass(frozen=True, kw_only=True)
class SendMonthlyReport:
    """Post the report of the month before `day` (ISO)."""

    day: str


OnReport = AskForReport | SendMonthlyReport


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report put together: its period, the one as long before it, and the months that the pictures show."""

    only: Only
    now: Report
    before: Report
    shown: Report
    #: How often a standard was deviated from for a reason, in the period: the most frequent first.
    asked: tuple[tuple[str, str, int], ...]
    #: The first month of which anything at all is on record, to this one; None where nothing is.
    record: Period | None = None

    @property
    def is_comparable(self) -> bool:
        """The record reaches back over the whole period before."""
        return self.record is None or self.before.period.first >= self.record.first

    @property
    def is_quiet(self) -> bool:
        """Nothing has happened in the period itself."""
        return not _has_something(self.now)

    @property
    def is_empty(self) -> bool:
        """Nothing has happened in any of the months."""
        return not any(_has_something(report) for report in (self.now, self.before, self.shown))


def judge(act: AskForReport, by: Person, scene: Scene) -> Period | Refusal:
    """The period of the report, or why it is not made: first who asks, then what for."""
    refused = refusal_of_reader(by, scene)
    if refused is not None:
        return refused
    if act.last < act.first:
        return Refusal(why=Why.FAULTS, faults={Field.LAST_MONTH: Fault.MONTHS_TURNED})
    if act.first > month_of(scene.at, scene.policy.calendar.zone):
        return Refusal(why=Why.FAULTS, faults={Field.FIRST_MONTH: Fault.MONTH_TO_COME})
    return period_between(act.first, act.last)


def refusal_of_reader(by: Person, scene: Scene) -> Refusal | None:
    """Why somebody may not see the figures (policy: `[reports]`)."""
    return _refusal(by, scene.policy, scene.register, scene.at)


def may_read(by: Person, policy: Policy, register: Register, at: datetime) -> bool:
    """Whether the figures may be shown to somebody."""
    return _refusal(by, policy, register, at) is None


def _refusal(by: Person, policy: Policy, register: Register, at: datetime) -> Refusal | None:
    return refusal_of_member(by, report_readers(policy), Why.NOT_REPORT_READER, register, at)


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to judge who may see the figures."""
    return report_readers(policy)


def asked_period(words: str, this_month: str) -> Period:
    """The period that somebody typed after `report`; PeriodError says how one is written.

    Nothing stands for the last three months; `6` for six; `2026-10`, `2026-07 to 2026-10`, `2026`; `last month`,
    `this month`, `last year` and `this year`. A month that has begun counts.
    """
    typed = " ".join(words.casefold().split())
    year = int(this_month[:4])
    simple = {
        "": lambda: months_until(this_month, USUAL),
        "this month": lambda: months_until(this_month, 1),
        "month": lambda: months_until(this_month, 1),
        "last month": lambda: months_until(month_before(this_month), 1),
        "this year": lambda: _year(year, this_month),
        "year": lambda: months_until(this_month, 12),
        "last year": lambda: _year(year - 1, this_month),
    }
    if typed in simple:
        return simple[typed]()
    if (span := _SPAN.fullmatch(typed)) is not None:
        return _begun(period_between(span[1], span[2]), this_month)
    if re.fullmatch(_MONTH, typed):
        return _begun(period_between(typed, typed), this_month)
    if _YEAR.fullmatch(typed) and 1900 <= int(typed) <= 9999:
        return _year(int(typed), this_month)
    if (count := _COUNT.fullmatch(typed)) is not None:
        return months_until(this_month, int(count[1]))
    raise PeriodError(
        "That is no period that a report is made for. Write how many months it is over (`6`), a month (`2026-10`), "
        "two months (`2026-07 2026-10`), a year (`2026`), `last month` or `last year`."
    )


def monthly_period(day: str, last_posted: str | None, policy: Policy, at: datetime) -> Period | None:
    """The months that the report of that day covers; None where all of them were reported before.

    After downtime it is one report over every month that was missed, and no month is reported twice.
    """
    first, last = month_before(day[:7]), month_before(month_before(next_report(policy, at).version[:7]))
    if last_posted is not None:
        first = max(first, _following(last_posted))
    return Period(first=first, last=last) if first <= last else None


def months_needed(period: Period) -> Period:
    """The months that must be counted for a report of that period."""
    count = len(period.months)
    return months_back(period.last, max(2 * count, SHOWN_AT_LEAST))


def on_record(first: str | None, this_month: str) -> Period | None:
    """The months of the record, from the first one that it has; None where it has none."""
    return None if first is None else Period(first=first, last=max(first, this_month))


def reported(period: Period, only: Only, cells: Mapping[Cell, int], record: Period | None = None) -> Reported:
    """The report of a period, from cells of `months_needed`; `record` is what months there are, of all requests."""
    kept = {cell: count for cell, count in cells.items() if only.holds(cell)}
    count = len(period.months)
    before = months_back(month_before(period.first), count)
    shown = months_back(period.last, min(max(count, SHOWN_AT_LEAST), SHOWN_AT_MOST))
    asked: Counter[tuple[str, str]] = Counter()
    for cell, number in kept.items():
        if cell.measure == Measure.FILED and period.first <= cell.month <= period.last:
            asked[cell.standard, cell.reason] += number
    return Reported(
        only=only,
        now=report_of(period, kept),
        before=report_of(before, kept),
        shown=_from_first_there(report_of(shown, kept), period),
        asked=tuple((*pair, n) for pair, n in sorted(asked.items(), key=lambda one: (-one[1], one[0]))),
        record=record,
    )


def _from_first_there(report: Report, period: Period) -> Report:
    """Without the months before anything happened, which only the period's own are shown of."""
    months = report.by[Split.MONTH]
    first = next(
        (m for m, one in months.items() if one.filed or one.decided or m >= period.first), period.first
    )
    kept = {month: one for month, one in months.items() if month >= first}
    return replace(
        report,
        period=Period(first=first, last=report.period.last),
        by={**report.by, Split.MONTH: kept},
    )


def _has_something(report: Report) -> bool:
    total = report.total
    return any(
        (total.filed, total.decided, total.withdrawn, total.other_endings, total.breaches, total.holds)
    )


def _begun(period: Period, this_month: str) -> Period:
    if period.first > this_month:
        raise PeriodError(f"{period.first} has not begun, so there are no figures of it yet.")
    return Period(first=period.first, last=min(period.last, this_month))


def _year(year: int, this_month: str) -> Period:
    return _begun(period_between(f"{year:04d}-01", f"{year:04d}-12"), this_month)


def _following(month: str) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]), 12)
    return f"{year:04d}-{number + 1:02d}"
