"""The requester changes what they filed: what was decided on begins a new round, a typo voids nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from models.request import ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import card_at, form_text, labels, says
from tests.world import LEAD, MANAGER, OPERATOR, REQUESTER, VALIDATOR, World

WHY = "The customer asked for less."


async def open_again(world: World, request: ExceptionRequest) -> ActingPerson:
    """The requester with the form of their request before them, from their own card."""
    requester = world.person(REQUESTER)
    own = await world.dm(
        REQUESTER, lambda text: request.id in text and "Amend" in text and "Decision value" in text
    )
    await requester.click(own, "Amend")
    await world.slack.wait_for(requester.view)
    return requester


async def amend(world: World, request: ExceptionRequest, **changed: Any) -> ExceptionRequest:
    """The request once the requester has changed it."""
    requester = await open_again(world, request)
    await requester.fill(changed | {"Why it changes": WHY})
    sent = await requester.submit()
    assert sent.result == "closed", sent
    return await world.request(request.number)


async def approved(world: World) -> ExceptionRequest:
    """A request for 40 days, approved by a validator and a manager."""
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    await world.message(lambda text: request.id in text, "operations", OPERATOR)
    return await world.request(request.number)


async def test_what_was_approved_is_decided_anew_by_the_tier_that_it_belongs_to_now(any_world: World) -> None:
    world = any_world
    request = await approved(world)
    to_do = await world.message(lambda text: request.id in text, "operations", OPERATOR)
    operator = world.person(OPERATOR)
    await operator.click(to_do, "Mark as executed")
    await world.slack.wait_for(operator.view)

    requester = await open_again(world, request)
    await requester.fill({"Requested value": "35"})
    await says(world, requester, "Round 2 would begin")
    assert "→ Team lead" in form_text(requester)
    await requester.fill({"Why it changes": WHY})
    assert (await requester.submit()).result == "closed"
    amended = await world.request(request.number)
    assert (amended.round, amended.stage, amended.score.tier) == (2, Stage.VALIDATION, "team_lead")
    for who, did in ((VALIDATOR, "validated"), (MANAGER, "authorised")):
        told = await world.dm(who, partial(_contains, f"which you {did}, is decided anew"))
        assert WHY in visible_text(told)
    void = await world.message(lambda text: "a new round decides it" in text, "operations", OPERATOR)
    assert void["ts"] == to_do["ts"]
    assert "Mark as executed" not in visible_text(void)
    await operator.fill({"What was done": "The contract says 40 days."})
    assert "needs both approvals" in (await operator.submit()).errors["What was done"]
    await world.message(lambda text: "decided in" in text, "exceptions-manager", VALIDATOR)

    channel = "exceptions-team-lead"
    card = await card_at(world, amended, Stage.VALIDATION, channel)
    assert "earlier decisions are void" in visible_text(card)
    told = await world.message(
        lambda text: "40 → 35" in text.replace("*", ""), channel, VALIDATOR, thread_ts=card["ts"]
    )
    assert WHY in visible_text(told)
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"
    second = await card_at(world, amended, Stage.AUTHORIZATION, channel)
    assert (await world.decide(LEAD, "Approve", second)).result == "closed"
    again = await world.message(lambda text: "Mark as executed" in text, "operations", OPERATOR)
    assert again["ts"] == to_do["ts"]
    assert "35 days" in visible_text(again)


async def test_typo_after_the_first_approval_is_recorded_and_voids_nothing(world: World) -> None:
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    rationale = "They renew for two years if the term fits their cycle."
    amended = await amend(world, request, Rationale=rationale)
    assert (amended.round, amended.stage) == (1, Stage.AUTHORIZATION)
    assert amended.filing.rationale == rationale
    card = await card_at(world, amended, Stage.AUTHORIZATION)
    await world.message(
        lambda text: "Decisions that were made stand" in text and rationale in text,
        "exceptions-manager",
        VALIDATOR,
        thread_ts=card["ts"],
    )
    trail = await world.services.records.trail(request.number)
    changed = next(link.changed for link in trail if link.kind == "request.amended")
    assert request.filing.rationale in changed
    assert rationale in changed
    validator = world.person(VALIDATOR)
    await validator.command(f"/exception {request.id}")
    shown = visible_text(await world.slack.wait_for(validator.view))
    assert WHY in shown
    assert (await world.decide(MANAGER, "Approve", card)).result == "closed"


async def test_approval_whose_form_was_opened_before_the_change_is_not_taken(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    await world.slack.wait_for(validator.view)
    amended = await amend(world, request, **{"Requested value": "44"})
    assert (amended.round, amended.stage) == (2, Stage.VALIDATION)
    await validator.fill({"Rationale": "It is what they have always had."})
    said = await validator.submit()
    assert any("was changed after you opened this form" in error for error in said.errors.values()), said
    assert (await world.request(request.number)).stage is Stage.VALIDATION


async def test_of_another_customer_the_sources_are_read_anew(world: World) -> None:
    request = await world.file()
    await world.card(request)
    amended = await amend(world, request, Customer="CU-1001")
    assert amended.round == 2
    read = await world.settled(request.number, lambda r: r.gatherings > 0)
    assert {s.payload["customer_id"] for s in read.snapshots if s.payload} == {amended.filing.customer.id}
    assert read.snapshots != request.snapshots
    name = amended.filing.customer.name
    card = await world.message(
        lambda text: name in text and "Approve" in text, "exceptions-manager", VALIDATOR
    )
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"


async def test_another_standard_brings_its_own_fields(world: World) -> None:
    request = await world.file()
    await world.card(request)
    requester = await open_again(world, request)
    assert labels(requester)[-1] == "Why it changes"
    await requester.fill({"Standard policy": "OPS-041"})
    await world.slack.wait_for(lambda: "Requested instead" in labels(requester))
    await requester.fill({"Requested instead": "One supplier for three months.", "Deviation (%)": "25"})
    await says(world, requester, "*25 %* → Manager")
    await requester.fill({"Why it changes": WHY})
    assert (await requester.submit()).result == "closed"
    amended = await world.request(request.number)
    assert (amended.filing.standard, amended.filing.requested, amended.score.by_hand) == (
        "OPS-041",
        None,
        True,
    )
    assert amended.filing.rationale == request.filing.rationale


async def test_faults_stand_beside_their_fields_and_nothing_is_lost(world: World) -> None:
    request = await world.file()
    await world.card(request)
    requester = await open_again(world, request)
    await requester.fill({"Why it changes": WHY})
    assert "Nothing is different" in (await requester.submit()).errors["Why it changes"]
    await requester.fill({"Requested value": "30", "Decision value": "-1"})
    sent = await requester.submit()
    assert set(sent.errors) == {"Requested value", "Decision value"}
    await requester.fill({"Requested value": "45", "Decision value": "7000", "Why it changes": WHY})
    assert (await requester.submit()).result == "closed"
    amended = await world.request(request.number)
    assert (amended.score.tier, amended.round) == ("executive", 2)


async def test_only_the_requester_amends_and_not_once_it_was_rejected(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    assert "Amend" not in visible_text(card)
    requester = await open_again(world, request)
    await requester.fill({"Requested value": "35", "Why it changes": WHY})
    assert (await world.decide(VALIDATOR, "Reject", card)).result == "closed"
    await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert "record is closed" in (await requester.submit()).errors["Why it changes"]


async def test_amended_while_somebody_decides_their_form_is_refused(world: World) -> None:
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    manager = world.person(MANAGER)
    await manager.click(await card_at(world, request, Stage.AUTHORIZATION), "Approve")
    await world.slack.wait_for(manager.view)
    await amend(world, request, **{"Requested value": "41"})
    await manager.fill({"Rationale": "Fine."})
    assert "validates first" in (await manager.submit()).errors["Rationale"]


def _contains(words: str, text: str) -> bool:
    return words in text
