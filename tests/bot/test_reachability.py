"""Places that take no messages, over the wire: what Slack says of them, and how it is found that they are well."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.directory import Directory
from bot.gateway import Gateway
from bot.reachability import Reachability
from bot.relay import Relay
from models.acts import AskToExpedite, Reject
from models.request import Stage
from tests.bot.answering import Answer, AnsweringSlack, Payload, refused
from tests.bot.office import TEAM, Office, open_office

UPDATE, OPEN, JOINED = "chat.update", "conversations.open", "users.conversations"


@dataclass
class Desk:
    """A desk with its relay and its look at what failed, and the Slack that they speak to."""

    office: Office
    relay: Relay
    reachability: Reachability
    slack: AnsweringSlack
    closed: set[str] = field(default_factory=set)

    async def send(self) -> None:
        """Everything that may be sent now."""
        for _ in range(20):
            if not await self.relay.send_batch():
                return
        raise AssertionError("the relay never comes to rest")

    async def failing(self) -> list[str]:
        return [one.place for one in await self.office.records.unreachable()]

    def shut(self, channel: str, **says: str) -> None:
        """From now on a channel answers so to the methods of those names, and all others as ever."""

        def answer(method: str) -> Answer:
            async def answered(given: Payload) -> web.StreamResponse | None:
                is_shut = given["channel"] == channel and channel in self.closed
                return refused(says[method]) if is_shut else None

            return answered

        self.closed.add(channel)
        for method in says:
            for _ in range(50):
                self.slack.once(f"chat.{method}", answer(method))

    def texts(self, channel: str) -> list[str]:
        return [str(post["text"]) for post in self.slack.posted(channel)]


@pytest.fixture
async def desk(tmp_path: Path, slack: AnsweringSlack, gateway: Gateway) -> AsyncIterator[Desk]:
    """A desk over an empty database."""
    async with open_office(tmp_path / "desk.sqlite3") as office:
        directory = Directory(gateway=gateway, clock=office.clock, team=TEAM)
        reachability = Reachability(
            desk=office.desk, records=office.records, directory=directory, gateway=gateway
        )
        relay = Relay(
            outbox=office.outbox,
            records=office.records,
            policies=office.policies,
            directory=directory,
            gateway=gateway,
            clock=office.clock,
            waits=office.waits,
            reports=reachability,
        )
        yield Desk(office, relay, reachability, slack)


async def test_card_that_cannot_be_brought_up_to_date_in_an_archived_channel_goes_to_people(
    desk: Desk,
) -> None:
    request = await desk.office.file()
    await desk.send()
    desk.shut("C3", update="is_inactive")
    await desk.office.approve(request.number, "UVAL1")
    await desk.send()
    assert await desk.failing() == ["#executive"]
    assert len(desk.texts("DUEXE1")) == 1
    assert any("archived" in str(post["blocks"]) for post in desk.slack.posted("DUADMIN"))


async def test_one_of_whom_slack_knows_nothing_keeps_no_channel_from_being_well(desk: Desk) -> None:
    await desk.office.file()
    desk.slack.answers(OPEN, lambda: refused("user_not_found"))
    desk.shut("C3", postMessage="is_archived")
    await desk.send()
    assert sorted(await desk.failing()) == ["#executive", "UREQ"]
    desk.slack.answers("users.info", lambda: refused("user_not_found"))
    await desk.reachability.look()
    assert await desk.failing() == ["UREQ"]


async def test_one_who_cannot_be_written_to_is_not_well_again_each_minute(desk: Desk) -> None:
    request = await desk.office.file(gathered=False)
    await desk.send()
    await desk.office.perform(AskToExpedite(number=request.number, justification="Today."), "UREQ")
    desk.slack.answers(OPEN, lambda: refused("user_not_visible"), times=3)
    await desk.send()
    failing = await desk.failing()
    assert len(failing) == 3
    told = len(desk.texts("DUADMIN"))
    desk.slack.answers(OPEN, lambda: refused("user_not_visible"), times=3)
    await desk.reachability.look()
    await desk.send()
    assert await desk.failing() == failing
    await desk.reachability.look()
    assert await desk.failing() == []
    await desk.send()
    assert len(desk.texts("DUADMIN")) == told


async def test_while_slack_cannot_say_who_is_whom_a_message_to_who_has_left_is_not_lost(desk: Desk) -> None:
    await desk.office.file(gathered=False)
    desk.office.people.unknown = {"@admins"}
    desk.slack.answers(OPEN, lambda: refused("user_disabled"))
    await desk.send()
    assert await desk.failing() == []
    assert await desk.office.records.outbox_depth() == 1
    desk.office.people.unknown = set()
    desk.slack.answers(OPEN, lambda: refused("user_disabled"))
    desk.office.hands.move(seconds=10)
    await desk.send()
    assert await desk.failing() == ["UREQ"]


async def test_channel_of_the_same_name_takes_the_place_of_the_one_that_was_archived(desk: Desk) -> None:
    request = await desk.office.file()
    await desk.send()
    desk.shut("C3", update="is_inactive", postMessage="is_archived")
    await desk.office.approve(request.number, "UVAL1")
    await desk.send()
    desk.slack.channels["#executive"] = "C9"
    await desk.reachability.look()
    await desk.send()
    # The card and the words in its thread are in the new one.
    assert [post.get("thread_ts") for post in desk.slack.posted("C9")].count(None) == 1
    assert await desk.failing() == []
    updates = desk.slack.count(UPDATE)
    await desk.office.perform(
        Reject(number=request.number, stage=Stage.AUTHORIZATION, rationale="No."), "UEXE1"
    )
    await desk.send()
    assert desk.slack.count(UPDATE) > updates
    assert {given["channel"] for name, given in desk.slack.calls[-20:] if name == UPDATE} >= {"C9"}
    assert await desk.failing() == []


async def test_looking_at_channels_is_one_call_and_none_where_none_fails(desk: Desk) -> None:
    await desk.reachability.look()
    assert desk.slack.count(JOINED) == 0
    await desk.office.file()
    desk.shut("C3", postMessage="not_in_channel")
    desk.slack.not_joined = {"#executive"}
    await desk.send()
    desk.office.hands.at += timedelta(minutes=1)
    await desk.reachability.look()
    assert desk.slack.count(JOINED) == 1
    assert await desk.failing() == ["#executive"]
