"""What follows from a delegation: who is told of it, now and when its time comes; pure, and it sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from models.deadlines import Timer, TimerKind
from models.delegation import Delegation, Told
from models.notices import MessageKind, Notice

#: The timers of a delegation, and what they tell.
TOLD_BY = {TimerKind.DELEGATION_BEGINS: Told.BEGINS, TimerKind.DELEGATION_ENDS: Told.ENDS}


def timers_of(made: Delegation, at: datetime) -> Iterator[Timer]:
    """When its two ends are told that it begins, unless it has begun, and that it has ended."""
    if made.starts > at:
        yield Timer(kind=TimerKind.DELEGATION_BEGINS, version=str(made.number), due_at=made.starts)
    yield Timer(kind=TimerKind.DELEGATION_ENDS, version=str(made.number), due_at=made.ends)


def notices_of(delegation: Delegation, what: Told) -> Iterator[Notice]:
    """A word to each end of it, said once."""
    for person in (delegation.by, delegation.to):
        yield Notice(
            kind=MessageKind.DELEGATION,
            recipient=person,
            key=f"{MessageKind.DELEGATION}:{delegation.number}:{what}:{person}",
            detail={"delegation": delegation.number, "what": what},
        )
