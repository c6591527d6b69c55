"""What comes of a request: how it ended, and each try to carry it out; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.evidence import Evidence


class Ending(StrEnum):
    """What comes of a request: what the approvers said, or what ended it before they had."""

    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    #: Compliance, or whoever is above all authority, said that it may not be done at all.
    PROHIBITED = "prohibited"
    #: It was returned to be completed, and nobody answered.
    LAPSED = "lapsed"
    #: It was approved and not carried out in time.
    EXPIRED = "expired"


class Result(StrEnum):
    """How carrying it out went."""

    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    #: It failed, and operations does not try again.
    GIVEN_UP = "given_up"
    ROLLED_BACK = "rolled_back"

    @property
    def is_final(self) -> bool:
        """Nothing more is done after it, unless it is rolled back."""
        return self in (Result.DONE, Result.GIVEN_UP, Result.ROLLED_BACK)


@dataclass(frozen=True, kw_only=True)
class Execution:
    """One try of operations to carry it out, or its rolling back, in their words.

    `told` are contacts who hear of it besides those involved: the supervisor, where it failed.
    """

    by: str
    at: datetime
    done: str
    result: Result = Result.DONE
    evidence: tuple[Evidence, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ended:
    """That a request ended without the approvers' last word, or after it and before it was carried out."""

    how: Ending
    by: str
    at: datetime
    why: str = ""
