"""A review or a proposal that waits on somebody, as one line of their list; it does not find out on whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.oversight.matters import MatterKind


@dataclass(frozen=True, kw_only=True)
class WaitingReview:
    """A review, or a proposal to change the policy, that waits on somebody."""

    kind: MatterKind
    number: int
    about: str
    due_at: datetime | None
