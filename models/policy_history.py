"""The policy's history: how each version came into force, as the workspace's own chain tells it; pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.audit_chain import AuditEvent
from models.events import Event, EventKind, event
from models.people import Person
from models.policy import Policy
from models.policy_diff import Difference

#: Who records a policy by the command line; their own name stands in the event.
OPERATOR = Person(id="operator", team="", name="the command line")


class Recorded(StrEnum):
    """How a policy came into force."""

    #: The first start, with no policy on record.
    FIRST = "first"
    #: Somebody chose the file, by a command.
    FILE = "file"
    #: It was proposed and approved in Slack.
    PROPOSAL = "proposal"
    #: A demonstration's own policy was shipped anew.
    SAMPLE = "sample"


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A policy's coming into force; `position` is its event's in the workspace's own chain.

    `people` are the user ids of those who proposed and approved it; `operator` is who chose the file, as the
    computer knows them.
    """

    position: int
    version: str
    at: datetime
    how: Recorded
    changes: tuple[Difference, ...] = ()
    people: tuple[str, ...] = ()
    operator: str = ""
    proposal: int | None = None


def recorded(
    policy: Policy,
    version: str,
    how: Recorded,
    *,
    changes: Iterable[Difference] = (),
    people: tuple[str, ...] = (),
    operator: str = "",
    proposal: int | None = None,
) -> Event:
    """The event that a policy is in force from now on, with all that it says differently."""
    return event(
        EventKind.POLICY_RECORDED,
        version=version,
        title=policy.title,
        how=how,
        changes=tuple(changes),
        people=people,
        operator=operator,
        proposal=proposal,
    )


def recording_of(link: AuditEvent) -> Recording:
    """What an event of that kind tells; one of before there were choices tells of the file."""
    told: dict[str, Any] = json.loads(link.changed)
    return Recording(
        position=link.position,
        version=told["version"],
        at=link.at,
        how=Recorded(told.get("how", Recorded.FIRST)),
        changes=tuple(Difference(**one) for one in told.get("changes") or ()),
        people=tuple(told.get("people") or ()),
        operator=told.get("operator") or "",
        proposal=told.get("proposal"),
    )


def last_change_of(key: str, history: Iterable[Recording]) -> Recording | None:
    """The newest recording that changed the key; `history` has the newest first."""
    return next((one for one in history if any(change.key == key for change in one.changes)), None)
