"""The door for alerts turns away what is forged, late, too large or unreadable, and records none of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from handlers.alert_body import NotAnAlertError, read_alert
from handlers.alert_door import MAX_BODY
from models.lifecycle.limits import MAX_TEXT
from sandbox.blockkit import visible_text
from tests.alerts import OTHER_SECRET, SECRET, exception, send, signature
from tests.processes.slack_proxy import Forward, proxied
from tests.world import MEMBER, REQUESTER, VALIDATOR, World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The bot by Socket Mode, whose alerts may be signed with a new secret and the one before."""
    async with open_world(tmp_path, alerts=(SECRET, OTHER_SECRET)) as opened:
        yield opened


def port(world: World) -> int:
    return world.services.settings.port


def markup(shown: Any) -> list[str]:
    """Every text in a message or a view in which Slack reads markup; text in rich text is only text."""
    if isinstance(shown, list):
        return [text for one in shown for text in markup(one)]
    if not isinstance(shown, dict):
        return []
    own = [shown["text"]] if shown.get("type") in ("mrkdwn", "message") else []
    return own + [text for value in shown.values() for text in markup(value)]


async def trace(world: World) -> tuple[int, int]:
    """How many requests there are, and messages that wait for Slack."""
    return len(await world.numbers()), await world.services.records.outbox_depth()


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "whsec_" + "A" * 44},
        {"signed": b'{"type": "exception.requested"}'},
        {"late_by": 301},
        {"late_by": -301},
        {"headers": {"webhook-signature": None}},
        {"headers": {"webhook-id": None}},
        {"headers": {"webhook-timestamp": None}},
        {"headers": {"webhook-id": "msg_2"}},
        {"headers": {"webhook-timestamp": "now"}},
        {"headers": {"webhook-timestamp": "nan"}},
        {"headers": {"webhook-signature": "v1"}},
        {"headers": {"webhook-signature": "v1,!!!"}},
        {"headers": {"webhook-signature": "v1a,AAAA v2,AAAA"}},
        {"headers": {"webhook-signature": "v1," + "A" * 5000}},
    ],
)
async def test_what_is_not_signed_now_with_the_secret_is_turned_away(
    world: World, how: dict[str, Any]
) -> None:
    answer = await send(port(world), exception(), **how)
    assert answer.status == 401
    assert "The signature is not right" in answer.body["error"]
    assert await trace(world) == (0, 0)


@pytest.mark.parametrize("late_by", [-290, 290])
async def test_four_minutes_early_or_late_are_taken(world: World, late_by: int) -> None:
    assert (await send(port(world), exception(), late_by=late_by)).status == 202


async def test_secret_of_before_and_one_of_several_signatures_are_taken(world: World) -> None:
    assert (await send(port(world), exception(), secret=OTHER_SECRET)).status == 202
    body, at = json.dumps(exception()).encode(), int(time.time())
    right = signature(body, "msg_2", at)
    given = {"webhook-signature": f"v1,{'A' * 44} {right}", "webhook-timestamp": str(at)}
    assert (await send(port(world), body, "msg_2", headers=dict(given))).status == 202


async def test_stranger_learns_the_same_whatever_they_send(world: World) -> None:
    wrong = {"webhook-signature": "v1,AAAA"}
    said = {
        json.dumps((await send(port(world), body, headers=dict(wrong))).body)
        for body in (exception(), b"not json", exception(sponsor="U404"), [1])
    }
    assert len(said) == 1


@pytest.mark.parametrize("is_announced", [True, False])
async def test_no_more_is_read_than_an_alert_has(world: World, is_announced: bool) -> None:
    body = b'{"type": "' + b"x" * 1_000_000 + b'"}'

    async def bit_by_bit() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 50_000):
            yield body[start : start + 50_000]

    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"http://127.0.0.1:{port(world)}/alerts", data=body if is_announced else bit_by_bit()
        ) as answer,
    ):
        assert answer.status == 413
        assert f"{MAX_BODY:,} bytes" in (await answer.json())["error"]


@pytest.mark.parametrize("kind", ["text/plain", "application/json; charset=latin-1", None])
async def test_alert_is_json_in_utf_8(world: World, kind: str | None) -> None:
    answer = await send(port(world), exception(), headers={"content-type": kind or "application/xml"})
    assert (answer.status, answer.body["error"]) == (415, "Send it as application/json in UTF-8.")
    assert (await send(port(world), b'{"a": "\xff"}')).status == 415


