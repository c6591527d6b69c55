"""What people see, and what is sent again, when an app does not answer, answers late or is not there."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import ClientSession

from sandbox import LocalSlack, RefusedError
from tests.sandbox.echo_app import Echo
from tests.sandbox.running import Start, local_slack

VERA = "U0VALIDAT1"


async def test_command_without_an_app_fails_with_dispatch_failed(alone: LocalSlack) -> None:
    with pytest.raises(RefusedError, match="/echo failed with the error “dispatch_failed”"):
        await alone.person(VERA).command("/echo hello", channel="operations")
    assert alone.person(VERA).notices() == ["/echo failed with the error “dispatch_failed”"]


async def test_click_that_is_not_acknowledged_marks_the_message(start: Start) -> None:
    async with start() as (slack, _):
        vera = slack.person(VERA)
        await vera.command("/echo card", channel="operations")
        card = await slack.wait_for(lambda: next(iter(vera.messages("operations")), None))
        with pytest.raises(RefusedError, match="did not respond"):
            await vera.click(card, "Stuck")
        assert "did not respond" in vera.messages("operations")[0]["_error"]
        await vera.click(card, "Again")
        await slack.wait_for(lambda: vera.messages("operations")[0]["text"] == "Once more")
        assert vera.messages("operations")[0]["_error"] is None


async def test_trigger_is_too_old_after_three_seconds(start: Start) -> None:
    async with start() as (slack, echo):
        with pytest.raises(RefusedError, match="operation_timeout"):
            await slack.person(VERA).command("/echo late", channel="operations")
        await echo.until(lambda: echo.bodies("late"))
        assert echo.bodies("late") == [{"error": "expired_trigger_id"}]


async def test_event_is_sent_again_with_attempt_and_reason() -> None:
    slack = local_slack(event_retry_delays_s=(0.0, 0.0, 0.0))
    await slack.start()
    async with ClientSession() as session:
        headers = {"Authorization": f"Bearer {slack.app_token}"}
        async with session.post(slack.api_url + "apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        async with session.ws_connect(url) as link:
            hello = await link.receive_json()
            assert hello["type"] == "hello"
            assert hello["num_connections"] == 1
            slack.person(VERA).say("operations", "hear me")
            first = await link.receive_json()
            assert (first["type"], first["retry_attempt"]) == ("events_api", 0)
            second = await link.receive_json(timeout=5)
            assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
            assert second["payload"]["event_id"] == first["payload"]["event_id"]
            await link.send_str(json.dumps({"envelope_id": second["envelope_id"]}))
        # A ticket opens one connection only.
        async with session.get(url.replace("ws://", "http://")) as again:
            assert again.status == 403
    await slack.stop()


async def test_app_reconnects_when_asked_to(start: Start) -> None:
    async with start() as (slack, _):
        await slack.ask_to_reconnect()
        await slack.wait_for(lambda: slack.connections == 0)
        await slack.wait_for(lambda: slack.connections >= 1, timeout=15)
        await slack.person(VERA).command("/echo back", channel="operations")
        assert slack.person(VERA).ephemerals("operations")[-1]["text"] == "You said back"


async def test_request_url_is_verified_by_a_challenge(slack: LocalSlack, echo: Echo) -> None:
    try:
        await slack.verify_request_url()
    except ValueError:
        assert slack.connections == 1


async def test_suggestions_that_slack_refuses_are_not_shown(slack: LocalSlack) -> None:
    rosa = slack.person("U0REQUEST1")
    await rosa.command("/echo form")
    with pytest.raises(RefusedError, match="could not be loaded"):
        await rosa.suggest("Customer", "bad")


async def test_response_url_serves_five_times(slack: LocalSlack, echo: Echo) -> None:
    await slack.person(VERA).command("/echo once", channel="operations")
    url = echo.bodies("command")[0]["response_url"]
    async with ClientSession() as session:
        answers = []
        for number in range(6):
            async with session.post(url, json={"text": f"number {number}"}) as answer:
                answers.append((answer.status, await answer.text()))
        assert answers == [(200, "ok")] * 5 + [(404, "used_url")]
        async with session.post(url + "x", json={"text": "?"}) as answer:
            assert (answer.status, await answer.text()) == (404, "expired_url")
    await asyncio.sleep(0)
