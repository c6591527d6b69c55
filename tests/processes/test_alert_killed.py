"""SIGKILL while alerts come: whoever sends them again has each filed once, and no answer says otherwise."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.alerts import SECRET, Answer, exception, send
from tests.processes.bot_process import bot, database_url, run_app
from tests.processes.outside import Outside
from tests.world import free_port

MANY = 24


async def test_killed_between_commit_and_answer_each_alert_is_filed_once(town: Outside) -> None:
    port = free_port()
    environment = {"ALERTS_SECRET": SECRET, "PORT": str(port)}
    answers: dict[str, Answer] = {}

    async def send_all() -> None:
        async def one(alert_id: str) -> None:
            try:
                answers[alert_id] = await send(port, exception(), alert_id)
            except (aiohttp.ClientError, OSError):
                return

        await asyncio.gather(*(one(f"msg_{n}") for n in range(MANY)))

    async with bot(town.slack, town.folder, **environment) as running:
        sending = asyncio.create_task(send_all())
        await town.stored.until(lambda: bool(town.stored.numbers()))
        running.kill()
        await running.ended()
        await sending
    before, committed = dict(answers), town.stored.numbers()
    assert len(before) < MANY, "every alert was answered before the bot was killed"
    assert len(before) <= len(committed)

    async with bot(town.slack, town.folder, **environment):
        await send_all()
        assert len(answers) == MANY
        await town.insist_on_sent_once()
    numbers = {str(answer.body["request"]) for answer in answers.values()}
    assert numbers == {f"EX-{number}" for number in town.stored.numbers()}
    assert len(numbers) == MANY
    for alert_id, answer in before.items():
        assert answers[alert_id].body == answer.body
        assert answers[alert_id].status == 200
    told = await run_app("audit", "verify", folder=town.folder, DATABASE_URL=database_url(town.folder))
    assert (told.code, "all hold" in told.out) == (0, True), told.out + told.err
