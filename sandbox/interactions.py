"""Carries what a person does to the app and its answer back to the person; page and test client share it.

It must not know how the person did it, nor on which wire the app listens.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from sandbox.answers import AnswerError, Answers
from sandbox.audience import Audience
from sandbox.blockkit import check_message_blocks
from sandbox.composer import command_text
from sandbox.guide import Guide
from sandbox.manifest import Manifest
from sandbox.messages import Messages
from sandbox.payload import Payload
from sandbox.payloads import channel_name, command, interaction
from sandbox.state import Posted, State
from sandbox.transport import NotAcknowledgedError, Transport
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.values import (
    action_item,
    entered,
    find_element,
    initial_values,
    merged_values,
    value_field,
)
from sandbox.views import OpenView, Views
from sandbox.workspace import Channel

#: What Slack says where an app does not answer.
NO_ANSWER = "This app did not respond. Try again in a moment."
#: Slack's words for a command that came to nothing, by the wire's; any other is dispatch_failed.
_FAILURES = {"timeout": "operation_timeout", "http_error": "dispatch_failed", "no_retry": "dispatch_failed"}


class RefusedError(Exception):
    """The workspace does not let the person do this; the message is a sentence for them."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a person acts: a message, a modal or the app's Home."""

    message: Posted | None = None
    view: OpenView | None = None
    home_of: str | None = None


