"""The clock, told: how the time to decide stood still, ran on, was lengthened or shortened, and ran out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.derived.filing import in_time
from models.derived.told import Told
from models.holds import Pause
from models.request import ExceptionRequest
from models.ways import Expedite, Extension


def paused(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """It stands still."""
    return replace(request, paused_since=told.read("since", datetime))


def resumed(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """It runs on, with another deadline."""
    pause = Pause(start=told.read("since", datetime), end=told.link.at)
    deadline = told.read("deadline", datetime)
    return in_time(
        replace(request, paused_since=None, pauses=(*request.pauses, pause), deadline=deadline), told
    )


def extended(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """There is more of it."""
    extension, deadline = told.read("extension", Extension), told.read("deadline", datetime)
    return in_time(replace(request, extensions=(*request.extensions, extension), deadline=deadline), told)


def expedite(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """The urgent path was asked for, or answered: then the deadline may be sooner."""
    request = replace(request, expedite=told.read("expedite", Expedite))
    if not told.names("deadline"):
        return request
    return in_time(replace(request, deadline=told.read("deadline", datetime)), told)


def breached(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """It has run out."""
    return replace(request, breached_at=told.link.at)
