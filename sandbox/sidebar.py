"""Writes what a person's page shows around the messages; it must not change anything."""

from __future__ import annotations

from sandbox.parts import Parts
from sandbox.payload import Payload
from sandbox.state import State
from sandbox.workspace import Channel, Person


def page_state(parts: Parts, me: str) -> Payload:
    """The whole of ``/page/api/state`` for a person."""
    state = parts.state
    return {
        "team": {"id": state.team.id, "name": state.team.name, "domain": state.team.domain},
        "me": person_entry(state.people[me]),
        "people": [person_entry(person) for person in state.people.values()],
        "channels": [
            _channel_entry(state, channel, me)
            for channel in sorted(state.channels.values(), key=lambda c: c.name)
            if not channel.is_im and state.sees(me, channel)
        ],
        "dms": _dms(state, me),
        "app": _app(parts),
        "usergroups": [
            {
                "id": g.id,
                "handle": g.handle,
                "name": g.name,
                "members": list(g.members),
                "disabled": g.disabled,
            }
            for g in state.groups.values()
        ],
        "clock": {"now": parts.clock.now().isoformat(), "offset_s": parts.clock.offset_s},
        "guide": parts.guide.listed(),
        "connected": parts.transport.connected,
        "view_stack": parts.views.listed(me),
    }


def person_entry(person: Person) -> Payload:
    """A person as the page knows them."""
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "tz": person.tz,
        "color": person.color,
        "initials": person.initials,
        "status": person.status,
        "is_admin": person.is_admin,
        "is_guest": person.is_guest,
        "is_stranger": person.is_stranger,
        "is_bot": person.is_bot,
        "deleted": person.deleted,
        "dnd": person.dnd,
    }


def _channel_entry(state: State, channel: Channel, me: str) -> Payload:
    member = me in channel.members
    unread, mentions = state.unread(me, channel) if member else (0, 0)
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "is_member": member,
        "is_shared": channel.is_shared,
        "is_archived": channel.is_archived,
        "topic": channel.topic,
        "num_members": len(channel.members),
        "app_is_member": state.app_is_in(channel),
        "unread": unread,
        "mentions": mentions,
        "last_ts": state.last_ts(channel.id),
        "last_read": state.read.get(f"{me}/{channel.id}"),
    }


def _dms(state: State, me: str) -> list[Payload]:
    listed = []
    app_user = state.app.bot_user_id
    if not (state.people[me].is_bot or state.people[me].deleted):
        # The app stands in everyone's sidebar, whether or not it has written to them.
        state.im(me, app_user)
    channels = [c for c in state.channels.values() if c.is_im and me in c.members]
    for channel in channels:
        other = channel.other(me)
        unread, mentions = state.unread(me, channel)
        listed.append(
            {
                "id": channel.id,
                "user": other,
                "is_app": other == app_user,
                "unread": unread,
                "mentions": mentions,
                "last_ts": state.last_ts(channel.id),
                "last_read": state.read.get(f"{me}/{channel.id}"),
            }
        )
    return sorted(listed, key=lambda dm: (not dm["is_app"], state.people[dm["user"]].real_name))


def _app(parts: Parts) -> Payload:
    state, manifest = parts.state, parts.manifest
    shortcuts: dict[str, list[Payload]] = {"global": [], "message": []}
    for shortcut in manifest.shortcuts:
        entry = {
            "callback_id": shortcut.callback_id,
            "name": shortcut.name,
            "description": shortcut.description,
        }
        shortcuts.setdefault(shortcut.type, []).append(entry)
    return {
        "id": state.app.id,
        "name": manifest.name,
        "description": manifest.description,
        "bot_user_id": state.app.bot_user_id,
        "bot_id": state.app.bot_id,
        "color": manifest.color,
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in manifest.commands
        ],
        "shortcuts": shortcuts,
        "workflows": [
            {
                "callback_id": one.callback_id,
                "title": one.title,
                "description": one.description,
                "inputs": [
                    {
                        "name": given.name,
                        "type": given.type,
                        "title": given.title,
                        "hint": given.hint or given.description,
                        "is_required": given.is_required,
                    }
                    for given in one.inputs
                ],
            }
            for one in manifest.functions
        ],
        "has_home": manifest.has_home,
        "has_messages_tab": manifest.has_messages_tab,
        "messages_tab_read_only": manifest.messages_tab_read_only,
    }
