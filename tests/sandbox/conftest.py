"""A local Slack with the echo app in it, over each of the two wires."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo
from tests.sandbox.running import Start, local_slack, over_http, over_socket


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
