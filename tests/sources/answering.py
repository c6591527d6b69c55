"""A real HTTP server on 127.0.0.1 that answers as a test says, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import web

T = TypeVar("T")


@dataclass(kw_only=True)
class Answering:
    """Where the server is, and what was asked of it: the paths as they were sent."""

    port: int
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    #: Set at the end, so that no handler that hangs holds the server up.
    ends: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def answering(
    handler: Callable[[web.BaseRequest, Answering], Awaitable[web.StreamResponse]],
) -> AsyncIterator[Answering]:
    """A server that gives each request to the handler."""
    asked = Answering(port=0)

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        asked.paths.append(request.raw_path)
        asked.headers.append(dict(request.headers))
        asked.bodies.append(await request.text())
        return await handler(request, asked)

    runner = web.ServerRunner(web.Server(handle), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    asked.port = runner.addresses[0][1]
    try:
        yield asked
    finally:
        asked.ends.set()
        await runner.cleanup()


async def within(seconds: float, waited: Awaitable[T]) -> T:
    """What is waited for, or a failed test when it takes longer."""
    async with asyncio.timeout(seconds):
        return await waited
