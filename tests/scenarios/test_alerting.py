"""Another system files in a colleague's name: whole, incomplete, twice, or in the name of somebody who cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from models.holds import HoldEnding
from models.request import Ending, Stage, Status
from models.trigger import TriggerKind
from sandbox.blockkit import visible_text
from tests.alerts import SECRET, Answer, complaint, exception, send
from tests.handlers.acting import card_at, form_text, says
from tests.scenarios.test_staffing import groups
from tests.world import ADMIN, GUEST, MANAGER, MEMBER, REQUESTER, STRANGER, VALIDATOR, World, open_world


@pytest.fixture(params=["socket", "http"])
async def alerted(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The bot with a door for alerts, by each of the two transports."""
    async with open_world(tmp_path, transport=request.param, alerts=(SECRET,)) as opened:
        yield opened


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """The same by Socket Mode alone."""
    async with open_world(tmp_path, alerts=(SECRET,)) as opened:
        yield opened


async def alert(world: World, said: Any, alert_id: str = "msg_1", **how: Any) -> Answer:
    return await send(world.services.settings.port, said, alert_id, **how)


def nested(depth: int) -> list[Any]:
    """A list in a list, so many times."""
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


async def own_card(world: World, says: str, reader: str = REQUESTER) -> dict[str, Any]:
    return await world.dm(reader, lambda text: says in text and "Decision value" in text)


async def test_whole_alert_goes_the_way_of_any_request(alerted: World) -> None:
    world = alerted
    answer = await alert(world, exception())
    assert (answer.status, answer.body) == (
        202,
        {"request": "EX-1001", "status": "filed", "missing": []},
    )
    request = await world.request(1001)
    assert request.filed_by == REQUESTER
    assert request.trigger is not None
    assert (request.trigger.kind, request.trigger.source, request.trigger.id) == (
        TriggerKind.ALERT,
        "order monitoring",
        "msg_1",
    )
    for card in (await world.card(request), await own_card(world, "EX-1001")):
        assert "Filed by an alert of order monitoring, in the name of" in visible_text(card).replace("*", "")
    validated = await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    assert validated.result == "closed"
    decided = await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    assert decided.result == "closed"
    approved = await world.settled(1001, lambda now: now.status is Status.EXECUTION)
    assert approved.outcome is Ending.APPROVED


async def test_incomplete_alert_waits_for_its_sponsor_who_completes_it_in_the_same_form(
    alerted: World,
) -> None:
    world = alerted
    said = exception(
        standard=None, requested="forty", customer="CU-9999", rationale=" ", dashboard="red <!channel>"
    )
    answer = await alert(world, said)
    assert (answer.status, answer.body) == (
        202,
        {
            "request": "EX-1001",
            "status": "returned",
            "missing": ["standard", "customer", "requested", "rationale"],
            "ignored": ["data.dashboard"],
        },
    )
    own = await own_card(world, "EX-1001")
    seen = visible_text(own)
    assert "Choose the standard that does not fit." in seen
    assert "It was given as “forty”." in seen
    assert "It was given as “CU-9999”." in seen
    assert "dashboard: red <!channel>" in seen
    requester = world.person(REQUESTER)
    await requester.click(own, "Complete request")
    form = await world.slack.wait_for(requester.view)
    assert "was filed in your name by an alert of order monitoring" in visible_text(form).replace("*", "")
    world.slack.clock.shift(3600)
    await requester.fill(
        {
            "Standard policy": "OPS-017",
            "Customer": "Café Luminère",
            "Requested value": "40",
            "Rationale": "They renew for two years.",
        }
    )
    sent = await requester.submit()
    assert sent.result == "closed", sent
    request = await world.settled(1001, lambda now: not now.open_holds)
    assert (request.score.tier, request.round) == ("manager", 2)
    (hold,) = request.holds
    assert hold.closed is not None
    assert hold.closed.how is HoldEnding.RESOLVED
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.settled(1001, lambda now: now.status is Status.AUTHORIZATION)
    # Nobody but the sponsor has seen it before, not even the tier that stood in for the right one.
    leads = world.person("U0TEAMLD01").messages("exceptions-team-lead")
    assert not [message for message in leads if "EX-1001" in visible_text(message)]


async def test_what_is_not_complete_waits_on_its_sponsor_alone(desk: World) -> None:
    await alert(desk, exception(standard=None, customer=None))
    await own_card(desk, "EX-1001")
    mine = visible_text(await desk.person(REQUESTER).home() or {})
    assert "Waiting on me (1)" in mine
    assert "not complete yet" in mine
    for other in (VALIDATOR, MANAGER, "U0TEAMLD01"):
        assert "EX-1001" not in visible_text(await desk.person(other).home() or {}), other
    requester = desk.person(REQUESTER)
    await requester.command("/exception EX-1001", channel="sales")
    details = visible_text(await desk.slack.wait_for(requester.view))
    assert "An alert of order monitoring filed it in the name of" in details.replace("*", "")
    assert "It is not complete, so it was not scored, and no tier was asked." in details


