"""Matters: what concerns the workspace and no request, such as a review of the policy; it holds no matter itself."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

#: The number, among requests' numbers, of what belongs to no request: its events, timers and messages.
OF_WORKSPACE = 0


class MatterKind(StrEnum):
    """Every kind of matter; each is numbered on its own, from 1."""

    #: A standard that recurring exceptions have put in question (blueprint, FAQ).
    POLICY_REVIEW = "policy_review"
    #: The weekly review of the audit trail (blueprint, Audit Trail Requirements).
    AUDIT_REVIEW = "audit_review"
    #: The policy as a whole, which is to be reviewed annually (blueprint, FAQ).
    POLICY_CARE = "policy_care"
    #: A change of the policy that somebody has proposed.
    POLICY_CHANGE = "policy_change"
    #: A place that takes no messages.
    UNREACHABLE = "unreachable"


class Matter(Protocol):
    """A matter as it stands: a frozen dataclass, each kind one of its own.

    `subject` is what it is about, to find an open one by: a standard and a reason, a week.
    """

    KIND: ClassVar[MatterKind]

    @property
    def number(self) -> int: ...

    @property
    def subject(self) -> str: ...

    @property
    def is_open(self) -> bool: ...

    @property
    def opened_at(self) -> datetime: ...
