"""A customer complains: from the card, from a message and by the command; somebody takes it up, and it is reviewed."""

from __future__ import annotations

from typing import Any

import pytest

from models.request import ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at
from tests.handlers.at_home import home, part
from tests.world import (
    ADMIN,
    LEAD,
    MANAGER,
    MEMBER,
    OPERATOR,
    REQUESTER,
    SUPERVISOR,
    VALIDATOR,
    World,
)

SUCCESS = "U0CSMANAGR"
WORDS = "They were promised an answer by noon & nobody called back."
HOUR = 3600


def about(request: ExceptionRequest) -> Any:
    return lambda text: request.id in text and "omplain" in text


async def record(world: World, by: str, message: dict[str, Any], words: str = WORDS) -> None:
    """Record a complaint from the menu of a card."""
    who = world.person(by)
    await who.click(message, "more", "Record a complaint")
    await world.slack.wait_for(who.view)
    await who.fill({"What the customer complains of": words})
    sent = await who.submit()
    assert sent.result == "closed", sent


async def test_complaint_from_the_card_reaches_the_customer_success_manager(any_world: World) -> None:
    world = any_world
    request = await world.file()
    card = await world.card(request)
    await record(world, VALIDATOR, card)

    told = await world.dm(SUCCESS, about(request))
    said = visible_text(told)
    assert "Urgent priority" in said
    assert WORDS in said
    assert "not decided yet" in said
    shown = visible_text(await world.card(request, WORDS))
    assert "Customer complaint" in shown
    assert "nobody has taken it up yet" in shown
    own = await world.dm(REQUESTER, lambda text: request.id in text and WORDS in text)
    assert "Customer complaint" in visible_text(own)
    await world.message(
        lambda text: "recorded a customer complaint" in text,
        "exceptions-manager",
        VALIDATOR,
        thread_ts=card["ts"],
    )

    await world.person(SUCCESS).click(told, "Acknowledge")
    known = await world.settled(request.number, lambda r: r.escalations[0].acknowledged_by == SUCCESS)
    assert known.status is Status.VALIDATION
    await world.card(request, "took it up")


async def test_complaint_that_nobody_takes_up_climbs_each_hour(world: World) -> None:
    request = await world.file()
    await record(world, VALIDATOR, await world.card(request))
    await world.dm(SUCCESS, about(request))

    world.slack.clock.shift(HOUR + 1)
    backup = await world.dm(SUPERVISOR, about(request))
    said = visible_text(backup)
    assert "Tried before" in said
    assert "not acknowledged in time" in said

    world.slack.clock.shift(HOUR + 1)
    posted = await world.message(about(request), "customer-success", SUCCESS)
    world.slack.clock.shift(HOUR + 1)
    await world.dm(ADMIN, about(request))

    await world.person(SUCCESS).click(posted, "Acknowledge")
    known = await world.settled(request.number, lambda r: r.escalations[0].acknowledged_by == SUCCESS)
    raised = known.escalations[0]
    assert [a.step for a in raised.attempts] == ["primary", "backup", "channel", "administrators"]
    trail = [event.kind for event in await world.services.records.trail(request.number)]
    assert trail.count("escalation.raised") == 1
    assert trail.count("escalation.attempted") == 3


async def test_complaint_after_the_closing_is_reviewed_and_reopens_nothing(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"
    card = await card_at(world, request, Stage.AUTHORIZATION)
    assert (await world.decide(MANAGER, "Approve", card)).result == "closed"
    asked = await world.message(lambda text: "Carry out" in text, "operations", OPERATOR)
    operator = world.person(OPERATOR)
    await operator.click(asked, "Mark as executed")
    await world.slack.wait_for(operator.view)
    await operator.fill({"done": "The term was changed."})
    assert (await operator.submit()).result == "closed"
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)

    await record(
        world,
        REQUESTER,
        await world.dm(REQUESTER, lambda text: request.id in text and "Operations validates" in text),
    )
    told = await world.dm(SUCCESS, about(request))
    assert "reopens" not in visible_text(told)
    heard = await world.dm(VALIDATOR, lambda text: "The customer complains about" in text)
    assert WORDS in visible_text(heard)

    manager = world.person(SUCCESS)
    await manager.click(told, "Acknowledge")
    await world.settled(request.number, lambda r: r.escalations[0].acknowledged_by == SUCCESS)
    await manager.click(told, "Review")
    await world.slack.wait_for(manager.view)
    await manager.fill({"What you found": "The call was missed. We have apologised."})
    assert (await manager.submit()).result == "closed"
    reviewed = await world.settled(request.number, lambda r: r.complaints[0].reviewed_by == SUCCESS)
    assert (reviewed.status, reviewed.decisions) == (Status.CLOSED, closed.decisions)
    for who in (REQUESTER, VALIDATOR, MANAGER, OPERATOR):
        found = await world.dm(who, lambda text: "reviewed the complaint" in text)
        assert "We have apologised." in visible_text(found)
    done = await world.dm(SUCCESS, lambda text: request.id in text and "Reviewed" in text)
    assert "nothing left to do" in visible_text(done)


