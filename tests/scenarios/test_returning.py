"""A request goes back with a list of what is missing: it is completed, or nobody answers and it is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.deadlines import TimerKind, timers_for
from models.holds import HoldEnding
from models.request import Ending, ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, form_text, labels
from tests.world import MANAGER, MEMBER, OTHER_VALIDATOR, REQUESTER, VALIDATOR, World

ASKED = {
    "Impact analysis": "What does it cost us? <!channel> & more",
    "Evidence": "The signed letter of the customer.",
    "Something else": "Who asked for it?",
}


async def give_back(world: World, request: ExceptionRequest, by: str = VALIDATOR) -> dict[str, Any]:
    """A validator returns it from the tier's card; the requester's own card, which asks for what is missing."""
    validator = world.person(by)
    await validator.click(await card_at(world, request, Stage.VALIDATION), "Return")
    await world.slack.wait_for(validator.view)
    assert "Dependencies" in labels(validator)
    await validator.fill(ASKED)
    sent = await validator.submit()
    assert sent.result == "closed", sent
    return await own_card(world, request, "Complete request")


async def own_card(world: World, request: ExceptionRequest, says: str) -> dict[str, Any]:
    """The requester's own card, once it says or offers something."""
    return await world.dm(
        REQUESTER, lambda text: request.id in text and says in text and "Decision value" in text
    )


