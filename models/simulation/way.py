"""A way: how one request goes under one version of the policy, as far as two versions are compared; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.holds import HoldKind
from models.request import Ending, Status


class Wait(StrEnum):
    """What a request waits for in the end."""

    FIRST_APPROVAL = "first_approval"
    SECOND_APPROVAL = "second_approval"
    HOLD = "hold"
    EXECUTION = "execution"
    CLOSING = "closing"


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An escalation that was raised: its kind, and the contact (a key of the policy) whom it told."""

    kind: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """How one request goes: the tier that decides, its deadline, and all that comes of it (times aware UTC).

    `allowed` is the time from when the clock began to the deadline, pauses and extensions included. `asked` names
    for each decision that was made, and for the one that is waited for, whom the policy asks for it. `holds` are all
    that were opened. `waits_for` is None once the record is closed.
    """

    tier: str
    status: Status
    outcome: Ending | None
    deadline: datetime
    allowed: timedelta
    round: int
    breaches: int
    escalations: tuple[Raised, ...]
    holds: tuple[HoldKind, ...]
    has_one_approval: bool
    asked: tuple[tuple[str, ...], ...]
    waits_for: Wait | None
    held_by: tuple[HoldKind, ...] = ()
