"""The Socket Mode door: one connection, which closes only when what came through it has been answered."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

#: Seconds that Slack waits for an answer, and so does the door when it closes.
ANSWERED_WITHIN = 3.0


class SocketDoor:
    """Bolt's own handler, which by itself closes while listeners are under way, so that nobody hears of them."""

    def __init__(self, app: AsyncApp, app_token: str, address: str) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token)
        # Bolt tries a wrong token again for ever, so it is handed an address that the token was good for.
        self._handler.client.wss_uri = address
        self._handler.client.socket_mode_request_listeners[:] = [self._answer]
        self._under_way: set[asyncio.Task[Any]] = set()
        self._is_closing = False

    async def open(self) -> None:
        """Connect."""
        await self._handler.connect_async()

    async def close(self) -> None:
        """Answer what is under way, then let the connection go."""
        self._is_closing = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=ANSWERED_WITHIN)
        await self._handler.close_async()

    async def _answer(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Answer an envelope; one that comes while the door closes is left to Slack, which hears of no answer."""
        task = asyncio.current_task()
        if self._is_closing or task is None:
            return
        self._under_way.add(task)
        try:
            await self._handler.handle(self._handler.client, request)
        finally:
            self._under_way.discard(task)
