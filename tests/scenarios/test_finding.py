"""Finding requests: the list with its filters and pages, a search, and what each person is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.request import Stage
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import card_at, form_text, labels, says
from tests.handlers.at_home import home_view
from tests.world import ADMIN, GUEST, MANAGER, MEMBER, REQUESTER, VALIDATOR, World


async def asked(world: World, who: str, typed: str) -> ActingPerson:
    """Somebody who typed it after the command, and has the list before them."""
    person = world.person(who)
    # A guest is in one channel alone.
    channel = "exceptions-team-lead" if who == GUEST else "general"
    await person.command(f"/exception {typed}", channel=channel)
    await world.slack.wait_for(person.view)
    return person


async def file_many(world: World, count: int) -> list[str]:
    """So many requests of the requester, the oldest first."""
    return [(await world.file(Rationale=f"Reason number {n}.")).id for n in range(count)]


async def test_list_is_ones_own_and_leafed_through_in_place(any_world: World) -> None:
    world = any_world
    ids = await file_many(world, 12)
    rosa = await asked(world, REQUESTER, "list")
    assert "Mine" in form_text(rosa)
    assert "1–10 of 12" in form_text(rosa)
    assert all(one in form_text(rosa) for one in ids[2:])
    assert ids[1] not in form_text(rosa)
    view = rosa.view()
    assert view is not None
    await rosa.click(view, "Older →")
    await says(world, rosa, "11–12 of 12")
    assert all(one in form_text(rosa) for one in ids[:2])
    older = rosa.view()
    assert older is not None
    assert older["id"] == view["id"]
    await rosa.click(older, "← Newer")
    await says(world, rosa, "1–10 of 12")
    await rosa.click(rosa.view() or {}, "Details")
    await says(world, rosa, "Trail")


async def test_filters_are_typed_or_chosen_and_nothing_else_is_shown(any_world: World) -> None:
    world = any_world
    small = await world.file(**{"Requested value": "32", "Decision value": "500"})
    large = await world.file(**{"Requested value": "90"})
    vera = await asked(world, VALIDATOR, "list open tier:executive customer:cafe by:me")
    assert "No request that you may see is so" in form_text(vera)
    await vera.click(vera.view() or {}, "Filters…")
    await says(world, vera, "Where it stands")
    await vera.fill({"Filed by": REQUESTER})
    assert (await vera.submit()).result == "closed"
    await says(world, vera, large.id)
    assert small.id not in form_text(vera)
    assert "1 of 1" in form_text(vera)


async def test_what_is_no_filter_is_answered_with_what_there_is(world: World) -> None:
    vera = world.person(VALIDATOR)
    await vera.command("/exception list opne tier:manager <@U0MEMBER01|mem>", channel="general")
    said = visible_text((await world.slack.wait_for(lambda: vera.ephemerals("general")))[-1])
    assert "“opne”" in said
    assert "tier:manager" in said
    assert "/exception list opne tier:manager" in said
    assert vera.view() is None
    await vera.click(vera.ephemerals("general")[-1], "Choose filters…")
    await world.slack.wait_for(vera.view)
    assert "Manager" in form_text(vera)
    sent = await vera.submit()
    assert sent.result == "updated", sent
    await says(world, vera, "tier Manager")


async def test_search_finds_by_words_number_and_customer_and_shows_where(any_world: World) -> None:
    world = any_world
    request = await world.file(Rationale="Die Zahlungsfrist für Müller ist zu kurz.")
    other = await world.file()
    for typed in ("zahlungsf mueller", "ex" + str(request.number), f"EX {request.number}", "MÜLL frist"):
        person = world.person(VALIDATOR)
        await person.command(f"/exception search {typed}", channel="general")
        shown = visible_text(await world.slack.wait_for(person.view))
        if typed.endswith("frist"):
            assert "has all of these words" in shown
        else:
            assert request.id in shown
            assert other.id not in shown
        person.close(all_=True)
    vera = await asked(world, VALIDATOR, "search cafe lum")
    assert request.id in form_text(vera)
    assert other.id in form_text(vera)


async def test_search_is_of_what_is_committed_also_after_an_amendment(world: World) -> None:
    request = await world.file(Rationale="Because of the flood.")
    await card_at(world, request, Stage.VALIDATION)
    vera = await asked(world, VALIDATOR, "search flood")
    assert request.id in form_text(vera)
    vera.close(all_=True)
    rosa = world.person(REQUESTER)
    own = await world.dm(REQUESTER, lambda text: request.id in text)
    await rosa.click(own, "Amend")
    await world.slack.wait_for(rosa.view)
    await rosa.fill({"Rationale": "Because of the drought.", "Why it changes": "It was the other."})
    assert (await rosa.submit()).result == "closed"
    assert request.id not in form_text(await asked(world, VALIDATOR, "search flood"))
    vera.close(all_=True)
    assert request.id in form_text(await asked(world, VALIDATOR, "search drought"))


@pytest.mark.parametrize("who", [MEMBER, GUEST])
async def test_nobody_finds_what_they_may_not_see(world: World, who: str) -> None:
    await world.file()
    for typed in ("list all", "search renew", "list status:validation", "list team"):
        somebody = await asked(world, who, typed)
        assert "EX-" not in form_text(somebody)
        somebody.close(all_=True)


async def test_list_of_what_waits_and_what_is_overdue(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    assert request.id in form_text(await asked(world, VALIDATOR, "list waiting"))
    assert request.id not in form_text(await asked(world, MANAGER, "list waiting"))
    assert request.id not in form_text(await asked(world, ADMIN, "list overdue"))
    world.person(ADMIN).close(all_=True)
    world.slack.clock.shift(timedelta(days=4).total_seconds())
    assert request.id in form_text(await asked(world, ADMIN, "list overdue"))


async def test_words_without_a_letter_are_said_so_beside_their_field(world: World) -> None:
    vera = await asked(world, VALIDATOR, "search")
    assert "Words" in labels(vera)
    await vera.fill({"Words": "…!"})
    assert "no letter" in (await vera.submit()).errors["Words"]
    await vera.fill({"Words": "flood"})
    assert (await vera.submit()).result == "updated"
    await says(world, vera, "has all of these words")


async def test_home_leads_to_the_lists(world: World) -> None:
    request = await world.file()
    await world.person(REQUESTER).click(await home_view(world, REQUESTER, "Mine"), "Find requests…")
    rosa = world.person(REQUESTER)
    await world.slack.wait_for(rosa.view)
    assert request.id in form_text(rosa)
