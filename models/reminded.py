"""Reminders that were sent: at which stage, to whom, and who put theirs off until when; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SnoozeFor(StrEnum):
    """How long somebody puts their reminder off."""

    HOUR = "hour"
    FOUR_HOURS = "four_hours"
    #: Until the next business day's morning where they are.
    MORNING = "morning"


@dataclass(frozen=True, kw_only=True)
class Snooze:
    """Somebody has put their reminder off; `again_at` is when they were reminded once more, if they were."""

    person: str
    until: datetime
    at: datetime
    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What was said at half the time left to those whose turn it was; one for each stage of a round."""

    stage: str
    round: int
    at: datetime
    told: tuple[str, ...]
    snoozes: tuple[Snooze, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the request's others."""
        return f"{self.round}.{self.stage}"

    def snooze_of(self, person: str) -> Snooze | None:
        """Somebody's last snooze that they were not reminded after yet."""
        open_now = (s for s in reversed(self.snoozes) if s.person == person and s.again_at is None)
        return next(open_now, None)

    def times(self, person: str) -> int:
        """How often somebody was reminded once more."""
        return sum(1 for snooze in self.snoozes if snooze.person == person and snooze.again_at is not None)

    def said_at(self, person: str) -> datetime | None:
        """When somebody was reminded last; None where they were not."""
        if person not in self.told:
            return None
        again = (s.again_at for s in self.snoozes if s.person == person and s.again_at is not None)
        return max(again, default=self.at)
