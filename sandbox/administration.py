"""Does what an administrator of the workspace may do and tells the app; it must not judge who asks."""

from __future__ import annotations

import time
from dataclasses import replace

from sandbox.audience import Audience
from sandbox.clock import Clock
from sandbox.events import Events
from sandbox.objects import group_object, user_object
from sandbox.payload import Payload
from sandbox.state import State


class AdministrationError(Exception):
    """It cannot be done; the message is a sentence for the administrator."""


class Administration:
    """Groups' members, people's accounts, channels and the app's place in them."""

    def __init__(self, state: State, clock: Clock, audience: Audience, events: Events) -> None:
        self._state = state
        self._clock = clock
        self._audience = audience
        self._events = events

    def carry_out(self, op: str, about: Payload, by: str) -> None:
        """Do one of the operations of the page API's `admin`; raises AdministrationError where it cannot be."""
        match op:
            case "group_members":
                self.set_group_members(about["group"], list(about["members"]))
            case "disable_group" | "enable_group":
                self.set_group_disabled(about["group"], op == "disable_group")
            case "deactivate" | "reactivate":
                self.set_deactivated(about["user"], op == "deactivate")
            case "do_not_disturb" | "take_messages":
                self.set_do_not_disturb(about["user"], op == "do_not_disturb")
            case "archive" | "unarchive":
                self.set_archived(about["channel"], op == "archive", by)
            case "remove_app" | "add_app":
                self.set_membership(about["channel"], self._state.app.bot_user_id, op == "add_app", by)
            case "add_member" | "remove_member":
                self.set_membership(about["channel"], about["user"], op == "add_member", by)
            case "change_person":
                self.change_person(about["user"], **about["changes"])
            case _:
                raise AdministrationError(f"An administrator cannot {op}.")

    def set_group_members(self, group_id: str, members: list[str]) -> None:
        """Change who is in a user group."""
        group = self._state.groups.get(group_id)
        if group is None:
            raise AdministrationError("There is no such user group.")
        unknown = [m for m in members if m not in self._state.people]
        if unknown:
            raise AdministrationError(f"There is no person {unknown[0]}.")
        added = [m for m in members if m not in group.members]
        removed = [m for m in group.members if m not in members]
        if not added and not removed:
            return
        now = int(self._clock.now().timestamp())
        changed = replace(group, members=tuple(dict.fromkeys(members)), updated=now)
        self._state.set_group(changed)
        self._events.send(
            "subteam_members_changed",
            {
                "type": "subteam_members_changed",
                "subteam_id": group_id,
                "team_id": self._state.team.id,
                "date_previous_update": group.updated,
                "date_update": now,
                "added_users": added,
                "added_users_count": str(len(added)),
                "removed_users": removed,
                "removed_users_count": str(len(removed)),
                "event_ts": self._event_ts(),
            },
        )
        self._tell_of_group(group_id)

    def set_group_disabled(self, group_id: str, disabled: bool) -> None:
        """Disable a user group, or enable it again."""
        group = self._state.groups.get(group_id)
        if group is None:
            raise AdministrationError("There is no such user group.")
        now = int(self._clock.now().timestamp())
        self._state.set_group(replace(group, disabled=disabled, updated=now))
        self._tell_of_group(group_id)

    def _tell_of_group(self, group_id: str) -> None:
        subteam = group_object(self._state, self._state.groups[group_id], with_users=True)
        event = {"type": "subteam_updated", "subteam": subteam, "event_ts": self._event_ts()}
        self._events.send("subteam_updated", event)
        self._audience.tell_all({"type": "state"})

    def set_deactivated(self, user: str, deactivated: bool) -> None:
        """Deactivate a person, or take them back. Groups keep a deactivated person, as Slack's lists do."""
        person = self._state.people.get(user)
        if person is None or person.id == self._state.app.bot_user_id:
            raise AdministrationError("There is no such person.")
        changed = replace(person, deleted=deactivated, updated=int(self._clock.now().timestamp()))
        self._state.set_person(changed)
        self._tell_of_person(user)

    def set_do_not_disturb(self, user: str, quiet: bool) -> None:
        """Let a person take no messages from now on, or take them again; the app finds out when it asks."""
        person = self._state.people.get(user)
        if person is None or person.id == self._state.app.bot_user_id:
            raise AdministrationError("There is no such person.")
        self._state.set_person(replace(person, dnd=quiet))
        self._audience.tell_all({"type": "state"})

    def change_person(self, user: str, **changes: object) -> None:
        """Change a person's name, title, zone, roles or status."""
        person = self._state.people.get(user)
        if person is None:
            raise AdministrationError("There is no such person.")
        fields: Payload = {**changes, "updated": int(self._clock.now().timestamp())}
        self._state.set_person(replace(person, **fields))
        self._tell_of_person(user)

    def _tell_of_person(self, user: str) -> None:
        event: Payload = {
            "type": "user_change",
            "user": user_object(self._state, self._state.people[user]),
            "cache_ts": int(time.time()),
            "event_ts": self._event_ts(),
        }
        self._events.send("user_change", event)
        self._audience.tell_all({"type": "state"})

    def set_archived(self, channel_id: str, archived: bool, by: str) -> None:
        """Archive a channel, or take it out of the archive."""
        channel = self._state.channels.get(channel_id)
        if channel is None or channel.is_im:
            raise AdministrationError("There is no such channel.")
        if channel.is_general and archived:
            raise AdministrationError(f"#{channel.name} cannot be archived.")
        self._state.set_channel(replace(channel, is_archived=archived))
        kind = ("group" if channel.is_private else "channel") + ("_archive" if archived else "_unarchive")
        event = {"type": kind, "channel": channel_id, "user": by, "event_ts": self._event_ts()}
        self._events.send(kind, event)
        self._audience.tell_all({"type": "state"})

    def set_membership(self, channel_id: str, user: str, member: bool, by: str) -> None:
        """Bring a person or the app's bot into a channel, or out of it."""
        channel = self._state.channels.get(channel_id)
        if channel is None or channel.is_im or user not in self._state.people:
            raise AdministrationError("There is no such channel.")
        if (user in channel.members) == member:
            return
        members = (*channel.members, user) if member else tuple(m for m in channel.members if m != user)
        self._state.set_channel(replace(channel, members=members))
        base = {"channel": channel_id, "event_ts": self._event_ts()}
        if user == self._state.app.bot_user_id and not member:
            kind = "group_left" if channel.is_private else "channel_left"
            self._events.send(kind, {"type": kind, "actor_id": by, **base})
        elif member or self._state.app_is_in(channel):
            kind = "member_joined_channel" if member else "member_left_channel"
            event = {
                "type": kind,
                "user": user,
                "channel_type": "G" if channel.is_private else "C",
                "team": self._state.team.id,
                **({"inviter": by} if member else {}),
                **base,
            }
            self._events.send(kind, event)
        self._audience.tell_all({"type": "state"})

    def _event_ts(self) -> str:
        return f"{self._clock.now().timestamp():.6f}"
