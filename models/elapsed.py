"""Elapsed time: how much of its time to decide a request has used, net of pauses, and how long it has been; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.request import ExceptionRequest

_NONE = timedelta(0)


def paused_for(request: ExceptionRequest, until: datetime) -> timedelta:
    """How long the time to decide stood still in this round, up to a moment (aware UTC)."""
    past = sum((pause.end - pause.start for pause in request.pauses), _NONE)
    now = until - request.paused_since if request.paused_since is not None else _NONE
    return past + max(now, _NONE)


def time_used(request: ExceptionRequest, until: datetime) -> timedelta:
    """How much of this round's time to decide is used up up to a moment; while it is paused, that stays the same."""
    began = request.clock_from or request.filed_at
    return max(until - began - paused_for(request, until), _NONE)


def decided_at(request: ExceptionRequest) -> datetime | None:
    """When the round's last decision was made, once none is waited for; None before that and where there was none."""
    if request.stage is not None:
        return None
    return max((decision.at for decision in request.decisions_of_round()), default=None)
