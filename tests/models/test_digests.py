"""When somebody's digest is due: by their own clock, on business days, once a day, clock changes included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from models.deadlines import TimerKind
from models.notifying.acts import Due
from models.notifying.digests import day_of, is_too_soon, known_zone, next_look, notice_of
from models.notifying.preferences import Preferences
from tests.builders import policy

ANYBODY = Preferences(person="UVAL1")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        # Wednesday, 4 March 2026: 08:30 in Berlin is 07:30 UTC, in New York 13:30, in Kolkata 03:00.
        ("Europe/Berlin", "2026-03-04 07:29", None),
        ("Europe/Berlin", "2026-03-04 07:30", "2026-03-04"),
        ("America/New_York", "2026-03-04 13:29", None),
        ("America/New_York", "2026-03-04 13:30", "2026-03-04"),
        ("Asia/Kolkata", "2026-03-04 03:00", "2026-03-04"),
        # Their own Thursday has begun in Auckland.
        ("Pacific/Auckland", "2026-03-04 19:30", "2026-03-05"),
        # New York's clocks went forward on 8 March, Berlin's go on the 29th; then back again.
        ("America/New_York", "2026-03-09 12:30", "2026-03-09"),
        ("America/New_York", "2026-03-09 12:29", None),
        ("Europe/Berlin", "2026-03-30 06:30", "2026-03-30"),
        ("Europe/Berlin", "2026-03-30 06:29", None),
        ("Europe/Berlin", "2026-10-26 07:29", None),
        ("Europe/Berlin", "2026-10-26 07:30", "2026-10-26"),
    ],
)
def test_digest_is_due_at_the_hour_of_ones_own_clock(zone: str, moment: str, day: str | None) -> None:
    found = day_of(policy(), ANYBODY, zone, at(moment))
    assert found == (date.fromisoformat(day) if day else None)


def test_missed_digest_comes_late_that_day_but_not_in_the_evening() -> None:
    assert day_of(policy(), ANYBODY, "Europe/Berlin", at("2026-03-04 15:59")) == date(2026, 3, 4)
    assert day_of(policy(), ANYBODY, "Europe/Berlin", at("2026-03-04 16:00")) is None


def test_hour_after_the_close_is_kept_too() -> None:
    calendar = policy().calendar.model_dump() | {"opens": "05:00", "closes": "10:00"}
    own, chosen = policy(calendar=calendar), Preferences(person="UVAL1", digest_at=time(11, 30))
    assert day_of(own, chosen, "Europe/Berlin", at("2026-03-04 10:29")) is None
    assert day_of(own, chosen, "Europe/Berlin", at("2026-03-04 11:29")) == date(2026, 3, 4)
    assert day_of(own, chosen, "Europe/Berlin", at("2026-03-04 11:30")) is None


def test_no_digest_comes_on_a_free_day_of_the_policys_calendar() -> None:
    assert day_of(policy(), ANYBODY, "Europe/Berlin", at("2026-03-07 09:00")) is None
    calendar = policy().calendar.model_dump() | {"holidays": ["2026-03-04"]}
    assert day_of(policy(calendar=calendar), ANYBODY, "Europe/Berlin", at("2026-03-04 09:00")) is None


def test_day_that_closes_at_midnight_ends_there() -> None:
    calendar = policy().calendar.model_dump() | {"closes": "24:00"}
    own = policy(calendar=calendar)
    assert day_of(own, ANYBODY, "Europe/Berlin", at("2026-03-04 22:59")) == date(2026, 3, 4)
    assert day_of(own, ANYBODY, "Europe/Berlin", at("2026-03-04 23:00")) is None


def test_everybody_has_their_own_hour_or_none() -> None:
    early = Preferences(person="UVAL1", digest_at=time(6))
    assert day_of(policy(), early, "Europe/Berlin", at("2026-03-04 05:00")) == date(2026, 3, 4)
    off = Preferences(person="UVAL1", has_digest=False)
    assert day_of(policy(), off, "Europe/Berlin", at("2026-03-04 09:00")) is None


def test_who_goes_to_another_time_zone_gets_no_second_one_that_day() -> None:
    sent = at("2026-03-04 16:30")
    assert is_too_soon(sent, sent + timedelta(hours=7))
    assert not is_too_soon(sent, sent + timedelta(hours=12))
    assert not is_too_soon(None, sent)
    # And the same day where they arrive is the same message.
    assert notice_of(Due(person="UVAL1", day="2026-03-04")).key == "digest:UVAL1:2026-03-04"


def test_it_is_looked_each_quarter_of_an_hour_and_never_twice_for_one() -> None:
    looked = next_look(at("2026-03-04 07:30"))
    assert (looked.kind, looked.due_at) == (TimerKind.DIGEST, at("2026-03-04 07:45"))
    assert next_look(at("2026-03-04 07:44") + timedelta(seconds=59)) == looked


@pytest.mark.parametrize("name", ["", "Atlantis/Capital", "../../etc/passwd"])
def test_time_zone_that_nobody_knows_is_utc(name: str) -> None:
    assert known_zone(name).key == "UTC"
