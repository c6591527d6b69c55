"""Acts of the audit review, as small frozen values; what they cause is decided in `audit_reviewing`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.lifecycle.limits import MAX_TEXT, is_blank
from models.oversight.audit_reviews import Verification
from models.refusals import Fault


@dataclass(frozen=True, kw_only=True)
class OpenAuditReview:
    """The review's day has come (Audit Trail Requirements: weekly); `day` is the planned one (ISO).

    `verification` is what the check of all chains found, made beforehand; None where nobody made it.
    """

    day: str
    verification: Verification | None = None


@dataclass(frozen=True, kw_only=True)
class ItemMark:
    """What a reviewer says of an item: checked, or a finding, which needs words."""

    item: str
    is_finding: bool
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class MarkItems:
    """A reviewer says of some items that they are in order, or what is not; none: only whether they may."""

    review: int
    marks: tuple[ItemMark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskToSignOff:
    """Whether somebody may sign a review off; nothing is done."""

    review: int


@dataclass(frozen=True, kw_only=True)
class SignOffAuditReview:
    """A reviewer who has no part in anything that was reviewed ends it, with words of their own or none."""

    review: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class MarkAuditReviewOverdue:
    """Nobody has signed a review off in its time."""

    review: int


OnAuditReview = OpenAuditReview | MarkItems | AskToSignOff | SignOffAuditReview | MarkAuditReviewOverdue


def faults_of(marks: Iterable[ItemMark]) -> dict[str, Fault]:
    """What is wrong with marks, by the key of their item: a finding says what was found."""
    found: dict[str, Fault] = {}
    for mark in marks:
        if mark.is_finding and is_blank(mark.words):
            found[mark.item] = Fault.MISSING
        elif len(mark.words) > MAX_TEXT:
            found[mark.item] = Fault.TOO_LONG
    return found
