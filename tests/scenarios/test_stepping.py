"""The step "File an exception" of somebody's workflow: whole, incomplete, in a wrong name, twice, and cut off."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from models.request import Status
from models.trigger import TriggerKind
from sandbox.blockkit import visible_text
from sandbox.functions import Execution
from tests.processes.slack_proxy import Forward, proxied
from tests.world import ADMIN, GUEST, MEMBER, REQUESTER, World

STEP = "file_exception_step"
INPUTS = {
    "sponsor": REQUESTER,
    "standard": "OPS-017",
    "customer": "CU-1001",
    "requested": "40 days",
    "value": "8,000",
    "reason": "Customer retention",
    "rationale": "They renew for two years.",
    "impact": "Cash comes ten days later.",
    "criticality": "Medium",
}


async def run(world: World, by: str = MEMBER, **changed: Any) -> Execution:
    """How the step ended."""
    execution = world.person(by).run_step(STEP, INPUTS | changed)
    await world.slack.wait_for(lambda: execution.state != "running", timeout=10)
    return execution


async def test_step_files_a_request_of_its_sponsor_and_gives_its_number(any_world: World) -> None:
    execution = await run(any_world)
    assert (execution.state, execution.outputs) == ("completed", {"request": "EX-1001", "status": "filed"})
    request = await any_world.request(1001)
    assert (request.filed_by, request.score.tier, request.status) == (REQUESTER, "manager", Status.VALIDATION)
    assert request.trigger is not None
    assert request.trigger.kind is TriggerKind.WORKFLOW
    card = await any_world.card(request)
    assert "Filed by a workflow in Slack, in the name of" in visible_text(card)


async def test_what_the_step_lacks_is_asked_of_the_sponsor(any_world: World) -> None:
    execution = await run(any_world, impact="", criticality=None)
    assert execution.outputs == {"request": "EX-1001", "status": "returned"}
    own = await any_world.dm(REQUESTER, lambda text: "EX-1001" in text and "Decision value" in text)
    assert "Say what follows from it, and for whom." in visible_text(own)


async def test_step_for_somebody_who_cannot_ask_fails_with_a_sentence(any_world: World) -> None:
    execution = await run(any_world, sponsor=GUEST)
    assert execution.state == "failed"
    assert execution.error.endswith("Choose another sponsor.")
    await any_world.dm(ADMIN, lambda text: "A workflow in Slack asks for an exception in the name of" in text)
    assert await any_world.numbers() == []


async def test_step_that_comes_again_files_nothing_again(any_world: World) -> None:
    execution = await run(any_world)
    parts = any_world.slack.parts
    event = {
        "type": "function_executed",
        "function": {"callback_id": STEP, "type": "app"},
        "inputs": {name: value for name, value in INPUTS.items() if value},
        "function_execution_id": execution.id,
        "bot_access_token": execution.token,
    }
    assert await parts.events.deliver("function_executed", event)
    assert await any_world.numbers() == [1001]


@pytest.mark.parametrize(
    ("given", "end"), [({}, "failed"), ({"inputs": None}, "failed"), ({"inputs": INPUTS}, "completed")]
)
async def test_step_is_ended_whatever_its_event_lacks(
    any_world: World, given: dict[str, Any], end: str
) -> None:
    """Nobody waits for it for ever; without a token of its own the bot's does."""
    execution = await run(any_world)
    execution.state = "running"
    event = {
        "type": "function_executed",
        "function": {"callback_id": STEP, "type": "app"},
        "function_execution_id": execution.id,
    }
    assert await any_world.slack.parts.events.deliver("function_executed", event | given)
    assert execution.state == end
    assert await any_world.numbers() == [1001]


async def test_step_whose_end_could_not_be_told_is_ended_by_its_next_delivery(any_world: World) -> None:
    """Committed and never told: Slack, which heard of no end, asks again and gets the same one."""
    client = any_world.services.gateway.client
    met: list[str] = []

    async def lost_once(forward: Forward) -> web.Response:
        met.append("functions.completeSuccess")
        return web.Response(status=503) if len(met) == 1 else await forward()

    async with proxied(any_world.slack) as proxy:
        usual, client.base_url = client.base_url, proxy.address
        proxy.meet("functions.completeSuccess", lost_once)
        try:
            execution = await run(any_world)
        finally:
            client.base_url = usual
    assert (execution.state, len(met)) == ("completed", 2)
    assert await any_world.numbers() == [1001]
