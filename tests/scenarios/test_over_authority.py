"""A value above every tier's authority: the contact is asked by direct message, and releases it or refuses it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.holds import HoldKind
from models.people import SYSTEM
from models.request import Ending, ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from sandbox.person import Submission
from tests.handlers.acting import card_at, filled_form, says
from tests.scenarios.test_keeping_time import changed_policy
from tests.scenarios.test_withdrawing import offers
from tests.world import CHAIR, CHIEF, EXECUTIVE, REQUESTER, VALIDATOR, World, open_world

#: Above the EUR 1,000,000 of the executives.
TOO_MUCH = {"Decision value": "1500000"}
CHANNEL = "exceptions-executive"


async def asked(
    world: World, request: ExceptionRequest, who: str = CHIEF, text: str = "Refuse"
) -> dict[str, Any]:
    """The card of the contact."""
    return await world.dm(who, lambda seen: request.id in seen and text in seen)


async def answer(world: World, request: ExceptionRequest, button: str, **form: Any) -> Submission:
    """The contact presses a button on their card and sends the form."""
    chief = world.person(CHIEF)
    await chief.click(await asked(world, request), button)
    await world.slack.wait_for(chief.view)
    await chief.fill(form)
    return await chief.submit()


async def test_contact_releases_it_and_the_highest_tier_decides(any_world: World) -> None:
    world = any_world
    request = await world.file(**TOO_MUCH)
    assert (request.score.tier, request.open_holds[0].told) == ("executive", (CHIEF,))
    to_answer = visible_text(await asked(world, request))
    assert "Normal priority, to the managing director" in to_answer
    assert "EUR 1,000,000" in to_answer
    card = await world.card(request, "Waiting on", CHANNEL)
    assert "Approve" not in offers(card)
    await world.dm(REQUESTER, lambda text: "Nobody decides it until that is settled" in text)

    world.slack.clock.shift(3 * 3600)
    assert (
        await answer(world, request, "Release to Executive", Reason="The bank covers most of it.")
    ).result == "closed"
    free = await world.settled(request.number, lambda r: not r.open_holds)
    assert (free.deadline - request.deadline).total_seconds() >= 3 * 3600
    await asked(world, request, text="Released")
    card = await card_at(world, request, Stage.VALIDATION, CHANNEL)
    assert "The bank covers most of it." in visible_text(card)
    await world.decide(VALIDATOR, "Approve", card)
    card = await card_at(world, request, Stage.AUTHORIZATION, CHANNEL)
    await world.decide(EXECUTIVE, "Approve", card)
    await world.settled(request.number, lambda r: r.status is Status.EXECUTION)


async def test_contact_refuses_it_for_good(world: World) -> None:
    request = await world.file(**TOO_MUCH)
    why = {"Why it is refused": "It is too much for one customer."}
    assert (await answer(world, request, "Refuse", **why)).result == "closed"
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.missing) == (Ending.PROHIBITED, ())
    own = await world.dm(REQUESTER, lambda text: "was refused" in text)
    assert "It is too much for one customer." in visible_text(own)


async def test_contact_does_not_answer_their_own_request(world: World) -> None:
    request = await world.file(by=CHIEF, **TOO_MUCH)
    assert request.open_holds[0].told == (CHAIR,)
    chair = world.person(CHAIR)
    to_answer = await asked(world, request, CHAIR)
    await chair.click(to_answer, "Details")
    await world.slack.wait_for(chair.view)
    chair.close()
    await chair.click(to_answer, "Release to Executive")
    await world.slack.wait_for(chair.view)
    await chair.fill({"Reason": "The board has agreed."})
    assert (await chair.submit()).result == "closed"
    free = await world.settled(request.number, lambda r: not r.open_holds)
    assert free.holds[0].closed is not None
    assert free.holds[0].closed.by == CHAIR


async def test_after_hours_it_is_due_at_the_end_of_the_next_business_day(world: World) -> None:
    now = world.slack.clock.now()
    # The Friday evening after next.
    friday = datetime(2026, 12, 4, 19, 0, tzinfo=UTC)
    world.slack.clock.shift((friday - now).total_seconds())
    request = await world.file(**TOO_MUCH)
    hold = request.open_hold(HoldKind.OVER_AUTHORITY)
    assert hold is not None
    assert (hold.opened_by, hold.due_at) == (SYSTEM.id, datetime(2026, 12, 7, 16, 0, tzinfo=UTC))


async def test_form_says_before_it_is_filed_that_it_waits(world: World) -> None:
    requester = await filled_form(world, REQUESTER, **TOO_MUCH)
    await says(world, requester, "it waits until the managing director has allowed it")


async def test_without_a_contact_the_field_says_that_nobody_may_decide_it(tmp_path: Path) -> None:
    policy = changed_policy(
        tmp_path,
        'within = "same business day"\ncontact = "managing_director"',
        'within = "same business day"',
    )
    async with open_world(tmp_path, policy=policy) as world:
        requester = await filled_form(world, REQUESTER, **TOO_MUCH)
        refused = (await requester.submit()).errors["Decision value"]
        assert "No tier may decide so high a value" in refused


async def test_ordinary_over_authority_says_who_decides_by_when_and_how_pressing(world: World) -> None:
    request = await world.file(**{"Decision value": "250000"})
    assert request.open_holds == ()
    card = visible_text(await world.card(request, "over the EUR 100,000", CHANNEL))
    assert "normal priority, same business day" in card
    await world.message(
        lambda text: "the value is over that tier's authority" in text and "normal priority" in text,
        CHANNEL,
        VALIDATOR,
        thread_ts=str((await world.card(request, "over the EUR 100,000", CHANNEL))["ts"]),
    )


async def test_overdue_the_backup_gets_the_card_and_releases_it(world: World) -> None:
    request = await world.file(**TOO_MUCH)
    await asked(world, request)
    due = request.open_holds[0].due_at
    assert due is not None
    world.slack.clock.shift((due - world.slack.clock.now()).total_seconds() + 60)
    await world.dm(CHIEF, lambda text: request.id in text and "overdue" in text and "Acknowledge" in text)
    chair = world.person(CHAIR)
    await chair.click(await asked(world, request, CHAIR), "Release to Executive")
    await world.slack.wait_for(chair.view)
    await chair.fill({"Reason": "The managing director is travelling."})
    assert (await chair.submit()).result == "closed"
    await world.settled(request.number, lambda r: not r.open_holds)


async def test_withdrawn_while_it_waits_it_asks_nothing_of_the_contact_any_more(world: World) -> None:
    request = await world.file(**TOO_MUCH)
    await asked(world, request)
    requester = world.person(REQUESTER)
    own = await world.dm(REQUESTER, lambda text: request.id in text and "Withdraw" in text)
    await requester.click(own, "Withdraw")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Why it is withdrawn": "The order is smaller."})
    assert (await requester.submit()).result == "closed"
    await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    card = await asked(world, request, text="No longer needed")
    assert offers(card) == {"Details"}
