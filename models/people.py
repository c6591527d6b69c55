"""People, user groups and the register of both that a decision is judged by; it asks nobody, it only knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
    """

    groups: Mapping[str, Group] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()

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
