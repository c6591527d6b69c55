"""The business calendar: business days, hours and limits in the policy's time zone; pure, it reads no clock.

A business day is one stretch: it begins when that place's clock first shows the opening time and ends when it
first shows the closing time. So hours that a change of clocks leaves out are not counted, a time that it shows
twice counts when it comes first, and a day whose hours are left out altogether is no business day.
All moments are aware, and every answer is in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from models.business_time import BusinessTime, BusinessUnit
from models.policy import Calendar
from models.public_holidays import days_off

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """The hours of one business day in UTC; `closes` is after `opens` and does not belong to them."""

    opens: datetime
    closes: datetime


def is_business_day(calendar: Calendar, day: date) -> bool:
    """Whether people work on that day."""
    if _DAYS[day.weekday()] not in calendar.business_days or day in calendar.holidays:
        return False
    return calendar.public_holidays is None or day not in days_off(calendar.public_holidays, day.year)


def hours_on(calendar: Calendar, day: date) -> Hours | None:
    """When business is open on that day of the calendar's place, or None where it is not at all."""
    if not is_business_day(calendar, day):
        return None
    # A day that closes at midnight closes where the next one begins.
    last = day if calendar.closes != time.min else day + _ONE_DAY
    opens = _first_shown(calendar.time_zone, datetime.combine(day, calendar.opens))
    closes = _first_shown(calendar.time_zone, datetime.combine(last, calendar.closes))
    return Hours(opens=opens, closes=closes) if opens < closes else None


def shown(calendar: Calendar, day: date, reading: time) -> datetime:
    """When that place's clock first shows a time of day, or a later one where it leaves it out (UTC)."""
    return shown_in(calendar.time_zone, day, reading)


def shown_in(zone_name: str, day: date, reading: time) -> datetime:
    """When a clock of that time zone first shows a time of day, or a later one where it leaves it out (UTC)."""
    return _first_shown(zone_name, datetime.combine(day, reading))


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the moment is within business hours."""
    return next(_hours_from(calendar, at)).opens <= at


def end_of_business_day(calendar: Calendar, at: datetime) -> datetime:
    """The close of the business day that `at` falls in; after hours or on a free day, of the next one (UTC).

    Blueprint, Escalation Rules: "Same business day".
    """
    return add_business_days(calendar, at, 0)


def add_business_days(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The close of the last of `days` (0 or more) business days after the one that `at` falls in (UTC).

    What comes after hours or on a free day counts as if it came on the next business day.
    """
    return next(islice(_hours_from(calendar, at), days, None)).closes


def business_days_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """How many business days close after `start` and before `end`; none where `end` is not after `start`."""
    count = 0
    for hours in _hours_from(calendar, start):
        if hours.closes >= end:
            break
        count += 1
    return count


def opening_before(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The opening of the business day that is `days` (0 or more) before the last one that opened before `at` (UTC).

    A notice "2 business days before" is given then, so that two whole days are left and the last one.
    """
    return next(islice(_hours_to(calendar, at), days, None)).opens


def add_business_time(calendar: Calendar, at: datetime, length: timedelta) -> datetime:
    """When business was open for `length` (not negative) since `at` (UTC); never in closed hours.

    Time that ends with a business day is due at its close, and not at the next opening.
    """
    if length < timedelta(0):
        raise ValueError(f"business time is added, not taken away: {length}")
    # The day that closes at this very moment belongs to them: nothing more is due at once, and not at an opening.
    for hours in _hours_from(calendar, at - timedelta.resolution):
        begins = max(hours.opens, at)
        if length <= hours.closes - begins:
            return begins.astimezone(UTC) + length
        length -= hours.closes - begins
    raise AssertionError("the days do not end")


def business_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How long business was open between two moments; nothing where `end` is not after `start`."""
    total = timedelta(0)
    for hours in _hours_from(calendar, start):
        if hours.opens >= end:
            break
        total += max(timedelta(0), min(hours.closes, end) - max(hours.opens, start))
    return total


def due_after(calendar: Calendar, limit: timedelta | BusinessTime, at: datetime) -> datetime:
    """When a limit that runs from `at` is over (UTC): elapsed time, business hours or business days."""
    if isinstance(limit, timedelta):
        return at.astimezone(UTC) + limit
    if limit.unit is BusinessUnit.DAY:
        return add_business_days(calendar, at, limit.count)
    return add_business_time(calendar, at, timedelta(hours=limit.count))


def due_before(calendar: Calendar, notice: timedelta | BusinessTime, at: datetime) -> datetime:
    """When a notice that long before `at` is given (UTC): elapsed time, business hours or business days.

    "2 business days before" is an opening that leaves two whole days and the last one; elapsed time is subtracted.
    """
    if isinstance(notice, timedelta):
        return at.astimezone(UTC) - notice
    if notice.unit is BusinessUnit.DAY:
        return opening_before(calendar, at, notice.count)
    length, days = timedelta(hours=notice.count), 0
    while (left := business_time_between(calendar, opening_before(calendar, at, days), at)) < length:
        days += 1
    return opening_before(calendar, at, days).astimezone(UTC) + (left - length)


def _hours_from(calendar: Calendar, at: datetime) -> Iterator[Hours]:
    """The hours of the business days that close after `at`, one after another."""
    day = at.astimezone(calendar.zone).date()
    while True:
        hours = hours_on(calendar, day)
        if hours is not None and hours.closes > at:
            yield hours
        day += _ONE_DAY


def _hours_to(calendar: Calendar, at: datetime) -> Iterator[Hours]:
    """The hours of the business days that opened before `at`, backwards."""
    # Where the clock went back over midnight, the next day has begun although it shows this one again.
    day = at.astimezone(calendar.zone).date() + _ONE_DAY
    while True:
        hours = hours_on(calendar, day)
        if hours is not None and hours.opens < at:
            yield hours
        day -= _ONE_DAY


@lru_cache(maxsize=4096)
def _first_shown(zone_name: str, reading: datetime) -> datetime:
    """When a clock of the zone first shows this reading (naive, whole seconds) or a later one, in UTC."""
    zone = ZoneInfo(zone_name)
    late = reading.replace(tzinfo=zone).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == reading:
        return late
    # The clock leaves this reading out: it goes forward somewhere between these two moments.
    early = reading.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while late - early > _SECOND:
        middle = early + timedelta(seconds=(late - early) // _SECOND // 2)
        if middle.astimezone(zone).replace(tzinfo=None) >= reading:
            late = middle
        else:
            early = middle
    return late
