"""Changes of the policy that somebody has proposed, as values: what would change, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from models.oversight.matters import MatterKind
from models.policy_diff import Difference

#: What is changed in Slack: thresholds, authority, decision times and contacts; all else is the policy file's.
_PROPOSABLE = re.compile(
    r"tiers\[\d+\]\.(at_least|below|authority|decision_time)|expedited\.decision_time|contacts\.\w+\.(who|backup)"
)


class ChangeEnd(StrEnum):
    """How a proposal ended."""

    APPROVED = "approved"
    REJECTED = "rejected"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Who ended a proposal, how and when, and their words."""

    how: ChangeEnd
    by: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class PolicyChange:
    """A proposal as it stands: `version` and `content` are the policy that it would put in place of `base`.

    `told` are the administrators who have its card.
    """

    KIND: ClassVar[MatterKind] = MatterKind.POLICY_CHANGE

    number: int
    base: str
    version: str
    content: str
    changes: tuple[Difference, ...]
    reason: str
    proposed_by: str
    opened_at: datetime
    told: tuple[str, ...] = ()
    ended: Ended | None = None

    @property
    def subject(self) -> str:
        """The version that it would change."""
        return self.base

    @property
    def is_open(self) -> bool:
        """Nobody has answered it, and its proposer has not taken it back."""
        return self.ended is None


def is_proposable(key: str) -> bool:
    """Whether a key of the policy may be changed in Slack."""
    return _PROPOSABLE.fullmatch(key) is not None
