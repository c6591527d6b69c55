"""The page's API over HTTP and its events, as another process would use them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo

VERA, ROSA = "U0VALIDAT1", "U0REQUEST1"


class Page:
    """One person's page."""

    def __init__(self, slack: LocalSlack, session: ClientSession, user: str) -> None:
        self.url = slack.url + "/page/api/"
        self.session = session
        self.user = user

    async def get(self, path: str, **query: str) -> Any:
        async with self.session.get(self.url + path, params={"as": self.user, **query}) as answer:
            assert answer.status == 200
            return await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self.session.post(self.url + path, json={"as": self.user, **body}) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    @contextlib.asynccontextmanager
    async def events(self) -> AsyncIterator[ClientWebSocketResponse]:
        async with self.session.ws_connect(f"{self.url}events?as={self.user}") as socket:
            yield socket


async def event_of(socket: ClientWebSocketResponse, kind: str) -> Any:
    while True:
        event = await socket.receive_json(timeout=5)
        if event["type"] == kind:
            return event


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


async def test_state_tells_each_person_only_what_is_theirs(slack: LocalSlack, session: ClientSession) -> None:
    state = await Page(slack, session, VERA).get("state")
    assert state["me"]["id"] == VERA
    assert state["team"]["name"] == "Harbor Sample Co"
    assert {c["name"] for c in state["channels"]} >= {"operations", "exceptions-executive", "general"}
    assert [dm["is_app"] for dm in state["dms"]] == [True]
    assert state["app"]["commands"][0]["command"] == "/echo"
    assert state["app"]["shortcuts"]["message"][0]["callback_id"] == "echo_message"
    assert state["clock"]["offset_s"] == 0
    assert state["guide"] is None
    assert state["connected"] is True
    guest = await Page(slack, session, "U0GUEST001").get("state")
    assert [c["name"] for c in guest["channels"]] == ["exceptions-team-lead"]
    stranger = await Page(slack, session, "U0STRANGE1").get("state")
    assert [c["name"] for c in stranger["channels"]] == ["exceptions-manager"]


async def test_command_form_and_submission_over_http(
    slack: LocalSlack, echo: Echo, session: ClientSession
) -> None:
    rosa, vera = Page(slack, session, ROSA), Page(slack, session, VERA)
    async with rosa.events() as events, vera.events() as others:
        assert await rosa.post("send", channel="C0GENERAL1", text="/echo form") == {"ok": True}
        opened = await event_of(events, "view_open")
        view = opened["view"]
        assert [v["id"] for v in opened["stack"]] == [view["id"]]
        assert (await rosa.get("state"))["view_stack"][0]["id"] == view["id"]
        container = {"type": "view", "view_id": view["id"]}
        found = await rosa.post(
            "suggest", container=container, block_id="customer", action_id="customer", value="acme"
        )
        assert found["options"][0]["text"]["text"] == "Acme North"
        sent = await rosa.post("view/submit", view_id=view["id"], values={"words": {"entry": {"value": ""}}})
        assert sent == {"result": "errors", "errors": {"words": "Please complete this required field."}}
        typed = {"words": {"entry": {"type": "plain_text_input", "value": "typed"}}}
        chosen = {"selected_option": {"text": {"type": "plain_text", "text": "Loud"}, "value": "loud"}}
        acted = await rosa.post(
            "action",
            container=container,
            block_id="tone",
            action_id="tone",
            value=chosen,
            state={"values": typed},
        )
        assert acted == {"ok": True}
        updated = await event_of(events, "view_update")
        assert updated["view"]["state"]["values"]["words"]["entry"]["value"] == "typed"
        uploaded = await session.post(f"{rosa.url}upload?as={ROSA}&name=a.txt", data=b"content")
        file = (await uploaded.json())["file"]
        values = {**typed, "files": {"files": {"files": [file]}}}
        sent = await rosa.post("view/submit", view_id=view["id"], values=values)
        assert sent == {"result": "closed"}
        # This app posts before it acknowledges.
        assert (await event_of(events, "message"))["message"]["text"] == "Echo: typed"
        assert (await event_of(events, "view_close"))["stack"] == []
        submitted = echo.bodies("view_submission")[0]["view"]["state"]["values"]
        assert submitted["files"]["files"]["files"][0]["id"] == file["id"]
        # The other person heard nothing of it: her first event is the one that she causes herself.
        await vera.post("send", channel="C0OPERATNS", text="mine")
        assert (await others.receive_json(timeout=5))["type"] == "message"


async def test_message_is_unread_read_and_acted_on_over_http(
    slack: LocalSlack, echo: Echo, session: ClientSession
) -> None:
    vera, olga = Page(slack, session, VERA), Page(slack, session, "U0OPERATE1")
    await vera.post("send", channel="C0OPERATNS", text="/echo card")
    await slack.wait_for(lambda: slack.person(VERA).messages("operations"))
    await vera.post("send", channel="C0OPERATNS", text="see @olga.prins")

    async def shown() -> Any:
        state = await olga.get("state")
        return next(c for c in state["channels"] if c["name"] == "operations")

    before = await shown()
    assert (before["unread"], before["mentions"]) == (2, 1)
    await olga.post("read", channel="C0OPERATNS")
    after = await shown()
    assert (after["unread"], after["mentions"]) == (0, 0)
    card, said = (await olga.get("messages", channel="C0OPERATNS"))["messages"]
    assert said["_mentions_me"] is True
    container = {"type": "message", "channel": "C0OPERATNS", "ts": card["ts"]}
    async with olga.events() as events:
        await olga.post("action", container=container, block_id="buttons", action_id="again", value={})
        assert (await event_of(events, "message_changed"))["message"]["text"] == "Once more"
        await olga.post("action", container=container, block_id="buttons", action_id="whisper", value={})
        assert (await event_of(events, "ephemeral"))["message"]["_ephemeral"] is True
    gone = await olga.post(
        "action", container={**container, "ts": "1.0"}, block_id="x", action_id="y", value={}
    )
    assert gone["ok"] is False


