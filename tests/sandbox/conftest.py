"""A local Slack with the echo app in it, over each of the two wires."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from echo_app import Echo
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncBoltRequest

from sandbox import LocalSlack

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
    handler = AsyncSocketModeHandler(echo.app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.wait_for(lambda: slack.connections == 1)
    try:
        yield slack, echo
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
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


@pytest.fixture
def start() -> Start:
    """A way to start a workspace and the app with other settings than the usual."""
    return over_socket


@pytest.fixture(params=["socket", "http"])
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[tuple[LocalSlack, Echo]]:
    begin = {"socket": over_socket, "http": over_http}[request.param]
    async with begin() as running:
        yield running


@pytest.fixture
def slack(pair: tuple[LocalSlack, Echo]) -> LocalSlack:
    return pair[0]


@pytest.fixture
def echo(pair: tuple[LocalSlack, Echo]) -> Echo:
    return pair[1]


@pytest.fixture
async def alone() -> AsyncIterator[LocalSlack]:
    """A workspace that no app is connected to."""
    slack = local_slack()
    await slack.start()
    yield slack
    await slack.stop()
