"""The condition: what was found out about the workspace, the sources and the record, to be judged; it judges nothing.

A part that could not be found out is None, and `unknown` says why, by the item that it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.checks import Item
from models.delegation import Delegation
from models.oversight.audit_reviews import Verification
from models.people import Group, Person, Register
from models.policy import Policy


@dataclass(frozen=True, kw_only=True)
class ChannelSeen:
    """A channel that the bot sees."""

    id: str
    name: str
    is_archived: bool
    is_member: bool


@dataclass(frozen=True, kw_only=True)
class GroupSeen:
    """A user group of the workspace, by its handle with the @."""

    id: str
    members: frozenset[str]
    is_disabled: bool


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What the workspace gives the bot. `people` has None for an id that Slack knows nobody by.

    `scopes` are those granted; `slack_at` is what Slack's own clock said, and `asked_at` what the bot's did then.
    """

    scopes: frozenset[str] | None = None
    channels: Mapping[str, ChannelSeen] | None = None
    groups: Mapping[str, GroupSeen] | None = None
    people: Mapping[str, Person | None] = field(default_factory=dict)
    busy: frozenset[str] = frozenset()
    bot_name: str = ""
    team_name: str = ""
    asked_at: datetime | None = None
    slack_at: datetime | None = None

    def register(self, at: datetime, unable: frozenset[str], delegations: tuple[Delegation, ...]) -> Register:
        """Who is in which group, with those absent who can have no part in a decision."""
        seen = {name: group for name, group in (self.groups or {}).items() if not group.is_disabled}
        return Register(
            groups={
                name: Group(handle=name, id=group.id, members=group.members, read_at=at)
                for name, group in seen.items()
            },
            absent=unable,
            busy=self.busy,
            delegations=delegations,
        )


@dataclass(frozen=True, kw_only=True)
class SourceProbed:
    """What came of asking a source; `fault` is its sentence, empty where it answered. `customers` are those found."""

    title: str
    took: timedelta
    fault: str = ""
    customers: int | None = None
    is_dated: bool = False


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The next of what comes round: when it is due, None where it is not waiting though it should be."""

    name: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How the record stands. `figures_differ` is how many cells of the key figures are not what the events tell."""

    policy_version: str = ""
    delegations: tuple[Delegation, ...] = ()
    reviewed_at: datetime | None = None
    review_due: datetime | None = None
    is_review_overdue: bool = False
    audit_review_late: int | None = None
    verification: Verification | None = None
    figures: int | None = None
    figures_differ: int | None = None
    report_due: datetime | None = None
    report_fault: str = ""
    planned: tuple[Planned, ...] = ()
    #: Those who have attested the training, and whose attestation holds.
    trained: frozenset[str] = frozenset()
    waiting: int = 0
    oldest_waiting: datetime | None = None
    refused: int = 0
    refused_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """All that is judged, at a moment (aware UTC)."""

    at: datetime
    policy: Policy | None = None
    survey: Survey | None = None
    sources: tuple[SourceProbed, ...] | None = None
    kept: Kept | None = None
    #: Why a part could not be found out, by the item.
    unknown: Mapping[Item, str] = field(default_factory=dict)
