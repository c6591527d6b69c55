"""The acts about reminders, as small frozen values: two of the system's, and a person's own to put one off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.reminded import SnoozeFor


@dataclass(frozen=True, kw_only=True)
class Remind:
    """Half of their time is over for those whose turn it is; `reminder` is the key of the round and the stage."""

    number: int
    reminder: str
    deadline: datetime


@dataclass(frozen=True, kw_only=True)
class RemindAgain:
    """The time is over until which somebody has put their reminder off."""

    number: int
    reminder: str
    person: str


@dataclass(frozen=True, kw_only=True)
class SnoozeReminder:
    """Somebody who was reminded wants to be so once more, later."""

    number: int
    reminder: str
    until: SnoozeFor
