"""An approval that nobody carries out: notice two business days before, its end, and what people read of it."""

from __future__ import annotations

from datetime import timedelta

from models.expiry import notice_at
from models.request import Ending, Result, Status
from sandbox.blockkit import visible_text
from tests.handlers.at_home import home, part
from tests.handlers.test_executing import approved
from tests.scenarios.test_executing import mark, work
from tests.scenarios.test_withdrawing import offers
from tests.world import MANAGER, OPERATOR, REQUESTER, VALIDATOR, World

SECOND = timedelta(seconds=1)


async def test_requester_and_operations_are_reminded_once_and_the_approval_ends(any_world: World) -> None:
    world = any_world
    request, to_do = await approved(world)
    request = await world.request(request.number)
    due = request.execute_by
    assert due is not None
    assert f"by {due:%Y-%m-%d %H:%M} UTC" in visible_text(to_do)
    operator = world.person(OPERATOR)
    await operator.click(to_do, "Mark as executed")
    await world.slack.wait_for(operator.view)

    policy = world.services.desk.policies.of(request)
    world.slack.clock.to(notice_at(policy, due) - SECOND)
    world.slack.clock.shift(2)
    reminded = await world.message(lambda text: "is not carried out yet" in text, "operations", OPERATOR)
    assert offers(reminded) == {"Mark as executed", "Details"}
    await world.dm(REQUESTER, lambda text: f"{request.id} is not carried out yet" in text and "ends" in text)
    card = await work(world, "The approval ends")
    assert (card["ts"], "Mark as executed" in offers(card)) == (to_do["ts"], True)

    assert request.id in part(await home(world, REQUESTER), "About to breach")
    assert request.id in part(await home(world, OPERATOR), "Waiting on me")

    world.slack.clock.to(due + SECOND)
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.missing, closed.execution) == (Ending.EXPIRED, (), None)
    ended = await world.message(
        lambda text: "Not carried out in time:" in text and "closed " in text, "operations", OPERATOR
    )
    assert (ended["ts"], offers(ended)) == (to_do["ts"], {"Details"})
    await world.message(lambda text: "Do not carry it out any more" in text, "operations", OPERATOR)
    for person in (VALIDATOR, MANAGER):
        await world.dm(person, lambda text: "was not carried out in time, so the approval has ended" in text)
    await world.dm(REQUESTER, lambda text: "file a new request" in text)
    own = await world.dm(REQUESTER, lambda text: "so the approval has ended. Nothing is carried out" in text)
    assert "Withdraw" not in offers(own)
    said = [visible_text(m) for m in world.person(OPERATOR).messages("operations")]
    assert len([text for text in said if "is not carried out yet" in text]) == 1

    await operator.fill({"What was done": "The contract says 40 days."})
    assert "This request has ended" in (await operator.submit()).errors["What was done"]


async def test_what_was_carried_out_in_part_ends_with_its_date_and_can_be_rolled_back(world: World) -> None:
    request, to_do = await approved(world)
    await mark(world, to_do, "Half of the contracts say 40 days.", "Only in part")
    request = await world.settled(request.number, lambda r: r.result is Result.PARTIAL)
    assert request.execute_by is not None
    world.slack.clock.to(request.execute_by + SECOND)
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.result) == (Ending.EXPIRED, Result.PARTIAL)
    await world.card(request, "carried out only in part in time")
    ended = await world.message(
        lambda text: "Carried out in part:" in text and "stands, unless it is rolled back" in text,
        "operations",
        OPERATOR,
    )
    assert offers(ended) == {"Roll back", "Details"}


async def test_who_was_not_reminded_in_time_only_hears_that_it_has_ended(world: World) -> None:
    request, _ = await approved(world)
    due = (await world.request(request.number)).execute_by
    assert due is not None
    world.slack.clock.to(due + SECOND)
    await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    await world.message(lambda text: "Do not carry it out any more" in text, "operations", OPERATOR)
    said = [visible_text(message) for message in world.person(OPERATOR).messages("operations")]
    assert not [text for text in said if "is not carried out yet" in text]
