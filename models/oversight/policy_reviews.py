"""Policy reviews as values: what recurring exceptions opened for a standard and a reason; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from models.oversight.matters import MatterKind
from models.reasons import Reason


class ReviewOutcome(StrEnum):
    """What a policy review comes to (blueprint, FAQ: recurring exceptions trigger policy review)."""

    #: The standard does not fit any more, and is another from now on.
    CHANGED = "changed"
    #: The standard is right as it is, and so are the exceptions.
    KEPT = "kept"
    #: The standard is right, and those who ask or decide are to be shown how to do with it.
    TRAINING = "training"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request whose approval counts towards a review, and when that was complete; how it stands is the request's."""

    number: int
    approved_at: datetime


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What the standard's owner concluded, in their words, and the policy's version in force then."""

    outcome: ReviewOutcome
    by: str
    at: datetime
    words: str
    policy_version: str


@dataclass(frozen=True, kw_only=True)
class PolicyReview:
    """A review as it stands: opened at the `count`th approval `within` the time, for the standard's owner.

    `told` are those of the owner who have its card, `overdue_told` those of the contact who have it since it was
    late; `policy_version` is the version in force when it was opened.
    """

    KIND: ClassVar[MatterKind] = MatterKind.POLICY_REVIEW

    number: int
    standard: str
    reason: Reason
    owner: str
    opened_at: datetime
    due_at: datetime
    count: int
    within: timedelta
    policy_version: str
    cases: tuple[Case, ...]
    told: tuple[str, ...] = ()
    overdue_at: datetime | None = None
    overdue_told: tuple[str, ...] = ()
    concluded: Conclusion | None = None

    @property
    def subject(self) -> str:
        """What it is about, to find it by."""
        return subject_of(self.standard, self.reason)

    @property
    def is_open(self) -> bool:
        """Its owner has not concluded it."""
        return self.concluded is None

    @property
    def recipients(self) -> tuple[str, ...]:
        """All who have its card, each once."""
        return tuple(dict.fromkeys((*self.told, *self.overdue_told)))


def subject_of(standard: str, reason: str) -> str:
    """The subject of the reviews for a standard and a reason."""
    return f"{standard}/{reason}"