@pytest.mark.parametrize("alert_id", ["a.b", "é", "x" * 151])
async def test_id_that_could_be_taken_for_another_is_not_taken(world: World, alert_id: str) -> None:
    answer = await send(port(world), exception(), alert_id.encode().decode("latin-1"))
    assert answer.status in (401, 422)
    assert await trace(world) == (0, 0)


async def test_only_posts_are_taken_and_the_process_says_how_it_is(world: World) -> None:
    address = f"http://127.0.0.1:{port(world)}"
    async with aiohttp.ClientSession() as session:
        for path, status in (("/alerts", 405), ("/slack/events", 404), ("/healthz", 200), ("/readyz", 200)):
            async with session.get(f"{address}{path}") as answer:
                assert answer.status == status, path


async def test_huge_words_strange_numbers_and_mentions_are_returned_and_do_no_harm(world: World) -> None:
    said = exception(
        rationale="<!channel> " + "ä" * 20_000,
        impact="<@U0ADMIN001> & \u0000 \ud800 " + "y" * 100,
        requested=float("1e300"),
        value=True,
        currency="EUR<!here>",
        reason={"deep": [1, 2]},
        needed_by="soon",
        beneficiary="U404404404",
        **{f"key {n}": "z" * 200 for n in range(200)},
    )
    answer = await send(port(world), said)
    assert answer.status == 202, answer
    assert answer.body["status"] == "returned"
    assert answer.body["missing"] == [
        "requested",
        "value",
        "currency",
        "reason",
        "rationale",
        "needed_by",
        "beneficiary",
    ]
    request = await world.request(1001)
    assert len(request.filing.rationale) == MAX_TEXT
    own = await world.dm(REQUESTER, lambda text: "EX-1001" in text and "Decision value" in text)
    assert [text for text in markup(own) if "<!here>" in text or "<!channel>" in text] == []
    requester = world.person(REQUESTER)
    await requester.click(own, "Complete request")
    form = await world.slack.wait_for(requester.view)
    assert "is not complete" in visible_text(form)
    assert "EUR<!here>" in visible_text(form)
    assert [text for text in markup(form) if "<!here>" in text or "<!channel>" in text] == []


@pytest.mark.parametrize("number", [10**400, -(10**30), "1e999999999", "9" * 5000])
async def test_number_without_end_is_no_number(world: World, number: object) -> None:
    body = json.dumps(exception()).replace('"requested": 40', f'"requested": {number}').encode()
    started = time.perf_counter()
    answer = await send(port(world), body)
    assert answer.body["missing"] == ["requested"], answer
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("depth", [25, 500, 900, 100_000])
def test_what_is_nested_without_end_is_no_alert(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    with pytest.raises(NotAnAlertError):
        read_alert(b'{"type": "exception.requested", "data": {"sponsor": "U0REQUEST1", "x": %b}}' % deep)


async def test_nothing_is_recorded_while_slack_cannot_say_who_the_sponsor_is(world: World) -> None:
    async def away(_: Forward) -> web.Response:
        return web.Response(status=503)

    client = world.services.gateway.client
    async with proxied(world.slack) as proxy:
        usual, client.base_url = client.base_url, proxy.address
        proxy.meet("users.info", away)
        try:
            answer = await send(port(world), exception(sponsor=MEMBER))
        finally:
            client.base_url = usual
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "nothing was recorded" in answer.body["error"]
    assert await trace(world) == (0, 0)
    assert (await send(port(world), exception(sponsor=MEMBER))).status == 202


async def test_sponsor_who_is_a_validator_does_not_validate(world: World) -> None:
    await send(port(world), exception(sponsor=VALIDATOR))
    request = await world.request(1001)
    card = await world.card(request)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    assert "You filed this request" in await world.whisper(VALIDATOR)


async def test_same_alert_from_two_connections_at_once_is_filed_once(world: World) -> None:
    answers = await asyncio.gather(*(send(port(world), exception()) for _ in range(8)))
    assert sorted(answer.status for answer in answers) == [200] * 7 + [202]
    assert {answer.body["request"] for answer in answers} == {"EX-1001"}


async def test_workspace_without_a_secret_has_no_door(tmp_path: Path) -> None:
    async with (
        open_world(tmp_path, transport="http") as plain,
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{plain.services.settings.port}/alerts", data=b"{}") as answer,
    ):
        assert answer.status == 404