@dataclass(kw_only=True)
class Interactions:
    """The ways from a person to the app."""

    state: State
    manifest: Manifest
    transport: Transport
    messages: Messages
    views: Views
    answers: Answers
    audience: Audience
    guide: Guide
    triggers: Triggers
    response_urls: ResponseUrls
    #: The server's address, known once it listens.
    address: str = ""

    async def command(self, user: str, channel: Channel, text: str) -> None:
        """Run a slash command; raises RefusedError where there is no such command or the app fails."""
        name, _, rest = text.partition(" ")
        known = next((c for c in self.manifest.commands if c.command == name), None)
        if known is None:
            raise RefusedError(
                f"{name} is not a valid command. In Slack, all messages that start with the “/” "
                "character are interpreted as commands."
            )
        if self.state.people[user].is_stranger:
            raise RefusedError(f"{name} is not a valid command in a shared channel.")
        url = self.response_urls.give("commands", user=user, channel=channel.id)
        payload = command(
            self.state,
            user=user,
            channel=channel,
            name=name,
            text=command_text(rest.strip(), self.state, should_escape=known.should_escape),
            trigger_id=self.triggers.give(user, channel=channel.id),
            response_url=self.address + url.path,
        )
        try:
            ack = await self.transport.deliver("slash_commands", payload)
            self.answers.to_command(url, ack.body)
        except NotAcknowledgedError as error:
            code = _FAILURES.get(error.reason, "dispatch_failed")
            sentence = f"{name} failed with the error “{code}”"
            self.audience.notice(user, sentence, channel=channel.id)
            raise RefusedError(sentence) from error
        except AnswerError as error:
            sentence = f"{name} failed with the error “{error.code}”"
            self.audience.notice(user, sentence, channel=channel.id)
            raise RefusedError(sentence) from error
        self.guide.saw_command(name, rest.strip(), user)

    async def shortcut(
        self, user: str, callback_id: str, *, message: Posted | None = None, channel: Channel | None = None
    ) -> None:
        """Use a shortcut: a message shortcut where `message` is given, else a global one."""
        kind = "global" if message is None else "message"
        known = [s for s in self.manifest.shortcuts if s.type == kind and s.callback_id == callback_id]
        if not known:
            raise RefusedError("There is no such shortcut.")
        if self.state.people[user].is_stranger:
            raise RefusedError("People of other workspaces cannot use this workspace's shortcuts.")
        trigger_id = self.triggers.give(user, channel=channel.id if channel else None)
        if message is None:
            payload = interaction(self.state, "shortcut", user, trigger_id)
        else:
            place = self.state.channels[message.channel]
            url = self.response_urls.give(
                "app",
                user=user,
                channel=place.id,
                message_ts=message.ts,
                thread_ts=message.body.get("thread_ts"),
            )
            payload = interaction(self.state, "message_action", user, trigger_id)
            payload["channel"] = {"id": place.id, "name": channel_name(place)}
            payload["message_ts"] = message.ts
            payload["message"] = self.messages.with_thread(message)
            payload["response_url"] = self.address + url.path
        payload["callback_id"] = callback_id
        payload["action_ts"] = f"{time.time():.6f}"
        await self._interact(user, payload, NO_ANSWER)

    async def act(
        self,
        user: str,
        place: Place,
        block_id: str,
        action_id: str,
        value: Payload,
        typed: Payload | None = None,
    ) -> None:
        """Press or change an element; `typed` is what the inputs around it hold, where the page knows more."""
        blocks, values = self._content(place)
        element = find_element(blocks, block_id, action_id)
        if element is None:
            raise RefusedError("That is no longer there.")
        self._take_in(blocks, values, typed or {})
        if value_field(element["type"]) is not None:
            values.setdefault(block_id, {})[action_id] = entered(element, value)
        self._keep(place, values)
        payload = self._action_payload(user, place, values)
        payload["actions"] = [action_item(block_id, element, value, f"{time.time():.6f}")]
        await self._interact(user, payload, NO_ANSWER, place.message)

    def _action_payload(self, user: str, place: Place, values: Payload) -> Payload:
        if place.message is not None:
            message = place.message
            channel = self.state.channels[message.channel]
            ephemeral = message.ephemeral_to is not None
            url = self.response_urls.give(
                "actions",
                user=user,
                channel=channel.id,
                message_ts=message.ts,
                thread_ts=message.body.get("thread_ts"),
                ephemeral=ephemeral,
            )
            payload = interaction(
                self.state, "block_actions", user, self.triggers.give(user, channel=channel.id)
            )
            payload["container"] = {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": ephemeral,
            }
            if "thread_ts" in message.body:
                payload["container"]["thread_ts"] = message.body["thread_ts"]
            payload["channel"] = {"id": channel.id, "name": channel_name(channel)}
            if not ephemeral:
                payload["message"] = self.messages.with_thread(message)
            payload["state"] = {"values": values}
            payload["response_url"] = self.address + url.path
            return payload
        view = self._view_payload(place)
        trigger_id = self.triggers.give(user, view_id=view["id"] if view["type"] == "modal" else None)
        payload = interaction(self.state, "block_actions", user, trigger_id)
        payload["container"] = {"type": "view", "view_id": view["id"]}
        payload["view"] = view
        return payload

    def _view_payload(self, place: Place) -> Payload:
        if place.view is not None:
            return self.views.payload(place.view)
        return self.state.homes[place.home_of or ""]

    def _content(self, place: Place) -> tuple[list[Payload], Payload]:
        if place.message is not None:
            return place.message.body.get("blocks") or [], dict(self.message_values(place.message))
        if place.view is not None:
            return place.view.body["blocks"], place.view.values
        home = self.state.homes.get(place.home_of or "")
        if home is None:
            raise RefusedError("This app has no Home yet.")
        return home["blocks"], home["state"]["values"]

    def message_values(self, message: Posted) -> Payload:
        """What a message's own inputs hold."""
        fresh = initial_values(message.body.get("blocks") or [], channel=message.channel)
        return merged_values(fresh, message.values)

    def _take_in(self, blocks: list[Payload], values: Payload, typed: Payload) -> None:
        for block_id, actions in typed.items():
            for action_id, given in (actions or {}).items():
                element = find_element(blocks, block_id, action_id)
                if element is not None and value_field(element["type"]) is not None:
                    values.setdefault(block_id, {})[action_id] = entered(element, given)

    def _keep(self, place: Place, values: Payload) -> None:
        if place.message is not None:
            self.messages.keep_values(place.message, values)
        elif place.view is None and place.home_of is not None:
            home = self.state.homes[place.home_of]
            self.state.set_home(place.home_of, {**home, "state": {"values": values}})

    async def suggest(self, user: str, place: Place, block_id: str, action_id: str, text: str) -> Payload:
        """Ask the app for options; raises RefusedError where it fails or answers what Slack refuses."""
        blocks, values = self._content(place)
        element = find_element(blocks, block_id, action_id)
        if element is None or not str(element["type"]).endswith("external_select"):
            raise RefusedError("That is no longer there.")
        if len(text) < element.get("min_query_length", 3):
            return {"options": []}
        payload = interaction(self.state, "block_suggestion", user, None)
        payload.update({"action_id": action_id, "block_id": block_id, "value": text})
        if place.message is not None:
            channel = self.state.channels[place.message.channel]
            payload["container"] = {
                "type": "message",
                "message_ts": place.message.ts,
                "channel_id": channel.id,
                "is_ephemeral": place.message.ephemeral_to is not None,
            }
            payload["channel"] = {"id": channel.id, "name": channel_name(channel)}
            payload["message"] = self.messages.with_thread(place.message)
            payload["state"] = {"values": values}
        else:
            view = self._view_payload(place)
            payload["container"] = {"type": "view", "view_id": view["id"]}
            payload["view"] = view
        try:
            ack = await self.transport.deliver("interactive", payload)
        except NotAcknowledgedError as error:
            raise RefusedError("Result could not be loaded.") from error
        return checked_options(ack.body)

    async def _interact(
        self, user: str, payload: Payload, failure: str, message: Posted | None = None
    ) -> None:
        try:
            await self.transport.deliver("interactive", payload)
        except NotAcknowledgedError as error:
            where = {"channel": message.channel, "ts": message.ts} if message else {}
            self.audience.notice(user, failure, **where)
            if message is not None:
                self.messages.mark_error(message, failure)
            raise RefusedError(failure) from error
        if message is not None:
            self.messages.mark_error(message, None)


def checked_options(body: Payload) -> Payload:
    """The options of an app's answer; raises RefusedError where Slack would refuse them."""
    given: Payload = {key: body[key] for key in ("options", "option_groups") if key in body}
    if len(given) != 1:
        raise RefusedError("Result could not be loaded.")
    if next(iter(given.values())) == []:
        return given
    # The same rules hold for options that stand in a message, so those rules judge them.
    select: Payload = {
        "type": "static_select",
        "action_id": "answer",
        "placeholder": {"type": "plain_text", "text": "Choose"},
        **given,
    }
    block = {"type": "actions", "block_id": "answer", "elements": [select]}
    if check_message_blocks([block]):
        raise RefusedError("Result could not be loaded.")
    return given
