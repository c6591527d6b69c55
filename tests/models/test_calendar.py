"""Business time passes in the policy's own time zone, over weekends, holidays and the change of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.business_time import BusinessTime, BusinessUnit, limit_text, parse_limit
from models.calendar import (
    add_business_days,
    add_business_time,
    business_days_between,
    business_time_between,
    due_after,
    end_of_business_day,
    hours_on,
    is_business_day,
    is_open,
    opening_before,
)
from models.policy import Calendar


def calendar(zone: str = "Europe/Berlin", **changed: object) -> Calendar:
    given = {
        "time_zone": zone,
        "business_days": ["mon", "tue", "wed", "thu", "fri"],
        "opens": "09:00",
        "closes": "17:00",
        "holidays": ["2026-04-03", "2026-04-06"],
    }
    return Calendar.model_validate(given | changed)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        # Wednesday in winter: 17:00 in Berlin is 16:00 UTC.
        ("2026-03-04T08:00", "2026-03-04T16:00"),
        ("2026-03-04T03:00", "2026-03-04T16:00"),
        ("2026-03-04T15:59:59.999999", "2026-03-04T16:00"),
        # At the close and after it, the next business day.
        ("2026-03-04T16:00", "2026-03-05T16:00"),
        ("2026-03-04T22:30", "2026-03-05T16:00"),
        # After midnight in Berlin it is the next day there, though not in UTC.
        ("2026-03-04T23:30", "2026-03-05T16:00"),
        # Friday after hours, Saturday and Sunday end on Monday.
        ("2026-03-06T16:00", "2026-03-09T16:00"),
        ("2026-03-07T09:00", "2026-03-09T16:00"),
        ("2026-03-08T23:30", "2026-03-09T16:00"),
        # Good Friday and Easter Monday are holidays: Thursday evening ends on Tuesday.
        ("2026-04-02T15:00", "2026-04-07T15:00"),
        ("2026-04-03T09:00", "2026-04-07T15:00"),
        # Clocks go forward on Sunday, March 29: 17:00 in Berlin is 15:00 UTC from then on.
        ("2026-03-27T15:59", "2026-03-27T16:00"),
        ("2026-03-27T16:00", "2026-03-30T15:00"),
        # Clocks go back on Sunday, October 25.
        ("2026-10-23T15:00", "2026-10-26T16:00"),
        ("2026-10-23T14:59", "2026-10-23T15:00"),
    ],
)
def test_business_day_ends_at_its_close(at: str, ends: str) -> None:
    assert end_of_business_day(calendar(), utc(at)) == utc(ends)


def test_day_is_the_policys_own_and_not_utcs() -> None:
    sydney = calendar("Australia/Sydney")
    # Friday 20:00 UTC is Saturday morning in Sydney.
    assert end_of_business_day(sydney, utc("2026-03-06T20:00")) == utc("2026-03-09T06:00")
    honolulu = calendar("Pacific/Honolulu")
    # Saturday 02:00 UTC is Friday 16:00 in Honolulu.
    assert end_of_business_day(honolulu, utc("2026-03-07T02:00")) == utc("2026-03-07T03:00")


def test_answer_is_in_utc() -> None:
    assert (
        end_of_business_day(calendar(), utc("2026-03-04T08:00")).utcoffset() == utc("2026-03-04").utcoffset()
    )


def test_business_days_are_those_that_the_policy_names() -> None:
    six_days = calendar(business_days=["mon", "tue", "wed", "thu", "fri", "sat"])
    assert is_business_day(six_days, date(2026, 3, 7))
    assert not is_business_day(calendar(), date(2026, 3, 7))
    assert not is_business_day(calendar(), date(2026, 4, 6))
    assert end_of_business_day(six_days, utc("2026-03-06T16:00")) == utc("2026-03-07T16:00")


@pytest.mark.parametrize(
    ("at", "days", "ends"),
    [
        # Wednesday's requests have until Friday's close; those of Friday evening count as Monday's.
        ("2026-03-04T08:00", 2, "2026-03-06T16:00"),
        ("2026-03-06T16:00", 2, "2026-03-11T16:00"),
        # Thursday, then Good Friday, the weekend and Easter Monday: the first day after is Tuesday.
        ("2026-04-02T08:00", 1, "2026-04-07T15:00"),
        ("2026-04-02T08:00", 5, "2026-04-13T15:00"),
    ],
)
def test_business_days_are_counted_after_the_day_itself(at: str, days: int, ends: str) -> None:
    assert add_business_days(calendar(), utc(at), days) == utc(ends)
    assert business_days_between(calendar(), utc(at), utc(ends)) == days
    limit = BusinessTime(count=days, unit=BusinessUnit.DAY)
    assert due_after(calendar(), limit, utc(at)) == utc(ends)


@pytest.mark.parametrize(
    ("at", "hours", "due"),
    [
        ("2026-03-04T08:00", 4, "2026-03-04T12:00"),
        # What ends with the day is due at its close, and not at the next opening.
        ("2026-03-04T08:00", 8, "2026-03-04T16:00"),
        ("2026-03-04T08:00", 16, "2026-03-05T16:00"),
        ("2026-03-04T12:30:15", 4, "2026-03-05T08:30:15"),
        ("2026-03-04T03:00", 1, "2026-03-04T09:00"),
        # Friday's last hour, a weekend with a change of clocks, and Monday's first.
        ("2026-03-27T15:00", 2, "2026-03-30T08:00"),
        ("2026-04-02T15:00", 1, "2026-04-07T08:00"),
    ],
)
def test_business_hours_pass_only_while_it_is_open(at: str, hours: int, due: str) -> None:
    assert add_business_time(calendar(), utc(at), timedelta(hours=hours)) == utc(due)
    assert business_time_between(calendar(), utc(at), utc(due)) == timedelta(hours=hours)
    limit = BusinessTime(count=hours, unit=BusinessUnit.HOUR)
    assert due_after(calendar(), limit, utc(at)) == utc(due)


def test_no_time_is_over_as_soon_as_it_is_open() -> None:
    assert add_business_time(calendar(), utc("2026-03-04T09:00"), timedelta(0)) == utc("2026-03-04T09:00")
    assert add_business_time(calendar(), utc("2026-03-04T16:00"), timedelta(0)) == utc("2026-03-04T16:00")
    assert add_business_time(calendar(), utc("2026-03-04T16:00:01"), timedelta(0)) == utc("2026-03-05T08:00")
    with pytest.raises(ValueError, match="added, not taken away"):
        add_business_time(calendar(), utc("2026-03-04T09:00"), timedelta(seconds=-1))


def test_desk_is_open_from_its_opening_until_before_its_close() -> None:
    assert [
        is_open(calendar(), utc(f"2026-03-04T{at}")) for at in ("07:59:59", "08:00", "15:59:59", "16:00")
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_notice_is_given_at_an_opening() -> None:
    # Wednesday noon, two business days before: Monday's opening. At an opening, the day before is the last.
    assert opening_before(calendar(), utc("2026-03-04T12:00"), 2) == utc("2026-03-02T08:00")
    assert opening_before(calendar(), utc("2026-03-04T08:00"), 0) == utc("2026-03-03T08:00")
    assert opening_before(calendar(), utc("2026-04-07T15:00"), 1) == utc("2026-04-02T07:00")


def test_hours_that_a_clock_leaves_out_or_shows_twice() -> None:
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    night = calendar(business_days=every_day, opens="02:30", closes="04:00")
    # On March 29 the clock goes from 02:00 to 03:00, which is 01:00 UTC: it opens then, and is open for one hour.
    forward = hours_on(night, date(2026, 3, 29))
    assert forward is not None
    assert (forward.opens, forward.closes) == (utc("2026-03-29T01:00"), utc("2026-03-29T02:00"))
    # On October 25 it goes from 03:00 back to 02:00: it opens at the first 02:30.
    back = hours_on(night, date(2026, 10, 25))
    assert back is not None
    assert (back.opens, back.closes) == (utc("2026-10-25T00:30"), utc("2026-10-25T03:00"))
    # A day that closes at the first 02:30 has ended when the clock shows 02:00 again.
    early = calendar(business_days=every_day, opens="00:00", closes="02:30")
    assert end_of_business_day(early, utc("2026-10-25T01:15")) == utc("2026-10-26T01:30")
    # Hours that are left out altogether make no business day.
    gap = calendar(business_days=every_day, opens="02:00", closes="03:00")
    assert hours_on(gap, date(2026, 3, 29)) is None
    assert end_of_business_day(gap, utc("2026-03-29T00:30")) == utc("2026-03-30T01:00")


def test_day_that_began_has_begun_when_the_clock_shows_the_day_before_again() -> None:
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    newfoundland = calendar("America/St_Johns", business_days=every_day, opens="00:00", closes="24:00")
    # One minute into Sunday, at 02:31 UTC, the clock went back to Saturday, 23:01.
    again = utc("2010-11-07T02:45")
    assert opening_before(newfoundland, again, 0) == utc("2010-11-07T02:30")
    assert end_of_business_day(newfoundland, again) == utc("2010-11-08T03:30")


def test_day_may_close_at_midnight() -> None:
    whole = calendar(opens="00:00", closes="24:00")
    assert end_of_business_day(whole, utc("2026-03-04T08:00")) == utc("2026-03-04T23:00")
    # Friday's last hour and Monday's first ones.
    assert add_business_time(whole, utc("2026-03-06T22:00"), timedelta(hours=3)) == utc("2026-03-09T01:00")
    # Days without a night between them still are days of their own.
    assert add_business_days(whole, utc("2026-03-04T08:00"), 1) == utc("2026-03-05T23:00")


def test_public_holidays_of_a_region_are_free_beside_ones_own() -> None:
    berlin = calendar(public_holidays="DE-BE", holidays=["2026-12-24"])
    free = [date(2026, 3, 6), date(2027, 3, 8), date(2026, 12, 24), date(2026, 12, 25)]
    assert [is_business_day(berlin, day) for day in free] == [True, False, False, False]
    # International Women's Day is a holiday in Berlin and not in Hamburg.
    assert is_business_day(calendar(public_holidays="DE-HH"), date(2027, 3, 8))
    # Over the year's end: Thursday, the 31st, then New Year's Day and a weekend.
    assert add_business_days(berlin, utc("2026-12-31T09:00"), 1) == utc("2027-01-04T16:00")


@pytest.mark.parametrize("text", ["24h", "1h 30m", "16 business hours", "1 business hour", "2 business days"])
def test_limit_is_written_as_it_is_read(text: str) -> None:
    assert limit_text(parse_limit(text)) == text
