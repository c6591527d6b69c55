"""Slack renews the Socket Mode connection: what is under way is answered, and what comes after is heard."""

from __future__ import annotations

import asyncio

from aiohttp import web

from tests.processes.bot_process import bot
from tests.processes.outside import Outside
from tests.processes.slack_proxy import Forward, proxied
from tests.world import VALIDATOR


async def test_reconnect_loses_nothing(town: Outside) -> None:
    is_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def wait(forward: Forward) -> web.Response:
        is_asked.set()
        await may_answer.wait()
        return await forward()

    async with (
        proxied(town.slack) as proxy,
        bot(town.slack, town.folder, SLACK_API_URL=proxy.address) as running,
    ):
        first, second = await town.file(), await town.file()
        who = await town.modal(VALIDATOR, "Approve", await town.card(first))
        announced = {"type": "subteam_members_changed", "subteam_id": "S0VALIDATE", "event_ts": "1.0"}
        await town.slack.parts.events.deliver("subteam_members_changed", announced)
        proxy.meet("usergroups.users.list", wait)
        sending = asyncio.create_task(who.submit())
        async with asyncio.timeout(10):
            await is_asked.wait()
        opened = connections_opened(town)
        await town.slack.ask_to_reconnect()
        await town.shows(lambda: connections_opened(town) > opened and town.slack.connections == 1)
        may_answer.set()
        assert (await sending).result == "closed"
        proxy.recover()
        assert (await town.decide(VALIDATOR, "Approve", await town.card(second))).result == "closed"
        await town.insist_on_sent_once()
        assert "Traceback" not in running.err
    assert town.stored.decisions() == [(first, VALIDATOR), (second, VALIDATOR)]


def connections_opened(town: Outside) -> int:
    """How often the bot has asked for an address to connect to."""
    return sum(call["method"] == "apps.connections.open" for call in town.slack.calls)
