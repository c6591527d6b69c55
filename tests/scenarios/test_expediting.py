"""The urgent path, by what people read: asked for, authorised or not, no approval and no way around a hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.request import ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, form_text
from tests.handlers.at_home import home, part
from tests.scenarios.test_complying import answer as complying
from tests.scenarios.test_complying import routed
from tests.scenarios.test_withdrawing import offers
from tests.world import (
    BOTH_HATS,
    MANAGER,
    MEMBER,
    OTHER_MANAGER,
    OTHER_VALIDATOR,
    REQUESTER,
    SUPERVISOR,
    VALIDATOR,
    World,
)

TONIGHT = "Their ship leaves tonight, and the next one in three weeks."
RIGHT = "The customer is worth the hurry; I have called them."


async def own_card(world: World, request: ExceptionRequest, says: str) -> dict[str, Any]:
    """The requester's own card, once it says something."""
    return await world.dm(REQUESTER, lambda text: request.id in text and says in text and "Withdraw" in text)


async def ask(world: World, request: ExceptionRequest) -> None:
    """The requester asks for urgency from their own card."""
    requester = world.person(REQUESTER)
    await requester.click(await own_card(world, request, "Ask for urgency"), "Ask for urgency")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Justification": TONIGHT})
    assert (await requester.submit()).result == "closed"


async def asked_card(world: World, request: ExceptionRequest, who: str, says: str) -> dict[str, Any]:
    """What a manager was asked, once it says something."""
    return await world.dm(who, lambda text: f"{request.id}: urgent path asked for" in text and says in text)


async def answer(world: World, request: ExceptionRequest, button: str, words: str = RIGHT) -> None:
    """The manager answers from their card."""
    manager = world.person(MANAGER)
    card = await asked_card(world, request, MANAGER, button)
    await manager.click(card, button)
    await world.slack.wait_for(manager.view)
    assert TONIGHT in form_text(manager)
    await manager.fill({"Your justification": words})
    assert (await manager.submit()).result == "closed"


