"""Compliance: a rule or a person stops a request, and compliance clears it, sets conditions or prohibits it."""

from __future__ import annotations

from typing import Any

from models.holds import HoldKind
from models.request import Ending, ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from sandbox.person import Submission
from tests.handlers.acting import card_at
from tests.scenarios.test_withdrawing import offers
from tests.world import COMPLIANCE, MANAGER, MEMBER, OPERATOR, REQUESTER, VALIDATOR, World

WHY = "The term may count as credit under the consumer credit act."
PUBLIC = {"Customer": "Stadtwerke Musterfurt"}


async def routed(world: World, request: ExceptionRequest, by: str = VALIDATOR) -> ExceptionRequest:
    """Somebody sends the request to compliance from the card's menu."""
    who = world.person(by)
    await who.click(await world.card(request, ""), "more", choose="Route to compliance")
    await world.slack.wait_for(who.view)
    await who.fill({"What may apply": WHY})
    assert (await who.submit()).result == "closed"
    return await world.settled(request.number, lambda r: r.open_hold(HoldKind.REGULATORY) is not None)


async def asked(
    world: World, request: ExceptionRequest, says: str = "Clear with conditions"
) -> dict[str, Any]:
    """Compliance's card in their channel."""
    return await world.message(lambda text: request.id in text and says in text, "compliance", COMPLIANCE)


async def answer(
    world: World, request: ExceptionRequest, button: str, by: str = COMPLIANCE, **form: str
) -> Submission:
    """Compliance presses a button on its card and sends the form."""
    who = world.person(by)
    await who.click(await asked(world, request), button)
    await world.slack.wait_for(who.view)
    await who.fill(form)
    return await who.submit()


async def test_rule_of_the_policy_stops_it_before_anybody_decides(any_world: World) -> None:
    world = any_world
    request = await world.file(**PUBLIC)
    held = await world.settled(request.number, lambda r: bool(r.open_holds))
    assert (held.open_holds[0].subject, held.is_paused) == ("Public procurement", True)
    to_judge = visible_text(await asked(world, request))
    assert "CRM says segment: Public sector" in to_judge
    assert "Give guidance before the request proceeds." in to_judge
    card = await world.card(request, "Waiting on")
    assert "@compliance" in visible_text(card)
    assert "Approve" not in offers(card)

    world.slack.clock.shift(5 * 3600)
    assert (
        await answer(world, request, "Clear", Reason="No tender is needed below the limit.")
    ).result == "closed"
    free = await world.settled(request.number, lambda r: not r.open_holds)
    assert (free.deadline - request.deadline).total_seconds() >= 5 * 3600
    card = await card_at(world, request, Stage.VALIDATION)
    assert "No tender is needed below the limit." in visible_text(card)
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"
    await asked(world, request, "Cleared")


async def test_conditions_void_the_approvals_and_everybody_reads_them(world: World) -> None:
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    await world.message(lambda text: "Mark as executed" in text, "operations", OPERATOR)
    await routed(world, request, MANAGER)
    work = await world.message(lambda text: "On hold" in text, "operations", OPERATOR)
    assert "Mark as executed" not in offers(work)

    form = {"Conditions": "Only with a written acknowledgement.", "Reason": "It counts as credit."}
    assert (await answer(world, request, "Clear with conditions", **form)).result == "closed"
    fresh = await world.settled(request.number, lambda r: r.round == 2)
    assert (fresh.status, fresh.conditions) == (Status.VALIDATION, (form["Conditions"],))
    card = await card_at(world, request, Stage.VALIDATION)
    own = await world.dm(REQUESTER, lambda text: "Withdraw" in text and form["Conditions"] in text)
    assert "Conditions set by compliance" in visible_text(card)
    assert form["Conditions"] in visible_text(own)
    await world.dm(REQUESTER, lambda text: "set conditions" in text and "no longer counts" in text)
    for who in (VALIDATOR, MANAGER):
        await world.dm(who, lambda text: "your decision is void" in text and form["Conditions"] in text)
    work = await world.message(lambda text: "To be decided again" in text, "operations", OPERATOR)
    assert "Mark as executed" not in offers(work)

    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    view = await world.slack.wait_for(validator.view)
    assert form["Conditions"] in visible_text(view)
    await validator.fill({"Rationale": "It is right with the acknowledgement."})
    assert (await validator.submit()).result == "closed"
    await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    work = await world.message(
        lambda text: "Mark as executed" in text and form["Conditions"] in text, "operations", OPERATOR
    )
    operator = world.person(OPERATOR)
    await operator.click(work, "Details")
    assert form["Conditions"] in visible_text(await world.slack.wait_for(operator.view))


