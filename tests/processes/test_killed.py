"""SIGKILL at the worst moments: what was acknowledged is there, and what is sent is sent once."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from sandbox.interactions import RefusedError
from tests.processes.bot_process import BotProcess, bot, database_url, run_app
from tests.processes.outside import Outside
from tests.processes.slack_proxy import Forward, proxied
from tests.world import BOTH_HATS, OTHER_VALIDATOR, REQUESTER, VALIDATOR

#: How many requests are approved while the bot is killed, and after how many approvals.
MANY, KILLED_AFTER = 12, 5


async def test_killed_right_after_a_form_was_acknowledged(town: Outside) -> None:
    async with bot(town.slack, town.folder) as running:
        who = await town.form()
        assert (await who.submit()).result == "closed"
        running.kill()
        assert await running.ended() < 0
    (number,) = town.stored.numbers()
    async with bot(town.slack, town.folder):
        await town.card(number)
        await town.insist_on_sent_once()
    assert (len(town.cards(number)), len(town.direct(REQUESTER, number))) == (1, 1)


async def test_killed_between_slack_having_a_post_and_the_bot_noting_it(town: Outside) -> None:
    async with proxied(town.slack) as proxy:
        running: BotProcess

        async def forward_then_kill(forward: Forward) -> web.Response:
            answer = await forward()
            assert json.loads(answer.body)["ok"]  # type: ignore[arg-type]
            running.kill()
            await running.ended()
            return answer

        proxy.meet("chat.postMessage", forward_then_kill)
        async with bot(town.slack, town.folder, SLACK_API_URL=proxy.address) as running:
            who = await town.form()
            assert (await who.submit()).result == "closed"
            await running.ended()
        proxy.recover()
    (number,) = town.stored.numbers()
    posted_before = sum(town.posts().values())
    assert posted_before >= 1
    async with bot(town.slack, town.folder):
        await town.card(number)
        await town.insist_on_sent_once()
    assert (len(town.cards(number)), len(town.direct(REQUESTER, number))) == (1, 1)
    assert any(call["method"] == "conversations.history" for call in town.slack.calls)


async def test_killed_in_the_middle_of_many_approvals(town: Outside) -> None:
    acknowledged: list[tuple[int, str]] = []
    open_forms: list[str] = []

    async def approve_all(by: str, numbers: list[int], running: BotProcess) -> None:
        for number in numbers:
            try:
                who = await town.modal(by, "Approve", await town.card(number))
            except RefusedError:
                return
            sent = await who.submit()
            if sent.result != "closed":
                open_forms.append(by)
                return
            acknowledged.append((number, by))
            if len(acknowledged) == KILLED_AFTER:
                running.kill()

    async with bot(town.slack, town.folder) as running:
        numbers = [await town.file() for _ in range(MANY)]
        shares = ((VALIDATOR, numbers[::3]), (OTHER_VALIDATOR, numbers[1::3]), (BOTH_HATS, numbers[2::3]))
        await asyncio.gather(*(approve_all(by, share, running) for by, share in shares))
        await running.ended()
    assert KILLED_AFTER <= len(acknowledged) < MANY
    decided = town.stored.decisions()
    assert set(acknowledged) <= set(decided)
    assert len(decided) == len(set(decided))

    async with bot(town.slack, town.folder):
        for by in open_forms:
            # The form is open still; whether or not its decision was committed, sending it again ends well.
            assert (await town.person(by).submit()).result == "closed"
        for by, share in shares:
            for number in share:
                if (number, by) not in town.stored.decisions():
                    assert (await town.decide(by, "Approve", await town.card(number))).result == "closed"
        await town.insist_on_sent_once()
    assert town.stored.decisions() == sorted((number, by) for by, share in shares for number in share)
    told = await run_app("audit", "verify", folder=town.folder, DATABASE_URL=database_url(town.folder))
    assert (told.code, "all hold" in told.out) == (0, True), told.out + told.err
