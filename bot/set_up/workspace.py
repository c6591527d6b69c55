"""What a workspace has that a policy can name: groups, people and channels, read once and searched by words."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.gateway import Gateway
from bot.set_up.roles import Kind, Role

#: How much two words are alike at the least that count as the same.
ALIKE = 0.8


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A group, a person or a channel: `name` as the policy names it, `label` as people know it.

    `also` are other names that it is found by; `is_there` is that the bot is in the channel.
    """

    name: str
    label: str
    kind: Kind
    also: tuple[str, ...] = ()
    is_group: bool = False
    is_there: bool = True
    is_private: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of its names, in small letters."""
        name = self.name if self.name[0] in "@#" else ""
        return frozenset(re.findall(r"[^\W_]+", " ".join((name, self.label)).casefold()))


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """All that can be named; `has_groups` is False where the plan has none."""

    title: str
    candidates: tuple[Candidate, ...]
    bot_name: str = "exception_desk"
    time_zone: str = "UTC"
    has_groups: bool = True

    def of(self, kind: Kind) -> list[Candidate]:
        """The candidates of a kind, groups before people."""
        return [one for one in self.candidates if one.kind is kind]

    def find(self, typed: str, kind: Kind) -> Candidate | None:
        """What somebody means by `@name`, `#name`, a bare name or an id; None where there is no such one."""
        wanted = typed.strip().casefold()
        bare = wanted.lstrip("@#")
        for one in self.of(kind):
            if one.name.casefold() in (wanted, f"@{bare}", f"#{bare}"):
                return one
        return next((one for one in self.of(kind) if bare in one.also), None)

    def knows(self, name: str, kind: Kind) -> bool:
        """Whether the policy's name is one of this workspace's."""
        return any(one.name == name or name.casefold() in one.also for one in self.of(kind))

    def search(self, word: str, kind: Kind, limit: int = 9) -> list[Candidate]:
        """Those in whose names the word occurs."""
        wanted = word.strip().casefold()
        return [one for one in self.of(kind) if wanted in f"{one.name} {one.label}".casefold()][:limit]

    def choices(self, role: Role) -> list[Candidate]:
        """Those whom a role can be given to, groups before people."""
        return [one for one in self.of(role.kind) if one.is_group or not role.is_only_of_groups]

    def best(self, role: Role) -> tuple[str, ...]:
        """Whom Enter takes where a role is nobody's yet; a person alone is no answer to who a group is."""
        if role.least != 1:
            return ()
        return tuple(one.name for one in self.like(role, 1) if one.is_group or not role.is_of_group)

    def like(self, role: Role, limit: int = 5) -> list[Candidate]:
        """Those whose names fit a role, the best first; groups before people where the role is usually a group's."""
        scored = [(likeness(one, role.words), one) for one in self.choices(role)]
        fitting = sorted(
            (pair for pair in scored if pair[0] > 0),
            key=lambda pair: (pair[1].is_group is not role.is_of_group, -pair[0], pair[1].name),
        )
        return [one for _, one in fitting[:limit]]


def likeness(candidate: Candidate, wanted: Iterable[str]) -> float:
    """How well a candidate's names fit the words of a role; 0 where none of them occurs."""
    words = tuple(wanted)
    score = 0.0
    for place, word in enumerate(words):
        closest = max((_alike(word, own) for own in candidate.words), default=0.0)
        if closest >= ALIKE:
            score += closest * (len(words) - place)
    return score


def _alike(word: str, own: str) -> float:
    if own.startswith(word) and len(word) >= 3:
        return 1.0
    return difflib.SequenceMatcher(None, word, own).ratio()


async def read_workspace(gateway: Gateway) -> Workspace:
    """The workspace as Slack tells it now. SlackError where a scope is missing or the token is no good."""
    identity = await gateway.identity()
    listed = await gateway.groups()
    told = [one async for one in gateway.everybody()]
    people = [_person(one) for one in told if _decides(one, identity.team)]
    channels = [_channel(one) async for one in gateway.channels()]
    zones = Counter(str(one["tz"]) for one in told if one.get("tz") and _decides(one, identity.team))
    return Workspace(
        title=identity.team_name,
        bot_name=identity.user_name,
        candidates=(*map(_group, listed or ()), *people, *channels),
        time_zone=zones.most_common(1)[0][0] if zones else "UTC",
        has_groups=listed is not None,
    )


def _decides(person: dict[str, Any], team: str) -> bool:
    """A full, active member of this workspace: whom a policy may name."""
    never = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    is_program = person.get("id") == "USLACKBOT" or any(person.get(flag) for flag in never)
    return not is_program and person.get("team_id", team) == team


def _group(told: dict[str, Any]) -> Candidate:
    return Candidate(
        name=f"@{told['handle']}",
        label=f"{told.get('name') or told['handle']}, a user group",
        kind=Kind.PEOPLE,
        also=(str(told["id"]).casefold(), str(told["handle"]).casefold()),
        is_group=True,
    )


def _person(told: dict[str, Any]) -> Candidate:
    profile = told.get("profile") or {}
    real = profile.get("real_name") or told.get("real_name") or told.get("name") or told["id"]
    display = profile.get("display_name") or told.get("name") or ""
    title = f", {profile['title']}" if profile.get("title") else ""
    also = {str(told.get("name") or ""), str(display), str(real)} - {""}
    return Candidate(
        name=str(told["id"]),
        label=f"{real}{title}",
        kind=Kind.PEOPLE,
        also=tuple(sorted(name.casefold() for name in also)),
    )


def _channel(told: dict[str, Any]) -> Candidate:
    is_private = bool(told.get("is_private"))
    is_there = bool(told.get("is_member"))
    notes = [
        note for note, is_so in (("private", is_private), ("the bot is not in it", not is_there)) if is_so
    ]
    return Candidate(
        name=f"#{told['name']}",
        label=", ".join(notes) or "the bot is in it",
        kind=Kind.CHANNEL,
        also=(str(told["id"]).casefold(),),
        is_there=is_there,
        is_private=is_private,
    )
