"""The audit chain: each event's hash covers the one before it, so that no event changes or goes unseen.

There is one chain for each request, and one for the workspace itself (number 0), for what concerns no request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from models.canonical import canonical_json
from models.events import Event

#: What the first event of a chain follows.
GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True)
class AuditEvent:
    """An event as it stands in the trail; `changed` is its canonical JSON text."""

    workspace: str
    number: int
    position: int
    kind: str
    at: datetime
    actor: str
    policy_version: str
    changed: str
    previous: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class BrokenChain:
    """The first place where a chain does not hold, and what is wrong there."""

    number: int
    position: int
    problem: str


def append(
    event: Event,
    *,
    workspace: str,
    number: int,
    position: int,
    at: datetime,
    actor: str,
    policy_version: str,
    previous: str,
) -> AuditEvent:
    """The event as the next link of its chain."""
    link = AuditEvent(
        workspace=workspace,
        number=number,
        position=position,
        kind=str(event.kind),
        at=at.astimezone(UTC),
        actor=actor,
        policy_version=policy_version,
        changed=canonical_json(dict(event.changed)),
        previous=previous,
        hash="",
    )
    return AuditEvent(**{**vars(link), "hash": digest(link)})


def digest(link: AuditEvent) -> str:
    """The SHA-256 (hex) over all of an event but its own hash."""
    covered = [
        link.workspace,
        link.number,
        link.position,
        link.kind,
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.actor,
        link.policy_version,
        link.changed,
        link.previous,
    ]
    return hashlib.sha256(canonical_json(covered).encode()).hexdigest()


def first_fault(chain: Iterable[AuditEvent], *, count: int, head: str) -> BrokenChain | None:
    """The first event that does not hold, or None; `count` and `head` are what the chain's owner remembers.

    The events come in order of position, beginning at 1.
    """
    previous, position, number = GENESIS, 0, 0
    for link in chain:
        position, number = position + 1, link.number
        problem = _problem_of(link, position, previous, count)
        if problem is not None:
            return BrokenChain(number=number, position=position, problem=problem)
        previous = link.hash
    if position < count:
        problem = f"the chain ends at event {position}, but {count} were recorded"
        return BrokenChain(number=number, position=position + 1, problem=problem)
    if previous != head:
        problem = "its content is not what was recorded, though it follows the event before it"
        return BrokenChain(number=number, position=position, problem=problem)
    return None


def _problem_of(link: AuditEvent, position: int, previous: str, count: int) -> str | None:
    """What is wrong with the event that is found at a position of its chain."""
    if link.position != position:
        return f"event {position} is missing; the next one is {link.position}"
    if position > count:
        return f"it was added later: {count} were recorded"
    if link.previous != previous:
        return "it does not follow the event before it"
    if digest(link) != link.hash:
        return "its content is not what was recorded"
    return None
