"""The exceptional ways of a request: extended, expedited, amended, complained of, documented, waived; values only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from models.canonical import canonical_json
from models.events import plain_json
from models.evidence import CarriedMessage, Evidence
from models.trigger import Trigger


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
    """The requester asked for the urgent path, and what the department manager said.

    It counts for its `round` alone: a new round is another request to decide, and may be asked for anew.
    `told` are the managers who were asked, as they were known then.
    """

    asked_at: datetime
    justification: str
    round: int = 1
    told: tuple[str, ...] = ()
    answered_by: str | None = None
    answered_at: datetime | None = None
    is_granted: bool = False
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """The form was changed after the filing: which fields, and whether the decisions were void by it.

    `was_approved` says that both approvals had been given, so that operations had been asked to carry it out.
    """

    by: str
    at: datetime
    fields: tuple[str, ...]
    is_material: bool
    why: str = ""
    was_approved: bool = False


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
    #: What reported it in the name of `by`; None where they did so themselves.
    trigger: Trigger | None = None
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

    @property
    def sha256(self) -> str:
        """Its fingerprint, by which a decision names it: hexadecimal, of its canonical JSON in UTF-8."""
        return hashlib.sha256(canonical_json(plain_json(self)).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The number that a conflict between sources was settled on, where the score is computed from it since.

    `corrects` is what it stands for (`standard` or `value`); it holds for the customer and the standard that are named.
    """

    agreement: str
    corrects: str
    customer: str
    standard: str
    value: Decimal
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """The second approval was waived, as the policy allows below its caps."""

    at: datetime
    deviation_cap: Decimal
    value_cap: Decimal
