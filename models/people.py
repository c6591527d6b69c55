"""People, user groups and the register of both that a decision is judged by; it asks nobody, it only knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.delegation import Delegation

#: A user group's members are at most this old when a decision commits.
FRESH_FOR = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in Slack, as `users.info` describes them."""

    id: str
    team: str
    name: str
    time_zone: str = "UTC"
    is_bot: bool = False
    is_deactivated: bool = False
    is_guest: bool = False
    is_stranger: bool = False


#: Who acts when a timer is due or a source has been read.
SYSTEM = Person(id="system", team="", name="Exception Desk")


@dataclass(frozen=True, kw_only=True)
class Group:
    """A user group and its members, as read at a moment (aware UTC)."""

    handle: str
    id: str
    members: frozenset[str]
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class Register:
    """The user groups that are known now; one that Slack could not tell of is in `unknown`, never empty.

    `missing` are groups of which Slack says that there are none: they have no members.
    `absent` are people whom no message reaches, as far as somebody asked: they have left, or are programs.
    `busy` are people who take no messages just now (do-not-disturb), as far as somebody asked.
    """

    groups: Mapping[str, Group] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()
    #: People who want no reminders, or have read of the same thing a moment ago.
    unreminded: frozenset[str] = frozenset()
    #: People who are described, by id: whoever is chosen to decide in somebody's stead.
    people: Mapping[str, Person] = field(default_factory=dict)
    #: The delegations that may count: those that were in force since what is judged was filed, and later ones.
    delegations: tuple[Delegation, ...] = ()
    #: False where nobody can know who would have been there to decide: when the past is played again.
    knows_staff: bool = True
    #: Those whose attestation of the criteria holds, as far as somebody asked: whoever is about to decide.
    trained: frozenset[str] = frozenset()

    def is_trained(self, person: str) -> bool:
        """Whether somebody has attested to the criteria, and it still holds."""
        return person in self.trained

    def includes(self, who: Iterable[str], person_id: str) -> bool:
        """Whether the person is named, or is in a group that is named and known."""
        for name in who:
            if name == person_id:
                return True
            group = self.groups.get(name)
            if group is not None and person_id in group.members:
                return True
        return False

    def gaps(self, who: Iterable[str], at: datetime) -> tuple[str, ...]:
        """The groups among `who` whose members are not known, or were read too long before `at`."""
        unread = []
        for name in who:
            if not name.startswith("@") or name in self.missing:
                continue
            group = self.groups.get(name)
            if group is None or abs(at - group.read_at) > FRESH_FOR:
                unread.append(name)
        return tuple(unread)

    def members(self, who: Iterable[str]) -> tuple[str, ...]:
        """The ids of all people named or in a known group who are not absent, in a steady order."""
        found: dict[str, None] = {}
        for name in who:
            if name.startswith("@"):
                group = self.groups.get(name)
                found.update(dict.fromkeys(sorted(group.members) if group else ()))
            else:
                found[name] = None
        return tuple(person for person in found if person not in self.absent)

    def acts_for(self, person: str, at: datetime) -> tuple[str, ...]:
        """Those who have delegated to the person for this moment, the earliest delegation first."""
        active = sorted((d for d in self.delegations if d.is_active(at)), key=lambda d: d.number)
        return tuple(dict.fromkeys(d.by for d in active if d.to == person))

    def delegate_of(self, person: str, at: datetime) -> str | None:
        """Whom the person has delegated to for this moment: they are absent, and this one is there; or None."""
        return next((d.to for d in self.delegations if d.by == person and d.is_active(at)), None)

    def same_person(self, one: str, other: str, *, since: datetime, at: datetime) -> bool:
        """Whether the two count as one: they are, or a delegation between them was in force from `since` to `at`."""
        if one == other:
            return True
        return any(d.links(one, other) and d.was_active(since, at) for d in self.delegations)
