"""SIGTERM while a form is being sent: the form is answered, and the bot exits 0."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.processes.bot_process import bot
from tests.processes.outside import Outside, outside
from tests.processes.slack_proxy import Forward, proxied
from tests.world import VALIDATOR, free_port


@pytest.fixture(params=["socket", "http"])
async def any_town(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[Outside, dict[str, str]]]:
    """A local Slack by each of the two transports, and the settings for its bot."""
    if request.param == "socket":
        async with outside(tmp_path) as town:
            yield town, {}
        return
    port = free_port()
    async with outside(tmp_path, request_url=f"http://127.0.0.1:{port}/slack/events") as town:
        yield town, {"SLACK_SIGNING_SECRET": town.slack.signing_secret, "PORT": str(port)}


async def test_form_that_is_under_way_is_answered(any_town: tuple[Outside, dict[str, str]]) -> None:
    town, settings = any_town
    is_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def wait(forward: Forward) -> web.Response:
        is_asked.set()
        await may_answer.wait()
        return await forward()

    async with (
        proxied(town.slack) as proxy,
        bot(town.slack, town.folder, SLACK_API_URL=proxy.address, **settings) as running,
    ):
        number = await town.file()
        who = await town.modal(VALIDATOR, "Approve", await town.card(number))
        # An announced change makes the bot ask anew who is in the group.
        announced = {"type": "subteam_members_changed", "subteam_id": "S0VALIDATE", "event_ts": "1.0"}
        await town.slack.parts.events.deliver("subteam_members_changed", announced)
        proxy.meet("usergroups.users.list", wait)
        sending = asyncio.create_task(who.submit())
        async with asyncio.timeout(10):
            await is_asked.wait()
        running.terminate()
        await running.said("stopping")
        may_answer.set()
        assert (await sending).result == "closed"
        assert await running.ended() == 0, running.err
    assert town.stored.decisions() == [(number, VALIDATOR)]
    assert "Traceback" not in running.err
