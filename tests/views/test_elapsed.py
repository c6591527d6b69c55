"""How much of its time to decide a request has used: net of every pause, and since the filing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.views.elapsed import clock_used, length
from models.elapsed import decided_at, paused_for, time_used
from tests.builders import MORNING, done, filed
from tests.models.reconciled import HOUR, approve, in_conflict, settle


def test_time_stands_still_while_it_is_held() -> None:
    request = in_conflict()
    assert time_used(request, MORNING + 5 * HOUR) == timedelta(0)
    assert paused_for(request, MORNING + 5 * HOUR) == 5 * HOUR


def test_time_runs_on_after_it_was_settled() -> None:
    request = done(settle(in_conflict(), side=0, at=MORNING + 3 * HOUR))
    assert time_used(request, MORNING + 5 * HOUR) == 2 * HOUR
    assert paused_for(request, MORNING + 5 * HOUR) == 3 * HOUR


def test_request_that_never_stood_still_used_all_of_it() -> None:
    assert time_used(filed(), MORNING + 5 * HOUR) == 5 * HOUR
    assert clock_used(filed()) == ""


def test_net_and_gross_are_told_once_it_is_decided() -> None:
    request = done(settle(in_conflict(), side=0, at=MORNING + 3 * HOUR))
    assert decided_at(request) is None
    request = done(approve(request, "UVAL1", MORNING + 4 * HOUR))
    request = done(approve(request, "UEXE1", MORNING + 6 * HOUR))
    assert decided_at(request) == MORNING + 6 * HOUR
    assert clock_used(request) == "Decided within 3 h of its time to decide, 6 h after it was filed."


def test_card_tells_both_while_it_stands_still_and_after() -> None:
    held = in_conflict()
    assert clock_used(held).startswith("Used of the time to decide: under a minute; it stands still. <!date^")
    assert "^{ago}|" in clock_used(held)
    settled = done(settle(held, side=0, at=MORNING + 3 * HOUR))
    assert clock_used(settled).endswith("; 3 h of that does not count, for it was on hold.")


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(days=2, hours=4, minutes=5), "2 d 4 h"),
        (timedelta(days=1, minutes=5), "1 d 5 min"),
    ],
)
def test_length_is_told_in_two_units(time: timedelta, said: str) -> None:
    assert length(time) == said
