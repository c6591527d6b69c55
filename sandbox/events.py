"""Sends the app the events that it subscribed to, again where it does not acknowledge; it must not make events."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Coroutine, Sequence
from typing import Any

from sandbox.manifest import Manifest
from sandbox.payload import Payload
from sandbox.state import State, derived_id
from sandbox.transport import NotAcknowledgedError, Transport

#: Seconds before each repetition: Slack's first is at once, the others after 1 and 5 minutes.
RETRY_DELAYS_S = (0.0, 60.0, 300.0)

#: The scope that Slack demands for an event; events that are not named here need none.
_SCOPES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
    "subteam_created": "usergroups:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_left": "groups:read",
    "channel_left": "channels:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
}


class Events:
    """The Events API's sending end."""

    def __init__(
        self,
        state: State,
        manifest: Manifest,
        transport: Transport,
        *,
        retry_delays_s: Sequence[float] = RETRY_DELAYS_S,
    ) -> None:
        self._state = state
        self._manifest = manifest
        self._transport = transport
        self._delays = retry_delays_s
        self._numbers = itertools.count(time.time_ns())
        self._under_way: set[asyncio.Task[object]] = set()

    def send(self, subscription: str, event: Payload) -> None:
        """Send an event, where the app subscribed to it and has the scope for it."""
        if self._wanted(subscription):
            self.start(self._send(self._envelope(event)))

    async def deliver(self, subscription: str, event: Payload) -> bool:
        """Send an event likewise and wait until the app acknowledged it, which is told, or Slack gave up."""
        return self._wanted(subscription) and await self._send(self._envelope(event))

    def _wanted(self, subscription: str) -> bool:
        scope = _SCOPES.get(subscription)
        granted = scope is None or scope in self._manifest.bot_scopes
        return granted and subscription in self._manifest.bot_events

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Run work beside all else; an error in it is raised by the event loop, never swallowed."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def stop(self) -> None:
        """End what is under way."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _envelope(self, event: Payload) -> Payload:
        team, app = self._state.team, self._state.app
        number = next(self._numbers)
        channel = self._state.channels.get(str(event.get("channel")))
        return {
            "token": "sample-verification-token",
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": derived_id("Ev", str(number)),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": channel is not None and channel.is_shared,
            "event_context": f"4-{derived_id('', str(number), 'context')}",
        }

    async def _send(self, envelope: Payload) -> bool:
        retry: tuple[int, str] | None = None
        for attempt, delay in enumerate((*self._delays, None), start=1):
            try:
                await self._transport.deliver("events_api", envelope, retry=retry)
                return True
            except NotAcknowledgedError as error:
                if delay is None or error.reason == "no_retry":
                    return False
                retry = (attempt, error.reason)
                await asyncio.sleep(delay)
        return False