async def test_clock_moves_for_all_and_to_the_next_deadline(
    slack: LocalSlack, session: ClientSession
) -> None:
    rosa = Page(slack, session, ROSA)
    moves: list[float] = []
    slack.clock.subscribe(lambda: moves.append(slack.clock.offset_s))
    none = await rosa.post("clock", to_next=True)
    assert none["note"] == "No message of the app names a time ahead."
    async with rosa.events() as events:
        moved = await rosa.post("clock", shift_s=3600)
        assert 3599 < moved["offset_s"] <= 3600
        assert (await event_of(events, "clock"))["offset_s"] == moved["offset_s"]
    deadline = int(slack.clock.now().timestamp()) + 7200
    operations, post = slack.state.channels["C0OPERATNS"], slack.parts.messages.post_as_app
    named = post(operations, {"text": f"<!date^{deadline}^{{date}}|soon>"})
    post(operations, {"text": f"<!date^{deadline - 60}^{{date}}|told once>"}, thread_ts=named.ts)
    await rosa.post("clock", to_next=True)
    assert abs(slack.clock.now().timestamp() - deadline) < 1
    assert (await rosa.post("clock", reset=True))["offset_s"] == 0
    assert len(moves) == 3


async def test_page_says_where_the_app_does_not_go_by_its_clock(
    slack: LocalSlack, session: ClientSession
) -> None:
    rosa = Page(slack, session, ROSA)
    assert "goes by its own clock" in (await rosa.post("clock", shift_s=3600))["note"]
    assert "note" not in await rosa.post("clock", reset=True)
    slack.clock.subscribe(lambda: None)
    assert "note" not in await rosa.post("clock", shift_s=3600)


async def test_administration_is_for_administrators(slack: LocalSlack, session: ClientSession) -> None:
    refused = await Page(slack, session, VERA).post("admin", op="deactivate", user=ROSA)
    assert refused == {"ok": False, "error": "Only an administrator of the workspace can do that."}
    done = await Page(slack, session, "U0ADMIN001").post("admin", op="deactivate", user=ROSA)
    assert done == {"ok": True}
    refused = await Page(slack, session, ROSA).post("send", channel="C0SALES001", text="still here")
    assert refused["ok"] is False


async def test_administrator_lets_somebody_not_be_disturbed(
    slack: LocalSlack, session: ClientSession
) -> None:
    admin = Page(slack, session, "U0ADMIN001")
    assert await admin.post("admin", op="do_not_disturb", user=ROSA) == {"ok": True}
    people = (await admin.get("state"))["people"]
    assert next(one for one in people if one["id"] == ROSA)["dnd"] is True
    assert await admin.post("admin", op="take_messages", user=ROSA) == {"ok": True}
    people = (await admin.get("state"))["people"]
    assert next(one for one in people if one["id"] == ROSA)["dnd"] is False


async def test_home_dm_and_shortcut_over_http(slack: LocalSlack, session: ClientSession) -> None:
    rosa = Page(slack, session, ROSA)
    async with rosa.events() as events:
        assert (await rosa.post("home", tab="home"))["view"] is None
        home = (await event_of(events, "home"))["view"]
        pressed = await rosa.post(
            "action", container={"type": "home"}, block_id="buttons", action_id="form", value={}
        )
        assert pressed == {"ok": True}
        view = (await event_of(events, "view_open"))["view"]
        assert home["type"] == "home"
        await rosa.post("view/close", view_id=view["id"])
        await rosa.post("shortcut", callback_id="echo_global", channel="C0GENERAL1")
        assert (await event_of(events, "view_open"))["view"]["callback_id"] == "echo_form"
    opened = await rosa.post("open_dm", user=VERA)
    await rosa.post("send", channel=opened["channel"], text="hello")
    dms = (await Page(slack, session, VERA).get("state"))["dms"]
    assert [(dm["user"], dm["mentions"]) for dm in dms if not dm["is_app"]] == [(ROSA, 1)]
    seen = await Page(slack, session, "U0OPERATE1").get("messages", channel=opened["channel"])
    assert seen["messages"] == []


async def test_page_files_are_served_and_nothing_else(slack: LocalSlack, session: ClientSession) -> None:
    async with session.get(slack.url + "/") as answer:
        assert answer.content_type == "text/html"
    async with session.get(slack.url + "/page/../local_slack.py") as answer:
        assert answer.status == 404
    async with session.get(slack.url + "/page/%2e%2e/local_slack.py") as answer:
        assert answer.status == 404
