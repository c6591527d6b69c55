"""Evidence: a file that somebody adds in a form can be opened by those who decide, and by no stranger to it."""

from __future__ import annotations

from typing import Any

import aiohttp

from tests.world import MEMBER, REQUESTER, VALIDATOR, World


async def seen(world: World, link: str, by: str) -> int:
    """What the local Slack answers somebody who follows the link."""
    async with aiohttp.ClientSession() as session, session.get(link, params={"as": by}) as answer:
        return answer.status


async def test_file_of_the_form_can_be_opened_by_the_approvers(world: World) -> None:
    file = world.person(REQUESTER).upload("offer & terms.pdf", b"%PDF-1.4 sample")
    form: dict[str, Any] = {"Evidence": [file], "Requested value": "60"}
    request = await world.file(**form)
    link = request.filing.evidence[0].permalink
    card = await world.card(request, channel="exceptions-executive")
    await world.message(
        lambda text: "Evidence from" in text and "offer & terms.pdf" in text,
        "exceptions-executive",
        VALIDATOR,
        card["ts"],
    )
    assert await seen(world, link, VALIDATOR) == 200
    assert await seen(world, link, MEMBER) == 404


async def test_file_of_a_decision_is_linked_in_the_thread(world: World) -> None:
    request = await world.file()
    card = await world.card(request)
    file = world.person(VALIDATOR).upload("checked.csv", b"a,b\n")
    assert (await world.decide(VALIDATOR, "Approve", card, Evidence=[file])).result == "closed"
    await world.message(
        lambda text: "Evidence from" in text and "checked.csv" in text,
        "exceptions-manager",
        VALIDATOR,
        card["ts"],
    )
