"""Ending, told: what operations did, what ended the request otherwise, and how its record was closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.derived.filing import in_time
from models.derived.holding import hold_of, with_hold
from models.derived.told import Told
from models.endings import Ended, Execution
from models.holds import HoldClosed, HoldEnding, Pause
from models.request import ExceptionRequest, Status


def tried(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """One try more; with a final one the record waits to be closed, anew where it was closed before."""
    request = replace(request, executions=(*request.executions, told.read("execution", Execution)))
    if not told.names("status"):
        return request
    return replace(request, status=told.read("status", Status), missing=(), closed_at=None)


def ended(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """It has ended otherwise; what still held it is void, and the clock stands as the event says."""
    end = told.read("ended", Ended)
    void = HoldClosed(how=HoldEnding.VOID, by=end.by, at=end.at)
    for key in told.read_all("void", str) if told.names("void") else ():
        request = with_hold(request, replace(hold_of(request, key, told), closed=void))
    request = replace(request, ended=end, status=told.read("status", Status))
    if told.names("deadline"):
        request = replace(request, deadline=told.read("deadline", datetime))
    if told.names("paused_since"):
        request = replace(request, paused_since=told.read_optional("paused_since", datetime))
    if told.names("pauses"):
        request = replace(request, pauses=told.read_all("pauses", Pause))
    return in_time(request, told)


def incomplete(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """The record lacks something, and stays open."""
    return replace(request, missing=told.read_all("missing", str))


def closed(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """The record is closed."""
    return replace(request, status=told.read("status", Status), missing=(), closed_at=told.link.at)
