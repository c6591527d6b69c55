"""SIGKILL while alerts come: whoever sends them again has each filed once, and no answer says otherwise."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.alerts import SECRET, Answer, exception, send
from tests.processes.bot_process import bot, database_url, run_app
from tests.processes.outside import Outside
from tests.world import free_port

#: How many systems send alerts at once, each the next one when the last was answered, until nobody answers any more.
SENDERS = 4


async def test_killed_between_commit_and_answer_each_alert_is_filed_once(town: Outside) -> None:
    port = free_port()
    environment = {"ALERTS_SECRET": SECRET, "PORT": str(port)}
    sent: list[str] = []
    answers: dict[str, Answer] = {}

    async def send_on() -> None:
        while True:
            alert_id = f"msg_{len(sent)}"
            sent.append(alert_id)
            try:
                answers[alert_id] = await send(port, exception(), alert_id)
            except (aiohttp.ClientError, OSError):
                return

    async with bot(town.slack, town.folder, **environment) as running:
        sending = asyncio.gather(*(send_on() for _ in range(SENDERS)))
        await town.stored.until(lambda: len(town.stored.numbers()) > SENDERS)
        running.kill()
        await running.ended()
        await sending
    before = dict(answers)
    assert len(before) == len(sent) - SENDERS
    assert len(town.stored.numbers()) >= len(before), "an alert was answered and not filed"

    async with bot(town.slack, town.folder, **environment):
        for alert_id in sent:
            answers[alert_id] = await send(port, exception(), alert_id)
        await town.insist_on_sent_once()
    numbers = {str(answer.body["request"]) for answer in answers.values()}
    assert numbers == {f"EX-{number}" for number in town.stored.numbers()}
    assert len(numbers) == len(sent), "an alert was filed twice, or not at all"
    for alert_id, answer in before.items():
        assert (answers[alert_id].status, answers[alert_id].body) == (200, answer.body)
    told = await run_app("audit", "verify", folder=town.folder, DATABASE_URL=database_url(town.folder))
    assert (told.code, "all hold" in told.out) == (0, True), told.out + told.err
