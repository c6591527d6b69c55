"""Slack's raw payloads read into values; what Slack calls what stands here alone, and nobody is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.views.actions import MORE, read_carried, read_choice
from handlers.tokens import readable
from models.refusals import Field
from models.request import CarriedMessage, Evidence

Payload = Mapping[str, Any]


class UnreadablePayloadError(ValueError):
    """What Slack sent is not what this form or button sends. Open it anew and try again."""


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who did something, and from which workspace, as Slack's envelope says."""

    user: str
    team: str | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody did something: the channel (none in a modal and in App Home) and the trigger for a modal."""

    user: str
    trigger_id: str
    channel: str | None = None
    is_modal: bool = False


@dataclass(frozen=True, kw_only=True)
class Click:
    """A button that was clicked, and what it carries: a request's number and what else was shown."""

    action: str
    number: int
    rest: str
    place: Place
    view_id: str | None = None

    @property
    def key(self) -> str:
        """What tells this click from any other."""
        return f"action:{self.place.trigger_id}"


@dataclass(frozen=True, kw_only=True)
class OpenForm:
    """A form as it stands in front of somebody: what is entered, and which inputs it has at all."""

    view_id: str
    hash: str
    callback_id: str
    metadata: str
    entered: Entered
    inputs: frozenset[str]
    changed_at: float = 0.0
    #: The window under it, where there is one.
    below: str | None = None

    @property
    def key(self) -> str:
        """What tells this form from any other: one that is sent twice is one delivery, whatever it shows by then."""
        return f"view:{self.view_id}"


class Entered:
    """What stands in a form's inputs, by field or by another name; what is empty, missing or null reads as nothing."""

    def __init__(self, values: Payload) -> None:
        self._values = values

    def text(self, field: str) -> str:
        """A text as it was typed, without the white space around it."""
        value = self._held(field).get("value")
        return value.strip() if isinstance(value, str) else ""

    def choice(self, field: str) -> str:
        """The value of the option that was chosen."""
        option = self._held(field).get("selected_option")
        value = option.get("value") if isinstance(option, Mapping) else None
        return value if isinstance(value, str) else ""

    def colleague(self, field: str) -> str | None:
        """The id of the person who was chosen."""
        value = self._held(field).get("selected_user")
        return value if isinstance(value, str) and value else None

    def typed(self, block: str) -> str:
        """A text as it was typed into an input that is named after no field, without the white space around it."""
        value = self._held(block).get("value")
        return value.strip() if isinstance(value, str) else ""

    def colleagues(self, block: str) -> list[str]:
        """The ids of the people who were chosen, in their order."""
        chosen = self._held(block).get("selected_users")
        return [str(one) for one in chosen] if isinstance(chosen, list) else []

    def is_ticked(self, field: str) -> bool:
        """Whether a box of the field was ticked."""
        return bool(self._held(field).get("selected_options"))

    def ticked(self, block: str) -> list[str]:
        """The values of the boxes that are ticked."""
        chosen = self._held(block).get("selected_options")
        return [str(one.get("value")) for one in chosen] if isinstance(chosen, list) else []

    def day(self, field: str) -> date | None:
        """The day that was chosen."""
        value = self._held(field).get("selected_date")
        if not isinstance(value, str) or not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise UnreadablePayloadError(f"not a day: {value[:20]!r}") from error

    def files(self, field: str) -> tuple[Evidence, ...]:
        """The files that were attached."""
        files = self._held(field).get("files") or ()
        return tuple(_evidence(file) for file in files if isinstance(file, Mapping) and file.get("id"))

    def _held(self, field: str) -> Payload:
        elements = self._values.get(str(field))
        if not isinstance(elements, Mapping):
            return {}
        held = next(iter(elements.values()), None)
        return held if isinstance(held, Mapping) else {}


def asker(body: Payload) -> Asker | None:
    """Who did it; None for what no person did, such as an announcement."""
    event = body.get("event")
    if isinstance(event, Mapping):
        if event.get("type") != "app_home_opened":
            return None
        return Asker(user=str(event["user"]), team=None)
    user = body.get("user")
    if isinstance(user, Mapping):
        return Asker(user=str(user["id"]), team=user.get("team_id"))
    if "user_id" in body:
        return Asker(user=str(body["user_id"]), team=body.get("team_id"))
    return None


