"""Deciding: who is refused, in what words, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from models.request import Stage, Status
from tests.handlers.acting import card_at, form_text
from tests.world import (
    BOTH_HATS,
    EXECUTIVE,
    GUEST,
    LEAD,
    MANAGER,
    MEMBER,
    REQUESTER,
    STRANGER,
    VALIDATOR,
    World,
)


async def test_two_people_decide(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"
    card = await card_at(world, request, Stage.AUTHORIZATION)
    assert (await world.decide(MANAGER, "Approve", card)).result == "closed"
    decided = await world.request(request.number)
    assert decided.status is Status.EXECUTION
    assert [decision.by for decision in decided.decisions] == [VALIDATOR, MANAGER]


async def test_modal_shows_what_is_decided_and_what_the_first_approver_said(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    await world.decide(VALIDATOR, "Approve", card, Rationale="The contract says the same.")
    card = await card_at(world, request, Stage.AUTHORIZATION)
    manager = world.person(MANAGER)
    await manager.click(card, "Approve")
    await world.slack.wait_for(manager.view)
    shown = form_text(manager)
    for said in (
        f"Approve {request.id}",
        "40 days",
        "30 days",
        "Café Luminère",
        "The contract says the same.",
    ):
        assert said in shown


async def test_approver_reads_who_is_there_for_what_comes_after(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    await world.slack.wait_for(validator.view)
    shown = form_text(validator)
    assert "There now: 3 of 3 to authorise, 3 of 3 to carry it out." in shown
    validator.close()
    await validator.click(card, "Reject")
    await world.slack.wait_for(validator.view)
    assert "There now" not in form_text(validator)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (REQUESTER, "You filed this request"),
        (MANAGER, "Operations validates first"),
        (MEMBER, "not among its validators"),
        (STRANGER, "another workspace"),
    ],
)
async def test_who_may_not_validate_is_told_why_and_who_could(world: World, who: str, said: str) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    await world.person(who).click(card, "Approve")
    whispered = await world.whisper(who)
    assert said in whispered
    assert "@ops-validators" in whispered
    assert world.person(who).view() is None
    trail = await world.services.records.trail(request.number)
    assert (trail[-1].kind, trail[-1].actor) == ("act.refused", who)


async def test_guest_in_the_validators_by_mistake_is_refused(world: World) -> None:
    request = await world.file(**{"Requested value": "33"})
    card = await card_at(world, request, Stage.VALIDATION, "exceptions-team-lead")
    await world.person(GUEST).click(card, "Approve")
    assert "Guests cannot" in await world.whisper(GUEST, "exceptions-team-lead")


async def test_same_person_cannot_give_both_approvals(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    await world.decide(BOTH_HATS, "Approve", card)
    card = await card_at(world, request, Stage.AUTHORIZATION)
    await world.person(BOTH_HATS).click(card, "Approve")
    assert "somebody else" in await world.whisper(BOTH_HATS)


async def test_lower_tier_cannot_authorise_and_a_higher_one_can(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    await world.decide(VALIDATOR, "Approve", card)
    card = await card_at(world, request, Stage.AUTHORIZATION)
    await world.person(LEAD).click(card, "Approve")
    assert "authority of this tier" in await world.whisper(LEAD)
    assert (await world.decide(EXECUTIVE, "Approve", card)).result == "closed"


async def test_two_at_once_the_first_counts_and_the_other_keeps_what_they_typed(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    slower = world.person(BOTH_HATS)
    await slower.click(card, "Reject")
    await world.slack.wait_for(slower.view)
    await slower.fill({"Rationale": "I see it otherwise."})
    await world.decide(VALIDATOR, "Approve", card)
    sent = await slower.submit()
    assert sent.result == "errors"
    assert "has just given this approval" in sent.errors["Rationale"]
    assert slower.view() is not None
    assert (await world.request(request.number)).status is Status.AUTHORIZATION


async def test_deviation_scored_by_hand_is_confirmed_by_the_validator(world: World) -> None:
    changed: dict[str, Any] = {
        "Standard policy": "OPS-041",
        "Requested value": None,
        "Requested instead": "One supplier for three months.",
        "Deviation (%)": "25",
    }
    request = await world.file(**changed)
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    await world.slack.wait_for(validator.view)
    await validator.fill({"Rationale": "The risk is larger than that.", "Deviation (%)": "many"})
    assert "number" in (await validator.submit()).errors["Deviation (%)"]
    await validator.fill({"Deviation (%)": "-3"})
    assert "from 0" in (await validator.submit()).errors["Deviation (%)"]
    await validator.fill({"Deviation (%)": "60 %"})
    assert (await validator.submit()).result == "closed"
    moved = await world.request(request.number)
    assert (moved.score.tier, moved.score.confirmed) == ("executive", True)


async def test_rejection_is_final(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    validator = world.person(VALIDATOR)
    assert (await world.decide(VALIDATOR, "Reject", card)).result == "closed"
    rejected = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert rejected.outcome is not None
    assert validator.view() is None
