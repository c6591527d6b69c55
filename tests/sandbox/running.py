"""Starts a local Slack with the echo app in it, over either wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncBoltRequest

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

Start = Callable[..., AbstractAsyncContextManager[tuple[LocalSlack, Echo]]]


def local_slack(**settings: Any) -> LocalSlack:
    files = {"manifest": HERE / "echo_manifest.yml", "workspace": ROOT / "sample" / "workspace.toml"}
    return LocalSlack(**{**files, "record_calls": True, **settings})


@asynccontextmanager
async def over_socket(**settings: Any) -> AsyncIterator[tuple[LocalSlack, Echo]]:
    slack = local_slack(**settings)
    await slack.start()
    echo = Echo(slack.api_url, slack.bot_token, slack.signing_secret)
    # Bolt's handler has no types for these two calls.
    handler: Any = AsyncSocketModeHandler(echo.app, slack.app_token)
    await handler.connect_async()
    await slack.wait_for(lambda: slack.connections == 1)
    try:
        yield slack, echo
    finally:
        await handler.close_async()
        await slack.stop()


@asynccontextmanager
async def over_http(**settings: Any) -> AsyncIterator[tuple[LocalSlack, Echo]]:
    holder: dict[str, Echo] = {}

    async def receive(request: web.Request) -> web.Response:
        headers: dict[str, str | Sequence[str]] = {**request.headers}
        asked = AsyncBoltRequest(body=await request.text(), query=request.query_string, headers=headers)
        answer = await holder["echo"].app.async_dispatch(asked)
        kind = answer.first_headers().get("content-type", "text/plain").partition(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=kind)

    served = web.Application()
    served.router.add_post("/slack/events", receive)
    runner = web.AppRunner(served)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    slack = local_slack(request_url=f"http://127.0.0.1:{port}/slack/events", **settings)
    await slack.start()
    holder["echo"] = Echo(slack.api_url, slack.bot_token, slack.signing_secret)
    try:
        yield slack, holder["echo"]
    finally:
        await slack.stop()
        await runner.cleanup()
