"""A small Bolt app that uses each kind of conversation once, for tests of the local Slack."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def option(words: str, value: str) -> Json:
    return {"text": text(words), "value": value}


def form(title: str = "Echo", *, callback_id: str = "echo_form", **more: Any) -> Json:
    blocks = [
        {
            "type": "input",
            "block_id": "words",
            "label": text("Words"),
            "element": {"type": "plain_text_input", "action_id": "entry", "min_length": 2},
        },
        {
            "type": "input",
            "block_id": "customer",
            "optional": True,
            "label": text("Customer"),
            "element": {"type": "external_select", "action_id": "customer", "min_query_length": 2},
        },
        {
            "type": "input",
            "block_id": "tone",
            "optional": True,
            "dispatch_action": True,
            "label": text("Tone"),
            "element": {
                "type": "static_select",
                "action_id": "tone",
                "options": [option("Loud", "loud"), option("Quiet", "quiet")],
            },
        },
        {
            "type": "input",
            "block_id": "files",
            "optional": True,
            "label": text("Files"),
            "element": {"type": "file_input", "action_id": "files"},
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "push", "text": text("More")}],
        },
    ]
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": text(title),
        "submit": text("Send"),
        "close": text("Cancel"),
        "notify_on_close": True,
        "blocks": blocks,
        **more,
    }


def note(title: str, words: str) -> Json:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
    return {"type": "modal", "callback_id": "note", "title": text(title), "blocks": [section]}


def card(words: str) -> list[Json]:
    return [
        {"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": words}},
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [
                {"type": "button", "action_id": "again", "text": text("Again"), "value": "v1"},
                {"type": "button", "action_id": "whisper", "text": text("Whisper")},
                {"type": "button", "action_id": "stuck", "text": text("Stuck")},
                {"type": "button", "action_id": "form", "text": text("Open")},
            ],
        },
    ]


class Echo:
    """The app and what it heard."""

    def __init__(self, api_url: str, bot_token: str, signing_secret: str) -> None:
        client = AsyncWebClient(token=bot_token, base_url=api_url)
        logger = logging.getLogger("echo")
        self.app = AsyncApp(
            client=client, signing_secret=signing_secret, process_before_response=True, logger=logger
        )
        self.client = client
        self.heard: list[tuple[str, Json]] = []
        self._more = asyncio.Event()
        self._register()

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait until the condition holds, woken by each thing heard; raises TimeoutError after 5 s."""
        async with asyncio.timeout(5):
            while not condition():
                self._more.clear()
                await self._more.wait()

    def note(self, kind: str, body: Json) -> None:
        self.heard.append((kind, body))
        self._more.set()

    def bodies(self, kind: str) -> list[Json]:
        return [body for heard, body in self.heard if heard == kind]

    def _register(self) -> None:
        app, heard = self.app, self.note

        @app.command("/echo")
        async def on_command(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
            heard("command", body)
            words = body["text"]
            if words == "form":
                await client.views_open(trigger_id=body["trigger_id"], view=form())
                await ack()
            elif words == "later":
                await ack()
                await respond(text="Later")
            elif words == "late":
                await ack()
                await asyncio.sleep(3.2)
                try:
                    await client.views_open(trigger_id=body["trigger_id"], view=form())
                except SlackApiError as error:
                    heard("late", {"error": error.response["error"]})
            elif words == "card":
                await ack()
                await client.chat_postMessage(channel="C0OPERATNS", text="card", blocks=card("*Echo*"))
            elif words == "public":
                await ack(text="For all", response_type="in_channel")
            else:
                await ack(f"You said {words}")

        @app.command("/escaped")
        async def on_escaped(ack: Any, body: Json) -> None:
            heard("command", body)
            await ack()

        @app.shortcut("echo_global")
        async def on_global(ack: Any, body: Json, client: AsyncWebClient) -> None:
            heard("shortcut", body)
            await client.views_open(trigger_id=body["trigger_id"], view=form())
            await ack()

        @app.shortcut("echo_message")
        async def on_message_shortcut(ack: Any, body: Json, client: AsyncWebClient) -> None:
            heard("message_action", body)
            view = note("Carried", body["message"]["text"])
            await client.views_open(trigger_id=body["trigger_id"], view=view)
            await ack()

        @app.action("again")
        async def on_again(ack: Any, body: Json, respond: Any) -> None:
            heard("block_actions", body)
            await ack()
            await respond(text="Once more", blocks=card("Once more"), replace_original=True)

        @app.action("whisper")
        async def on_whisper(ack: Any, body: Json, client: AsyncWebClient) -> None:
            heard("block_actions", body)
            user, channel = body["user"]["id"], body["channel"]["id"]
            await client.chat_postEphemeral(channel=channel, user=user, text="Psst", blocks=card("Psst"))
            await ack()

        @app.action("stuck")
        async def on_stuck(body: Json) -> None:
            heard("block_actions", body)

        @app.action("form")
        async def on_form(ack: Any, body: Json, client: AsyncWebClient) -> None:
            heard("block_actions", body)
            await client.views_open(trigger_id=body["trigger_id"], view=form())
            await ack()

        @app.action("push")
        async def on_push(ack: Any, body: Json, client: AsyncWebClient) -> None:
            heard("block_actions", body)
            await ack()
            # The fourth is refused, which the test reads from the recorded calls.
            with contextlib.suppress(SlackApiError):
                await client.views_push(trigger_id=body["trigger_id"], view=form("More"))

        @app.action("tone")
        async def on_tone(ack: Any, body: Json, client: AsyncWebClient) -> None:
            heard("block_actions", body)
            view = body["view"]
            await client.views_update(view_id=view["id"], hash=view["hash"], view=form("Echo, toned"))
            await ack()

        @app.options("customer")
        async def on_customers(ack: Any, body: Json) -> None:
            heard("block_suggestion", body)
            if body["value"] == "bad":
                await ack(options=[{"text": "no text object", "value": "x"}])
                return
            names = {"Acme North": "c1", "Acme South": "c2", "Bolt Sample": "c3"}
            found = [option(n, v) for n, v in names.items() if body["value"].lower() in n.lower()]
            await ack(options=found)

        @app.view("echo_form")
        async def on_form_sent(ack: Any, body: Json, client: AsyncWebClient) -> None:
            heard("view_submission", body)
            words = body["view"]["state"]["values"]["words"]["entry"]["value"]
            if words == "wrong":
                await ack(response_action="errors", errors={"words": "Not that word."})
            elif words == "misplaced":
                await ack(response_action="errors", errors={"more": "There is no input here."})
            elif words == "update":
                await ack(response_action="update", view=note("Updated", "As you like"))
            elif words == "push":
                await ack(response_action="push", view=note("Pushed", "On top"))
            elif words == "clear":
                await ack(response_action="clear")
            else:
                await ack()
                await client.chat_postMessage(channel=body["user"]["id"], text=f"Echo: {words}")

        @app.view_closed("echo_form")
        async def on_closed(ack: Any, body: Json) -> None:
            heard("view_closed", body)
            await ack()

        @app.event("app_home_opened")
        async def on_home(event: Json, client: AsyncWebClient) -> None:
            heard("app_home_opened", event)
            view = {"type": "home", "blocks": card(f"Home of <@{event['user']}>")}
            await client.views_publish(user_id=event["user"], view=view)

        @app.event("message")
        async def on_message(event: Json) -> None:
            heard("message", event)

        for kind in (
            "subteam_members_changed",
            "subteam_updated",
            "user_change",
            "channel_archive",
            "channel_left",
        ):
            app.event(kind)(self._hear(kind))

    def _hear(self, kind: str) -> Any:
        async def hear(event: Json) -> None:
            self.note(kind, event)

        return hear
