"""Sources that contradict each other: data quality settles what holds, and the request goes on with that."""

from __future__ import annotations

from typing import Any

from models.events import EventKind
from models.holds import HoldKind
from models.request import ExceptionRequest, Stage
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, form_text, says
from tests.world import REQUESTER, SUPERVISOR, VALIDATOR, World

DATA_QUALITY, OTHER_OF_QUALITY = "U0DATAQUA1", "U0DATAQUA2"
#: Their CRM says 30 days and their contract 45.
NORDLICHT = {"Customer": "Nordlicht Testlogistik", "Requested value": "60"}
WHY = "The signed contract of May says 45 days; the CRM was never updated."


async def held(world: World) -> tuple[ExceptionRequest, dict[str, Any]]:
    """A request on hold, and the card that data quality has of it."""
    request = await world.file(**NORDLICHT)
    card = await world.message(
        lambda text: request.id in text and "Conflicting information" in text, "data-quality", DATA_QUALITY
    )
    return await world.request(request.number), card


async def settle(world: World, card: dict[str, Any], by: str = DATA_QUALITY, **answer: Any) -> Any:
    """Press Settle, fill in the form and send it."""
    who = world.person(by)
    await who.click(card, "Settle")
    await world.slack.wait_for(who.view)
    await who.fill({"Which value holds": "45 (Contract records)", "Reason": WHY} | answer)
    return await who.submit()


async def test_conflict_is_settled_and_the_request_changes_tier(any_world: World) -> None:
    world = any_world
    request, card = await held(world)
    seen = visible_text(card)
    assert "CRM" in seen
    assert "Contract records" in seen
    assert "30" in seen
    assert "45" in seen
    assert request.is_paused
    own = await world.card(request, "Conflicting information", channel="exceptions-executive")
    assert "Approve" not in str(own["blocks"])
    assert "CRM says 30, Contract records says 45" in visible_text(own).replace("*", "")
    await world.dm(REQUESTER, lambda text: request.id in text and "Nobody decides it until" in text)

    world.slack.clock.shift(3 * 3600)
    assert (await settle(world, card)).result == "closed"
    settled = await world.settled(request.number, lambda r: not r.open_holds)
    assert (str(settled.score.deviation)[:4], settled.score.tier) == ("33.3", "manager")
    assert not settled.is_paused
    moved = await card_at(world, settled, Stage.VALIDATION)
    assert "60 days instead of 45 days" in visible_text(moved)
    assert "the policy has 30 days" in visible_text(moved)
    closed = await world.message(lambda text: "Settled on" in text, "data-quality", DATA_QUALITY)
    assert closed["ts"] == card["ts"]
    assert WHY in visible_text(closed)
    assert "as Contract records says" in visible_text(closed).replace("*", "")
    trail = await world.services.records.trail(request.number)
    kinds = [event.kind for event in trail]
    assert (
        kinds.index(EventKind.HOLD_OPENED)
        < kinds.index(EventKind.HOLD_CLOSED)
        < kinds.index(EventKind.RESCORED)
    )
    assert '"chosen":"45"' in next(e.changed for e in trail if e.kind == EventKind.HOLD_CLOSED)

    assert (await world.decide(VALIDATOR, "Approve", moved)).result == "closed"


async def test_form_that_is_opened_again_reckons_with_what_was_settled(world: World) -> None:
    request, card = await held(world)
    assert (await settle(world, card)).result == "closed"
    await world.settled(request.number, lambda r: not r.open_holds)
    requester = world.person(REQUESTER)
    own = await world.dm(REQUESTER, lambda text: "instead of 45 days" in text and "Amend" in text)
    await requester.click(own, "Amend")
    await world.slack.wait_for(requester.view)
    form = form_text(requester)
    assert "The standard is *45 days* here, settled by @U0DATAQUA1; the policy has 30 days." in form
    assert "In days; the standard is 45 days here, as it was settled." in form
    assert "60 days instead of 45 days: *33.333… %* → Manager" in form
    assert "instead of 30 days" not in form

    await requester.fill({"Requested value": "54"})
    await says(world, requester, "54 days instead of 45 days: *20 %* → Manager")
    await requester.fill({"Requested value": "30"})
    await says(world, requester, "That is the policy's standard itself")
    await requester.fill({"Requested value": "60", "Customer": "CU-1001"})
    await says(world, requester, "60 days instead of 30 days: *100 %* → Executive")
    assert "The standard is *30 days*." in form_text(requester)
    assert "settled" not in form_text(requester)
    await requester.fill({"Customer": "Nordlicht Testlogistik"})
    await says(world, requester, "60 days instead of 45 days: *33.333… %* → Manager")


async def test_another_value_and_what_is_wrong_with_it(world: World) -> None:
    request, card = await held(world)
    sent = await settle(world, card, **{"Which value holds": "Another value", "Another value": "sixty"})
    assert sent.errors == {"Another value": "Enter a number, for example 45 or 1,250.50."}
    who = world.person(DATA_QUALITY)
    await who.fill({"Another value": "40"})
    assert (await who.submit()).result == "closed"
    settled = await world.settled(request.number, lambda r: not r.open_holds)
    assert settled.holds[0].closed is not None
    assert settled.holds[0].closed.chosen == "40"
    assert settled.score.tier == "executive", "60 against 40 are 50 percent"


async def test_nobody_else_settles_it(world: World) -> None:
    request, card = await held(world)
    supervisor = world.person(SUPERVISOR)
    await supervisor.click(card, "Settle")
    assert "somebody else's to close" in await world.whisper(SUPERVISOR, "data-quality")
    assert (await world.request(request.number)).open_hold(HoldKind.CONFLICTING_DATA, "payment_term")


async def test_second_answer_to_a_settled_conflict_is_refused_and_keeps_its_text(world: World) -> None:
    _, card = await held(world)
    other = world.person(OTHER_OF_QUALITY)
    await other.click(card, "Settle")
    await world.slack.wait_for(other.view)
    assert (await settle(world, card)).result == "closed"
    await other.fill({"Which value holds": "30 (CRM)", "Reason": "The CRM is newer."})
    assert "has already closed this hold" in (await other.submit()).errors["Reason"]


async def test_hold_that_nobody_settles_is_escalated_and_still_waits(world: World) -> None:
    request, card = await held(world)
    # Two business days at most, whatever weekday it is.
    world.slack.clock.shift(6 * 24 * 3600)
    told = await world.dm(SUPERVISOR, lambda text: request.id in text and "hold overdue" in text)
    assert "Waiting on" in visible_text(told)
    await world.person(SUPERVISOR).click(told, "Acknowledge")
    known = await world.settled(
        request.number, lambda r: bool(r.escalations and r.escalations[0].acknowledged_by)
    )
    assert [e.kind for e in known.escalations] == ["hold_overdue"], "its own time stands still"
    late = await world.message(lambda text: "overdue" in text, "data-quality", DATA_QUALITY)
    assert late["ts"] == card["ts"]
    assert (await settle(world, late)).result == "closed"
    await world.dm(SUPERVISOR, lambda text: request.id in text and "nothing left to do" in text)
