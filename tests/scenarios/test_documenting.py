"""A source cannot be read: operations holds the request, the requester documents it, a supervisor gives more time."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.events import EventKind
from models.people import SYSTEM
from models.request import ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at
from tests.handlers.at_home import home, part
from tests.scenarios.test_evidence import seen
from tests.scenarios.test_withdrawing import offers
from tests.world import (
    DIRECTOR,
    MANAGER,
    OPERATOR,
    REQUESTER,
    ROOT,
    SUPERVISOR,
    VALIDATOR,
    World,
    open_world,
)

DAY = 24 * 3600


@pytest.fixture
async def dark(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose contract records cannot be read."""
    folder = tmp_path / "policy"
    shutil.copytree(ROOT / "sample", folder / "sample")
    shutil.copy(ROOT / "policy.toml", folder)
    (folder / "sample" / "contracts.csv").unlink()
    async with open_world(tmp_path, policy=folder / "policy.toml") as opened:
        yield opened


def restore(folder: Path) -> None:
    """The contract records are there again."""
    shutil.copy(ROOT / "sample" / "contracts.csv", folder / "policy" / "sample")


async def held(world: World) -> tuple[ExceptionRequest, dict[str, Any]]:
    """A request that is on hold for its contract records, and the hold's card in operations' channel."""
    filed = await world.file()
    request = await world.settled(filed.number, lambda r: bool(r.open_holds))
    card = await world.message(
        lambda text: request.id in text and "Data unavailable" in text, "operations", OPERATOR
    )
    return request, card


async def fill(world: World, by: str, message: dict[str, Any], button: str, **form: Any) -> None:
    """Press a button on a message, fill in the form that opens, and send it."""
    who = world.person(by)
    await who.click(message, button)
    await world.slack.wait_for(who.view)
    await who.fill(form)
    sent = await who.submit()
    assert sent.result == "closed", sent


def has(*, extensions: int = 0, gatherings: int = 0) -> Callable[[ExceptionRequest], bool]:
    """Whether a request was extended, and its sources were read, at least so often."""
    return lambda request: len(request.extensions) >= extensions and request.gatherings >= gatherings


def contains(words: str, text: str) -> bool:
    """Whether the text has the words in it."""
    return words in text


def asks(message: dict[str, Any]) -> set[str]:
    """The buttons beside a message's paragraphs."""
    return {block["accessory"]["text"]["text"] for block in message["blocks"] if "accessory" in block}


async def hold_card(world: World, says: str) -> dict[str, Any]:
    """The hold's card, once it says something."""
    return await world.message(lambda text: "What is asked" in text and says in text, "operations", OPERATOR)


async def test_requester_documents_it_and_operations_lets_the_decision_go_on(dark: World) -> None:
    world = dark
    request, card = await held(world)
    assert request.extensions[0].by == SYSTEM.id
    assert (request.deadline - request.filed_at).total_seconds() == 3 * DAY

    # The card of those who decide says why it waits and until when, and offers no decision.
    waiting = await world.card(request, "Data unavailable")
    assert offers(waiting) & {"Approve", "Reject"} == set()
    assert "extended by 24 h" in visible_text(waiting)
    assert "Contract records could not be read" in visible_text(waiting)

    # The requester is asked, in a message and on their own card.
    own = await world.dm(REQUESTER, lambda text: "Withdraw" in text and "Data unavailable" in text)
    assert "extended by 24 h" in visible_text(own)
    asked = await world.dm(REQUESTER, lambda text: "is on hold" in text and "could not be read" in text)
    assert "Give documentation" in asks(asked) & asks(own)
    assert request.id in part(await home(world, REQUESTER), "Waiting on me")
    file = world.person(REQUESTER).upload("contract.pdf", b"%PDF-1.4 sample")
    words = "The signed contract: 30 days since 2019."
    given = {"What it is, and what it stands for": words, "Evidence": [file]}
    await fill(world, REQUESTER, asked, "Give documentation", **given)
    documented = await world.settled(request.number, lambda r: bool(r.documentation))

    assert request.id not in part(await home(world, REQUESTER), "Waiting on me")
    assert request.id in part(await home(world, OPERATOR), "Waiting on me")

    # Its file is shown in the thread like other evidence, and those who decide can open it.
    ts = str(waiting["ts"])
    thread = ("exceptions-manager", VALIDATOR, ts)
    await world.message(lambda text: "gave documentation in place of" in text and words in text, *thread)
    await world.message(lambda text: "Evidence from" in text and "contract.pdf" in text, *thread)
    link = documented.documentation[0].evidence[0].permalink
    # Those who close the hold can open it too, where they work.
    await world.message(lambda text: f"Evidence for {request.id}" in text, "operations", OPERATOR)
    assert [await seen(world, link, who) for who in (VALIDATOR, OPERATOR)] == [200, 200]

    # Operations hears of it and closes the hold with a click; nobody decides before.
    heard = await world.message(
        lambda text: "gave documentation in place of" in text and "can be closed" in text,
        "operations",
        OPERATOR,
    )
    offered = await hold_card(world, "gave documentation")
    # The word is said once, so its button is on the card, to which it leads.
    assert "Close hold" not in offers(heard)
    assert f"/p{str(offered['ts']).replace('.', '')}|Close it on its card" in str(heard["blocks"])
    assert words in visible_text(offered)
    await fill(world, OPERATOR, offered, "Close hold")
    await world.dm(REQUESTER, lambda text: "was closed" in text and "The decision goes on" in text)
    closed = await world.message(
        lambda text: "Data unavailable" in text and "Resolved" in text, "operations", OPERATOR
    )
    assert closed["ts"] == card["ts"]
    assert offers(closed) == {"Details"}

    decidable = await card_at(world, request, Stage.VALIDATION)
    assert words in visible_text(decidable)
    assert (await world.decide(VALIDATOR, "Approve", decidable)).result == "closed"
    decision = (await world.request(request.number)).decisions[0]
    assert decision.saw_documents == (documented.documentation[0].sha256,)
    assert len(decision.saw) == 2

    # With it, the record closes though the source was never read.
    authorize = await card_at(world, request, Stage.AUTHORIZATION)
    assert (await world.decide(MANAGER, "Approve", authorize)).result == "closed"
    to_do = await world.message(
        lambda text: request.id in text and "Both approvals are given" in text, "operations", OPERATOR
    )
    await fill(world, OPERATOR, to_do, "Mark as executed", **{"What was done": "The contract says 40 days."})
    ended = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert ended.missing == ()