async def test_nobody_completes_it_and_it_is_closed(desk: World) -> None:
    await alert(desk, exception(standard=None))
    hold = (await desk.request(1001)).holds[0]
    assert hold.due_at is not None
    desk.slack.clock.shift((hold.due_at - desk.services.clock.now()).total_seconds() + 60)
    request = await desk.settled(1001, lambda now: now.status is Status.CLOSED)
    assert request.outcome is Ending.LAPSED


async def test_same_alert_again_gets_the_same_answer_and_files_nothing(alerted: World) -> None:
    first = await alert(alerted, exception(rationale=None))
    again = await alert(alerted, exception(rationale=None))
    assert (first.status, again.status) == (202, 200)
    assert first.body == again.body
    other = await alert(alerted, exception())
    assert other.status == 409
    assert "came before, with another body" in other.body["error"]
    assert await alerted.numbers() == [1001]


async def test_alert_is_known_again_long_after_answers_to_slack_are_forgotten(desk: World) -> None:
    await alert(desk, exception())
    desk.slack.clock.shift(30 * 24 * 3600)
    await desk.services.desk.forget_deliveries()
    assert (await alert(desk, exception())).status == 200
    assert [request.number for request in await desk.services.records.newest()] == [1001]


async def test_complaint_goes_to_the_customer_success_manager(alerted: World) -> None:
    await alert(alerted, exception())
    answer = await alert(alerted, complaint("EX-1001"), "msg_2")
    assert (answer.status, answer.body) == (
        202,
        {"request": "EX-1001", "status": "complaint", "missing": []},
    )
    assert (await alert(alerted, complaint("EX-1001"), "msg_2")).status == 200
    assert (await alert(alerted, complaint("EX-1001", words="Other."), "msg_2")).status == 409
    (made,) = (await alerted.request(1001)).complaints
    assert made.trigger is not None
    assert made.by == REQUESTER
    assert made.trigger.source == "help desk"


@pytest.mark.parametrize(
    ("sponsor", "because"),
    [
        (GUEST, "they are a guest"),
        (STRANGER, "they belong to another workspace"),
        ("U0SAMPLEBOT", "a program cannot ask or decide"),
    ],
)
async def test_alert_that_names_somebody_who_cannot_ask_is_told_to_the_fallback(
    desk: World, sponsor: str, because: str
) -> None:
    answer = await alert(desk, exception(sponsor=sponsor, rationale="A <!channel> & more"))
    assert (answer.status, answer.body) == (202, {"request": None, "status": "told", "missing": []})
    told = visible_text(await desk.dm(ADMIN, lambda text: "could not be recorded" in text))
    assert because in told
    assert "A <!channel> & more" in told
    assert (await alert(desk, exception(sponsor=sponsor, rationale="A <!channel> & more"))).status == 200
    assert await desk.numbers() == []


async def test_alert_of_one_who_has_left_is_not_lost(desk: World) -> None:
    desk.person(ADMIN).administer(op="deactivate", user=MEMBER)
    answer = await alert(desk, exception(sponsor=MEMBER))
    assert answer.body["status"] == "told"
    told = await desk.dm(ADMIN, lambda text: "their account is deactivated" in text)
    admin = desk.person(ADMIN)
    await admin.click(told, "File an exception")
    assert "File an exception" in visible_text(await desk.slack.wait_for(admin.view))


async def test_alert_that_is_mended_under_the_same_id_is_filed(desk: World) -> None:
    """Whoever sends it again with the right name is not told that somebody was told."""
    wrong = exception(sponsor=GUEST)
    assert (await alert(desk, wrong)).body["status"] == "told"
    answer = await alert(desk, exception())
    assert (answer.status, answer.body["status"]) == (202, "filed")
    assert (await alert(desk, wrong)).status == 409
    assert await desk.numbers() == [1001]


async def test_what_the_form_asks_for_is_told_before_all_else_that_an_alert_says(desk: World) -> None:
    said = exception(sponsor=GUEST)
    said["data"] = {f"key {n} {'x' * 200}": "y" * 100 for n in range(60)} | said["data"]
    assert (await alert(desk, said)).body["status"] == "told"
    told = visible_text(await desk.dm(ADMIN, lambda text: "could not be recorded" in text))
    assert "They renew for two years" in told
    assert "Cash comes ten days later" in told


