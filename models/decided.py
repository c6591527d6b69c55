"""Decisions: the two approvals of a request, and what an approver said; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.evidence import Evidence


class Stage(StrEnum):
    """The two approvals (blueprint, Approval Logic 1 and 2)."""

    VALIDATION = "validation"
    AUTHORIZATION = "authorization"


class Verdict(StrEnum):
    """What an approver said."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One approver's word at one stage, with the snapshots and the documents that they saw (their sha256)."""

    stage: Stage
    verdict: Verdict
    by: str
    at: datetime
    rationale: str
    round: int
    evidence: tuple[Evidence, ...] = ()
    saw: tuple[str, ...] = ()
    saw_documents: tuple[str, ...] = ()
    #: In whose stead they decided, by a delegation; None in their own right.
    for_whom: str | None = None
