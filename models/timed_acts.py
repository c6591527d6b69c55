"""Acts of the system, each when its time has come; people's are in `models.acts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class RecordSnapshots:
    """Keep what the sources said of the customer (Audit Trail: all input data snapshot)."""

    number: int
    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True, kw_only=True)
class WarnOfDeadline:
    """The deadline is near (Escalation Rules: SLA breach imminent)."""

    number: int
    deadline: datetime


@dataclass(frozen=True, kw_only=True)
class MarkBreached:
    """The deadline has passed without a decision."""

    number: int
    deadline: datetime


@dataclass(frozen=True, kw_only=True)
class MarkHoldOverdue:
    """A hold's own deadline has passed."""

    number: int
    hold: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class WarnOfLapse:
    """A returned request will be closed soon, if nobody answers."""

    number: int
    hold: str


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """A returned request that nobody answered ends."""

    number: int
    hold: str


@dataclass(frozen=True, kw_only=True)
class WarnOfExpiry:
    """An approval will end soon, if it is not carried out."""

    number: int
    execute_by: datetime


@dataclass(frozen=True, kw_only=True)
class Expire:
    """An approval that was not carried out by its date ends."""

    number: int
    execute_by: datetime


@dataclass(frozen=True, kw_only=True)
class ClimbLadder:
    """Nobody has acknowledged an escalation in time: the next step of the ladder is told."""

    number: int
    escalation: str
    step: int
