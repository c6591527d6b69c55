"""Halfway: when half of the time is over that whoever's turn it is has had; pure, it plans no timer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from models.calendar import add_business_time, business_time_between
from models.policy import Policy
from models.request import ExceptionRequest, Stage


def turn_began(request: ExceptionRequest) -> datetime:
    """Since when it is the turn of those who decide now: the round's beginning, or the first approval."""
    began = request.clock_from or request.filed_at
    first = request.decision(Stage.VALIDATION)
    if request.stage is Stage.AUTHORIZATION and first is not None:
        began = max(began, first.at)
    answered = request.expedite.answered_at if request.expedite is not None and request.is_expedited else None
    return began if answered is None else max(began, answered)


def halfway(policy: Policy, request: ExceptionRequest) -> datetime:
    """When half of the time from the beginning of their turn to the deadline is over (UTC), as the deadline counts it.

    What paused the time counts for nothing, and a limit in business time counts in business hours.
    """
    expedited, tier = policy.expedited.decision_time, policy.tier(request.score.tier).decision_time
    in_business = not isinstance(expedited if request.is_expedited else tier, timedelta)
    calendar = policy.calendar

    def length(start: datetime, end: datetime) -> timedelta:
        return business_time_between(calendar, start, end) if in_business else end - start

    def after(start: datetime, left: timedelta) -> datetime:
        return add_business_time(calendar, start, left) if in_business else start + left

    return _middle([*_running(request)], length, after) or request.deadline


def _running(request: ExceptionRequest) -> Iterator[tuple[datetime, datetime]]:
    """The stretches in which their time runs, pauses left out."""
    start, end = turn_began(request), request.deadline
    for pause in request.pauses:
        if pause.end <= start or pause.start >= end:
            continue
        if pause.start > start:
            yield start, pause.start
        start = max(start, pause.end)
    if start < end:
        yield start, end


def _middle(
    stretches: list[tuple[datetime, datetime]],
    length: Callable[[datetime, datetime], timedelta],
    after: Callable[[datetime, timedelta], datetime],
) -> datetime | None:
    left = sum((length(start, end) for start, end in stretches), timedelta(0)) / 2
    for start, end in stretches:
        here = length(start, end)
        if left <= here and here:
            return after(start, left)
        left -= here
    return None
