"""Looking up: the command's words, and who sees a request."""

from __future__ import annotations

import pytest

from sandbox.blockkit import visible_text
from tests.handlers.acting import form_text
from tests.world import ADMIN, FORM, GUEST, MANAGER, MEMBER, REQUESTER, VALIDATOR, World


async def answered(world: World, who: str, text: str, channel: str = "exceptions-team-lead") -> str:
    """What a command answers."""
    person = world.person(who)
    await person.command(f"/exception {text}", channel=channel)
    return visible_text(person.ephemerals(channel)[-1])


@pytest.mark.parametrize("text", ["help", "HELP", "frobnicate", "<!channel>", "EX-", "ex 10 42"])
async def test_help_and_any_unknown_word_are_answered_with_help(world: World, text: str) -> None:
    said = await answered(world, MEMBER, text)
    assert "/exception list" in said
    assert ("no word of this command" in said) == (text.lower() != "help")


@pytest.mark.parametrize("who", [REQUESTER, VALIDATOR, MANAGER, ADMIN, "U0OPERATE1", "U0COMPLIA1"])
async def test_those_who_have_to_do_with_it_see_the_request_and_its_trail(world: World, who: str) -> None:
    request = await world.file()
    person = world.person(who)
    await person.command(f"/exception {request.id}")
    await world.slack.wait_for(person.view)
    shown = form_text(person)
    assert FORM["Impact analysis"] in shown
    assert "Trail" in shown


@pytest.mark.parametrize("who", [MEMBER, GUEST, "U0TEAMLD01"])
async def test_others_are_told_who_can(world: World, who: str) -> None:
    request = await world.file()
    said = await answered(world, who, request.id.lower())
    assert FORM["Impact analysis"] not in said
    assert "@ops-validators" in said
    assert world.person(who).view() is None


async def test_number_of_no_request_is_said_so(world: World) -> None:
    assert "no request of that number" in await answered(world, MEMBER, "EX-99999")


async def test_details_open_from_the_card(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Details")
    await world.slack.wait_for(validator.view)
    assert request.id in form_text(validator)
    member = world.person(MEMBER)
    await member.click(card, "Details")
    assert "shown to those" in await world.whisper(MEMBER)
