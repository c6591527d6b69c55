"""Withdrawing: from the requester's own card, with a reason; whoever comes too late is told."""

from __future__ import annotations

from typing import Any

from models.request import ExceptionRequest, Stage, Status
from tests.handlers.acting import card_at
from tests.world import MANAGER, REQUESTER, VALIDATOR, World

LABEL = "Why it is withdrawn"


async def own_card(world: World, request: ExceptionRequest) -> dict[str, Any]:
    """The requester's own card, with its button."""
    return await world.dm(REQUESTER, lambda text: request.id in text and "Withdraw" in text)


async def test_reason_is_asked_for_and_kept(world: World) -> None:
    request = await world.file()
    requester = world.person(REQUESTER)
    await requester.click(await own_card(world, request), "Withdraw")
    view = await world.slack.wait_for(requester.view)
    assert (view["title"]["text"], view["submit"]["text"]) == (f"Withdraw {request.id}", "Withdraw")
    # Slack itself sends no form with an empty field, but one with a sign that shows nothing it does send.
    await requester.fill({LABEL: "\u2800"})
    assert (await requester.submit()).errors == {LABEL: "Say why; it is kept on record."}
    await requester.fill({LABEL: "They agreed to 30 days."})
    assert (await requester.submit()).result == "closed"
    withdrawn = await world.settled(request.number, lambda r: r.withdrawal is not None)
    assert withdrawn.withdrawal is not None
    assert (withdrawn.withdrawal.by, withdrawn.withdrawal.why) == (REQUESTER, "They agreed to 30 days.")


async def test_decision_that_comes_after_it_is_refused_and_keeps_its_text(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator, requester = world.person(VALIDATOR), world.person(REQUESTER)
    await validator.click(card, "Approve")
    await world.slack.wait_for(validator.view)
    await validator.fill({"Rationale": "Fine."})
    await requester.click(await own_card(world, request), "Withdraw")
    await world.slack.wait_for(requester.view)
    await requester.fill({LABEL: "They agreed to 30 days."})
    assert (await requester.submit()).result == "closed"
    sent = await validator.submit()
    assert "has withdrawn this request" in sent.errors["Rationale"]
    assert (await world.request(request.number)).decisions == ()


async def test_withdrawal_that_comes_too_late_is_refused_and_keeps_its_text(world: World) -> None:
    request = await world.file()
    requester = world.person(REQUESTER)
    await requester.click(await own_card(world, request), "Withdraw")
    await world.slack.wait_for(requester.view)
    await requester.fill({LABEL: "They agreed to 30 days."})
    card = await card_at(world, request, Stage.VALIDATION)
    assert (await world.decide(VALIDATOR, "Reject", card)).result == "closed"
    await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    sent = await requester.submit()
    assert sent.errors == {
        LABEL: "This record is closed; nothing in it changes any more. Whoever needs more files a new one."
    }
    assert requester.view() is not None
    rejected = await world.request(request.number)
    assert rejected.withdrawal is None
    kinds = [event.kind for event in await world.services.records.trail(request.number)]
    assert "act.refused" in kinds


async def test_nobody_else_is_offered_it(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    rows = [block for block in card["blocks"] if block["type"] == "actions"]
    assert "Withdraw" not in str(rows)
    assert all("Withdraw" not in str(message) for message in world.person(MANAGER).dm())