async def test_alert_that_nobody_could_decide_is_told_to_who_can_see_to_that(desk: World) -> None:
    groups(desk, ops_validators=[])
    assert (await alert(desk, exception())).body["status"] == "told"
    told = visible_text(await desk.dm(ADMIN, lambda text: "nobody could validate it" in text))
    assert "once the policy's administrators have seen to it" in told
    assert "name somebody else" not in told


async def test_alert_that_nobody_could_be_told_of_stays_with_its_sender(desk: World) -> None:
    for admin in desk.services.desk.policies.current.administrators:
        desk.slack.parts.administration.set_deactivated(admin, True)
    answer = await alert(desk, exception(sponsor=GUEST))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    desk.slack.parts.administration.set_deactivated(ADMIN, False)
    assert (await alert(desk, exception(sponsor=GUEST))).body["status"] == "told"


async def test_what_nobody_could_decide_is_not_completed_and_the_form_says_so(desk: World) -> None:
    groups(desk, executives=[])
    await alert(desk, exception(requested="sixty"))
    who = desk.person(REQUESTER)
    await who.click(await own_card(desk, "EX-1001"), "Complete request")
    await desk.slack.wait_for(who.view)
    await who.fill({"Requested value": "60"})
    await says(desk, who, "Nobody could authorise this: of @executives nobody is there")
    assert "Decision by" not in form_text(who), "no time is promised to what nobody could decide"
    sent = await who.submit()
    assert "Nobody could authorise this" in sent.errors["Requested value"]
    assert (await desk.request(1001)).is_incomplete
    groups(desk, executives=["U0EXECUTE1"])
    assert (await who.submit()).result == "closed"
    assert (await desk.settled(1001, lambda now: not now.open_holds)).score.tier == "executive"


async def test_without_validators_the_form_to_complete_says_so_first(desk: World) -> None:
    await alert(desk, exception(requested="sixty"))
    groups(desk, ops_validators=[])
    who = desk.person(REQUESTER)
    await who.click(await own_card(desk, "EX-1001"), "Complete request")
    await desk.slack.wait_for(who.view)
    seen = form_text(who)
    assert seen.index("Nobody could validate this") < seen.index("Standard policy")


async def test_who_has_left_decides_nothing_that_is_completed(desk: World) -> None:
    await alert(desk, exception(requested="sixty"))
    for user in ("U0EXECUTE1", "U0EXECUTE2"):
        desk.slack.parts.administration.set_deactivated(user, True)
    groups(desk, executives=["U0EXECUTE1", "U0EXECUTE2"])
    who = desk.person(REQUESTER)
    await who.click(await own_card(desk, "EX-1001"), "Complete request")
    await desk.slack.wait_for(who.view)
    await who.fill({"Requested value": "60"})
    assert "Nobody could authorise this" in " ".join((await who.submit()).errors.values())


async def test_complaint_without_words_is_told_to_its_sponsor(desk: World) -> None:
    await alert(desk, exception())
    answer = await alert(desk, complaint("1001", words=" "), "msg_2")
    assert answer.body["status"] == "told"
    told = visible_text(await desk.dm(REQUESTER, lambda text: "does not say what" in text))
    assert "/exception complaint 1001" in told


@pytest.mark.parametrize(
    ("said", "field", "how"),
    [
        (b"not json", "", "cannot be read as JSON"),
        (b'{"type": "exception.requested", "data": {"sponsor": NaN}}', "", "cannot be read as JSON"),
        (b"[" * 100_000, "", "cannot be read as JSON"),
        (exception(dashboard=nested(25)), "", "nested too deep"),
        ([], "", "JSON object"),
        ({"type": "exception.requested"}, "data", "It is missing."),
        ({"type": "order.created", "data": {"sponsor": REQUESTER}}, "type", "exception.requested"),
        (exception(sponsor=None), "data.sponsor", "Copy member ID"),
        (exception(sponsor="rosa@harbor.example"), "data.sponsor", "Copy member ID"),
        (exception(sponsor="U0NOBODY99"), "data.sponsor", "nobody with that member id"),
        (exception(source="x" * 81), "data.source", "1 to 80 characters"),
        (complaint("EX-7777"), "data.request", "There is no such request."),
        (complaint("the last one"), "data.request", "There is no such request."),
    ],
)
async def test_what_is_no_alert_is_answered_key_by_key(desk: World, said: Any, field: str, how: str) -> None:
    answer = await alert(desk, said)
    assert answer.status == 422, answer
    (error,) = answer.body["errors"]
    assert error["field"] == field
    assert how in error["message"]
    assert await desk.numbers() == []
