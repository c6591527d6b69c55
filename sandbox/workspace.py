"""Describes a workspace as its TOML file does: team, app, people, channels, groups; it must hold no traffic."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


class WorkspaceError(ValueError):
    """The workspace file cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """The workspace itself."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True, kw_only=True)
class AppIdentity:
    """Who the app is in the workspace, and what it proves that with."""

    id: str
    bot_id: str
    bot_user_id: str
    bot_token: str
    app_token: str
    signing_secret: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """A user of the workspace, or one of another workspace who shares a channel."""

    id: str
    name: str
    real_name: str
    team_id: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/London"
    color: str = "#4a154b"
    status: str = ""
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    dnd: bool = False
    updated: int = 1_700_000_000

    @property
    def is_guest(self) -> bool:
        """Whether the person is a single- or multi-channel guest."""
        return self.is_restricted or self.is_ultra_restricted

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return ZoneInfo(self.tz)

    @property
    def initials(self) -> str:
        """Up to two letters for an avatar."""
        words = self.real_name.split() or [self.name]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A channel, or with `is_im` the direct message of its one or two members."""

    id: str
    name: str
    members: tuple[str, ...]
    is_private: bool = False
    is_general: bool = False
    is_shared: bool = False
    is_archived: bool = False
    topic: str = ""
    creator: str = ""
    created: int = 1_700_000_000
    is_im: bool = False

    def other(self, user: str) -> str:
        """In a direct message, the other person than `user` (who may also be alone with themselves)."""
        return next((member for member in self.members if member != user), user)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A user group, whose handle is written without the @."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]
    disabled: bool = False
    updated: int = 1_700_000_000


@dataclass(frozen=True, kw_only=True)
class WorkspaceFile:
    """All that a workspace file says."""

    team: Team
    app: AppIdentity
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    groups: tuple[Group, ...]


def load_workspace(path: Path) -> WorkspaceFile:
    """Read a workspace file.

    Raises WorkspaceError with a sentence where it is wrong, OSError where it cannot be read.
    """
    try:
        body = tomllib.loads(path.read_text(encoding="utf8"))
        file = _workspace(body)
    except (tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise WorkspaceError(f"{path} is not a workspace file: {error}") from error
    _check(file, path)
    return file


def _workspace(body: dict[str, Any]) -> WorkspaceFile:
    team = Team(**body["team"])
    app = AppIdentity(**body["app"])
    people = []
    for entry in body["people"]:
        person = Person(**{"team_id": team.id, **entry})
        people.append(replace(person, is_stranger=person.team_id != team.id))
    everyone = tuple(p.id for p in people if not (p.is_guest or p.is_stranger or p.is_bot or p.deleted))
    channels = []
    for entry in body["channels"]:
        settings = dict(entry)
        listed = settings.pop("members")
        members = everyone if listed == "everyone" else tuple(listed)
        if settings.pop("app_is_member", False):
            members = (*members, app.bot_user_id)
        private = settings.pop("private", False)
        channels.append(
            Channel(**settings, is_private=private, members=members, creator=everyone[0] if everyone else "")
        )
    groups = tuple(Group(**{**entry, "members": tuple(entry["members"])}) for entry in body.get("groups", ()))
    return WorkspaceFile(team=team, app=app, people=tuple(people), channels=tuple(channels), groups=groups)


def _check(file: WorkspaceFile, path: Path) -> None:
    known = {person.id for person in file.people} | {file.app.bot_user_id}
    if len(known) != len(file.people) + 1:
        raise WorkspaceError(f"{path}: the same person id stands twice.")
    places = [(c.id, c.members) for c in file.channels] + [(g.id, g.members) for g in file.groups]
    for place, members in places:
        for member in members:
            if member not in known:
                raise WorkspaceError(f"{path}: {place} names {member}, who is not among the people.")
