"""People: what Slack announces counts at once, and where Slack cannot say who is who, nothing is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.gateway import SlackRateLimitedError
from models.request import Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, filled_form
from tests.world import ADMIN, BOTH_HATS, MEMBER, OTHER_VALIDATOR, REQUESTER, VALIDATOR, World, open_world

VALIDATORS = "@ops-validators"


@pytest.fixture
async def strict_world(tmp_path: Path) -> AsyncIterator[World]:
    """A world in which Slack limits how often it is asked."""
    async with open_world(tmp_path, rate_limits=True) as opened:
        yield opened


async def known_to_be_in(world: World, group: str, who: str) -> None:
    """Wait until the bot has heard that somebody is in a group."""
    async with asyncio.timeout(5):
        while not (await world.services.directory.register([group])).includes([group], who):
            # A read of the database gives way to what is arriving.
            await world.numbers()


async def ask_too_often(question: Callable[[], Awaitable[object]]) -> None:
    """Ask Slack until it asks for a pause."""
    for _ in range(1000):
        try:
            await question()
        except SlackRateLimitedError:
            return
    pytest.fail("Slack never asked for a pause")


async def test_one_who_joins_the_group_decides_at_once_and_one_who_left_does_not(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    await world.person(MEMBER).click(card, "Approve")
    assert "not among its validators" in await world.whisper(MEMBER)

    world.person(ADMIN).administer(op="group_members", group="S0VALIDATE", members=[MEMBER])
    await known_to_be_in(world, VALIDATORS, MEMBER)
    await world.person(VALIDATOR).click(card, "Approve")
    assert "not among its validators" in await world.whisper(VALIDATOR)
    assert (await world.decide(MEMBER, "Approve", card)).result == "closed"


async def test_one_who_leaves_the_group_with_the_form_open_is_refused_until_they_are_back(
    world: World,
) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    await world.slack.wait_for(validator.view)
    await validator.fill({"Rationale": "All is well."})
    world.person(ADMIN).administer(op="group_members", group="S0VALIDATE", members=[MEMBER, OTHER_VALIDATOR])
    await known_to_be_in(world, VALIDATORS, MEMBER)
    sent = await validator.submit()
    assert "not among its validators" in sent.errors["Rationale"]
    assert (await world.request(request.number)).status is Status.VALIDATION

    back = [VALIDATOR, MEMBER]
    world.person(ADMIN).administer(op="group_members", group="S0VALIDATE", members=back)
    await known_to_be_in(world, VALIDATORS, VALIDATOR)
    assert (await validator.submit()).result == "closed"


async def test_command_is_refused_while_slack_cannot_say_who_asks(strict_world: World) -> None:
    await ask_too_often(lambda: strict_world.services.gateway.person(MEMBER))
    asker = strict_world.person(BOTH_HATS)
    await asker.command("/exception", channel="general")
    assert "Try again in a moment" in visible_text(asker.ephemerals("general")[-1])
    assert asker.view() is None


async def test_form_stays_open_while_slack_cannot_say_who_sent_it(strict_world: World) -> None:
    requester = await filled_form(strict_world, REQUESTER)
    await ask_too_often(lambda: strict_world.services.gateway.person(MEMBER))
    strict_world.services.directory.forget_person(REQUESTER)
    sent = await requester.submit()
    assert "Try again in a moment" in sent.errors["Rationale"]
    assert requester.view() is not None
    assert await strict_world.numbers() == []


async def test_nobody_decides_while_slack_cannot_say_who_is_in_the_group(strict_world: World) -> None:
    world = strict_world
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    await ask_too_often(lambda: world.services.gateway.group_members("S0COMPLIAN"))
    world.services.directory.forget_group("S0VALIDATE")
    await world.person(VALIDATOR).click(card, "Approve")
    assert "Slack could not say just now who is in @ops-validators" in await world.whisper(VALIDATOR)
    assert (await world.request(request.number)).status is Status.VALIDATION


async def test_one_who_acts_from_another_workspace_is_a_stranger_each_time_they_are_asked_about(
    world: World,
) -> None:
    directory = world.services.directory
    assert not (await directory.person(VALIDATOR)).is_stranger
    elsewhere = await directory.person(VALIDATOR, "T0ELSEWHERE")
    assert elsewhere.is_stranger
    directory.forget_person(VALIDATOR)
    assert (await directory.person(elsewhere.id, elsewhere.team)).is_stranger
    assert not (await directory.person(VALIDATOR)).is_stranger
