"""The policy's own review, yearly, as values: who was asked, until when, and what they found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from models.oversight.matters import MatterKind


class CareVerdict(StrEnum):
    """What the owner found."""

    #: The policy is right as it is.
    RIGHT = "right"
    #: Something in it has to change; who does so proposes it.
    NEEDS_CHANGE = "needs_change"


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """What somebody of the owner found, in their words, and the version that they looked at."""

    verdict: CareVerdict
    by: str
    at: datetime
    words: str
    version: str


@dataclass(frozen=True, kw_only=True)
class CareOfPolicy:
    """A review of the policy as a whole, planned for a day (ISO), asked of `who` (as the policy names its owner).

    `told` are those of them who have its card, `overdue_told` those of the contact who have it since it was late.
    """

    KIND: ClassVar[MatterKind] = MatterKind.POLICY_CARE

    number: int
    planned: str
    opened_at: datetime
    due_at: datetime
    version: str
    who: tuple[str, ...]
    told: tuple[str, ...] = ()
    overdue_at: datetime | None = None
    overdue_told: tuple[str, ...] = ()
    reviewed: Reviewed | None = None

    @property
    def subject(self) -> str:
        """The day that it was planned for."""
        return self.planned

    @property
    def is_open(self) -> bool:
        """Nobody has reviewed the policy yet."""
        return self.reviewed is None

    @property
    def recipients(self) -> tuple[str, ...]:
        """All who have its card, each once."""
        return tuple(dict.fromkeys((*self.told, *self.overdue_told)))
