"""Holds what is true in the workspace now and keeps it in the store; it must not tell anyone about a change."""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sandbox.payload import Payload
from sandbox.store import Store
from sandbox.workspace import Channel, Group, Person, WorkspaceFile


@dataclass(kw_only=True)
class Posted:
    """A message with what only the workspace knows of it."""

    channel: str
    body: Payload
    woken: frozenset[str] = frozenset()
    #: What a person last entered into the message's own inputs, by block and action.
    values: Payload = field(default_factory=dict)
    #: For an ephemeral message, the one person who sees it.
    ephemeral_to: str | None = None
    #: Slack's sentence beside the message when the last click on it was not acknowledged.
    error: str | None = None

    @property
    def ts(self) -> str:
        """The message's time, which names it within its channel."""
        return str(self.body["ts"])

    @property
    def is_reply(self) -> bool:
        """Whether the message stands in a thread only."""
        thread = self.body.get("thread_ts")
        return thread is not None and thread != self.ts and self.body.get("subtype") != "thread_broadcast"


def derived_id(prefix: str, *parts: str) -> str:
    """An id of Slack's form that is always the same for the same parts."""
    return prefix + hashlib.sha256("/".join(parts).encode()).hexdigest()[:10].upper()


class State:
    """People, channels, groups, messages, files, homes and read marks."""

    def __init__(self, file: WorkspaceFile, store: Store, *, app_name: str, app_color: str) -> None:
        self.team = file.team
        self.app = file.app
        self.store = store
        bot = Person(
            id=file.app.bot_user_id,
            name=app_name.lower().replace(" ", "_"),
            real_name=app_name,
            team_id=file.team.id,
            color=app_color,
            is_bot=True,
        )
        self.people = {person.id: person for person in (*file.people, bot)}
        self.channels = {channel.id: channel for channel in file.channels}
        self.groups = {group.id: group for group in file.groups}
        self.messages: dict[str, dict[str, Posted]] = {}
        self.ephemerals: dict[tuple[str, str], list[Posted]] = {}
        self.files: dict[str, Payload] = dict(store.facts("file"))
        self.homes: dict[str, Payload] = dict(store.facts("home"))
        self.read: dict[str, str] = dict(store.facts("read"))
        self._times: dict[str, list[str]] = {}
        self._replies: dict[tuple[str, str], list[str]] = {}
        self._restore()

    def _restore(self) -> None:
        for key, body in self.store.facts("person").items():
            self.people[key] = Person(**body)
        for key, body in self.store.facts("channel").items():
            self.channels[key] = Channel(**{**body, "members": tuple(body["members"])})
        for key, body in self.store.facts("group").items():
            self.groups[key] = Group(**{**body, "members": tuple(body["members"])})
        for channel, ts, body in self.store.messages():
            posted = Posted(
                channel=channel, body=body["message"], woken=frozenset(body["woken"]), values=body["values"]
            )
            self.messages.setdefault(channel, {})[ts] = posted
            self._times.setdefault(channel, []).append(ts)
            self._index_reply(posted)

    # People, channels, groups

    def set_person(self, person: Person) -> None:
        """Put a person, new or changed."""
        self.people[person.id] = person
        self.store.keep("person", person.id, asdict(person))

    def set_channel(self, channel: Channel) -> None:
        """Put a channel, new or changed."""
        self.channels[channel.id] = channel
        self.store.keep("channel", channel.id, asdict(channel))

    def set_group(self, group: Group) -> None:
        """Put a group, new or changed."""
        self.groups[group.id] = group
        self.store.keep("group", group.id, asdict(group))

    def im(self, one: str, other: str) -> Channel:
        """The direct message of two people, opened where it was not."""
        pair = tuple(sorted({one, other}))
        channel_id = derived_id("D", self.team.id, *pair)
        if channel_id not in self.channels:
            self.set_channel(Channel(id=channel_id, name="", members=pair, is_im=True, is_private=True))
        return self.channels[channel_id]

    def existing_im(self, one: str, other: str) -> Channel | None:
        """The direct message of two people where it is open."""
        return self.channels.get(derived_id("D", self.team.id, *sorted({one, other})))

    def sees(self, user: str, channel: Channel) -> bool:
        """Whether a person may read a channel: a member, or anyone who is no guest where it is public."""
        if user in channel.members:
            return True
        person = self.people[user]
        return not (channel.is_private or person.is_guest or person.is_stranger)

    def app_is_in(self, channel: Channel) -> bool:
        """Whether the app's bot is a member."""
        return self.app.bot_user_id in channel.members

    def reached(
        self, channel: Channel, users: Iterable[str], groups: Iterable[str], all_: bool
    ) -> frozenset[str]:
        """Who is woken by a mention: named people, members of named groups, or all, as far as they are in."""
        named = set(users)
        for group in groups:
            if group in self.groups and not self.groups[group].disabled:
                named.update(self.groups[group].members)
        if all_:
            named.update(channel.members)
        return frozenset(user for user in named if user in channel.members)

    # Messages

    def put(self, posted: Posted) -> None:
        """Put a message, new or changed, and keep it."""
        messages = self.messages.setdefault(posted.channel, {})
        if posted.ts not in messages:
            bisect.insort(self._times.setdefault(posted.channel, []), posted.ts)
            self._index_reply(posted)
        messages[posted.ts] = posted
        body = {"message": posted.body, "woken": sorted(posted.woken), "values": posted.values}
        self.store.keep_message(posted.channel, posted.ts, body)

    def _index_reply(self, posted: Posted) -> None:
        thread = posted.body.get("thread_ts")
        if thread is not None and thread != posted.ts:
            self._replies.setdefault((posted.channel, thread), []).append(posted.ts)

    def remove(self, posted: Posted) -> None:
        """Remove a message."""
        thread = (posted.channel, str(posted.body.get("thread_ts")))
        if posted.ts in self._replies.get(thread, ()):
            self._replies[thread].remove(posted.ts)
        del self.messages[posted.channel][posted.ts]
        self._times[posted.channel].remove(posted.ts)
        self.store.drop_message(posted.channel, posted.ts)

    def message(self, channel: str, ts: str) -> Posted | None:
        """A message by its channel and time."""
        return self.messages.get(channel, {}).get(ts)

    def history(self, channel: str, *, oldest: str = "0", newest_first: bool = False) -> Iterator[Posted]:
        """The channel's messages that are later than `oldest`, replies included."""
        times = self._times.get(channel, [])
        messages = self.messages.get(channel, {})
        late = times[bisect.bisect_right(times, oldest) :]
        for ts in reversed(late) if newest_first else late:
            yield messages[ts]

    def last_ts(self, channel: str) -> str | None:
        """The time of the channel's last message, or None."""
        times = self._times.get(channel)
        return times[-1] if times else None

    def thread(self, channel: str, ts: str) -> list[Posted]:
        """A thread's parent and replies, in order of time; empty where there is no such message."""
        parent = self.message(channel, ts)
        if parent is None:
            return []
        messages = self.messages[channel]
        return [parent, *(messages[reply] for reply in self._replies.get((channel, ts), ()))]

    def ephemerals_of(self, channel: str, user: str) -> list[Posted]:
        """The messages that only this person sees in a channel."""
        return self.ephemerals.setdefault((channel, user), [])

    # Read marks

    def mark_read(self, user: str, channel: str, ts: str) -> None:
        """Note that a person has read a channel up to a time."""
        key = f"{user}/{channel}"
        if ts > self.read.get(key, "0"):
            self.read[key] = ts
            self.store.keep("read", key, ts)

    def unread(self, user: str, channel: Channel) -> tuple[int, int]:
        """How many messages a person has not read, and how many of those wake them."""
        unread = mentions = 0
        for posted in self.history(channel.id, oldest=self.read.get(f"{user}/{channel.id}", "0")):
            if posted.body.get("user") == user:
                continue
            woken = user in posted.woken
            mentions += woken or (channel.is_im and not posted.is_reply)
            unread += woken or not posted.is_reply
        return unread, mentions

    # Homes and files

    def set_home(self, user: str, view: Payload) -> None:
        """Put a person's view of the app's Home."""
        self.homes[user] = view
        self.store.keep("home", user, view)

    def set_file(self, file: Payload) -> None:
        """Put a file's description."""
        self.files[str(file["id"])] = file
        self.store.keep("file", str(file["id"]), file)

    def settle(self, posted: Posted, **changes: Any) -> Posted:
        """A copy of a message with changes, put in its place."""
        changed = replace(posted, **changes)
        if changed.ephemeral_to is None:
            self.put(changed)
        else:
            line = self.ephemerals_of(changed.channel, changed.ephemeral_to)
            line[:] = [changed if p.ts == changed.ts else p for p in line]
        return changed
