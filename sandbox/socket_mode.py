"""Is Slack's end of Socket Mode: connections, envelopes and acknowledgements; it must not know what they carry."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import uuid
from collections.abc import Callable

from aiohttp import WSMsgType, web

from sandbox.payload import Payload
from sandbox.transport import ACK_TIMEOUT_S, Ack, NotAcknowledgedError

#: How many connections one app may hold.
MAX_CONNECTIONS = 10
#: The envelopes that may be answered with more than their id.
_ANSWERABLE = {"slash_commands", "interactive"}


class SocketMode:
    """The open connections of the app."""

    def __init__(self, app_id: str, *, on_change: Callable[[], None], on_answer: Callable[[], None]) -> None:
        self._app_id = app_id
        self._on_change = on_change
        self._on_answer = on_answer
        self._tickets: set[str] = set()
        self._links: list[web.WebSocketResponse] = []
        self._turns = itertools.count()
        self._waiting: dict[str, asyncio.Future[Ack]] = {}

    @property
    def connected(self) -> bool:
        """Whether the app holds a connection."""
        return bool(self._links)

    @property
    def connections(self) -> int:
        """How many connections the app holds."""
        return len(self._links)

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        return ticket

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="The ticket is unknown or was used.")
        self._tickets.discard(ticket)
        if len(self._links) >= MAX_CONNECTIONS:
            return web.Response(status=429, text="too_many_websockets")
        link = web.WebSocketResponse(heartbeat=30, max_msg_size=4 * 1024 * 1024)
        await link.prepare(request)
        self._links.append(link)
        await link.send_json(
            {
                "type": "hello",
                "num_connections": len(self._links),
                "connection_info": {"app_id": self._app_id},
                "debug_info": {
                    "host": "local-slack",
                    "started": "",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
            }
        )
        self._on_change()
        try:
            async for message in link:
                if message.type is WSMsgType.TEXT:
                    self._hear(str(message.data))
        finally:
            self._links.remove(link)
            self._on_change()
        return link

    def _hear(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except json.JSONDecodeError:
            return
        if not isinstance(answer, dict):
            return
        waiting = self._waiting.pop(str(answer.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            payload = answer.get("payload")
            if isinstance(payload, str):
                payload = {"text": payload}
            waiting.set_result(Ack(body=payload if isinstance(payload, dict) else {}))
            self._on_answer()

    async def deliver(self, kind: str, payload: Payload, *, retry: tuple[int, str] | None = None) -> Ack:
        """Send an envelope over one of the connections and wait for its acknowledgement."""
        if not self._links:
            raise NotAcknowledgedError("dispatch_failed")
        link = self._links[next(self._turns) % len(self._links)]
        envelope_id = str(uuid.uuid4())
        envelope: Payload = {
            "envelope_id": envelope_id,
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind in _ANSWERABLE,
        }
        if kind == "events_api":
            envelope["retry_attempt"] = retry[0] if retry else 0
            envelope["retry_reason"] = retry[1] if retry else ""
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        try:
            await link.send_json(envelope)
            async with asyncio.timeout(ACK_TIMEOUT_S):
                return await future
        except TimeoutError as error:
            raise NotAcknowledgedError("timeout") from error
        except ConnectionError as error:
            raise NotAcknowledgedError("connection_failed") from error
        finally:
            self._waiting.pop(envelope_id, None)

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to renew its connections, as Slack does from time to time, and close them."""
        for link in list(self._links):
            await link.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "local-slack"}}
            )
            await link.close()

    async def stop(self) -> None:
        """Close all connections."""
        for link in list(self._links):
            await link.close(code=1001, message=b"going away")
