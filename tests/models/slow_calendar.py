"""The business calendar reckoned again, slowly and otherwise: a clock on the wall is watched step by step.

Nothing here asks when a local time is in UTC. A watcher walks through UTC in equal steps, reads the clock, and
remembers the latest reading so far: the desk is open while that reading is within the hours of a business day.
A clock that goes back is not believed until it is where it was, so hours that it shows again are no new hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: A watcher begins this much early, so that the latest reading is known where it is needed.
WARM_UP = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Business hours in minutes after midnight (`closes` up to 1440), on some days of the week that are no holidays."""

    zone: ZoneInfo
    days: frozenset[str]
    opens: int
    closes: int
    holidays: frozenset[date]

    @property
    def step(self) -> timedelta:
        """The longest step that meets every opening, closing and change of clocks of these years."""
        return timedelta(minutes=next(n for n in (15, 5, 1) if self.opens % n == 0 and self.closes % n == 0))

    def day_of(self, reading: datetime) -> date | None:
        """The business day within whose hours the reading is, if it is."""
        minute = reading.hour * 60 + reading.minute
        day = reading.date()
        works = DAYS[day.weekday()] in self.days and day not in self.holidays
        return day if works and self.opens <= minute < self.closes else None

    def watch(self, start: datetime) -> Iterator[tuple[datetime, date | None]]:
        """Each step from the one that `start` is in, with the business day that is open in it."""
        minute = start.replace(minute=0, second=0, microsecond=0)
        while minute + self.step <= start:
            minute += self.step
        at = minute - (WARM_UP // self.step) * self.step
        latest = at.astimezone(self.zone).replace(tzinfo=None)
        while True:
            latest = max(latest, at.astimezone(self.zone).replace(tzinfo=None))
            if at >= minute:
                yield at, self.day_of(latest)
            at += self.step

    def close_after(self, start: datetime, days: int) -> datetime:
        """The end of the last of `days` business days after the one at or after `start`."""
        last: date | None = None
        left = days
        for at, day in self.watch(start):
            if last is not None and day != last:
                if left == 0:
                    return at
                left -= 1
            last = day
        raise AssertionError

    def spend(self, start: datetime, length: timedelta) -> datetime:
        """When `length` of open time is over, a step at a time; none is over at once, at a closing too."""
        if not length and next(self.watch(start - timedelta(microseconds=1)))[1] is not None:
            return start
        left = length
        for at, day in self.watch(start):
            if day is not None:
                begins = max(at, start)
                here = at + self.step - begins
                if left <= here:
                    return begins + left
                left -= here
        raise AssertionError

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments is open."""
        total = timedelta(0)
        for at, day in self.watch(start):
            if at >= end:
                return total
            if day is not None:
                total += min(at + self.step, end) - max(at, start)
        raise AssertionError
