"""Delegating: a manager goes away, a team lead decides in their stead, and the two count as one person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from models.request import Stage, Status
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import card_at, form_text, labels, says
from tests.world import BOTH_HATS, LEAD, MANAGER, MEMBER, OTHER_MANAGER, REQUESTER, STRANGER, VALIDATOR, World

#: A request of 33.3 percent, which managers authorise; the policy lets team leads hold their authority.
NOTE = "Call me where it is over EUR 50,000."


def today(world: World) -> date:
    """The day in the policy's time zone."""
    zone = world.services.desk.policies.current.calendar.zone
    return world.services.clock.now().astimezone(zone).date()


async def open_delegating(world: World, by: str) -> ActingPerson:
    """Somebody with the form, or what they are shown instead of it, before them."""
    who = world.person(by)
    await who.command("/exception delegate")
    await world.slack.wait_for(who.view)
    return who


async def delegate(world: World, by: str, to: str, days: int = 1, **changed: Any) -> ActingPerson:
    """Delegate from today on for so many days, by the form."""
    who = await open_delegating(world, by)
    first = today(world)
    last = first + timedelta(days=days - 1)
    entered = {"To whom": to, "First day": first.isoformat(), "Last day": last.isoformat()} | changed
    await who.fill(entered)
    sent = await who.submit()
    assert sent.result == "closed", sent
    return who


async def test_team_lead_decides_in_the_managers_stead_until_the_manager_is_back(any_world: World) -> None:
    world = any_world
    await delegate(world, MANAGER, LEAD, days=2, Note=NOTE)
    told = await world.dm(LEAD, lambda text: "has delegated to you" in text)
    assert f"@{MANAGER}" in visible_text(told)
    assert NOTE in visible_text(told)
    await world.dm(MANAGER, lambda text: f"You have delegated to @{LEAD}" in text)

    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    card = await card_at(world, request, Stage.AUTHORIZATION)
    await world.message(
        lambda text: f"In their stead: @{LEAD} for @{MANAGER}." in text,
        "exceptions-manager",
        VALIDATOR,
        str(card["ts"]),
    )
    lead = world.person(LEAD)
    await lead.home()
    waiting = visible_text(await world.slack.wait_for(lead.home_view))
    assert f"You for @{MANAGER}" in waiting
    assert request.id in waiting[waiting.index("Waiting on me") :]

    await lead.click(card, "Approve")
    await world.slack.wait_for(lead.view)
    assert f"for @{MANAGER}" in form_text(lead)
    await lead.fill({"Rationale": "The cash is there."})
    assert (await lead.submit()).result == "closed"
    approved = await world.settled(request.number, lambda r: r.status is Status.EXECUTION)
    assert (approved.decisions[-1].by, approved.decisions[-1].for_whom) == (LEAD, MANAGER)

    stead = f"@{LEAD} for @{MANAGER}"
    card = await world.card(request, f"approved by {stead}")
    await world.message(
        lambda text: f"{stead} authorised it" in text, "exceptions-manager", VALIDATOR, str(card["ts"])
    )
    await world.dm(REQUESTER, lambda text: f"was approved by {stead}" in text)
    await lead.command(f"/exception {request.id}")
    await world.slack.wait_for(lead.view)
    assert f"{stead} gave the second approval" in form_text(lead)
    lead.close()

    # Two days later the manager is back, and the team lead is a team lead again.
    world.slack.clock.shift(timedelta(days=2).total_seconds())
    await world.dm(MANAGER, lambda text: "Your delegation to" in text and "is over" in text)
    await world.dm(LEAD, lambda text: "You no longer decide in the stead of" in text)
    other = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, other, Stage.VALIDATION))
    await lead.click(await card_at(world, other, Stage.AUTHORIZATION), "Approve")
    assert "which you do not have" in await world.whisper(LEAD)


async def test_two_ends_of_a_delegation_never_give_both_approvals(world: World) -> None:
    await delegate(world, BOTH_HATS, VALIDATOR)
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    card = await card_at(world, request, Stage.AUTHORIZATION)
    assert (await world.request(request.number)).decisions[-1].for_whom == BOTH_HATS

    both = world.person(BOTH_HATS)
    made = await world.dm(BOTH_HATS, lambda text: "You have delegated" in text)
    await both.click(made, "End")
    await world.dm(BOTH_HATS, lambda text: "You ended your delegation" in text)
    await world.dm(VALIDATOR, lambda text: "ended the delegation" in text)
    world.slack.clock.shift(timedelta(hours=5).total_seconds())
    await both.click(card, "Approve")
    assert "count as one person" in await world.whisper(BOTH_HATS)
    await world.decide(MANAGER, "Approve", card)
    assert (await world.request(request.number)).status is Status.EXECUTION


