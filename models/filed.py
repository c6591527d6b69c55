"""What a requester filed, and how it scores; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.evidence import CarriedMessage, Evidence
from models.money import Money
from models.reasons import Reason


class Criticality(StrEnum):
    """How much hangs on the process (blueprint, Consider process criticality and dependencies)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Whom the exception is for."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What the requester entered (blueprint, Inputs Required)."""

    standard: str
    customer: Customer
    reason: Reason
    rationale: str
    impact: str
    criticality: Criticality
    value: Money
    requested: Decimal | None = None
    requested_words: str = ""
    deviation: Decimal | None = None
    dependencies: str = ""
    needed_by: date | None = None
    beneficiary: str | None = None
    evidence: tuple[Evidence, ...] = ()
    message: CarriedMessage | None = None


@dataclass(frozen=True, kw_only=True)
class Score:
    """The deviation in percent, exact, and the tier that it and the value lead to."""

    deviation: Decimal
    by_hand: bool
    confirmed: bool
    value: Money
    rate: Decimal
    rate_on: date
    band: str
    tier: str

    @property
    def is_over_authority(self) -> bool:
        """The value was above the authority of the deviation's own tier, so that a higher one decides."""
        return self.tier != self.band