def place(body: Payload) -> Place:
    """Where it was done: a command, a shortcut, or a click in a message, a modal or App Home."""
    who = asker(body)
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id")
    container = body.get("container") or {}
    view = body.get("view") or {}
    return Place(
        user=who.user if who else "",
        trigger_id=str(body.get("trigger_id") or ""),
        channel=channel or container.get("channel_id"),
        is_modal=view.get("type") == "modal",
    )


def click(body: Payload) -> Click:
    """A click on one of our buttons; UnreadablePayloadError where it carries what none of ours does."""
    action = _action(body)
    name, value = str(action.get("action_id")), str(action.get("value") or "")
    if name == MORE:
        name, value = read_choice(str((action.get("selected_option") or {}).get("value") or ""))
    try:
        number, rest = read_carried(value)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    view = body.get("view") or {}
    return Click(
        action=name,
        number=number,
        rest=rest,
        place=place(body),
        view_id=view.get("id"),
    )


def open_form(body: Payload) -> OpenForm:
    """The form that was sent, or in which something was changed."""
    view = body["view"]
    actions = body.get("actions") or ()
    inputs = [str(block.get("block_id")) for block in _inputs(view)]
    return OpenForm(
        view_id=str(view["id"]),
        hash=str(view.get("hash") or ""),
        callback_id=str(view.get("callback_id") or ""),
        metadata=str(view.get("private_metadata") or ""),
        entered=Entered(_values(view)),
        # The state has a place for each input too, for a view that comes without its blocks.
        inputs=frozenset(inputs or _values(view)),
        below=str(view["root_view_id"]) if view.get("root_view_id") not in (None, view["id"]) else None,
        changed_at=max((float(action.get("action_ts") or 0) for action in actions), default=0.0),
    )


def first_input(body: Payload) -> str | None:
    """The block id of the form's first text input, else of its first input: where an error of the whole stands."""
    view = body.get("view") or {}
    inputs = _inputs(view)
    texts = [block for block in inputs if (block.get("element") or {}).get("multiline")]
    if inputs:
        return str((texts or inputs)[0]["block_id"])
    values = _values(view)
    return str(Field.RATIONALE) if Field.RATIONALE in values else next(iter(values), None)


def home_metadata(body: Payload) -> str:
    """What App Home carries that somebody opens or clicks in; "" where none was published yet."""
    view = body.get("view")
    return str(view.get("private_metadata") or "") if isinstance(view, Mapping) else ""


def pressed(body: Payload) -> str:
    """The value of the button that was pressed, where it names no request."""
    return str(_action(body).get("value") or "")


def words_of_command(body: Payload) -> str:
    """What was typed after the command."""
    return str(body.get("text") or "").strip()


def searched(body: Payload) -> str:
    """What was typed into a select."""
    return str(body.get("value") or "").strip()


def carried_message(body: Payload) -> CarriedMessage:
    """The message that a message shortcut was used on."""
    message = body["message"]
    return CarriedMessage(
        channel=str(body["channel"]["id"]),
        ts=str(body.get("message_ts") or message["ts"]),
        author=str(message.get("user") or ""),
        text=readable(str(message.get("text") or "")),
    )


def message_in(metadata: str) -> CarriedMessage | None:
    """The message that a filing form carries; UnreadablePayloadError where it carries something else."""
    if not metadata:
        return None
    try:
        kept = json.loads(metadata)
        return CarriedMessage(
            channel=str(kept["channel"]),
            ts=str(kept["ts"]),
            author=str(kept["author"]),
            text=str(kept["text"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadablePayloadError("the form carries no message that can be read") from error


def group_of(event: Payload) -> str:
    """The id of the user group that an announcement is about."""
    return str(event.get("subteam_id") or (event.get("subteam") or {}).get("id") or "")


def person_of(event: Payload) -> str:
    """The id of the person that an announcement is about."""
    user = event.get("user")
    return str(user.get("id") if isinstance(user, Mapping) else user or "")


def _inputs(view: Payload) -> list[Payload]:
    return [block for block in view.get("blocks") or () if block.get("type") == "input"]


def _values(view: Payload) -> Payload:
    values: Payload = (view.get("state") or {}).get("values") or {}
    return values


def _action(body: Payload) -> Payload:
    actions = body.get("actions") or ()
    if not actions:
        raise UnreadablePayloadError("no action was sent")
    action: Payload = actions[0]
    return action


def _evidence(file: Payload) -> Evidence:
    return Evidence(
        file_id=str(file["id"]),
        name=str(file.get("title") or file.get("name") or file["id"]),
        permalink=str(file.get("permalink") or ""),
        mimetype=str(file.get("mimetype") or ""),
        size=int(file.get("size") or 0),
    )
