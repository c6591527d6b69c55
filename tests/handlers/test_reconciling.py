"""Settling: the form of data quality, what stands beside its fields, and whom it opens for."""

from __future__ import annotations

from typing import Any

from models.request import ExceptionRequest
from sandbox.blockkit import visible_text
from tests.world import REQUESTER, World

QUALITY = "U0DATAQUA1"
REASON = "The signed contract says 45 days."


async def opened(world: World, customer: str = "Nordlicht Testlogistik") -> tuple[ExceptionRequest, str]:
    """A request whose sources differ, and what the form says that data quality has opened."""
    request = await world.file(Customer=customer)
    card = await world.message(lambda text: request.id in text, "data-quality", QUALITY)
    await world.person(QUALITY).click(card, "Settle")
    return request, visible_text(await world.slack.wait_for(world.person(QUALITY).view))


async def sent(world: World, **answer: Any) -> Any:
    """What comes of sending the form, filled in like this."""
    await world.person(QUALITY).fill(answer)
    return await world.person(QUALITY).submit()


async def test_form_offers_each_sources_value_and_another(world: World) -> None:
    _, form = await opened(world)
    for said in ("The sources do not agree", "30 (CRM)", "45 (Contract records)", "Another value"):
        assert said in form


async def test_value_that_is_no_number_is_not_offered(world: World) -> None:
    _, form = await opened(world, "Thistle & Thyme")
    assert "on receipt" in form
    assert "This is no number." in form
    assert "on receipt (CRM)" not in form
    assert "30 (Contract records)" in form


async def test_two_answers_at_once_are_refused_beside_the_second(world: World) -> None:
    request, _ = await opened(world)
    answer = {"Which value holds": "45 (Contract records)", "Another value": "40", "Reason": REASON}
    assert list((await sent(world, **answer)).errors) == ["Another value"]
    assert (await sent(world, **{"Another value": ""})).result == "closed"
    settled = await world.settled(request.number, lambda r: not r.open_holds)
    assert settled.holds[0].closed is not None
    assert settled.holds[0].closed.chosen == "45"


async def test_missing_value_and_blank_reason_are_told_together(world: World) -> None:
    await opened(world)
    errors = (await sent(world, **{"Which value holds": "Another value", "Reason": "\u2800"})).errors
    assert errors == {
        "Another value": "Enter the value that holds, or choose what a source says.",
        "Reason": "Say it in your own words; it is kept on record.",
    }


async def test_evidence_of_the_settlement_is_kept_and_stands_in_the_thread(world: World) -> None:
    request, _ = await opened(world)
    contract = world.person(QUALITY).upload("Contract.pdf", b"%PDF-1.4 sample")
    answer = {"Which value holds": "45 (Contract records)", "Reason": REASON, "Evidence": [contract]}
    assert (await sent(world, **answer)).result == "closed"
    settled = await world.settled(request.number, lambda r: not r.open_holds)
    assert settled.holds[0].closed is not None
    assert [file.name for file in settled.holds[0].closed.evidence] == ["Contract.pdf"]
    await world.message(lambda text: "Settled on" in text and "Contract.pdf" in text, "data-quality", QUALITY)
    await world.dm(REQUESTER, lambda text: request.id in text and "instead of 45 days" in text)