async def test_source_that_comes_back_first_is_kept_and_the_hold_waits_for_a_click(
    dark: World, tmp_path: Path
) -> None:
    world = dark
    request, _ = await held(world)
    restore(tmp_path)
    world.slack.clock.shift(5 * 60)
    back = await world.settled(request.number, lambda r: all(s.is_available for s in r.snapshots))
    assert len(back.open_holds) == 1
    ts = str((await world.card(request, "Data unavailable"))["ts"])
    await world.message(lambda text: "could be read again" in text, "exceptions-manager", VALIDATOR, ts)
    await world.message(
        lambda text: "could be read again" in text and "can be closed" in text, "operations", OPERATOR
    )
    offered = await hold_card(world, "was read after all")
    await fill(world, OPERATOR, offered, "Close hold")
    freed = await world.settled(request.number, lambda r: not r.open_holds)
    assert freed.holds[0].closed is not None
    assert (freed.holds[0].closed.by, freed.holds[0].closed.words) == (OPERATOR, "")
    decidable = await card_at(world, request, Stage.VALIDATION)
    assert (await world.decide(VALIDATOR, "Approve", decidable)).result == "closed"
    assert len((await world.request(request.number)).decisions[0].saw) == 3


async def test_only_its_owners_close_the_hold_and_without_the_source_only_with_a_reason(dark: World) -> None:
    world = dark
    request, card = await held(world)
    stranger_to_it = world.person(VALIDATOR)
    await stranger_to_it.click(card, "Close hold")
    assert "@operations can" in await world.whisper(VALIDATOR, "operations")
    assert stranger_to_it.view() is None

    operator = world.person(OPERATOR)
    await operator.click(card, "Close hold")
    await world.slack.wait_for(operator.view)
    await operator.fill({"Reason": "  "})
    assert "Reason" in (await operator.submit()).errors
    why = "The provider is down until Monday; the last invoice shows the term."
    await operator.fill({"Reason": why})
    assert (await operator.submit()).result == "closed"
    decidable = await card_at(world, request, Stage.VALIDATION)
    assert why in visible_text(decidable)
    told = await world.dm(REQUESTER, lambda text: "was closed" in text)
    assert why in visible_text(told)


async def test_supervisor_alone_gives_more_time_and_each_time_anew(dark: World) -> None:
    world = dark
    request, card = await held(world)
    operator = world.person(OPERATOR)
    await operator.click(card, "Extend by 24 h")
    assert "can." in await world.whisper(OPERATOR, "operations")
    assert operator.view() is None
    for number, by in ((1, SUPERVISOR), (2, DIRECTOR)):
        reason = f"The provider says it takes another day, {number}."
        await fill(world, by, await hold_card(world, ""), "Extend by 24 h", Reason=reason)
        longer = await world.settled(request.number, has(extensions=number + 1))
        assert (longer.deadline - request.deadline).total_seconds() == number * DAY
        ts = str((await world.card(request, "Data unavailable"))["ts"])
        await world.message(partial(contains, reason), "exceptions-manager", VALIDATOR, ts)
    await world.card(request, "extended by 72 h")


async def test_outage_is_one_entry_in_the_thread_however_long_it_lasts(dark: World) -> None:
    world = dark
    request, _ = await held(world)
    for tries in range(2, 6):
        world.slack.clock.shift(2 * 3600)
        await world.settled(request.number, has(gatherings=tries))
    services = world.services
    trail = await services.records.trail(request.number)
    assert sum(link.kind == EventKind.SOURCE_UNAVAILABLE for link in trail) >= 5
    ts = str((await world.card(request, "Data unavailable"))["ts"])
    entries = [
        message
        for message in world.person(VALIDATOR).messages("exceptions-manager", thread_ts=ts)
        if "Contract records" in visible_text(message) and message["ts"] != ts
    ]
    assert len(entries) == 1
    assert sum("is on hold" in visible_text(message) for message in world.person(REQUESTER).dm()) == 1
