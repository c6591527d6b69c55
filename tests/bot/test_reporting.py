"""Reports on their way: once each, whatever Slack answers to the files and to the message that brings them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.gateway import Gateway
from bot.relay import BACKOFF
from models.notices import MessageKind
from models.oversight.acts import AskForReport, SendMonthlyReport
from models.refusals import Why
from tests.bot.answering import AnsweringSlack, done_but_broken_off, limited, refused
from tests.bot.test_relay import Post, open_post

POST, ANNOUNCE, COMPLETE = "chat.postMessage", "files.getUploadURLExternal", "files.completeUploadExternal"
READER, HERS = "UEXE1", "DUEXE1"


@pytest.fixture
async def post(tmp_path: Path, slack: AnsweringSlack, gateway: Gateway) -> AsyncIterator[Post]:
    """A desk with one request, whose messages have been sent."""
    async with open_post(tmp_path / "desk.sqlite3", slack, gateway) as opened:
        await opened.office.file()
        await opened.send()
        yield opened


async def ask(post: Post, *, as_page: bool = False) -> None:
    """Have this month's report sent."""
    month = post.office.hands.at.strftime("%Y-%m")
    act = AskForReport(first=month, last=month, as_page=as_page)
    performed = await post.office.perform(act, READER)
    assert performed.refusal is None, performed.refusal


async def send_all(post: Post) -> None:
    """Send, and wait as long as the relay does."""
    for wait in BACKOFF:
        await post.send()
        post.office.hands.move(seconds=wait.total_seconds())
    assert await post.behind() == []


def reports(post: Post) -> list[dict[str, Any]]:
    return [one for one in post.slack.posted(HERS) if "Exceptions, " in str(one["text"])]


def answered(method: str, response: Callable[[], web.Response]) -> Callable[[AnsweringSlack], None]:
    return lambda slack: slack.answers(method, response)


@pytest.mark.parametrize(
    "trouble",
    [
        answered(ANNOUNCE, lambda: limited(5)),
        answered(ANNOUNCE, lambda: refused("internal_error")),
        answered("upload", lambda: web.Response(status=500)),
        answered("upload", lambda: web.Response(status=429, headers={"Retry-After": "2"})),
        answered(COMPLETE, lambda: refused("fatal_error")),
        answered(POST, lambda: refused("invalid_blocks")),
        answered(POST, lambda: limited(3)),
        lambda slack: slack.once(POST, done_but_broken_off(slack, POST)),
    ],
)
async def test_report_arrives_once_and_whole(post: Post, trouble: Callable[[AnsweringSlack], None]) -> None:
    trouble(post.slack)
    await ask(post)
    await send_all(post)
    (report,) = reports(post)
    shown = [b["slack_file"]["id"] for b in report["blocks"] if b["type"] == "image"]
    assert len(shown) == 3
    assert all("title" in post.slack.files[file_id] for file_id in shown)
    # What was brought is not brought again but for the one that failed.
    assert len(post.slack.files) <= len(shown) + 1


async def test_report_goes_without_pictures_where_slack_never_takes_them(post: Post) -> None:
    post.slack.answers(POST, lambda: refused("invalid_blocks"), times=7)
    await ask(post)
    for _ in range(8):
        await post.send()
        post.office.hands.move(minutes=10)
    (report,) = reports(post)
    assert not [b for b in report["blocks"] if b["type"] == "image"]
    assert await post.behind() == []


@pytest.mark.parametrize(
    "trouble",
    [
        answered("upload", lambda: web.Response(status=500)),
        answered(COMPLETE, lambda: refused("file_not_found")),
        answered(COMPLETE, lambda: limited(3)),
        lambda slack: slack.once(COMPLETE, done_but_broken_off(slack, COMPLETE)),
    ],
)
async def test_page_is_shared_once(post: Post, trouble: Callable[[AnsweringSlack], None]) -> None:
    trouble(post.slack)
    await ask(post, as_page=True)
    await send_all(post)
    (report,) = reports(post)
    (file,) = report["files"]
    assert str(file["name"]).startswith("exceptions-")
    row = next(one for one in (await post.rows()).values() if one.kind == MessageKind.REPORT_PAGE)
    assert (row.sent, row.is_uncertain) == (1, False)


@pytest.mark.parametrize("method", [ANNOUNCE, COMPLETE])
async def test_whoever_asked_for_a_file_that_slack_never_takes_is_told_once(post: Post, method: str) -> None:
    for _ in BACKOFF:
        post.slack.answers(method, lambda: refused("file_type_not_allowed"))
    post.slack.once(POST, done_but_broken_off(post.slack, POST))
    await ask(post, as_page=True)
    await send_all(post)
    (told,) = [str(one["text"]) for one in reports(post)]
    assert "the report as a page" in told
    assert "Slack does not let this file in" in told


async def test_only_readers_may_ask_and_only_the_clock_posts(post: Post) -> None:
    performed = await post.office.perform(AskForReport(first="2026-03", last="2026-03"), "UREQ")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.NOT_REPORT_READER
    assert performed.refusal.who_could
    performed = await post.office.perform(SendMonthlyReport(day="2026-04-01"), READER)
    assert performed.refusal is not None
    assert performed.refusal.why is Why.SYSTEM_ONLY
