"""Slack fails on chat.postMessage for a while, in every way that it can: afterwards everything is there once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from aiohttp import web

from tests.processes.bot_process import bot
from tests.processes.outside import Outside
from tests.processes.slack_proxy import Forward, Mishap, proxied
from tests.world import MANAGER, REQUESTER, VALIDATOR


async def refuse(_: Forward) -> web.Response:
    """Slack did nothing and says that it failed."""
    return web.Response(status=500, text="upstream error")


async def do_and_fail(forward: Forward) -> web.Response:
    """Slack did it and says that it failed."""
    await forward()
    return web.Response(status=503)


async def do_and_talk_nonsense(forward: Forward) -> web.Response:
    """Slack did it, and somebody on the way answered in its place."""
    await forward()
    return web.Response(text="<html>We will be right back.</html>", content_type="text/html")


async def do_and_hang(forward: Forward) -> web.Response:
    """Slack did it and never answers."""
    await forward()
    await asyncio.Event().wait()
    raise AssertionError("nothing wakes it")


async def test_everything_arrives_once_after_slack_failed(town: Outside) -> None:
    mishaps: Iterator[Mishap] = iter([refuse, do_and_fail, do_and_talk_nonsense])

    async def fail(forward: Forward) -> web.Response:
        return await next(mishaps, lambda onward: onward())(forward)

    async with proxied(town.slack) as proxy, bot(town.slack, town.folder, SLACK_API_URL=proxy.address):
        proxy.meet("chat.postMessage", fail)
        number = await town.file()
        card = await town.card(number)
        assert (await town.decide(VALIDATOR, "Approve", card)).result == "closed"
        card = await town.card(number, "waiting on @ops-managers")
        assert (await town.decide(MANAGER, "Approve", card)).result == "closed"
        await town.insist_on_sent_once()
    assert next(mishaps, None) is None
    # The requester's own card, and what became of it.
    assert (len(town.cards(number)), len(town.direct(REQUESTER, number))) == (1, 2)


async def test_everything_arrives_once_after_slack_hung(town: Outside) -> None:
    mishaps: Iterator[Mishap] = iter([do_and_hang])

    async def fail(forward: Forward) -> web.Response:
        return await next(mishaps, lambda onward: onward())(forward)

    async with proxied(town.slack) as proxy, bot(town.slack, town.folder, SLACK_API_URL=proxy.address):
        proxy.meet("chat.postMessage", fail)
        first, second = await town.file(), await town.file()
        await town.card(second)
        await town.insist_on_sent_once()
    for number in (first, second):
        assert (len(town.cards(number)), len(town.direct(REQUESTER, number))) == (1, 1)
