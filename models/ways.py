"""The exceptional ways of a request: extended, expedited, amended, complained of, documented, waived; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from models.evidence import CarriedMessage, Evidence


@dataclass(frozen=True, kw_only=True)
class Extension:
    """The time to decide was lengthened: by how much, for which source, and why."""

    by: str
    at: datetime
    length: timedelta
    subject: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Expedite:
    """The requester asked for the urgent path, and what the department manager said."""

    asked_at: datetime
    justification: str
    answered_by: str | None = None
    answered_at: datetime | None = None
    is_granted: bool = False
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """The form was changed after the filing: which fields, and whether the decisions were void by it."""

    by: str
    at: datetime
    fields: tuple[str, ...]
    is_material: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """A customer complained while the request was open, or after it: `escalation` tells who was told."""

    key: str
    by: str
    at: datetime
    words: str
    escalation: str
    after_decision: bool = False
    message: CarriedMessage | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    review: str = ""


@dataclass(frozen=True, kw_only=True)
class Documentation:
    """What stands in for a source that cannot be read: the requester's words and files."""

    source: str
    by: str
    at: datetime
    words: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """The second approval was waived, as the policy allows below its caps."""

    at: datetime
    deviation_cap: Decimal
    value_cap: Decimal
