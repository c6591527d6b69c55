"""Carrying out in part, a try that fails, giving up, and rolling back a record that was closed."""

from __future__ import annotations

from typing import Any

from models.events import EventKind
from models.request import Result, Status
from sandbox.blockkit import visible_text
from tests.handlers.test_executing import approved
from tests.scenarios.test_withdrawing import offers
from tests.world import MANAGER, OPERATOR, REQUESTER, SUPERVISOR, VALIDATOR, World

HALF = "Eleven of the twenty contracts say 40 days."
BROKEN = "The billing system refuses the change."
ALL = "The other nine contracts say 40 days too."
BACK = "All twenty contracts say 30 days again: the customer left the framework agreement."


async def mark(world: World, card: dict[str, Any], said: str, how: str) -> None:
    """Operations says how it went."""
    operator = world.person(OPERATOR)
    await operator.click(card, "Mark as executed")
    await world.slack.wait_for(operator.view)
    await operator.fill({"How it went": how, "What was done": said})
    assert (await operator.submit()).result == "closed"


async def work(world: World, says: str) -> dict[str, Any]:
    """The card of operations, once it says something."""
    return await world.message(lambda text: says in text and "Requested by" in text, "operations", OPERATOR)


async def test_in_part_then_a_failure_then_the_rest_and_each_is_told_to_those_concerned(
    any_world: World,
) -> None:
    world = any_world
    request, to_do = await approved(world)
    await mark(world, to_do, HALF, "Only in part")
    card = await work(world, "Carry out the rest:")
    assert HALF in visible_text(card)
    assert offers(card) == {"Mark as executed", "Roll back", "Details"}
    for person in (REQUESTER, VALIDATOR, MANAGER):
        await world.dm(person, lambda text: "was carried out in part" in text and HALF in text)
    own = await world.dm(REQUESTER, lambda text: "a part of it is carried out" in text)
    assert "Withdraw" not in offers(own)

    await mark(world, card, BROKEN, "It failed")
    card = await work(world, "The last try failed")
    assert BROKEN in visible_text(card)
    for person in (REQUESTER, VALIDATOR, MANAGER, SUPERVISOR):
        await world.dm(person, lambda text: "failed. It can be tried again" in text and BROKEN in text)
    heard = await world.dm(SUPERVISOR, lambda text: "operations supervisor is told of each failure" in text)
    supervisor = world.person(SUPERVISOR)
    await supervisor.click(heard, "Details")
    assert BROKEN in visible_text(await world.slack.wait_for(supervisor.view))
    assert (await world.request(request.number)).status is Status.EXECUTION

    await mark(world, card, ALL, "Carried out in full")
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert [e.result for e in closed.executions] == [Result.PARTIAL, Result.FAILED, Result.DONE]
    card = await work(world, "Carried out:")
    assert offers(card) == {"Roll back", "Details"}
    thread = str((await world.card(request, "Approved and carried out"))["ts"])
    for said in (HALF, BROKEN, ALL):
        await world.message(lambda text, said=said: said in text, "exceptions-manager", VALIDATOR, thread)  # type: ignore[misc]


async def test_giving_up_closes_the_record_and_says_so(world: World) -> None:
    request, to_do = await approved(world)
    await mark(world, to_do, BROKEN, "It failed and will not be tried again")
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.result, closed.missing) == (Result.GIVEN_UP, ())
    await world.card(request, "Approved, but could not be carried out")
    card = await work(world, "Not carried out:")
    assert offers(card) == {"Details"}
    await world.dm(SUPERVISOR, lambda text: "is not tried again" in text and BROKEN in text)
    await world.dm(REQUESTER, lambda text: "it could not be carried out" in text)


async def test_closed_record_is_rolled_back_once_and_closed_anew(any_world: World) -> None:
    world = any_world
    request, to_do = await approved(world)
    await mark(world, to_do, ALL, "Carried out in full")
    first = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    card = await work(world, "Carried out:")
    world.slack.clock.shift(40 * 24 * 3600)

    await world.person(VALIDATOR).click(card, "Roll back")
    assert "@operations can" in await world.whisper(VALIDATOR, "operations")

    validator = world.person(VALIDATOR)
    await validator.click(card, "Details")
    assert "Roll back" not in visible_text(await world.slack.wait_for(validator.view))

    operator, other = world.person(OPERATOR), world.person("U0OPERATE2")
    await other.click(card, "Roll back")
    await world.slack.wait_for(other.view)
    # Its card is far up in the channel by now, so that its details offer it as well.
    await operator.command(f"/exception {request.id}")
    whole = await world.slack.wait_for(operator.view)
    assert ALL in visible_text(whole)
    await operator.click(whole, "Roll back")
    await world.slack.wait_for(lambda: "file_input" in str(operator.view()))
    await operator.fill({"What was rolled back, and why": "  "})
    assert list((await operator.submit()).errors) == ["What was rolled back, and why"]
    proof = operator.upload("contracts.txt", b"30 days")
    await operator.fill({"What was rolled back, and why": BACK, "Evidence": [proof]})
    assert (await operator.submit()).result == "closed"

    closed = await world.settled(
        request.number, lambda r: r.status is Status.CLOSED and r.closed_at != first.closed_at
    )
    assert (closed.result, closed.missing) == (Result.ROLLED_BACK, ())
    assert closed.executions[-1].evidence[0].name == "contracts.txt"
    for person in (REQUESTER, VALIDATOR, MANAGER):
        await world.dm(person, lambda text: "was rolled back by" in text and BACK in text)
    await world.dm(VALIDATOR, lambda text: "which you validated, was rolled back by" in text)
    card = await work(world, "Rolled back:")
    assert offers(card) == {"Details"}
    whole = await world.card(request, "Carried out and rolled back")
    await world.message(
        lambda text: BACK in text, "exceptions-manager", VALIDATOR, thread_ts=str(whole["ts"])
    )
    await world.dm(REQUESTER, lambda text: "nothing of it holds" in text)
    trail = await world.services.records.trail(request.number)
    kinds = [link.kind for link in trail]
    assert kinds.count(EventKind.CLOSED) == 2
    assert kinds.index(EventKind.ROLLED_BACK) > kinds.index(EventKind.CLOSED)

    await other.fill({"What was rolled back, and why": BACK})
    assert "already rolled this back" in (await other.submit()).errors["What was rolled back, and why"]
