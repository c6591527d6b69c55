"""Slow: a person is answered in time, however long Slack takes to say who is in a group, and nothing is decided."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from models.request import Stage, Status
from tests.handlers.acting import card_at, filled_form, form_text, says
from tests.processes.slack_proxy import Forward, proxied
from tests.scenarios.test_delegating import delegate
from tests.world import LEAD, MANAGER, REQUESTER, VALIDATOR, World

#: Seconds after which Slack tells the person that the app did not answer.
SLACK_WAITS = 3


@asynccontextmanager
async def slow(world: World, method: str) -> AsyncIterator[None]:
    """Slack does not answer the method while this lasts."""
    ended = asyncio.Event()

    async def wait(forward: Forward) -> web.Response:
        await ended.wait()
        return await forward()

    client = world.services.gateway.client
    async with proxied(world.slack) as proxy:
        usual, client.base_url = client.base_url, proxy.address
        proxy.meet(method, wait)
        try:
            yield
        finally:
            client.base_url = usual
            ended.set()


async def test_click_is_answered_in_time_and_refused_while_slack_does_not_say_who_validates(
    world: World,
) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    async with slow(world, "usergroups.users.list"):
        world.services.directory.forget_group("S0VALIDATE")
        async with asyncio.timeout(SLACK_WAITS):
            await validator.click(card, "Approve")
            assert "Slack could not say just now who is in @ops-validators" in await world.whisper(VALIDATOR)
    assert validator.view() is None
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"


async def test_form_is_answered_in_time_and_decides_once_slack_says_who_validates(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    await world.slack.wait_for(validator.view)
    await validator.fill({"Rationale": "All is well."})
    async with slow(world, "usergroups.users.list"):
        world.services.directory.forget_group("S0VALIDATE")
        async with asyncio.timeout(SLACK_WAITS):
            sent = await validator.submit()
        assert "Slack could not say" in sent.errors["Rationale"]
    assert (await validator.submit()).result == "closed"
    assert (await world.request(request.number)).status is Status.AUTHORIZATION


@pytest.mark.parametrize("method", ["users.info", "views.open", "chat.postEphemeral"])
async def test_command_is_answered_in_time_whatever_slack_does_not_answer(world: World, method: str) -> None:
    member = world.person(VALIDATOR)
    async with slow(world, method), asyncio.timeout(SLACK_WAITS):
        await member.command("/exception", channel="general")
        if method != "chat.postEphemeral":
            assert await world.slack.wait_for(lambda: member.ephemerals("general"))


@pytest.mark.parametrize("method", ["views.publish", "views.update"])
async def test_what_was_done_is_not_said_to_be_undone_where_slack_only_cannot_show_it(
    world: World, method: str
) -> None:
    """The delegation is ended and committed; only the page with it cannot be brought up to date."""
    await delegate(world, MANAGER, LEAD)
    manager = world.person(MANAGER)
    if method == "views.publish":
        await manager.home()
        page = await world.slack.wait_for(manager.home_view)
    else:
        await manager.command("/exception delegate")
        page = await world.slack.wait_for(manager.view)
    async with slow(world, method):
        await manager.click(page, "End")
        await world.slack.wait_for(lambda: "It was done" in form_text(manager) if manager.view() else False)
    assert "nothing was done" not in form_text(manager)
    assert await world.services.records.delegations_of(LEAD, world.services.clock.now()) == ()


async def test_form_opens_in_time_while_slack_does_not_say_who_could_decide(world: World) -> None:
    requester = world.person(REQUESTER)
    await world.services.directory.person(REQUESTER)
    async with slow(world, "users.info"), asyncio.timeout(SLACK_WAITS):
        await requester.command("/exception")
        await world.slack.wait_for(requester.view)


async def test_request_is_filed_in_time_while_slack_does_not_say_who_could_decide(world: World) -> None:
    requester = await filled_form(world, REQUESTER)
    await says(world, requester, "authorises.")
    world.slack.clock.shift(50)
    await world.services.directory.person(REQUESTER)
    async with slow(world, "users.info"), asyncio.timeout(SLACK_WAITS):
        assert (await requester.submit()).result == "closed"


@pytest.mark.parametrize("method", ["users.info", "dnd.teamInfo"])
async def test_decision_s_form_opens_in_time_while_slack_does_not_say_who_is_there(
    world: World, method: str
) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    world.slack.clock.shift(700)
    await world.services.directory.person(VALIDATOR)
    await world.services.directory.register(world.services.desk.policies.current.groups())
    async with slow(world, method), asyncio.timeout(SLACK_WAITS):
        await validator.click(card, "Approve")
        await world.slack.wait_for(validator.view)
