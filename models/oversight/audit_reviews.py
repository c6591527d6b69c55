"""Audit reviews: what compliance is to go through, what was said of it and who signed it off; values only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from models.oversight.matters import MatterKind


class Reason(StrEnum):
    """Why something is reviewed (blueprint, Audit Trail Requirements: comprehensive audit review)."""

    #: A rule was set aside by somebody's word: a value released, a score or a conflict settled by hand, a source
    #: done without, more time given, decisions made void, what was carried out taken back.
    OVERRIDE = "override"
    HOLD = "hold"
    EXPEDITE = "expedite"
    #: The second approval was waived.
    SINGLE_APPROVAL = "single_approval"
    REFUSAL = "refusal"
    COMPLAINT = "complaint"
    BREACH = "breach"
    #: Somebody decided for somebody else, or was let to.
    STEAD = "stead"
    POLICY = "policy"
    EXPORT = "export"
    #: A chain of the trail does not hold, or a state is not what its events make it.
    CHAIN = "chain"
    #: Drawn at random from the other requests.
    SAMPLE = "sample"


#: What the key of the item ends with that tells of refused attempts to mark or sign off reviews themselves.
REFUSED_REVIEWING = f"{Reason.REFUSAL}.reviews"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event that is reviewed: its place in its chain, and why."""

    position: int
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Item:
    """What is marked as one: all of a request in the period, or what one person did that concerns no request.

    `people` are those whose doing it is, and `since` when the first of it happened: none of them may mark it, nor
    whoever counted as one person with them since then. `problem` is what is wrong with a chain, in words.
    """

    key: str
    number: int
    since: datetime
    entries: tuple[Entry, ...] = ()
    people: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_of_refused_reviewing(self) -> bool:
        """It tells of attempts to mark or sign off reviews themselves that were refused; they bar nobody."""
        return self.key.endswith(f".{REFUSED_REVIEWING}")

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is reviewed, each reason once, in the order of the reasons."""
        found = {entry.reason for entry in self.entries}
        return tuple(reason for reason in Reason if reason in found or (self.problem and reason == "chain"))


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What one reviewer says of an item; their later word replaces their own alone, never somebody else's."""

    item: str
    by: str
    at: datetime
    is_finding: bool
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What was drawn from the other requests that were decided or closed in the period, so that it can be again.

    `seed` is the SHA-256 (hex) over the workspace chain's `head` before the review and the period.
    """

    head: str
    seed: str
    size: int
    population: tuple[int, ...] = ()
    drawn: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What the check of all chains found, and when: `problems` names the first of what does not hold."""

    at: datetime
    chains: int
    events: int
    found: int = 0
    problems: tuple[tuple[int, str], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Everything holds."""
        return self.found == 0


@dataclass(frozen=True, kw_only=True)
class SignedOff:
    """Who signed it off, when, and in which words."""

    by: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class AuditReview:
    """The comprehensive audit review of a period, from the end of the last one's (blueprint: weekly, compliance).

    The period ends with the event `through` of the store's own order, not with a time: a clock that is set back and
    two acts in one instant put nothing between two reviews. `unseen` are events before it that had not been
    committed yet: the next review looks for them.
    """

    KIND: ClassVar[MatterKind] = MatterKind.AUDIT_REVIEW

    number: int
    subject: str
    opened_at: datetime
    since: datetime
    through: int
    due_by: datetime
    sample: Sample
    unseen: tuple[int, ...] = ()
    events: int = 0
    items: tuple[Item, ...] = ()
    verification: Verification | None = None
    #: Where its card is: a channel as the policy names it, or people.
    shown_in: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    overdue_at: datetime | None = None
    #: Who was told that it is overdue.
    told: tuple[str, ...] = ()
    signed_off: SignedOff | None = None

    @property
    def id(self) -> str:
        """What people call it."""
        return f"Audit review {self.number}"

    @property
    def is_open(self) -> bool:
        """Nobody has signed it off."""
        return self.signed_off is None

    @property
    def marked(self) -> frozenset[str]:
        """The keys of the items that somebody has marked."""
        return frozenset(mark.item for mark in self.marks)

    @property
    def unmarked(self) -> tuple[Item, ...]:
        """The items that nobody has marked, in their order."""
        marked = self.marked
        return tuple(item for item in self.items if item.key not in marked)

    @property
    def findings(self) -> tuple[Mark, ...]:
        """Every finding, in the order of the items."""
        places = {item.key: place for place, item in enumerate(self.items)}
        found = (mark for mark in self.marks if mark.is_finding)
        return tuple(sorted(found, key=lambda mark: (places.get(mark.item, 0), mark.at)))

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who has marked something in it, the earliest first."""
        return tuple(dict.fromkeys(mark.by for mark in sorted(self.marks, key=lambda mark: mark.at)))

    def item(self, key: str) -> Item | None:
        """The item of that key, if it is in the review."""
        return next((item for item in self.items if item.key == key), None)

    def mark(self, item: str, by: str) -> Mark | None:
        """What somebody has said of an item."""
        return next((mark for mark in self.marks if mark.item == item and mark.by == by), None)

    def marks_of(self, item: str) -> Iterator[Mark]:
        """All that was said of an item."""
        return (mark for mark in self.marks if mark.item == item)

    def counts(self) -> dict[Reason, int]:
        """How many items there are for each reason, in the order of the reasons; one may count for several."""
        found = [reason for item in self.items for reason in item.reasons]
        return {reason: found.count(reason) for reason in Reason if reason in found}
