"""Acts: what people and the system can do, as small frozen values; what they cause is the lifecycle's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from models.request import Evidence, Filing, Stage
from models.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class File:
    """Ask to deviate from a standard (SOP step 1)."""

    filing: Filing


@dataclass(frozen=True, kw_only=True)
class RecordSnapshots:
    """Keep what the sources said of the customer (Audit Trail: all input data snapshot)."""

    number: int
    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True, kw_only=True)
class Approve:
    """Validate, or authorise: the stage is the one that the approver was shown (SOP step 5)."""

    number: int
    stage: Stage
    rationale: str
    evidence: tuple[Evidence, ...] = ()
    deviation: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Reject:
    """Say no, at either stage; it is final."""

    number: int
    stage: Stage
    rationale: str
    evidence: tuple[Evidence, ...] = ()


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
class Acknowledge:
    """A contact says that they know of an escalation."""

    number: int
    escalation: str


@dataclass(frozen=True, kw_only=True)
class MarkExecuted:
    """Operations has carried it out (SOP step 6)."""

    number: int
    done: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """The requester takes it back, before it is carried out."""

    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Close:
    """Verify that all audit fields are there, and close the record (SOP step 7)."""

    number: int


Decide = Approve | Reject
OnRequest = (
    RecordSnapshots
    | Approve
    | Reject
    | WarnOfDeadline
    | MarkBreached
    | Acknowledge
    | MarkExecuted
    | Withdraw
    | Close
)
Act = File | OnRequest
