"""A proxy in front of the local Slack's Web API, in which a call may be met by a mishap on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

from sandbox import LocalSlack

Forward = Callable[[], Awaitable[web.Response]]
Mishap = Callable[[Forward], Awaitable[web.Response]]


class SlackProxy:
    """Forwards every call; those of a method that has a mishap are left to it."""

    def __init__(self, slack: LocalSlack, session: ClientSession) -> None:
        self._slack = slack
        self._session = session
        self._mishaps: dict[str, Mishap] = {}
        self.address = ""

    def meet(self, method: str, mishap: Mishap) -> None:
        """Leave calls of the method to the mishap, until `recover`."""
        self._mishaps[method] = mishap

    def recover(self) -> None:
        """From now on nothing happens on the way."""
        self._mishaps.clear()

    async def handle(self, request: web.Request) -> web.Response:
        """Serve one call."""
        body, method = await request.read(), request.match_info["method"]

        async def forward() -> web.Response:
            async with self._session.request(
                request.method,
                f"{self._slack.api_url}{method}",
                params=request.query,
                data=body,
                headers={name: request.headers[name] for name in PASSED if name in request.headers},
            ) as answer:
                return web.Response(
                    status=answer.status, body=await answer.read(), content_type=answer.content_type
                )

        mishap = self._mishaps.get(method)
        return await (forward() if mishap is None else mishap(forward))


#: The headers of a call that say something to Slack.
PASSED = ("Authorization", "Content-Type")


@asynccontextmanager
async def proxied(slack: LocalSlack) -> AsyncIterator[SlackProxy]:
    """A proxy that listens; its `address` is for SLACK_API_URL."""
    async with ClientSession() as session:
        proxy = SlackProxy(slack, session)
        application = web.Application()
        application.router.add_route("*", "/api/{method}", proxy.handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        proxy.address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        try:
            yield proxy
        finally:
            await runner.cleanup()
