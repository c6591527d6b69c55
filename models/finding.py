"""What somebody looks for among the requests: words and filters, as values; how they are typed stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.endings import Ending
from models.request import Status


class Standing(StrEnum):
    """Where a request may stand, as people ask for it."""

    OPEN = "open"
    VALIDATION = "validation"
    AUTHORIZATION = "authorization"
    EXECUTION = "execution"
    CLOSED = "closed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    PROHIBITED = "prohibited"
    LAPSED = "lapsed"
    EXPIRED = "expired"

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses that it means; none where it means what came of a request."""
        if self is Standing.OPEN:
            return tuple(status for status in Status if status is not Status.CLOSED)
        return (Status(self.value),) if self.value in list(Status) else ()

    @property
    def outcome(self) -> Ending | None:
        """What came of it, where it means that."""
        return Ending(self.value) if self.value in list(Ending) else None


class Whose(StrEnum):
    """Whose requests, as people ask for them."""

    ALL = "all"
    MINE = "mine"
    WAITING = "waiting"
    TEAM = "team"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; all of it must hold. Words are folded, and each begins a word of the request.

    `since` is the beginning of the day or month that was named, `by` the id of whoever filed it.
    """

    whose: Whose = Whose.ALL
    words: tuple[str, ...] = ()
    standing: Standing | None = None
    is_overdue: bool = False
    tier: str = ""
    standard: str = ""
    customer: tuple[str, ...] = ()
    by: str = ""
    since: datetime | None = None

    @property
    def is_anything(self) -> bool:
        """Nothing narrows it but whose they are."""
        return self == Wanted(whose=self.whose)
