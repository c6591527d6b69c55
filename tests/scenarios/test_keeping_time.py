"""Keeping time: two hours left, a breach, the climb to the next contact; each once, and none of them decides."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from models.request import ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at
from tests.world import (
    ADMIN,
    DIRECTOR,
    MANAGER,
    REQUESTER,
    ROOT,
    SUPERVISOR,
    VALIDATOR,
    World,
    open_world,
)


def about(world: World, who: str, request: ExceptionRequest) -> list[dict[str, Any]]:
    """What the app said to somebody about a request."""
    return [message for message in world.person(who).dm() if request.id in visible_text(message)]


async def test_supervisor_is_told_two_hours_before_and_the_director_at_the_breach(any_world: World) -> None:
    world = any_world
    request = await world.file()
    await world.card(request)

    assert world.slack.clock.to_next_deadline() is not None
    told = await world.dm(SUPERVISOR, lambda text: request.id in text)
    said = visible_text(told)
    assert "@ops-validators" in said
    assert "high" in said.lower()
    assert about(world, DIRECTOR, request) == []
    await world.person(SUPERVISOR).click(told, "Acknowledge")
    await world.dm(SUPERVISOR, lambda text: request.id in text and "Acknowledged by" in text)

    assert world.slack.clock.to_next_deadline() is not None
    await world.dm(DIRECTOR, lambda text: request.id in text)
    late = await world.settled(request.number, lambda r: r.breached_at is not None)
    assert late.status is Status.VALIDATION
    await world.card(request, "verdue")

    world.slack.clock.shift(7 * 24 * 3600)
    await world.settled(request.number, lambda r: len(r.escalations) == 2)
    assert [len(about(world, who, request)) for who in (SUPERVISOR, DIRECTOR)] == [1, 1]


async def test_escalation_is_acknowledged_by_the_one_who_was_told(world: World) -> None:
    request = await world.file()
    await world.card(request)
    world.slack.clock.to_next_deadline()
    told = await world.dm(SUPERVISOR, lambda text: request.id in text)
    supervisor = world.person(SUPERVISOR)

    await supervisor.click(told, "Open request")
    view = await world.slack.wait_for(supervisor.view)
    assert request.id in visible_text(view)
    supervisor.close()

    await supervisor.click(told, "Acknowledge")
    known = await world.settled(request.number, lambda r: r.escalations[0].acknowledged_by is not None)
    assert known.escalations[0].acknowledged_by == SUPERVISOR
    await world.dm(SUPERVISOR, lambda text: request.id in text and "cknowledged" in text)


async def test_nobody_is_told_once_it_is_decided(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    await world.decide(VALIDATOR, "Reject", card)
    await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    world.slack.clock.shift(7 * 24 * 3600)
    other = await world.file()
    world.slack.clock.shift(7 * 24 * 3600)
    await world.dm(SUPERVISOR, lambda text: other.id in text)
    assert about(world, SUPERVISOR, request) == []


async def test_backup_is_told_where_the_supervisor_has_left_the_company(world: World) -> None:
    request = await world.file()
    await world.card(request)
    world.person(ADMIN).administer(op="deactivate", user=SUPERVISOR)
    world.slack.clock.to_next_deadline()
    told = await world.dm(DIRECTOR, lambda text: request.id in text and "due soon" in text)
    raised = (await world.request(request.number)).escalations[0]
    assert (raised.contact, raised.told) == ("operations_supervisor", (DIRECTOR,))
    assert about(world, SUPERVISOR, request) == []

    await world.person(DIRECTOR).click(told, "Acknowledge")
    await world.settled(request.number, lambda r: r.escalations[0].acknowledged_by == DIRECTOR)


async def test_nothing_is_said_for_ever_to_somebody_who_has_left(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"
    card = await card_at(world, request, Stage.AUTHORIZATION)
    world.person(ADMIN).administer(op="deactivate", user=VALIDATOR)
    assert (await world.decide(MANAGER, "Reject", card)).result == "closed"
    await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    await world.dm(REQUESTER, lambda text: "was rejected" in text)
    async with asyncio.timeout(10):
        while await world.services.records.outbox_depth():
            # A read of the database gives way to the relay.
            await world.numbers()
    assert about(world, VALIDATOR, request) == []


def changed_policy(folder: Path, old: str, new: str) -> Path:
    """The shipped policy with one thing changed, in a folder of its own."""
    text = (ROOT / "policy.toml").read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    text = re.sub(r'path = "sample/', f'path = "{ROOT}/sample/', text)
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return file


async def test_decision_time_of_two_hours_escalates_at_once(tmp_path: Path) -> None:
    policy = changed_policy(tmp_path, 'decision_time = "48h"', 'decision_time = "2h"')
    async with open_world(tmp_path, policy=policy) as world:
        request = await world.file()
        await world.dm(SUPERVISOR, lambda text: request.id in text)


async def test_value_over_the_tiers_authority_goes_to_the_lowest_tier_that_has_it(world: World) -> None:
    request = await world.file(**{"Decision value": "250000"})
    assert (request.score.band, request.score.tier) == ("manager", "executive")
    card = await world.card(request, "over the EUR 100,000", channel="exceptions-executive")
    assert "Executive" in visible_text(card)
    filed = await world.dm(REQUESTER, lambda text: request.id in text)
    assert "Executive" in visible_text(filed)
