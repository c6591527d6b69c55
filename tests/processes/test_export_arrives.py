"""The files of an export arrive once, also where Slack's answer to a file was lost, or the bot was killed before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from aiohttp import web

from tests.processes.bot_process import bot
from tests.processes.outside import Outside
from tests.processes.slack_proxy import Forward, Mishap, proxied
from tests.processes.test_slack_fails import do_and_fail, do_and_talk_nonsense, refuse
from tests.world import COMPLIANCE


async def ask_for_packet(town: Outside, number: int) -> None:
    """Compliance asks for the packet of a request."""
    who = town.person(COMPLIANCE)
    await who.command(f"/exception export EX-{number}")
    await town.slack.wait_for(who.view)
    assert (await who.submit()).result == "closed"


def files(town: Outside) -> Counter[str]:
    """How often each file stands in compliance's conversation with the app."""
    sent = (file for message in town.person(COMPLIANCE).dm() for file in message.get("files") or ())
    return Counter(str(file["name"]).rpartition(".")[2] for file in sent)


@pytest.mark.parametrize("mishap", [refuse, do_and_fail, do_and_talk_nonsense])
@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_each_file_arrives_once_where_an_answer_was_lost(
    town: Outside, method: str, mishap: Mishap
) -> None:
    mishaps: Iterator[Mishap] = iter([mishap])

    async def fail(forward: Forward) -> web.Response:
        return await next(mishaps, lambda onward: onward())(forward)

    async with proxied(town.slack) as proxy, bot(town.slack, town.folder, SLACK_API_URL=proxy.address):
        number = await town.file()
        proxy.meet(method, fail)
        await ask_for_packet(town, number)
        await town.shows(lambda: len(files(town)) == 2)
        await town.stored.until_sent()
        assert files(town) == {"html": 1, "json": 1}
    assert next(mishaps, None) is None


async def test_each_file_arrives_once_where_the_bot_was_killed_before_it_was_sent(town: Outside) -> None:
    async with (
        proxied(town.slack) as proxy,
        bot(town.slack, town.folder, SLACK_API_URL=proxy.address) as first,
    ):
        number = await town.file()
        await town.stored.until_sent()
        proxy.meet("files.getUploadURLExternal", refuse)
        await ask_for_packet(town, number)
        first.kill()
        await first.ended()
    async with bot(town.slack, town.folder):
        await town.shows(lambda: len(files(town)) == 2)
        await town.stored.until_sent()
    assert files(town) == {"html": 1, "json": 1}
