"""The acts about the policy's own review, as small frozen values; what they cause stands in `policy_caring`."""

from __future__ import annotations

from dataclasses import dataclass

from models.oversight.policy_cares import CareVerdict


@dataclass(frozen=True, kw_only=True)
class OpenPolicyCare:
    """The system asks the policy's owner to review it as a whole; `planned` is the day (ISO) that it was due."""

    planned: str


@dataclass(frozen=True, kw_only=True)
class ReviewPolicy:
    """Somebody of the owner has looked at the policy; with no verdict, nothing was chosen."""

    care: int
    verdict: CareVerdict | None
    words: str


@dataclass(frozen=True, kw_only=True)
class MarkPolicyCareOverdue:
    """The system notes that nobody has reviewed the policy in time, and tells the contact."""

    care: int


OnPolicyCare = OpenPolicyCare | ReviewPolicy | MarkPolicyCareOverdue
