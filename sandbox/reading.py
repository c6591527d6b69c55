"""Reads messages as the Web API and as people see them; it must not change any."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.blockkit import dates
from sandbox.payload import Payload
from sandbox.state import Posted, State
from sandbox.workspace import Channel


def kind_of(channel: Channel) -> str:
    """``im``, ``group`` (private) or ``channel``."""
    if channel.is_im:
        return "im"
    return "group" if channel.is_private else "channel"


class MessageReading:
    """The messages of the workspace, to be read."""

    def __init__(self, state: State) -> None:
        self._state = state

    def find(self, channel: str, ts: str, ephemeral_to: str | None = None) -> Posted | None:
        """A message by channel and time; with `ephemeral_to`, one that only this person sees too."""
        if ephemeral_to is not None:
            for posted in self._state.ephemerals_of(channel, ephemeral_to):
                if posted.ts == ts:
                    return posted
        return self._state.message(channel, ts)

    def with_thread(self, posted: Posted) -> Payload:
        """Slack's message object, with its thread's figures where it is a parent."""
        body = dict(posted.body)
        if body.get("thread_ts") == posted.ts and posted.ephemeral_to is None:
            replies = self._state.thread(posted.channel, posted.ts)[1:]
            if replies:
                users = list(dict.fromkeys(str(r.body.get("user")) for r in replies))
                body["reply_count"] = len(replies)
                body["reply_users_count"] = len(users)
                body["reply_users"] = users[:5]
                body["latest_reply"] = replies[-1].ts
                body["is_locked"] = False
                body["subscribed"] = False
            else:
                del body["thread_ts"]
        return body

    def for_page(self, posted: Posted, me: str) -> Payload:
        """The message as a person's page shows it."""
        return self.marked(posted, self.with_thread(posted), me)

    def marked(self, posted: Posted, slacks: Payload, me: str) -> Payload:
        """Slack's message object with the marks that only the page API has."""
        body = dict(slacks)
        body["_channel"] = posted.channel
        body["_ephemeral"] = posted.ephemeral_to is not None
        body["_mentions_me"] = me in posted.woken
        body["_mentions"] = sorted(posted.woken)
        body["_reply_count"] = body.get("reply_count", 0)
        body["_reply_users"] = body.get("reply_users", [])
        body["_latest_reply"] = body.get("latest_reply")
        body["_error"] = posted.error
        return body

    def listed(self, channel: Channel, me: str, thread_ts: str | None = None) -> list[Payload]:
        """What a person reads in a channel or thread, oldest first, ephemerals in their place."""
        if thread_ts is not None:
            public = self._state.thread(channel.id, thread_ts)
        else:
            public = [p for p in self._state.history(channel.id) if not p.is_reply]
        own = [p for p in self._state.ephemerals_of(channel.id, me) if p.body.get("thread_ts") == thread_ts]
        return [self.for_page(p, me) for p in sorted([*public, *own], key=lambda p: p.ts)]

    def deadlines(self) -> Iterable[int]:
        """The unix times that the app's messages name now.

        Replies are left out: they tell of what was so when they were written.
        """
        for messages in self._state.messages.values():
            for posted in messages.values():
                if posted.body.get("bot_id") == self._state.app.bot_id and not posted.is_reply:
                    yield from dates(posted.body)