async def test_who_took_up_a_complaint_is_asked_to_review_it_when_the_request_is_decided(
    world: World,
) -> None:
    request = await world.file()
    card = await world.card(request)
    await record(world, VALIDATOR, card)
    told = await world.dm(SUCCESS, about(request))
    assert request.id in part(await home(world, SUCCESS), "Waiting on me")
    manager = world.person(SUCCESS)
    await manager.click(told, "Acknowledge")
    await world.settled(request.number, lambda r: r.escalations[0].acknowledged_by == SUCCESS)
    assert request.id not in part(await home(world, SUCCESS), "Waiting on me")

    assert (await world.decide(VALIDATOR, "Reject", card)).result == "closed"
    due = await world.dm(SUCCESS, lambda text: request.id in text and "waits for your review" in text)
    assert WORDS in visible_text(due)
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert closed.complaints[0].reviewed_by is None
    waiting = part(await home(world, SUCCESS), "Waiting on me")
    assert request.id in waiting
    assert "A complaint waits for review" in waiting

    await manager.click(due, "Review")
    await world.slack.wait_for(manager.view)
    await manager.fill({"What you found": "The call was missed. We have apologised."})
    assert (await manager.submit()).result == "closed"
    await world.settled(request.number, lambda r: r.complaints[0].reviewed_by == SUCCESS)
    assert request.id not in part(await home(world, SUCCESS), "Waiting on me")
    asked = [text for text in map(visible_text, manager.dm()) if "waits for your review" in text]
    assert len(asked) == 1


async def test_message_becomes_a_complaint_about_the_request_that_is_chosen(world: World) -> None:
    request = await world.file()
    await world.card(request)
    member = world.person(MEMBER)
    said = member.say("sales", "Café Luminère is furious: still no answer on their term.")
    who = world.person(REQUESTER)
    await who.shortcut("complaint_from_message", {"type": "message", "channel": "C0SALES001", **said})
    await world.slack.wait_for(who.view)

    offered = await who.suggest("Request", "lumin")
    assert [option["value"] for option in offered] == [request.id]
    await who.fill({"Request": request.id})
    assert (await who.submit()).result == "updated"
    complained = await world.settled(request.number, lambda r: bool(r.complaints))
    (complaint,) = complained.complaints
    assert complaint.words == "Café Luminère is furious: still no answer on their term."
    assert complaint.message is not None
    assert complaint.message.author == MEMBER


async def test_command_opens_the_form_with_the_number_that_was_typed(world: World) -> None:
    request = await world.file()
    await world.card(request)
    who = world.person(REQUESTER)
    await who.command(f"/exception complaint {request.id}")
    await world.slack.wait_for(who.view)
    await who.fill({"What the customer complains of": WORDS})
    assert (await who.submit()).result == "updated"
    await world.settled(request.number, lambda r: len(r.complaints) == 1)
    # Whoever recorded it reads so at once, and who was told.
    view = who.view()
    assert view is not None
    recorded = visible_text(view)
    assert f"The complaint about {request.id} is recorded." in recorded
    assert f"<@{SUCCESS}>" in str(view)
    await world.dm(SUCCESS, about(request))


@pytest.mark.parametrize("typed", ["EX-9999", "what?"])
async def test_command_with_a_number_that_is_none_says_so(world: World, typed: str) -> None:
    who = world.person(REQUESTER)
    await who.command(f"/exception complaint {typed}", channel="sales")
    assert "There is no request of that number." in await world.whisper(REQUESTER, "sales")
    assert who.view() is None


async def test_somebody_who_may_not_see_the_request_cannot_complain_about_it(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    who = world.person(MEMBER)
    await who.command("/exception complaint")
    await world.slack.wait_for(who.view)
    assert await who.suggest("Request", request.id) == []
    who.close()
    await world.person(LEAD).click(card, "more", "Record a complaint")
    assert "A request is shown to those who" in await world.whisper(LEAD)
    assert (await world.request(request.number)).complaints == ()


async def test_contact_in_do_not_disturb_is_passed_over_for_what_is_not_urgent(world: World) -> None:
    request = await world.file()
    await world.card(request)
    world.person(ADMIN).administer(op="do_not_disturb", user=SUPERVISOR)
    world.slack.clock.to_next_deadline()
    raised = (await world.settled(request.number, lambda r: len(r.escalations) == 1)).escalations[0]
    assert raised.told == ("U0DIRECTOR",)
    assert raised.attempts[0].absent == (f"{SUPERVISOR}: in do-not-disturb",)
    said = visible_text(await world.dm("U0DIRECTOR", lambda text: request.id in text))
    assert "in do-not-disturb" in said
