"""Pausing: how much later a due time is for a stretch that does not count; whose time it is, others say."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.business_time import BusinessTime, BusinessUnit
from models.calendar import (
    add_business_days,
    add_business_time,
    business_days_between,
    business_time_between,
)
from models.holds import Pause
from models.policy import Calendar


def moved(calendar: Calendar, due: datetime, pause: Pause, limit: timedelta | BusinessTime) -> datetime:
    """The due time (UTC) with the pause left out, in the time that its limit counts in; one after it moves nothing."""
    if pause.start >= due:
        return due
    if isinstance(limit, timedelta):
        return due + (pause.end - pause.start)
    if limit.unit is BusinessUnit.DAY:
        days = business_days_between(calendar, pause.start, pause.end)
        # What is due is due at a close itself: what comes after it counts as if it came on the next business day.
        return add_business_days(calendar, due, days - 1) if days else due
    length = business_time_between(calendar, pause.start, pause.end)
    return add_business_time(calendar, due, length)
