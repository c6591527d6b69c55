"""The calendar and a slower, independent reckoning agree, over all zones, the years 2020 to 2035 and any hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar import (
    add_business_days,
    add_business_time,
    business_days_between,
    business_time_between,
    end_of_business_day,
    is_open,
    opening_before,
)
from models.policy import Calendar
from tests.models.slow_calendar import DAYS, Desk

START, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones())


@cache
def changes_of_clocks(name: str) -> tuple[datetime, ...]:
    """Each moment of these years at which the clock of the zone jumps, to the minute, found by halving."""
    zone, found = ZoneInfo(name), []

    def offset(minute: int) -> timedelta | None:
        return (START + timedelta(minutes=minute)).astimezone(zone).utcoffset()

    week, minutes = 7 * 24 * 60, (END - START) // timedelta(minutes=1)
    before = offset(0)
    for early in range(0, minutes, week):
        low, high = early, early + week
        after = offset(high)
        if before != after:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == before else (low, middle)
            found.append(START + timedelta(minutes=high))
        before = after
    return tuple(found)


def both(
    zone: str, days: Iterable[str], opens: int, closes: int, holidays: Iterable[date] = ()
) -> tuple[Calendar, Desk]:
    """The same calendar for both reckonings; times in minutes after midnight."""
    calendar = Calendar.model_validate(
        {
            "time_zone": zone,
            "business_days": sorted(days),
            "opens": time(*divmod(opens, 60)),
            "closes": "24:00" if closes == 24 * 60 else time(*divmod(closes, 60)),
            "holidays": sorted(holidays),
        }
    )
    desk = Desk(
        zone=ZoneInfo(zone),
        days=frozenset(days),
        opens=opens,
        closes=closes,
        holidays=frozenset(holidays),
    )
    return calendar, desk


@st.composite
def desks(draw: st.DrawFn) -> tuple[Calendar, Desk, datetime]:
    """A calendar, its double, and a moment: any at all, or about a change of clocks that its hours meet."""
    zone = draw(st.sampled_from(ZONES))
    changes = changes_of_clocks(zone)
    quarters = st.integers(0, 95).map(lambda n: n * 15)
    minutes = quarters | quarters | quarters | st.integers(0, 24 * 60 - 1)
    is_near: bool = draw(st.booleans())
    if changes and is_near:
        change = draw(st.sampled_from(changes))
        at = change + timedelta(seconds=draw(st.integers(-3 * 86400, 3 * 86400)))
        reading = (change - timedelta(minutes=1)).astimezone(ZoneInfo(zone))
        about = reading.hour * 60 + reading.minute + 1
        minutes = st.integers(-12, 12).map(lambda n: (about + n * 15) % (24 * 60)) | minutes
    else:
        at = START + timedelta(seconds=draw(st.integers(0, 16 * 365 * 86400)))
    at += timedelta(microseconds=draw(st.sampled_from((0, 0, 1, 999_999))))
    opens = draw(minutes)
    closes = draw(
        st.just(24 * 60) | minutes.filter(lambda n: n > opens) if opens < 24 * 60 - 1 else st.just(24 * 60)
    )
    first = at.date() + timedelta(days=draw(st.integers(-2, 8)))
    holidays = [first + timedelta(days=n) for n in range(draw(st.integers(0, 9)))]
    return *both(zone, draw(st.sets(st.sampled_from(DAYS), min_size=1)), opens, closes, holidays), at


lengths = st.integers(0, 30 * 3600).map(lambda n: timedelta(seconds=n)) | st.integers(0, 40).map(
    lambda n: timedelta(hours=n)
)
waits = st.integers(0, 12 * 86400).map(lambda n: timedelta(seconds=n))
counts = st.integers(0, 4)
thorough = settings(max_examples=120, deadline=None)


@thorough
@given(desks(), counts)
def test_business_days_end_when_the_watcher_says(given: tuple[Calendar, Desk, datetime], days: int) -> None:
    calendar, desk, at = given
    assert add_business_days(calendar, at, days) == desk.close_after(at, days)
    assert end_of_business_day(calendar, at) == desk.close_after(at, 0)


@thorough
@given(desks(), lengths)
def test_business_hours_are_over_when_the_watcher_says(
    given: tuple[Calendar, Desk, datetime], length: timedelta
) -> None:
    calendar, desk, at = given
    # Hours of a few minutes a day would be watched for years.
    length = min(length, timedelta(minutes=(desk.closes - desk.opens) * 4))
    assert add_business_time(calendar, at, length) == desk.spend(at, length)


@thorough
@given(desks(), waits)
def test_open_time_is_what_the_watcher_saw(given: tuple[Calendar, Desk, datetime], wait: timedelta) -> None:
    calendar, desk, at = given
    assert business_time_between(calendar, at, at + wait) == desk.open_time(at, at + wait)
    assert business_time_between(calendar, at + wait, at) == timedelta(0)


@thorough
@given(desks(), counts)
def test_notice_is_given_at_an_opening_that_leaves_the_days(
    given: tuple[Calendar, Desk, datetime], days: int
) -> None:
    calendar, desk, at = given
    opening = opening_before(calendar, at, days)
    assert opening < at
    walk = takewhile(lambda seen: seen[0] < at, desk.watch(opening - desk.step))
    (_, earlier), *seen = walk
    assert seen[0] == (opening, seen[0][1])
    assert earlier != seen[0][1]
    assert len({day for _, day in seen if day is not None}) == days + 1


@thorough
@given(desks(), lengths, lengths)
def test_adding_then_measuring_gives_the_same(
    given: tuple[Calendar, Desk, datetime], length: timedelta, more: timedelta
) -> None:
    calendar, _, at = given
    due = add_business_time(calendar, at, length)
    assert business_time_between(calendar, at, due) == length
    assert add_business_time(calendar, due, more) == add_business_time(calendar, at, length + more)


@thorough
@given(desks(), counts, counts)
def test_adding_days_then_counting_them_gives_the_same(
    given: tuple[Calendar, Desk, datetime], days: int, more: int
) -> None:
    calendar, _, at = given
    due = add_business_days(calendar, at, days)
    assert business_days_between(calendar, at, due) == days
    just_before = due - timedelta(microseconds=1)
    assert add_business_days(calendar, just_before, more) == add_business_days(calendar, at, days + more)
    assert end_of_business_day(calendar, just_before) == due


@thorough
@given(desks(), waits, lengths, lengths, counts)
def test_what_comes_later_is_due_no_sooner(
    given: tuple[Calendar, Desk, datetime], wait: timedelta, length: timedelta, more: timedelta, days: int
) -> None:
    calendar, _, at = given
    later = at + wait
    assert add_business_time(calendar, at, length) <= add_business_time(calendar, later, length)
    assert add_business_time(calendar, at, length) <= add_business_time(calendar, at, length + more)
    assert add_business_days(calendar, at, days) <= add_business_days(calendar, later, days)
    assert add_business_days(calendar, at, days) < add_business_days(calendar, at, days + 1)
    assert end_of_business_day(calendar, at) > at


@thorough
@given(desks(), lengths)
def test_nothing_is_due_in_closed_hours(given: tuple[Calendar, Desk, datetime], length: timedelta) -> None:
    calendar, desk, at = given
    due = add_business_time(calendar, at, length)
    just_before = due - timedelta(microseconds=1)
    assert due.utcoffset() == timedelta(0)
    assert is_open(calendar, due) or is_open(calendar, just_before)
    for moment in (at, due, just_before):
        assert is_open(calendar, moment) == (next(desk.watch(moment))[1] is not None)


def clocks() -> dict[tuple[object, ...], str]:
    """One zone for each course that the clocks of these years take; the others go by the same clock."""
    found: dict[tuple[object, ...], str] = {}
    for name in ZONES:
        zone, changes = ZoneInfo(name), changes_of_clocks(name)
        offsets = [moment.astimezone(zone).utcoffset() for moment in (START, *changes)]
        found.setdefault((changes, *offsets), name)
    return found


def test_every_change_of_clocks_of_every_zone() -> None:
    """Hours that begin, end, or lie whole within what the clock leaves out or shows twice: the watcher agrees."""
    for (_, *offsets), zone in clocks().items():
        # The watcher's steps meet every change only if the clocks are whole quarters of an hour apart from UTC.
        assert {offset % timedelta(minutes=15) for offset in offsets} == {timedelta(0)}  # type: ignore[operator]
        for change in changes_of_clocks(zone):
            reading = (change - timedelta(minutes=1)).astimezone(ZoneInfo(zone))
            at = reading.hour * 60 + reading.minute + 1
            for opens, closes in (
                (at + 15, at + 240),
                (at - 240, at - 15),
                (at - 30, at + 30),
                (at, at + 60),
            ):
                if 0 <= opens < closes <= 24 * 60:
                    calendar, desk = both(zone, DAYS, opens, closes)
                    start, end = change - timedelta(hours=5, seconds=1), change + timedelta(hours=5)
                    assert business_time_between(calendar, start, end) == desk.open_time(start, end)
                    for begin in (change - timedelta(minutes=20), change + timedelta(minutes=20)):
                        assert end_of_business_day(calendar, begin) == desk.close_after(begin, 0)
