"""The acts about policy reviews, as small frozen values; what they cause stands in `policy_reviewing`."""

from __future__ import annotations

from dataclasses import dataclass

from models.oversight.policy_reviews import ReviewOutcome


@dataclass(frozen=True, kw_only=True)
class AskForPolicyReview:
    """The system asks the standard's owner for a review that has been opened."""

    review: int


@dataclass(frozen=True, kw_only=True)
class ConcludePolicyReview:
    """The standard's owner says what the review comes to, and why; with no outcome, nothing was chosen."""

    review: int
    outcome: ReviewOutcome | None
    words: str


@dataclass(frozen=True, kw_only=True)
class MarkPolicyReviewOverdue:
    """The system notes that nobody has concluded a review in its time, and tells the contact."""

    review: int


OnPolicyReview = AskForPolicyReview | ConcludePolicyReview | MarkPolicyReviewOverdue
