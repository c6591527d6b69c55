"""The relay: each message once, in its place and in its order, whatever Slack answers or leaves unanswered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select, update

from bot.directory import Directory
from bot.gateway import Gateway
from bot.relay import BACKOFF, Relay
from models.acts import MarkExecuted
from models.request import Stage
from models.tables import outbox
from tests.bot.answering import AnsweringSlack, done_but_broken_off, limited, refused, stalled
from tests.bot.office import TEAM, Office, open_office
from tests.builders import by_hand

POST, UPDATE = "chat.postMessage", "chat.update"
MANAGER, EXECUTIVE, OPERATIONS, REQUESTER = "C2", "C3", "C4", "DUREQ"


@dataclass
class Post:
    """A desk with its relay, and the Slack that it speaks to."""

    office: Office
    relay: Relay
    slack: AnsweringSlack

    async def send(self) -> None:
        """Everything that may be sent now."""
        for _ in range(20):
            if not await self.relay.send_batch():
                return
        raise AssertionError("the relay never comes to rest")

    async def rows(self) -> dict[str, Any]:
        """The outbox by key."""
        return {
            row.key: row for row in await self.office.reader.run(lambda c: c.execute(select(outbox)).all())
        }

    async def behind(self) -> list[str]:
        """The keys of what Slack does not have yet."""
        return [key for key, row in (await self.rows()).items() if row.sent < row.wanted]

    def texts(self, channel: str) -> list[str]:
        """What stands in a conversation, by its text."""
        return [post["text"] for post in self.slack.posted(channel)]

    def threads(self, channel: str) -> list[str | None]:
        """Under which message each message of a conversation stands."""
        return [post.get("thread_ts") for post in self.slack.posted(channel)]


@asynccontextmanager
async def open_post(file: Path, slack: AnsweringSlack, gateway: Gateway) -> AsyncIterator[Post]:
    async with open_office(file) as office:
        directory = Directory(gateway=gateway, clock=office.clock, team=TEAM)
        relay = Relay(
            outbox=office.outbox,
            records=office.records,
            policies=office.policies,
            directory=directory,
            gateway=gateway,
            clock=office.clock,
            waits=office.waits,
        )
        yield Post(office, relay, slack)


@pytest.fixture
async def post(tmp_path: Path, slack: AnsweringSlack, gateway: Gateway) -> AsyncIterator[Post]:
    """A post over an empty database."""
    async with open_post(tmp_path / "desk.sqlite3", slack, gateway) as opened:
        yield opened


# --- Once --------------------------------------------------------------------------------------------------


async def test_card_is_posted_once_and_then_brought_up_to_date_in_its_place(post: Post) -> None:
    await post.office.file()
    await post.send()
    assert len(post.slack.posted(REQUESTER)) == 1
    assert len(post.threads(EXECUTIVE)) == 2
    card = post.slack.posted(EXECUTIVE)[0]
    before = card["blocks"]
    await post.office.approve(1001, "UVAL1")
    await post.send()
    assert card["blocks"] != before
    assert post.threads(EXECUTIVE).count(None) == 1
    assert await post.behind() == []
    posts = post.slack.count(POST)
    await post.send()
    assert post.slack.count(POST) == posts


async def test_ten_changes_of_a_card_are_one_update(post: Post) -> None:
    await post.office.file(gathered=False)
    await post.send()
    updates = post.slack.count(UPDATE)
    for _ in range(3):
        await post.office.tick(failing=["history"])
        post.office.hands.move(hours=2)
    await post.office.approve(1001, "UVAL1")
    row = (await post.rows())["card:1001:#executive"]
    assert row.wanted - row.sent >= 4
    await post.send()
    cards = [g for m, g in post.slack.calls if m == UPDATE and g["channel"] == EXECUTIVE]
    assert len(cards) == 1
    assert post.slack.count(UPDATE) - updates == 2
    assert await post.behind() == []


async def test_change_that_comes_while_a_card_is_sent_is_sent_too(post: Post) -> None:
    await post.office.file()
    begun, go_on = asyncio.Event(), asyncio.Event()
    post.slack.once(POST, stalled(go_on, begun))
    sending = asyncio.create_task(post.relay.send_batch())
    await begun.wait()
    await post.office.approve(1001, "UVAL1")
    go_on.set()
    await sending
    assert "card:1001:#executive" in await post.behind()
    await post.send()
    assert await post.behind() == []
    assert "UVAL1" in str(post.slack.posted(EXECUTIVE)[0]["blocks"])
    assert post.threads(EXECUTIVE).count(None) == 1


async def test_replies_come_after_their_card_and_in_the_order_of_what_happened(post: Post) -> None:
    await post.office.file()
    await post.office.approve(1001, "UVAL1")
    await post.office.approve(1001, "UEXE1", Stage.AUTHORIZATION)
    await post.relay.send_batch()
    card, *replies = post.slack.posted(EXECUTIVE)
    assert card.get("thread_ts") is None
    assert [reply["thread_ts"] for reply in replies] == [card["ts"]] * 3
    order = ["Both approvals are ", "validated it", "authorised it"]
    assert [words in reply["text"] for words, reply in zip(order, replies, strict=True)] == [True] * 3


async def test_reply_waits_for_its_card_without_being_counted_as_tried(post: Post) -> None:
    await post.office.file()
    post.slack.answers(POST, lambda: limited(30), times=2)
    await post.relay.send_batch()
    for _ in range(12):
        post.office.hands.move(seconds=2)
        await post.relay.send_batch()
    row = (await post.rows())["story:1001:2"]
    assert (row.ts, row.attempts, row.is_uncertain) == (None, 0, False)
    post.office.hands.move(seconds=10)
    await post.send()
    assert len(post.slack.posted(EXECUTIVE)) == 2
    assert await post.behind() == []


async def test_people_are_told_in_their_own_conversation(post: Post) -> None:
    await post.office.file()
    await post.send()
    await post.office.approve(1001, "UVAL1")
    await post.office.approve(1001, "UEXE1", Stage.AUTHORIZATION)
    await post.send()
    await post.office.perform(MarkExecuted(number=1001, done="Done."), "UOPS1")
    await post.send()
    assert len(post.slack.posted("DUVAL1")) == 1
    assert "https://sample.slack.com/" in str(post.slack.posted("DUVAL1")[0]["blocks"])
    assert len(post.slack.posted("DUEXE1")) == 1
    assert len(post.slack.posted(REQUESTER)) == 3
    assert len(post.slack.posted(OPERATIONS)) == 1


async def test_request_that_moved_has_its_story_under_the_new_card(post: Post) -> None:
    await post.office.file(**by_hand(30))
    await post.send()
    await post.office.approve(1001, "UVAL1", deviation=Decimal(60))
    await post.send()
    new = [p for p in post.slack.posted(EXECUTIVE) if "thread_ts" not in p]
    assert len(new) == 1
    assert [p["thread_ts"] for p in post.slack.posted(EXECUTIVE) if "thread_ts" in p] == [new[0]["ts"]] * 3
    assert len(post.slack.posted(MANAGER)) == 2


# --- Unknown whether it arrived ----------------------------------------------------------------------------


async def test_message_that_arrived_unseen_is_found_and_not_sent_again(post: Post) -> None:
    await post.office.file()
    await post.send()
    await post.office.approve(1001, "UVAL1")
    post.slack.once(POST, done_but_broken_off(post.slack, POST))
    await post.relay.send_batch()
    row = (await post.rows())["story:1001:6"]
    assert (row.ts, row.is_uncertain, row.attempts) == (None, True, 1)
    post.office.hands.move(seconds=2)
    posts = post.slack.count(POST)
    await post.send()
    assert post.slack.count(POST) == posts
    assert sum("validated it" in text for text in post.texts(EXECUTIVE)) == 1
    assert await post.behind() == []


async def test_card_that_arrived_unseen_is_found_and_brought_up_to_date(post: Post) -> None:
    await post.office.file()
    for _ in range(2):
        post.slack.once(POST, done_but_broken_off(post.slack, POST))
    await post.relay.send_batch()
    await post.office.approve(1001, "UVAL1")
    post.office.hands.move(seconds=2)
    await post.send()
    cards = [p for p in post.slack.posted(EXECUTIVE) if "thread_ts" not in p]
    assert len(cards) == 1
    assert "UVAL1" in str(cards[0]["blocks"])
    assert len(post.slack.posted(REQUESTER)) == 1


async def test_message_that_did_not_arrive_is_sent_after_the_look(post: Post) -> None:
    await post.office.file()
    post.slack.answers(POST, lambda: web.Response(status=503), times=2)
    await post.relay.send_batch()
    assert post.slack.posts == []
    post.office.hands.move(seconds=2)
    await post.send()
    assert post.slack.count("conversations.history") == 2
    assert len(post.slack.posted(EXECUTIVE)) == 2


async def test_crash_between_send_and_mark_sends_nothing_twice(
    tmp_path: Path, slack: AnsweringSlack, gateway: Gateway
) -> None:
    file, arrived, never = tmp_path / "desk.sqlite3", asyncio.Event(), asyncio.Event()

    async def arrive_and_say_nothing(given: dict[str, Any]) -> web.StreamResponse | None:
        slack.done(POST, given)
        if len(slack.posts) == 2:
            arrived.set()
        await never.wait()
        return None

    async with open_post(file, slack, gateway) as post:
        await post.office.file()
        for _ in range(2):
            slack.once(POST, arrive_and_say_nothing)
        sending = asyncio.create_task(post.relay.send_batch())
        await arrived.wait()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    async with open_post(file, slack, gateway) as post:
        await post.send()
        assert await post.behind() == []
    never.set()
    assert len([p for p in slack.posts if "thread_ts" not in p]) == 2
    assert len(slack.posts) == 3


async def test_look_that_is_refused_leaves_it_unknown(post: Post) -> None:
    """Else the next attempt would send without a look."""
    await post.office.file()
    for _ in range(2):
        post.slack.once(POST, done_but_broken_off(post.slack, POST))
    await post.relay.send_batch()
    post.slack.answers("conversations.history", lambda: refused("missing_scope"), times=4)
    for _ in range(2):
        post.office.hands.move(seconds=20)
        await post.relay.send_batch()
    assert post.slack.count(POST) == 2
    post.office.hands.move(minutes=10)
    await post.send()
    assert len([p for p in post.slack.posts if "thread_ts" not in p]) == 2


async def test_attempts_come_later_and_later(post: Post) -> None:
    await post.office.file(gathered=False)
    waits = []
    for _ in range(8):
        post.slack.answers(POST, lambda: web.Response(status=503), times=2)
        await post.relay.send_batch()
        row = (await post.rows())["requester_card:1001"]
        waits.append(row.not_before - post.office.hands.at)
        post.office.hands.at = row.not_before
    assert waits == [*BACKOFF, BACKOFF[-1], BACKOFF[-1]]


# --- 429 and order -----------------------------------------------------------------------------------------


async def test_429_delays_its_own_conversation_and_no_other(post: Post) -> None:
    await post.office.file()
    await post.send()

    async def limit_executives(given: dict[str, Any]) -> web.StreamResponse | None:
        return limited(30) if given["channel"] == EXECUTIVE else None

    for _ in range(6):
        post.slack.once(UPDATE, limit_executives)
    await post.office.approve(1001, "UVAL1")
    await post.send()
    assert "card:1001:#executive" in await post.behind()
    assert "requester_card:1001" not in await post.behind()
    calls = [g for m, g in post.slack.calls if m == UPDATE and g["channel"] == EXECUTIVE]
    assert len(calls) == 1
    # What comes anew for the conversation waits as well, and does not ask Slack again.
    await post.office.file(requested=Decimal(60))
    post.office.hands.move(seconds=29)
    await post.send()
    assert len(post.slack.posted(EXECUTIVE)) <= 3
    assert len([g for m, g in post.slack.calls if m == UPDATE and g["channel"] == EXECUTIVE]) == 1
    post.slack.instead.clear()
    post.office.hands.move(seconds=1)
    await post.send()
    assert await post.behind() == []


async def test_429_is_no_attempt_and_leaves_nothing_in_doubt(post: Post) -> None:
    await post.office.file(gathered=False)
    post.slack.answers(POST, lambda: limited(30), times=2)
    await post.relay.send_batch()
    row = (await post.rows())["card:1001:#executive"]
    assert (row.attempts, row.is_uncertain) == (0, False)
    assert row.not_before == post.office.hands.at + timedelta(seconds=30)
    post.office.hands.move(seconds=30)
    await post.send()
    assert post.slack.count("conversations.history") == 0


async def test_later_entry_does_not_overtake_one_that_was_put_off(post: Post) -> None:
    await post.office.file()
    await post.send()
    await post.office.approve(1001, "UVAL1")
    post.slack.answers(POST, lambda: web.Response(status=503))
    await post.relay.send_batch()
    await post.office.approve(1001, "UEXE1", Stage.AUTHORIZATION)
    await post.send()
    assert not any("authorised it" in text for text in post.texts(EXECUTIVE))
    for _ in range(3):
        post.office.hands.move(seconds=2)
        await post.send()
    told = [text for text in post.texts(EXECUTIVE) if "validated it" in text or "authorised it" in text]
    assert len(told) == 2
    assert "validated it" in told[0]


async def test_channel_that_is_missing_holds_up_nothing_else(post: Post) -> None:
    del post.slack.channels["#executive"]
    await post.office.file()
    await post.send()
    assert len(post.slack.posted(REQUESTER)) == 1
    assert "card:1001:#executive" in await post.behind()
    post.slack.channels["#executive"] = EXECUTIVE
    post.office.hands.move(minutes=11)
    await post.send()
    assert len(post.slack.posted(EXECUTIVE)) == 2


# --- What Slack will not take ------------------------------------------------------------------------------


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long"])
async def test_message_that_slack_will_never_take_is_given_up_and_names_the_fault(
    post: Post, error: str
) -> None:
    await post.office.file(gathered=False)
    post.slack.answers(POST, lambda: refused(error), times=2)
    await post.relay.send_batch()
    row = (await post.rows())["requester_card:1001"]
    assert row.fault == f"{POST}: {error}"
    post.office.hands.move(days=1)
    await post.send()
    assert post.slack.posted(REQUESTER) == []


async def test_message_to_one_who_has_left_is_given_up(post: Post) -> None:
    post.slack.answers("conversations.open", lambda: refused("user_disabled"))
    await post.office.file(gathered=False)
    await post.send()
    assert "user_disabled" in (await post.rows())["requester_card:1001"].fault
    assert len(post.slack.posted(EXECUTIVE)) == 2


async def test_new_revision_of_a_card_that_was_given_up_is_tried_anew(post: Post) -> None:
    await post.office.file(gathered=False)
    post.slack.answers(POST, lambda: refused("invalid_blocks"), times=2)
    await post.relay.send_batch()
    await post.office.tick()
    await post.send()
    row = (await post.rows())["requester_card:1001"]
    assert (row.fault, row.sent) == (None, row.wanted)
    assert len(post.slack.posted(REQUESTER)) == 1


async def test_refusal_that_may_pass_is_tried_again(post: Post) -> None:
    await post.office.file(gathered=False)
    post.slack.answers(POST, lambda: refused("not_in_channel"), times=2)
    await post.relay.send_batch()
    post.office.hands.move(seconds=2)
    await post.send()
    assert await post.behind() == []


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_card_that_somebody_deleted_is_not_posted_again_once_it_is_decided(
    post: Post, error: str
) -> None:
    await post.office.file()
    await post.send()
    posts = post.slack.count(POST)
    post.slack.answers(UPDATE, lambda: refused(error), times=2)
    await post.office.reject(1001, "UVAL1")
    await post.send()
    assert await post.behind() == []
    new = [(p["channel"], "thread_ts" in p) for p in post.slack.posts[posts:]]
    assert sorted(new) == [(EXECUTIVE, True), (REQUESTER, False)]  # The story, and the word to the requester.


async def test_card_that_somebody_deleted_is_posted_again_while_its_buttons_are_needed(post: Post) -> None:
    await post.office.file()
    await post.send()
    (card,) = [p for p in post.slack.posted(EXECUTIVE) if "thread_ts" not in p]
    # The requester's card is updated first, or the other way round: both are gone.
    post.slack.answers(UPDATE, lambda: refused("message_not_found"), times=2)
    await post.office.approve(1001, "UVAL1")
    await post.send()
    cards = [p for p in post.slack.posted(EXECUTIVE) if "thread_ts" not in p]
    assert len(cards) == 2
    assert len(post.slack.posted(REQUESTER)) == 1
    await post.office.approve(1001, "UEXE1", Stage.AUTHORIZATION)
    await post.send()
    assert [p for p in post.slack.posted(EXECUTIVE) if "thread_ts" not in p] == cards
    replies = [p["thread_ts"] for p in post.slack.posted(EXECUTIVE) if "thread_ts" in p]
    assert replies[-1] == cards[1]["ts"] != card["ts"]
    assert await post.behind() == []


async def test_message_that_cannot_be_rendered_keeps_back_no_other(post: Post) -> None:
    await post.office.file()
    broken = update(outbox).where(outbox.c.key == "story:1001:2").values(detail='{"position":99}')
    await post.office.writer.run(lambda c: c.execute(broken))
    await post.send()
    row = (await post.rows())["story:1001:2"]
    assert row.fault.startswith("ValueError")
    assert len(post.slack.posted(REQUESTER)) == 1


async def test_relay_sends_when_it_is_woken_and_ends_when_it_is_told_to(post: Post) -> None:
    sent = asyncio.Event()

    async def notice(_: dict[str, Any]) -> web.StreamResponse | None:
        sent.set()
        return None

    post.slack.once(POST, notice)
    running = asyncio.create_task(post.relay.run())
    post.office.desk.on_commit(post.relay.wake)
    await post.office.file()
    async with asyncio.timeout(5):
        await sent.wait()
        post.relay.stop()
        await running
