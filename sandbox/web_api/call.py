"""One call of the Web API: its arguments, read as Slack reads them, and the errors it may end in."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field

from sandbox.parts import Parts
from sandbox.payload import Payload
from sandbox.workspace import Channel, Person


class ApiError(Exception):
    """The call fails with Slack's error code; `extra` goes into the answer beside it."""

    def __init__(self, code: str, *, messages: list[str] | None = None, **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.extra = extra

    def answer(self) -> Payload:
        """The answer's body."""
        body: Payload = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


def missing(name: str) -> ApiError:
    """The error of a missing argument."""
    return ApiError("invalid_arguments", messages=[f"[ERROR] missing required field: {name}"])


@dataclass(kw_only=True)
class Call:
    """A method's arguments and the workspace that it is called on."""

    method: str
    args: Payload
    parts: Parts
    token: str = ""
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    # Arguments

    def text(self, name: str, default: str | None = None) -> str:
        """A text; where it is missing, the default, else invalid_arguments."""
        value = self.args.get(name)
        if value is None or (value == "" and default is None):
            if default is None:
                raise missing(name)
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ApiError("invalid_arguments", messages=[f"[ERROR] must be a string [json-pointer:/{name}]"])
        return str(value)

    def optional(self, name: str) -> str | None:
        """A text, or None where it is missing or empty."""
        return self.text(name, "") or None

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean in any of the forms that Slack takes."""
        value = self.args.get(name, default)
        return value in (True, 1, "1", "true", "True", "TRUE")

    def number(self, name: str, default: int, *, error: str = "invalid_arguments") -> int:
        """A whole number."""
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise ApiError(error, messages=[f"[ERROR] must be an integer [json-pointer:/{name}]"]) from None

    def decoded(self, name: str, *, error: str) -> object:
        """A value that is JSON, or JSON within a text; None where it is missing, else `error`."""
        value = self.args.get(name)
        if isinstance(value, str):
            if not value.strip():
                return None
            try:
                return json.loads(value)
            except json.JSONDecodeError:
                raise ApiError(error) from None
        return value

    # Who and where

    @property
    def me(self) -> str:
        """The app's bot user."""
        return self.parts.state.app.bot_user_id

    def require(self, *scopes: str) -> None:
        """Fail with missing_scope unless the app has one of the scopes."""
        granted = self.parts.manifest.bot_scopes
        if not any(scope in granted for scope in scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(granted))

    def person(self, name: str = "user", *, error: str = "user_not_found") -> Person:
        """The person that an argument names."""
        person = self.parts.state.people.get(self.text(name))
        if person is None:
            raise ApiError(error)
        return person

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that an argument names, where the app may know of it."""
        channel = self.parts.state.channels.get(self.text(name))
        hidden = channel is not None and channel.is_private and self.me not in channel.members
        if channel is None or hidden:
            raise ApiError("channel_not_found")
        return channel

    def kind_scope(self, channel: Channel, right: str) -> None:
        """Fail unless the app has the scope (`right` is ``read`` or ``history``) for this kind of channel."""
        area = "im" if channel.is_im else "groups" if channel.is_private else "channels"
        self.require(f"{area}:{right}")

    # Pages

    def page(self, items: list[Payload], key: str, *, default: int, most: int = 1000) -> Payload:
        """One page of a list, with the cursor of the next."""
        limit = self.number("limit", default, error="invalid_limit")
        if limit < 0 or limit > most:
            raise ApiError("invalid_limit")
        limit = limit or default
        start = read_cursor(self.optional("cursor"))
        rest = items[start : start + limit]
        following = write_cursor(start + limit) if start + limit < len(items) else ""
        return {key: rest, "response_metadata": {"next_cursor": following}}


def read_cursor(cursor: str | None) -> int:
    """Where a cursor points; raises invalid_cursor where it is none of ours."""
    if cursor is None:
        return 0
    try:
        name, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
        if name == "next":
            return int(place)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise ApiError("invalid_cursor")


def write_cursor(place: int) -> str:
    """A cursor that points to a place."""
    return base64.b64encode(f"next:{place}".encode()).decode()
