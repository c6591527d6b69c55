"""The requester takes it back: while it waits for the first approval, for the second, and to be carried out."""

from __future__ import annotations

from models.request import Ending, ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at
from tests.world import MANAGER, OPERATOR, REQUESTER, SUPERVISOR, VALIDATOR, World

WHY = "The customer agreed to 30 days after all."
#: What no card offers any more.
GONE = ("Approve", "Reject", "Mark as executed", "Withdraw")


async def withdraw(world: World, request: ExceptionRequest) -> ExceptionRequest:
    """The requester withdraws it from their own card; the record as it was closed."""
    requester = world.person(REQUESTER)
    own = await world.dm(REQUESTER, lambda text: request.id in text and "Withdraw" in text)
    await requester.click(own, "Withdraw")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Why it is withdrawn": WHY})
    assert (await requester.submit()).result == "closed"
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.missing, closed.execution) == (Ending.WITHDRAWN, (), None)
    return closed


def offers(message: dict[str, object]) -> set[str]:
    """The buttons of a message."""
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    elements = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    return {e["text"]["text"] for e in elements if e["type"] == "button"}


async def cards_say_so(world: World, request: ExceptionRequest) -> None:
    """The tier's card and the requester's own say that it was withdrawn and why, and offer nothing more."""
    card = await world.card(request, "closed ")
    assert "Withdrawn" in visible_text(card)
    own = await world.dm(REQUESTER, lambda text: request.id in text and "You withdrew" in text)
    for message in (card, own):
        assert WHY in visible_text(message)
        assert offers(message) == {"Details"}
    await world.message(
        lambda text: "withdrew it" in text and WHY in text,
        "exceptions-manager",
        VALIDATOR,
        thread_ts=str(card["ts"]),
    )


async def test_before_the_first_approval_and_the_contact_who_was_told_hears_of_it(any_world: World) -> None:
    world = any_world
    request = await world.file()
    await world.card(request)
    world.slack.clock.to_next_deadline()
    await world.dm(SUPERVISOR, lambda text: request.id in text and "Acknowledge" in text)
    await withdraw(world, request)
    await cards_say_so(world, request)
    standing = await world.dm(SUPERVISOR, lambda text: "*Withdrawn* by" in text)
    assert offers(standing) == {"Open request"}
    await world.dm(SUPERVISOR, lambda text: f"{request.id} was withdrawn" in text and WHY in text)

    world.slack.clock.shift(7 * 24 * 3600)
    other = await world.file()
    world.slack.clock.shift(7 * 24 * 3600)
    await world.dm(SUPERVISOR, lambda text: other.id in text)
    assert [e.kind for e in (await world.request(request.number)).escalations] == ["deadline_near"]


async def test_before_the_second_approval_and_the_validator_hears_of_it(world: World) -> None:
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    manager = world.person(MANAGER)
    await manager.click(await card_at(world, request, Stage.AUTHORIZATION), "Approve")
    await world.slack.wait_for(manager.view)
    closed = await withdraw(world, request)
    assert [decision.rationale for decision in closed.decisions] == ["Approve is right here."]
    await cards_say_so(world, request)
    await world.dm(VALIDATOR, lambda text: "which you validated, was withdrawn" in text and WHY in text)

    await manager.fill({"Rationale": "Fine."})
    assert "has withdrawn this request" in (await manager.submit()).errors["Rationale"]
    assert (await world.request(request.number)).decisions == closed.decisions


async def test_after_both_approvals_and_operations_does_not_carry_it_out(world: World) -> None:
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    to_do = await world.message(lambda text: request.id in text, "operations", OPERATOR)
    operator = world.person(OPERATOR)
    await operator.click(to_do, "Mark as executed")
    await world.slack.wait_for(operator.view)
    await withdraw(world, request)
    await cards_say_so(world, request)
    work = await world.message(lambda text: "nothing to carry out" in text, "operations", OPERATOR)
    assert work["ts"] == to_do["ts"]
    assert WHY in visible_text(work)
    assert offers(work) == {"Details"}
    for decider in (VALIDATOR, MANAGER):
        await world.dm(decider, lambda text: "was withdrawn" in text and WHY in text)

    await operator.fill({"What was done": "The contract says 40 days."})
    assert "has withdrawn this request" in (await operator.submit()).errors["What was done"]
    assert (await world.request(request.number)).execution is None
