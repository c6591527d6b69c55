"""The main job, end to end: file, route, two people decide, execute, close."""

from __future__ import annotations

from models.request import Ending, Status
from sandbox.blockkit import visible_text
from tests.world import BOTH_HATS, MANAGER, OPERATOR, REQUESTER, VALIDATOR, World

#: What a card says once it waits for the second approval.
SECOND = "waiting on @ops-managers"


async def test_request_goes_from_the_command_to_closed(any_world: World) -> None:
    world = any_world
    request = await world.file()
    card = await world.card(request)
    assert "33.333… %" in visible_text(card)
    await world.dm(REQUESTER, lambda text: request.id in text)

    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"
    card = await world.card(request, SECOND)
    assert (await world.decide(MANAGER, "Approve", card)).result == "closed"

    to_do = await world.message(lambda text: request.id in text, "operations", OPERATOR)
    operator = world.person(OPERATOR)
    await operator.click(to_do, "Mark as executed")
    await world.slack.wait_for(operator.view)
    await operator.fill({"What was done": "The payment term is 40 days in the contract."})
    assert (await operator.submit()).result == "closed"

    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.missing) == (Ending.APPROVED, ())
    for involved in (REQUESTER, VALIDATOR, MANAGER):
        await world.dm(involved, lambda text: "40 days in the contract" in text)


async def test_one_person_in_both_roles_cannot_give_both_approvals(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    assert (await world.decide(BOTH_HATS, "Approve", card)).result == "closed"

    card = await world.card(request, SECOND)
    await world.person(BOTH_HATS).click(card, "Approve")
    assert "@ops-managers" in await world.whisper(BOTH_HATS)
    assert (await world.request(request.number)).status is Status.AUTHORIZATION
    kinds = [event.kind for event in await world.services.records.trail(request.number)]
    assert kinds[-1] == "act.refused"
