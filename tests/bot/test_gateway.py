"""What a call that failed means: refused, not now, or unknown whether it was done."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from bot.gateway import Gateway, SlackError, SlackRateLimitedError, SlackUnavailableError
from bot.views.text import Message
from tests.bot.answering import AnsweringSlack, limited, refused, stalled

MESSAGE = Message(text="Hello", blocks=[])


async def post(gateway: Gateway) -> None:
    await gateway.post("C1", MESSAGE, outbox_id="7")


async def test_refusal_is_slacks_own_code(gateway: Gateway, slack: AnsweringSlack) -> None:
    slack.answers("chat.postMessage", lambda: refused("channel_not_found"))
    with pytest.raises(SlackError, match=r"chat\.postMessage: channel_not_found") as refusal:
        await post(gateway)
    assert (refusal.value.code, refusal.value.method) == ("channel_not_found", "chat.postMessage")


@pytest.mark.parametrize(
    "response",
    [
        lambda: web.json_response({"ok": False, "error": "internal_error"}, status=500),
        lambda: web.Response(status=503, text="busy"),
        lambda: web.Response(status=502, text="<html></html>", content_type="text/html"),
        lambda: web.Response(text="<html>Log in to this network</html>", content_type="text/html"),
        lambda: web.Response(text="ok"),
        lambda: web.Response(text='{"ok": tr', content_type="application/json"),
        lambda: web.Response(text="", content_type="application/json"),
        lambda: web.json_response({}),
        lambda: refused("internal_error"),
        lambda: refused("fatal_error"),
        lambda: refused("service_unavailable"),
    ],
    ids=[
        "500",
        "503",
        "502 page",
        "page",
        "text",
        "half",
        "empty",
        "nothing",
        "internal",
        "fatal",
        "service",
    ],
)
async def test_answer_that_tells_nothing_leaves_it_unknown(
    gateway: Gateway, slack: AnsweringSlack, response: Callable[[], web.Response]
) -> None:
    slack.answers("chat.postMessage", response)
    with pytest.raises(SlackUnavailableError):
        await post(gateway)
    assert slack.count("chat.postMessage") == 1


async def test_connection_that_breaks_off_leaves_it_unknown(gateway: Gateway, slack: AnsweringSlack) -> None:
    async def break_off(_: object) -> web.StreamResponse:
        raise asyncio.CancelledError

    slack.once("chat.postMessage", break_off)
    with pytest.raises(SlackUnavailableError):
        await post(gateway)
    assert slack.count("chat.postMessage") == 1


async def test_call_that_is_never_answered_ends(slack: AnsweringSlack) -> None:
    hurried, never = Gateway("xoxb-sample", slack.url, call_limit=0.05), asyncio.Event()
    slack.once("chat.postMessage", stalled(never))
    with pytest.raises(SlackUnavailableError):
        await post(hurried)
    never.set()
    await hurried.close()


async def test_slack_that_is_not_there_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gone = Gateway("xoxb-sample", f"http://127.0.0.1:{port}/api/")
    with pytest.raises(SlackUnavailableError):
        await gone.person("U1")
    await gone.close()


@pytest.mark.parametrize(
    ("response", "wait"),
    [
        (lambda: limited(30), 30.0),
        (lambda: web.Response(status=429, text="slow down", headers={"Retry-After": "7"}), 7.0),
        (lambda: web.Response(status=429), 1.0),
        (lambda: web.Response(status=429, headers={"Retry-After": "soon"}), 1.0),
        (lambda: refused("ratelimited"), 1.0),
    ],
)
async def test_slack_says_how_long_to_wait(
    gateway: Gateway, slack: AnsweringSlack, response: Callable[[], web.Response], wait: float
) -> None:
    slack.answers("chat.postMessage", response)
    with pytest.raises(SlackRateLimitedError) as error:
        await post(gateway)
    assert error.value.retry_after == wait


async def test_message_is_found_by_its_outbox_id_however_far_back(
    gateway: Gateway, slack: AnsweringSlack
) -> None:
    for n in range(450):
        await gateway.post("C1", MESSAGE, outbox_id=str(n))
    assert await gateway.find_posted("C1", "3") == "4.000001"
    assert slack.count("conversations.history") == 3
    assert await gateway.find_posted("C1", "449") == "450.000001"
    assert slack.count("conversations.history") == 4
    assert await gateway.find_posted("C1", "450") is None
    assert await gateway.find_posted("C2", "3") is None


async def test_reply_is_found_in_its_thread(gateway: Gateway) -> None:
    _, card = await gateway.post("C1", MESSAGE, outbox_id="1")
    _, reply = await gateway.post("C1", MESSAGE, outbox_id="2", thread_ts=card)
    await gateway.post("C1", MESSAGE, outbox_id="3")
    assert await gateway.find_posted("C1", "2", card) == reply
    assert await gateway.find_posted("C1", "3", card) is None


async def test_thousands_of_channels_are_listed_by_the_calls_that_slack_takes_in_a_minute(
    slack: AnsweringSlack, gateway: Gateway
) -> None:
    async def page(given: dict[str, Any]) -> web.Response:
        start = int(given.get("cursor") or 0)
        end = min(start + int(given["limit"]), 10_000)
        listed = [{"id": f"C{number}", "name": f"c{number}"} for number in range(start, end)]
        cursor = str(end) if end < 10_000 else ""
        answer = {"ok": True, "channels": listed, "response_metadata": {"next_cursor": cursor}}
        return web.json_response(answer)

    for _ in range(20):
        slack.once("conversations.list", page)
    found = [channel["id"] async for channel in gateway.channels(archived=True)]
    assert len(found) == len(set(found)) == 10_000