async def test_delegate_of_whoever_filed_it_does_not_decide(world: World) -> None:
    await delegate(world, MANAGER, LEAD)
    request = await world.file(by=MANAGER)
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    card = await card_at(world, request, Stage.AUTHORIZATION)
    await world.person(LEAD).click(card, "Approve")
    said = await world.whisper(LEAD)
    assert "count as one person" in said
    assert f"@{MANAGER}" in said


async def test_form_says_beside_the_field_what_cannot_be_taken(world: World) -> None:
    manager = await open_delegating(world, MANAGER)
    day = today(world)
    entered = {"First day": day.isoformat(), "Last day": day.isoformat()}
    for to, says_so in (
        (MEMBER, "Anybody in @ops-managers, @executives or @team-leads could."),
        (MANAGER, "You cannot delegate to yourself"),
        ("U0GUEST001", "Only a full, active member"),
        ("U0LEFTCO01", "Only a full, active member"),
        (STRANGER, "Only a full, active member"),
    ):
        await manager.fill(entered | {"To whom": to})
        assert says_so in (await manager.submit()).errors["To whom"]
    await manager.fill({"To whom": OTHER_MANAGER, "First day": (day - timedelta(days=1)).isoformat()})
    assert "has passed" in (await manager.submit()).errors["First day"]
    await manager.fill({"First day": (day + timedelta(days=2)).isoformat()})
    assert "before the first one" in (await manager.submit()).errors["Last day"]
    await manager.fill({"Last day": (day + timedelta(days=92)).isoformat()})
    assert "at most 90 days" in (await manager.submit()).errors["Last day"]
    await manager.fill({"Last day": (day + timedelta(days=3)).isoformat()})
    assert (await manager.submit()).result == "closed"

    manager = await open_delegating(world, MANAGER)
    await manager.fill({"To whom": LEAD, **entered, "Last day": (day + timedelta(days=2)).isoformat()})
    assert "some of these days already" in (await manager.submit()).errors["First day"]


async def test_form_shows_ones_delegations_and_ends_them(world: World) -> None:
    await delegate(world, MANAGER, LEAD)
    lead = await open_delegating(world, LEAD)
    assert f"You for @{MANAGER}" in form_text(lead)
    manager = await open_delegating(world, MANAGER)
    assert f"@{LEAD} for you" in form_text(manager)
    view = manager.view()
    assert view is not None
    await manager.click(view, "End")
    await world.slack.wait_for(lambda: f"@{LEAD} for you" not in form_text(manager))
    assert labels(manager) == ["To whom", "First day", "Last day", "Note"]
    assert await world.services.records.delegations_of(LEAD, world.services.clock.now()) == ()


async def test_delegate_gives_it_back_from_home(world: World) -> None:
    await delegate(world, MANAGER, LEAD)
    lead = world.person(LEAD)
    await lead.home()
    view = await world.slack.wait_for(lead.home_view)
    await lead.click(view, "Give back")
    await world.slack.wait_for(lambda: "You for" not in visible_text(lead.home_view() or {}))
    await world.dm(MANAGER, lambda text: f"@{LEAD} gave back what you had delegated" in text)


@pytest.mark.parametrize("who", [MEMBER, REQUESTER])
async def test_whoever_decides_nothing_reads_that_there_is_nothing_to_delegate(
    world: World, who: str
) -> None:
    somebody = await open_delegating(world, who)
    await says(world, somebody, "nothing that you could delegate")
    assert labels(somebody) == []


async def test_delegate_decides_from_the_details_without_a_place_in_the_cards_channel(world: World) -> None:
    await delegate(world, MANAGER, LEAD)
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await card_at(world, request, Stage.AUTHORIZATION)
    lead = world.person(LEAD)
    await lead.command(f"/exception {request.id}")
    view = await world.slack.wait_for(lead.view)
    await lead.click(view, "Approve")
    await says(world, lead, "You decide this for")
    await lead.fill({"Rationale": "The cash is there."})
    assert (await lead.submit()).result in ("closed", "updated")
    assert (await world.request(request.number)).decisions[-1].for_whom == MANAGER

    member = world.person(REQUESTER)
    await member.command(f"/exception {request.id}")
    assert "approved by" in visible_text(await world.slack.wait_for(member.view))


async def test_delegate_records_a_complaint_about_what_they_may_see(world: World) -> None:
    await delegate(world, MANAGER, LEAD)
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    lead = world.person(LEAD)
    await lead.command(f"/exception complaint {request.id}")
    await world.slack.wait_for(lead.view)
    await lead.fill({"What the customer complains of": "Nobody calls them back."})
    assert (await lead.submit()).result == "updated"
    assert (await world.request(request.number)).complaints[-1].by == LEAD
    await lead.command("/exception complaint")
    await world.slack.wait_for(lead.view)
    assert [option["value"] for option in await lead.suggest("Request", request.id)] == [request.id]