def entered(view: dict[str, Any]) -> dict[str, Any]:
    """What stands in the inputs of a form as it opens, by label."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            held = {k: v for k, v in block["element"].items() if k.startswith("initial_")}
            found[block["label"]["text"]] = next(iter(held.values()), None)
    return found


async def timers(world: World, request: ExceptionRequest) -> dict[TimerKind, datetime]:
    """What is still to come for a request, and when."""
    now = await world.request(request.number)
    planned = timers_for(now, world.services.desk.policies.of(now))
    return {timer.kind: timer.due_at for timer in planned}


async def test_what_is_missing_is_asked_for_and_given_and_the_clock_stood_still(any_world: World) -> None:
    world = any_world
    request = await world.file(Dependencies="Billing changes its run.")
    own = await give_back(world, request)
    for card in (own, await world.card(request, "Returned to be completed")):
        for words in ASKED.values():
            assert words in visible_text(card)
    told = await world.dm(REQUESTER, lambda text: "was returned by" in text)
    assert "Waiting on me (1)" in visible_text(await world.person(REQUESTER).home() or {})
    assert "What does it cost us?" in visible_text(told)

    world.slack.clock.shift(24 * 3600)
    requester = world.person(REQUESTER)
    await requester.click(told, "Complete request")
    view = await world.slack.wait_for(requester.view)
    seen = visible_text(view)
    for words in ASKED.values():
        assert f"Missing: {words}" in seen.replace("*", "")
    held = entered(view)
    assert held["Requested value"] == "40"
    assert held["Decision value"] == "8,000"
    assert held["Rationale"] == request.filing.rationale
    assert held["Dependencies"] == "Billing changes its run."
    assert held["Customer"]["value"] == request.filing.customer.id
    await requester.fill(
        {
            "Impact analysis": "It costs EUR 400 of interest a year.",
            "Your answer": "Their purchasing manager did.",
            "Evidence": [requester.upload("letter.pdf", b"%PDF-1.4 sample")],
        }
    )
    assert (await requester.submit()).result == "closed"
    completed = await world.settled(request.number, lambda r: not r.open_holds)
    assert (completed.round, completed.stage) == (1, Stage.VALIDATION)
    assert [file.name for file in completed.filing.evidence] == ["letter.pdf"]
    waited = (completed.deadline - request.deadline).total_seconds()
    assert 24 * 3600 <= waited < 24 * 3600 + 60
    await world.dm(VALIDATOR, lambda text: "which you returned, was completed" in text)
    card = await card_at(world, completed, Stage.VALIDATION)
    assert "EUR 400 of interest" in visible_text(card)
    assert (await world.decide(OTHER_VALIDATOR, "Approve", card)).result == "closed"
    assert (await world.request(request.number)).stage is Stage.AUTHORIZATION


async def test_thread_tells_the_return_and_its_answer_once_each(world: World) -> None:
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    own = await give_back(world, request)
    requester = world.person(REQUESTER)
    await requester.click(own, "Complete request")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Your answer": "Their purchasing manager did."})
    assert (await requester.submit()).result == "closed"
    thread = card["ts"]
    await world.message(lambda text: "runs on" in text, "exceptions-manager", VALIDATOR, thread_ts=thread)
    said = [
        visible_text(m)
        for m in world.person(VALIDATOR).messages("exceptions-manager", thread_ts=thread)
        if m["ts"] != thread
    ]
    assert [text for text in said if "returned it" in text or "put it on hold" in text.lower()] != []
    assert len([text for text in said if "What does it cost us?" in text]) == 1
    assert len([text for text in said if "completed it" in text]) == 1
    assert not [text for text in said if "Resolved" in text]


async def test_something_must_be_missing_and_only_a_validator_says_what(world: World) -> None:
    request = await world.file(Beneficiary=OTHER_VALIDATOR)
    card = await card_at(world, request, Stage.VALIDATION)
    for who, why in (
        (MANAGER, "validates first"),
        (REQUESTER, "You filed"),
        (OTHER_VALIDATOR, "You benefit"),
    ):
        await world.person(who).click(card, "Return")
        assert why in await world.whisper(who)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Return")
    await world.slack.wait_for(validator.view)
    sent = await validator.submit()
    assert sent.errors == {"Something else": "Say what is missing, at least in one field."}
    await validator.fill({"Rationale": "Why now?"})
    assert (await validator.submit()).result == "closed"


async def test_nothing_that_is_added_is_refused_and_the_form_can_be_sent_again(world: World) -> None:
    request = await world.file()
    own = await give_back(world, request)
    requester = world.person(REQUESTER)
    await requester.click(own, "Complete request")
    await world.slack.wait_for(requester.view)
    sent = await requester.submit()
    assert list(sent.errors) == ["Your answer"]
    assert "Nothing is different" in sent.errors["Your answer"]
    await requester.fill({"Decision value": "much", "Needed by": "2020-01-31"})
    assert set((await requester.submit()).errors) == {"Decision value", "Needed by"}
    assert "Decision value:* Enter a number" in form_text(requester)
    await requester.fill({"Decision value": "8,000", "Needed by": None, "Your answer": "Nobody did."})
    assert (await requester.submit()).result == "closed"
    assert (await world.request(request.number)).filing == request.filing


async def test_nobody_answers_so_that_notice_is_given_and_it_is_closed(world: World) -> None:
    request = await world.file(Beneficiary=MEMBER)
    await give_back(world, request)
    due = await timers(world, request)
    world.slack.clock.to(due[TimerKind.LAPSE_NEAR])
    notice = await world.dm(REQUESTER, lambda text: "still waits for you" in text)
    assert "What does it cost us?" in visible_text(notice)

    requester = world.person(REQUESTER)
    await requester.click(notice, "Complete request")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Your answer": "Too late."})
    assert (await world.request(request.number)).is_returned
    world.slack.clock.to(due[TimerKind.LAPSE])
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.missing) == (Ending.LAPSED, ())
    assert closed.holds[0].closed is not None
    assert closed.holds[0].closed.how is HoldEnding.LAPSED
    for who in (REQUESTER, VALIDATOR, MEMBER):
        await world.dm(who, lambda text: "not completed in time" in text)
    assert "has ended" in (await requester.submit()).errors["Your answer"]
    card = await world.card(request, "Closed without an answer")
    assert "What does it cost us?" in visible_text(card)
    own = await world.dm(REQUESTER, lambda text: "was returned and not completed" in text)
    assert "Complete request" not in visible_text(own)


async def test_returned_request_can_be_withdrawn(world: World) -> None:
    request = await world.file()
    own = await give_back(world, request)
    requester = world.person(REQUESTER)
    await requester.click(own, "Withdraw")
    await world.slack.wait_for(requester.view)
    await requester.fill({"Why it is withdrawn": "They pay on time now."})
    assert (await requester.submit()).result == "closed"
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert (closed.outcome, closed.open_holds) == (Ending.WITHDRAWN, ())
