"""What follows from an audit review: its card, its timer and who is told; pure, and it sends nothing."""

from __future__ import annotations

from collections.abc import Iterator

from models.deadlines import Timer, TimerKind
from models.notices import MessageKind, Notice
from models.oversight.audit_reviews import AuditReview


def timer_of(review: AuditReview) -> Timer:
    """When it is overdue."""
    return Timer(kind=TimerKind.AUDIT_REVIEW_OVERDUE, version=str(review.number), due_at=review.due_by)


def card_key(review: AuditReview, recipient: str) -> str:
    """The key of the review's card in a place."""
    return f"{MessageKind.AUDIT_REVIEW}:{review.number}:{recipient}"


def cards_of(review: AuditReview) -> Iterator[Notice]:
    """The living card, wherever it was shown when the review was opened."""
    for recipient in review.shown_in:
        yield Notice(
            kind=MessageKind.AUDIT_REVIEW,
            recipient=recipient,
            key=card_key(review, recipient),
            detail={"review": review.number},
        )


def told_of_overdue(review: AuditReview) -> Iterator[Notice]:
    """A word to each of the contact, said once."""
    for person in review.told:
        yield Notice(
            kind=MessageKind.AUDIT_REVIEW_OVERDUE,
            recipient=person,
            key=f"{MessageKind.AUDIT_REVIEW_OVERDUE}:{review.number}:{person}",
            detail={"review": review.number},
        )
