"""A deadline that passes while the bot is down: it is told once afterwards, and never again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sandbox.blockkit import visible_text
from tests.processes.bot_process import bot
from tests.processes.changed_policy import changed_policy
from tests.processes.outside import Outside
from tests.world import DIRECTOR, SUPERVISOR


async def test_warned_and_breached_once_each_after_the_bot_was_down(town: Outside) -> None:
    policy = changed_policy(
        town.folder,
        ('decision_time = "48h"', 'decision_time = "3s"'),
        ('remaining = "2h"', 'remaining = "1s"'),
    )
    async with bot(town.slack, town.folder, POLICY_FILE=str(policy)) as running:
        number = await town.file()
        running.kill()
        await running.ended()
    ((deadline,),) = town.stored.rows("SELECT deadline FROM requests")
    passed = datetime.fromisoformat(f"{deadline}+00:00")
    await town.stored.until(lambda: town.slack.clock.now() > passed)
    assert "deadline.breached" not in town.stored.kinds(number)

    for _ in range(2):
        async with bot(town.slack, town.folder, POLICY_FILE=str(policy)) as running:
            await town.shows(lambda: town.direct(SUPERVISOR, number) and town.direct(DIRECTOR, number))
            assert "verdue" in visible_text(await town.card(number, "verdue"))
            await town.insist_on_sent_once()
            running.kill()
            await running.ended()
    assert [len(town.direct(who, number)) for who in (SUPERVISOR, DIRECTOR)] == [1, 1]
    kinds = Counter(town.stored.kinds(number))
    assert (kinds["deadline.near"], kinds["deadline.breached"], kinds["escalation.raised"]) == (1, 1, 2)
