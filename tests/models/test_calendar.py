"""Business days end in the policy's own time zone, over weekends, holidays and the change of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.calendar import end_of_business_day, is_business_day
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
