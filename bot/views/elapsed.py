"""The clock of a request that stood still: the time used, net, beside the time since the filing; words only."""

from __future__ import annotations

from datetime import timedelta

from bot.views.text import ago, when
from models.elapsed import decided_at, paused_for, time_used
from models.request import ExceptionRequest


def clock_used(request: ExceptionRequest) -> str:
    """How much of its time a request has used, and how long ago it was filed (mrkdwn); empty where none stood still.

    It stays true until something happens to the request: what runs on is left to each reader's own clock.
    """
    ended = decided_at(request)
    if ended is not None and request.pauses:
        used, gross = length(time_used(request, ended)), length(ended - request.filed_at)
        return f"Decided within {used} of its time to decide, {gross} after it was filed."
    since = request.paused_since
    if since is not None and request.stage is not None:
        used = length(time_used(request, since))
        return f"Used of the time to decide: {used}; it stands still. {_filed(request)}."
    if request.pauses and request.stage is not None:
        stood = length(paused_for(request, request.pauses[-1].end))
        return f"{_filed(request)}; {stood} of that does not count, for it was on hold."
    return ""


def _filed(request: ExceptionRequest) -> str:
    """When it was filed and how long ago, for each reader as they read it."""
    return f"{when(request.filed_at, lead='Filed ')} ({ago(request.filed_at)})"


def length(time: timedelta) -> str:
    """A length of time in its two largest units: `2 d 4 h`, `3 h 20 min`, `under a minute`."""
    minutes = int(time.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if n]
    return " ".join(parts[:2]) or "under a minute"
