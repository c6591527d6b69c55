"""Posts, changes and removes messages and tells those who may see them; it must not judge an app's arguments."""

from __future__ import annotations

from typing import Any

from sandbox.audience import Audience
from sandbox.blockkit import mentions
from sandbox.clock import Clock
from sandbox.events import Events
from sandbox.guide import Guide
from sandbox.payload import Payload
from sandbox.reading import MessageReading, kind_of
from sandbox.state import Posted, State
from sandbox.workspace import Channel

#: How Slack names the kind of a conversation in `channel_type`, and the subscription that carries it.
_KINDS = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}


class Messages(MessageReading):
    """What is said in the workspace."""

    def __init__(self, state: State, clock: Clock, audience: Audience, events: Events, guide: Guide) -> None:
        super().__init__(state)
        self._clock = clock
        self._audience = audience
        self._events = events
        self._guide = guide

    # Writing

    def post_as_app(
        self,
        channel: Channel,
        content: Payload,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: list[Payload] | None = None,
    ) -> Posted:
        """Post a message of the app; `content` holds text, blocks, attachments, metadata, username, icons."""
        body = {**self._app_author(content), **content, "ts": self._next_ts(channel.id)}
        return self._post(channel, body, thread_ts, broadcast, files)

    def post_as_person(
        self,
        channel: Channel,
        user: str,
        text: str,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: list[Payload] | None = None,
        blocks: list[Payload] | None = None,
    ) -> Posted:
        """Post a person's message, whose text is escaped already."""
        body: Payload = {
            "type": "message",
            "user": user,
            "team": self._state.people[user].team_id,
            "text": text,
            "ts": self._next_ts(channel.id),
        }
        if blocks:
            body["blocks"] = blocks
        posted = self._post(channel, body, thread_ts, broadcast, files)
        self._state.mark_read(user, channel.id, posted.ts)
        self._audience.tell([user], {"type": "state"})
        return posted

    def ephemeral(
        self, channel: Channel, user: str, content: Payload, *, thread_ts: str | None = None
    ) -> Posted:
        """Show a message of the app to one person only."""
        body = {**self._app_author(content), **content, "ts": self._next_ts(channel.id)}
        body["is_ephemeral"] = True
        if thread_ts is not None:
            body["thread_ts"] = thread_ts
        posted = Posted(channel=channel.id, body=body, ephemeral_to=user)
        self._state.ephemerals_of(channel.id, user).append(posted)
        self._show_ephemeral(posted)
        return posted

    def _show_ephemeral(self, posted: Posted) -> None:
        user = posted.ephemeral_to or ""
        shown = self.for_page(posted, user)
        self._audience.tell([user], {"type": "ephemeral", "channel": posted.channel, "message": shown})
        self._guide.saw_ephemeral(posted.body)

    def _post(
        self,
        channel: Channel,
        body: Payload,
        thread_ts: str | None,
        broadcast: bool,
        files: list[Payload] | None,
    ) -> Posted:
        if files:
            body["files"] = files
            body["upload"] = False
        if thread_ts is not None and thread_ts != body["ts"]:
            body["thread_ts"] = thread_ts
            if broadcast:
                body["subtype"] = "thread_broadcast"
            parent = self._state.message(channel.id, thread_ts)
            if parent is not None:
                body["parent_user_id"] = parent.body.get("user")
                if "thread_ts" not in parent.body:
                    self._state.settle(parent, body={**parent.body, "thread_ts": thread_ts})
        posted = Posted(channel=channel.id, body=body, woken=self._woken(channel, body))
        self._state.put(posted)
        self._announce("message", posted)
        event = {**body, "event_ts": body["ts"]}
        if files:
            event["subtype"] = "file_share"
        self._to_app(channel, event)
        if f"<@{self._state.app.bot_user_id}>" in str(body.get("text", "")) and self._state.app_is_in(
            channel
        ):
            mention = {k: v for k, v in event.items() if k not in ("subtype",)}
            self._events.send("app_mention", {**mention, "type": "app_mention", "channel": channel.id})
        self._guide.saw_message(channel, body)
        if posted.is_reply:
            self._announce_parent(channel, str(thread_ts))
        return posted

    def change(self, posted: Posted, content: Payload, *, edited_by: str | None = None) -> Posted:
        """Replace a message's content."""
        replaced = ("text", "blocks", "attachments", "edited")
        kept = {key: value for key, value in posted.body.items() if key not in replaced}
        body = {**kept, **content}
        now = f"{self._clock.now().timestamp():.6f}"
        if edited_by is not None:
            body["edited"] = {"user": edited_by, "ts": f"{int(float(now))}.000000"}
        channel = self._state.channels[posted.channel]
        if posted.ephemeral_to is not None:
            changed = self._state.settle(posted, body=body, error=None, values={})
            self._show_ephemeral(changed)
            return changed
        woken = posted.woken | self._woken(channel, body)
        changed = self._state.settle(posted, body=body, woken=woken, error=None)
        self._announce("message_changed", changed)
        event = {
            "type": "message",
            "subtype": "message_changed",
            "message": body,
            "previous_message": posted.body,
            "hidden": True,
            "ts": now,
            "event_ts": now,
        }
        self._to_app(channel, event)
        self._guide.saw_message(channel, body)
        return changed

    def delete(self, posted: Posted) -> None:
        """Remove a message."""
        gone = {"type": "message_deleted", "channel": posted.channel, "ts": posted.ts}
        if posted.ephemeral_to is not None:
            line = self._state.ephemerals_of(posted.channel, posted.ephemeral_to)
            line[:] = [p for p in line if p.ts != posted.ts]
            self._audience.tell([posted.ephemeral_to], gone)
            return
        self._state.remove(posted)
        channel = self._state.channels[posted.channel]
        self._audience.tell(self._readers(channel), gone)
        self._audience.tell_all({"type": "state"})
        now = f"{self._clock.now().timestamp():.6f}"
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "deleted_ts": posted.ts,
            "previous_message": posted.body,
            "hidden": True,
            "ts": now,
            "event_ts": now,
        }
        self._to_app(channel, event)

    def mark_error(self, posted: Posted, error: str | None) -> None:
        """Put Slack's small warning on a message, or take it away."""
        current = self.find(posted.channel, posted.ts, posted.ephemeral_to)
        if current is None or current.error == error:
            return
        changed = self._state.settle(current, error=error)
        if changed.ephemeral_to is None:
            self._announce("message_changed", changed)
        else:
            self._show_ephemeral(changed)

    def keep_values(self, posted: Posted, values: Payload) -> None:
        """Note what a person entered into a message's inputs."""
        self._state.settle(posted, values=values)

    def react(self, posted: Posted, name: str, user: str, *, add: bool) -> bool:
        """Add or take a reaction; false where it was there, or was not."""
        reactions = {r["name"]: list(r["users"]) for r in posted.body.get("reactions", [])}
        users = reactions.setdefault(name, [])
        if (user in users) == add:
            return False
        if add:
            users.append(user)
        else:
            users.remove(user)
        listed = [{"name": n, "users": u, "count": len(u)} for n, u in reactions.items() if u]
        body = {key: value for key, value in posted.body.items() if key != "reactions"}
        if listed:
            body["reactions"] = listed
        self._announce("message_changed", self._state.settle(posted, body=body))
        event = {
            "type": "reaction_added" if add else "reaction_removed",
            "user": user,
            "reaction": name,
            "item_user": body.get("user"),
            "item": {"type": "message", "channel": posted.channel, "ts": posted.ts},
            "event_ts": f"{self._clock.now().timestamp():.6f}",
        }
        self._events.send(str(event["type"]), event)
        return True

    # Telling

    def _readers(self, channel: Channel) -> list[str]:
        return [user for user in self._audience.present() if self._state.sees(user, channel)]

    def _announce(self, kind: str, posted: Posted) -> None:
        channel = self._state.channels[posted.channel]
        body = self.with_thread(posted)
        for user in self._readers(channel):
            shown = self.marked(posted, body, user)
            self._audience.tell([user], {"type": kind, "channel": channel.id, "message": shown})
        self._audience.tell(self._readers(channel) if kind == "message" else (), {"type": "state"})

    def _announce_parent(self, channel: Channel, ts: str) -> None:
        parent = self._state.message(channel.id, ts)
        if parent is not None:
            self._announce("message_changed", parent)

    def _to_app(self, channel: Channel, event: Payload) -> None:
        if not self._state.app_is_in(channel):
            return
        kind = kind_of(channel)
        event = {key: value for key, value in event.items() if key != "metadata"}
        self._events.send(_KINDS[kind], {**event, "channel": channel.id, "channel_type": kind})

    def _woken(self, channel: Channel, body: Payload) -> frozenset[str]:
        named = mentions(body)
        all_ = bool(named.broadcast)
        reached = self._state.reached(channel, named.users, named.groups, all_)
        return reached - {str(body.get("user"))}

    def _next_ts(self, channel: str) -> str:
        now = int(self._clock.now().timestamp() * 1_000_000)
        times = [self._state.last_ts(channel), *self._last_ephemerals(channel)]
        last = max((int(ts.replace(".", "")) for ts in times if ts), default=0)
        now = max(now, last + 1)
        return f"{now // 1_000_000}.{now % 1_000_000:06d}"

    def _last_ephemerals(self, channel: str) -> list[str]:
        return [
            line[-1].ts for (place, _), line in self._state.ephemerals.items() if place == channel and line
        ]

    def _app_author(self, content: Payload) -> Payload:
        app = self._state.app
        author: Payload = {
            "type": "message",
            "user": app.bot_user_id,
            "bot_id": app.bot_id,
            "app_id": app.id,
            "team": self._state.team.id,
            "bot_profile": bot_profile(self._state),
        }
        if "username" in content:
            author["subtype"] = "bot_message"
        return author


def bot_profile(state: State) -> dict[str, Any]:
    """The app's bot as it stands beside its messages."""
    bot = state.people[state.app.bot_user_id]
    return {
        "id": state.app.bot_id,
        "deleted": False,
        "name": bot.real_name,
        "updated": bot.updated,
        "app_id": state.app.id,
        "user_id": bot.id,
        "icons": {f"image_{size}": f"/icons/app_{size}.png" for size in (36, 48, 72)},
        "team_id": state.team.id,
    }
