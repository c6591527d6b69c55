"""Own cause: whether a request is somebody's own, or that of the other end of a delegation; it refuses nothing."""

from __future__ import annotations

from datetime import datetime

from models.people import Register
from models.request import ExceptionRequest


def in_own_cause(person: str, request: ExceptionRequest, register: Register, at: datetime) -> str | None:
    """The requester or the beneficiary whom the person is, or counts as one with by a delegation; None for others."""
    for other in (request.filed_by, request.filing.beneficiary):
        if other is not None and register.same_person(person, other, since=request.filed_at, at=at):
            return other
    return None
