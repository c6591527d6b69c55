"""Chains of events as the desk writes them, for tests that have no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from models.audit_chain import GENESIS, AuditEvent, append
from models.events import Event


def chained(
    happened: Iterable[Event], before: Sequence[AuditEvent], number: int, actor: str, at: datetime
) -> list[AuditEvent]:
    """The events as the next links of a request's chain."""
    links: list[AuditEvent] = []
    for event in happened:
        last = links[-1] if links else before[-1] if before else None
        links.append(
            append(
                event,
                workspace="T1",
                number=number,
                position=last.position + 1 if last else 1,
                at=at,
                actor=actor,
                policy_version="v1",
                previous=last.hash if last else GENESIS,
            )
        )
    return links
