"""Who further up was told, who was passed over, and whether they said that they know; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.policy import Priority


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try to reach a contact: the step of the ladder, who or which channel was told, and why not others.

    `absent` names those of the step who were passed over, each as `person: why`.
    """

    step: str
    at: datetime
    told: tuple[str, ...] = ()
    channel: str = ""
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EscalationRaised:
    """Somebody further up was told, and whether they said that they know; `told` are all whom it reached so far."""

    key: str
    kind: str
    contact: str
    priority: Priority
    told: tuple[str, ...]
    at: datetime
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()