async def test_prohibited_is_final_and_all_involved_are_told_and_the_record_closes(world: World) -> None:
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    manager = world.person(MANAGER)
    await manager.click(await card_at(world, request, Stage.AUTHORIZATION), "Approve")
    await world.slack.wait_for(manager.view)
    await routed(world, request)
    await manager.fill({"Rationale": "It cannot wait."})
    assert "on hold" in (await manager.submit()).errors["Rationale"]

    why = {"Why it may not be done": "The act forbids it."}
    assert (await answer(world, request, "Prohibit", **why)).result == "closed"
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.missing) == (Ending.PROHIBITED, ())
    card = await world.card(request, "Prohibited")
    assert offers(card) == {"Details"}
    own = await world.dm(REQUESTER, lambda text: "may not be done" in text and "Withdraw" not in text)
    assert "The act forbids it." in visible_text(own)
    for who in (REQUESTER, VALIDATOR):
        await world.dm(who, lambda text: "was prohibited" in text and "The act forbids it." in text)
    assert "Prohibit" not in offers(await asked(world, request, "*Prohibited*"))


async def test_requester_sends_it_from_the_details_and_others_do_not_answer(world: World) -> None:
    request = await world.file()
    requester = world.person(REQUESTER)
    own = await world.dm(REQUESTER, lambda text: request.id in text and "Withdraw" in text)
    await requester.click(own, "Details")
    await requester.click(await world.slack.wait_for(requester.view), "Route to compliance")
    await world.slack.wait_for(lambda: "What may apply" in str(requester.view()))
    await requester.fill({"What may apply": WHY})
    assert (await requester.submit()).result == "closed"
    held = await world.settled(request.number, lambda r: bool(r.open_holds))
    assert held.open_holds[0].opened_by == REQUESTER

    director = world.person("U0DIRECTOR")
    await director.click(await asked(world, request), "Clear")
    assert "somebody else's to close" in await world.whisper("U0DIRECTOR", "compliance")


async def test_who_has_no_part_in_it_does_not_send_it(world: World) -> None:
    request = await world.file()
    member = world.person(MEMBER)
    await member.click(await world.card(request), "more", choose="Route to compliance")
    assert "shown to those who file, decide" in await world.whisper(MEMBER)
    assert (await world.request(request.number)).holds == ()


async def test_urgency_does_not_go_around_it(world: World) -> None:
    request = await world.file(**PUBLIC)
    await world.settled(request.number, lambda r: bool(r.open_holds))
    requester, manager = world.person(REQUESTER), world.person(MANAGER)
    own = await world.dm(REQUESTER, lambda text: "Ask for urgency" in text)
    await requester.click(own, "Ask for urgency")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Justification": "The tender ends tonight."})
    assert (await requester.submit()).result == "closed"
    to_answer = await world.dm(MANAGER, lambda text: request.id in text and "Authorise" in text)
    await manager.click(to_answer, "Authorise urgent path")
    await world.slack.wait_for(manager.view)
    await manager.fill({"Your justification": "We lose the customer."})
    assert (await manager.submit()).result == "closed"
    urgent = await world.settled(request.number, lambda r: r.is_expedited)
    assert urgent.open_hold(HoldKind.REGULATORY, "Public procurement") is not None
    card = await world.card(request, "Waiting on")
    assert "Approve" not in offers(card)