async def test_manager_authorises_it_and_the_decision_is_due_in_four_hours(any_world: World) -> None:
    world = any_world
    request = await world.file()
    await world.card(request)
    await ask(world, request)
    for manager in (MANAGER, OTHER_MANAGER, BOTH_HATS):
        assert TONIGHT in visible_text(await asked_card(world, request, manager, "Authorise urgent path"))
    assert "Ask for urgency" not in offers(await own_card(world, request, "Urgent path asked for"))

    assert request.id in part(await home(world, MANAGER), "Waiting on me")
    await answer(world, request, "Authorise urgent path")
    urgent = await world.settled(request.number, lambda r: r.is_expedited)
    assert request.id not in part(await home(world, MANAGER), "Waiting on me")
    assert urgent.expedite is not None
    # Who has left the company is not asked.
    assert set(urgent.expedite.told) == {MANAGER, OTHER_MANAGER, BOTH_HATS}
    assert urgent.expedite.answered_at is not None
    assert urgent.deadline == urgent.expedite.answered_at + timedelta(hours=4)
    card = await world.card(request, "Urgent · ")
    for said in (TONIGHT, RIGHT, "Urgent path"):
        assert said in visible_text(card)
    await world.message(
        lambda text: "authorised the urgent path" in text and RIGHT in text,
        "exceptions-manager",
        VALIDATOR,
        thread_ts=str(card["ts"]),
    )
    await world.dm(REQUESTER, lambda text: "is on the urgent path" in text and RIGHT in text)
    for manager in (MANAGER, OTHER_MANAGER, BOTH_HATS):
        answered = await asked_card(world, request, manager, "Urgent path authorised")
        assert offers(answered) == {"Details"}

    world.slack.clock.to_next_deadline()
    await world.dm(SUPERVISOR, lambda text: request.id in text and "due soon" in text)
    assert world.services.clock.now() >= urgent.deadline - timedelta(hours=2)
    assert world.services.clock.now() < urgent.deadline

    # Both approvals remain, of two people; the one who authorised the hurry may give the second.
    await world.decide(BOTH_HATS, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.settled(request.number, lambda r: r.stage is Stage.AUTHORIZATION)
    second = await card_at(world, request, Stage.AUTHORIZATION)
    await world.person(BOTH_HATS).click(second, "Approve")
    assert "the second must come from somebody else" in await world.whisper(BOTH_HATS)
    await world.decide(MANAGER, "Approve", second)
    approved = await world.settled(request.number, lambda r: r.status is Status.EXECUTION)
    assert [d.by for d in approved.decisions] == [BOTH_HATS, MANAGER]


async def test_manager_keeps_it_on_the_normal_path_and_the_requester_hears_why(world: World) -> None:
    request = await world.file()
    await world.card(request)
    await ask(world, request)
    await answer(world, request, "Keep the normal path", "Two days are soon enough.")
    await world.dm(
        REQUESTER,
        lambda text: "stays on the normal path" in text and "Two days are soon enough." in text,
    )
    kept = await world.settled(request.number, lambda r: r.expedite is not None and bool(r.expedite.answer))
    assert (kept.deadline, kept.is_expedited) == (request.deadline, False)
    assert "Ask for urgency" not in offers(await own_card(world, request, "Normal path"))
    assert "Urgent · " not in visible_text(await world.card(request))
    for manager in (MANAGER, OTHER_MANAGER):
        assert offers(await asked_card(world, request, manager, "Kept on the normal path")) == {"Details"}


async def test_second_manager_reads_who_was_first_and_an_empty_justification_is_refused(world: World) -> None:
    request = await world.file()
    await world.card(request)
    requester = world.person(REQUESTER)
    card = await own_card(world, request, "Ask for urgency")
    await requester.click(card, "Ask for urgency")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Justification": "\u2800"})
    assert "cannot wait" in (await requester.submit()).errors["Justification"]
    await requester.fill({"Justification": TONIGHT})
    assert (await requester.submit()).result == "closed"

    other = world.person(OTHER_MANAGER)
    await other.click(
        await asked_card(world, request, OTHER_MANAGER, "Authorise urgent path"), "Authorise urgent path"
    )
    await world.slack.wait_for(other.view)
    await answer(world, request, "Authorise urgent path")
    await other.fill({"Your justification": "Mine too."})
    assert "already answered" in (await other.submit()).errors["Your justification"]


async def test_hold_still_blocks_an_urgent_request_and_the_time_on_hold_does_not_count(world: World) -> None:
    request = await world.file()
    await world.card(request)
    await routed(world, request)
    await ask(world, request)
    assert "Regulatory constraint" in visible_text(
        await asked_card(world, request, MANAGER, "Keep the normal path")
    )
    await answer(world, request, "Authorise urgent path")
    urgent = await world.settled(request.number, lambda r: r.is_expedited)
    assert urgent.open_holds
    assert urgent.expedite is not None
    assert urgent.expedite.answered_at is not None
    card = await world.card(request, "Nobody decides it before the hold is settled")
    assert not {"Approve", "Reject"} & offers(card)

    world.slack.clock.shift(5 * 3600)
    assert (await complying(world, request, "Clear", Reason="It is no credit.")).result == "closed"
    free = await world.settled(request.number, lambda r: not r.open_holds)
    since = free.deadline - urgent.expedite.answered_at
    assert timedelta(hours=9) <= since < timedelta(hours=9, minutes=1)
    await card_at(world, request, Stage.VALIDATION)


async def test_it_is_over_for_the_managers_once_the_request_is_decided(world: World) -> None:
    request = await world.file()
    await ask(world, request)
    await world.decide(OTHER_VALIDATOR, "Reject", await card_at(world, request, Stage.VALIDATION))
    over = await asked_card(world, request, MANAGER, "nothing left to answer")
    assert offers(over) == {"Details"}
    member = world.person(MEMBER)
    assert not any(request.id in visible_text(message) for message in member.dm())
