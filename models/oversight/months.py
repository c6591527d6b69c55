"""Months as the figures count them: `2026-11`, in the policy's time zone; it reads no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
#: No report is over a longer time than this.
MOST_MONTHS = 600


class PeriodError(ValueError):
    """What was asked for is no period of months."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """The months from `first` to `last`, both included, each written as `2026-11`."""

    first: str
    last: str

    @property
    def months(self) -> tuple[str, ...]:
        """Each month, the oldest first."""
        return tuple(_named(number) for number in range(_number(self.first), _number(self.last) + 1))


def month_of(at: datetime, zone: ZoneInfo) -> str:
    """The month that a moment falls in, by that zone's calendar."""
    there = at.astimezone(zone)
    return f"{there.year:04d}-{there.month:02d}"


def period_between(first: str, last: str) -> Period:
    """The months from one to another; PeriodError says what is wrong with them."""
    for month in (first, last):
        if _MONTH.fullmatch(month) is None or month < "0001":
            raise PeriodError(f'"{month}" is no month; write it like 2026-11.')
    if last < first:
        raise PeriodError(f"The period ends in {last}, before it begins in {first}.")
    if _number(last) - _number(first) >= MOST_MONTHS:
        raise PeriodError(f"A report is over {MOST_MONTHS} months at most.")
    return Period(first=first, last=last)


def months_until(last: str, count: int) -> Period:
    """So many months, of which `last` is the last; PeriodError where there are none, or too many."""
    if not 1 <= count <= MOST_MONTHS:
        raise PeriodError(f"A report is over 1 to {MOST_MONTHS} months.")
    return months_back(period_between(last, last).last, count)


def months_back(last: str, count: int) -> Period:
    """So many months, of which `last` is the last, however many: what a report is held against; none before year 1."""
    return Period(first=_named(max(_number(last) - count + 1, 12)), last=last)


def period_asked(
    this_month: str, *, first: str | None = None, last: str | None = None, count: int | None = None
) -> Period:
    """The period that a command names by its ends, by one of them, or by how many months up to its last.

    The last month is the present one where none is named, and so are twelve months where nothing else tells.
    PeriodError says what is wrong with it.
    """
    if first is not None and count is not None:
        raise PeriodError(
            "A number of months is counted back from the last one; name the first month, or a number."
        )
    until = last or this_month
    if first is not None:
        return period_between(first, until)
    period_between(until, until)
    return months_until(until, 12 if count is None else count)


def month_before(month: str) -> str:
    """The month before that one."""
    return _named(_number(month) - 1)


def _number(month: str) -> int:
    """Months since the year 0, so that the next one is one more."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _named(number: int) -> str:
    year, month = divmod(number, 12)
    return f"{year:04d}-{month + 1:02d}"
