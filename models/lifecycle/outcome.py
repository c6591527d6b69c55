"""What an act is performed in, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from models.events import Event
from models.people import Register
from models.policy import Policy
from models.request import ExceptionRequest


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All that counts when an act is performed, besides the request and the person.

    `policy` is the version that the request was filed under; `trail` is the chain so far (kinds only, for the
    closing gate) and `is_trail_intact` whether its hashes hold; `number` is what a new request will be called;
    `like` are the approved requests of before for the same standard and reason as the form's, newest first.
    """

    workspace: str
    at: datetime
    policy: Policy
    policy_version: str
    register: Register = field(default_factory=Register)
    number: int = 0
    trail: tuple[str, ...] = ()
    is_trail_intact: bool = True
    like: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The request as it is now, and what happened, in order."""

    request: ExceptionRequest
    events: tuple[Event, ...]
