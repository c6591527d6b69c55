"""Holding, told: what stopped the request, what was late in it, and how it was closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.derived.told import Told
from models.holds import Hold, HoldClosed
from models.request import ExceptionRequest
from models.ways import Settled


def opened(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """One hold more."""
    return replace(request, holds=(*request.holds, told.read("hold", Hold)))


def closed(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """A hold less; what was settled with it, and a date that moved for it, are told with it."""
    hold = hold_of(request, told.read("hold", str), told)
    request = with_hold(request, replace(hold, closed=told.read("closed", HoldClosed)))
    if told.names("settled"):
        request = replace(request, settled=(*request.settled, told.read("settled", Settled)))
    if told.names("execute_by"):
        request = replace(request, execute_by=told.read_optional("execute_by", datetime))
    return request


def overdue(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """A hold that is late, and who has its card since."""
    hold = hold_of(request, told.read("hold", str), told)
    return with_hold(request, replace(hold, overdue_at=told.link.at, told=told.read_all("told", str)))


def hold_of(request: ExceptionRequest, key: str, told: Told) -> Hold:
    """The hold that the event is about; CannotDeriveError where no event has opened it."""
    hold = request.hold(key)
    if hold is None:
        raise told.fault(f'is about the hold "{key}", which no event has opened')
    return hold


def with_hold(request: ExceptionRequest, hold: Hold) -> ExceptionRequest:
    """The request with the hold in the place of the one of its key."""
    return replace(request, holds=tuple(hold if each.key == hold.key else each for each in request.holds))
