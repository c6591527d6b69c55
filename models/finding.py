"""What somebody looks for among the requests: words and filters, as values; how they are typed stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.endings import Ending
from models.request import ExceptionRequest, Status

#: Requests on a page.
PAGE = 10
#: Counting ends there: "more than 1,000" is as good as the number, and costs no more than that.
COUNTED = 1_000


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

    `since` is the first day on which it may have been filed, `by` the id of whoever filed it.
    """

    whose: Whose = Whose.ALL
    words: tuple[str, ...] = ()
    standing: Standing | None = None
    is_overdue: bool = False
    tier: str = ""
    standard: str = ""
    customer: tuple[str, ...] = ()
    by: str = ""
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is shown: some requests, the newest first, of so many in all; COUNTED + 1 stands for more than COUNTED.

    It is not whole where Slack did not tell who is in a group that may open something.
    """

    requests: tuple[ExceptionRequest, ...]
    start: int
    total: int
    has_older: bool
    is_whole: bool = True

    @property
    def counted(self) -> str:
        """`1–10 of 1,234`, `11–20 of more than 1,000`."""
        last = self.start + len(self.requests)
        first = f"{self.start + 1:,}" if last == self.start + 1 else f"{self.start + 1:,}–{last:,}"
        total = f"more than {COUNTED:,}" if self.total > COUNTED else f"{max(self.total, last):,}"
        return f"{first} of {total}"
