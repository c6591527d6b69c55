"""Holds: what stops a request, who opened it and how it was closed; values only, what they do is the lifecycle's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.evidence import Evidence
from models.refusals import Fault


class HoldKind(StrEnum):
    """Why a request is stopped (blueprint, Exception Handling; SOP step 2; Escalation Rules)."""

    DATA_UNAVAILABLE = "data_unavailable"
    CONFLICTING_DATA = "conflicting_data"
    REGULATORY = "regulatory"
    RETURNED = "returned"
    OVER_AUTHORITY = "over_authority"

    @property
    def pauses(self) -> bool:
        """The time to decide stands still while it is open; for data that are unavailable it is extended instead."""
        return self is not HoldKind.DATA_UNAVAILABLE


class HoldEnding(StrEnum):
    """How a hold was closed."""

    RESOLVED = "resolved"
    CONDITIONS = "conditions"
    REFUSED = "refused"
    LAPSED = "lapsed"
    #: The request ended in another way while it was open.
    VOID = "void"


@dataclass(frozen=True, kw_only=True)
class HoldClosed:
    """How a hold was closed, by whom, and in their words.

    `chosen` is the value that was settled on, `conditions` what compliance asks of whoever decides and carries out.
    """

    how: HoldEnding
    by: str
    at: datetime
    words: str = ""
    chosen: str = ""
    conditions: str = ""
    evidence: tuple[Evidence, ...] = ()


#: Faults after which nothing of what was said is left in the form.
_UNSAID = frozenset({Fault.MISSING, Fault.NOT_A_NUMBER, Fault.NEGATIVE, Fault.UNKNOWN_STANDARD})


@dataclass(frozen=True, kw_only=True)
class MissingItem:
    """One thing that a returned request lacks: the form's field (empty: of the whole) and what is wanted there.

    Where the bot itself returned it, `fault` is what is wrong there (`models.refusals.Fault`), and `words` what stood
    there and could not be taken.
    """

    field: str
    words: str
    fault: str = ""

    @property
    def is_unsaid(self) -> bool:
        """Nothing that fits was said, so that the field stands empty when the form is opened."""
        return self.fault in _UNSAID


@dataclass(frozen=True, kw_only=True)
class SourceValue:
    """What one source says, as it says it: `field` is the source's own name for it."""

    source: str
    field: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Something that stops a request until it is closed; while it is open, no route decides.

    `key` is unique within the request. `subject` is the source, or the agreement of fields, that it is about.
    `due_at` is the hold's own deadline (aware UTC), and `overdue_at` when it was found to have passed.
    `told` are people who get its card where it has no channel. `items` are a return's, `values` a conflict's.
    """

    key: str
    kind: HoldKind
    opened_by: str
    opened_at: datetime
    why: str = ""
    subject: str = ""
    due_at: datetime | None = None
    told: tuple[str, ...] = ()
    items: tuple[MissingItem, ...] = ()
    values: tuple[SourceValue, ...] = ()
    overdue_at: datetime | None = None
    closed: HoldClosed | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has closed it."""
        return self.closed is None


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A stretch of time that does not count towards the deadline (aware UTC)."""

    start: datetime
    end: datetime
