"""Delegations: that somebody's authority is another's for a time; values only, who may is asked elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: The role of the first approval; every other role is a tier's, by the tier's name.
VALIDATORS = "validators"


class Told(StrEnum):
    """What its two ends are told of a delegation."""

    MADE = "made"
    BEGINS = "begins"
    #: Its last day is over.
    ENDS = "ends"
    #: One of the two has ended it before.
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """`by` lets `to` decide in their stead, in the roles named, from `starts` until before `ends` (aware UTC).

    It is in force from when it was made at the earliest, and until it was ended at the latest.
    """

    number: int
    by: str
    to: str
    roles: tuple[str, ...]
    starts: datetime
    ends: datetime
    made_at: datetime
    note: str = ""
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def begins(self) -> datetime:
        """When it is in force from: no delegation reaches back behind its making."""
        return max(self.starts, self.made_at)

    @property
    def until(self) -> datetime:
        """When it is in force no more: its last day's end, or when somebody ended it before."""
        return self.ends if self.ended_at is None else min(self.ends, self.ended_at)

    def is_active(self, at: datetime) -> bool:
        """It is in force at the moment."""
        return self.begins <= at < self.until

    def is_over(self, at: datetime) -> bool:
        """It is in force no more, and will not be."""
        return at >= self.until

    def was_active(self, since: datetime, at: datetime) -> bool:
        """It was in force at any moment from `since` to `at`, both included."""
        return self.begins < self.until and self.begins <= at and self.until > since

    def links(self, one: str, other: str) -> bool:
        """The two are its two ends, whichever is which."""
        return {one, other} == {self.by, self.to}
