"""Digests: when somebody's morning is there, by their own clock, and whether they get one; pure, it reads no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.calendar import is_business_day, shown_in
from models.deadlines import Timer, TimerKind
from models.notices import MessageKind, Notice
from models.notifying.acts import Due
from models.notifying.preferences import Preferences
from models.policy import Policy

#: How often it is looked whose morning is there: every zone's clock is whole quarters of an hour from UTC.
EVERY = timedelta(minutes=15)
#: Nobody gets two within this time, whatever zone they come from and go to.
APART = timedelta(hours=12)
#: How long after its hour a digest may come at least, should the business day end sooner.
LATE = timedelta(hours=1)
#: What a digest and a reminder have told of is not told again by the other within this time.
SAID_FOR = timedelta(hours=1)


def next_look(at: datetime) -> Timer:
    """When it is looked next whose morning is there, later than `at`."""
    since = datetime(2000, 1, 1, tzinfo=UTC)
    due_at = since + EVERY * ((at - since) // EVERY + 1)
    return Timer(kind=TimerKind.DIGEST, version=due_at.isoformat(timespec="minutes"), due_at=due_at)


def day_of(policy: Policy, chosen: Preferences, zone: str, at: datetime) -> date | None:
    """The day whose digest is due for somebody in a time zone; None where none is.

    It is due from their hour until the business day closes on their own clock: one that was missed in the morning
    comes late, but none in the evening; for an hour in any case. Only on business days of the policy's calendar.
    """
    place = known_zone(zone)
    day = at.astimezone(place).date()
    if not chosen.has_digest or not is_business_day(policy.calendar, day):
        return None
    closes_on = (
        day if policy.calendar.closes.hour or policy.calendar.closes.minute else day + timedelta(days=1)
    )
    opens = shown_in(place.key, day, chosen.hour(policy))
    closes = shown_in(place.key, closes_on, policy.calendar.closes)
    return day if opens <= at < max(closes, opens + LATE) else None


def is_too_soon(last_at: datetime | None, at: datetime) -> bool:
    """Whether somebody had one so lately that this would be a second one in a day."""
    return last_at is not None and at - last_at < APART


def notice_of(due: Due) -> Notice:
    """The message: one for each person and day of theirs, whoever plans it and however often."""
    return Notice(
        kind=MessageKind.DIGEST,
        recipient=due.person,
        key=f"{MessageKind.DIGEST}:{due.person}:{due.day}",
        detail={"day": due.day},
    )


def known_zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
