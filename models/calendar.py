"""The business calendar: when a business day ends in the policy's time zone; pure, it reads no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from models.policy import Calendar

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_business_day(calendar: Calendar, day: date) -> bool:
    """Whether people work on that day."""
    return _DAYS[day.weekday()] in calendar.business_days and day not in calendar.holidays


def end_of_business_day(calendar: Calendar, at: datetime) -> datetime:
    """The close of the business day that `at` falls in; after hours or on a free day, of the next one (UTC).

    Blueprint, Escalation Rules: "Same business day".
    """
    local = at.astimezone(calendar.zone)
    day = local.date()
    if not is_business_day(calendar, day) or local.time() >= calendar.closes:
        day += timedelta(days=1)
        while not is_business_day(calendar, day):
            day += timedelta(days=1)
    return datetime.combine(day, calendar.closes, tzinfo=calendar.zone).astimezone(UTC)
