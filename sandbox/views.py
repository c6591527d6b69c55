"""Holds the open modals and the Home views and changes them; it must not judge triggers or speak to the app."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import time
from dataclasses import dataclass, field

from sandbox.audience import Audience
from sandbox.blockkit import fill_ids
from sandbox.guide import Guide
from sandbox.payload import Payload
from sandbox.state import State, derived_id
from sandbox.values import initial_values, merged_values

#: How many modals may lie on each other.
MAX_STACK = 3
_KEPT_KEYS = ("private_metadata", "callback_id", "clear_on_close", "notify_on_close", "external_id")


class ViewError(Exception):
    """A view cannot be changed so; the message is Slack's error code."""


@dataclass(kw_only=True)
class OpenView:
    """A modal that a person has open."""

    id: str
    user: str
    body: Payload
    values: Payload = field(default_factory=dict)
    channel: str | None = None
    previous: str | None = None
    root: str = ""

    @property
    def hash(self) -> str:
        """Slack's mark of this version of the view."""
        return str(self.body["hash"])


class Views:
    """The stacks of modals by person."""

    def __init__(self, state: State, audience: Audience, guide: Guide) -> None:
        self._state = state
        self._audience = audience
        self._guide = guide
        self._stacks: dict[str, list[OpenView]] = {}
        self._numbers = itertools.count(time.time_ns())

    # Reading

    def stack(self, user: str) -> list[OpenView]:
        """A person's modals, the lowest first."""
        return self._stacks.setdefault(user, [])

    def top(self, user: str) -> OpenView | None:
        """The modal that a person sees."""
        stack = self.stack(user)
        return stack[-1] if stack else None

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> OpenView | None:
        """An open modal by either of its ids."""
        for stack in self._stacks.values():
            for view in stack:
                if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                    return view
        return None

    def payload(self, view: OpenView) -> Payload:
        """Slack's view object of an open modal."""
        return {**view.body, "state": {"values": copy.deepcopy(view.values)}}

    def listed(self, user: str) -> list[Payload]:
        """A person's modals as view objects, the lowest first."""
        return [self.payload(view) for view in self.stack(user)]

    # Changing

    def open(self, user: str, source: Payload, *, channel: str | None = None) -> OpenView:
        """Open a modal as the only one."""
        self._check_external_id(source)
        self._stacks[user] = []
        return self._lay(user, source, channel, "view_open")

    def push(self, user: str, source: Payload, *, channel: str | None = None) -> OpenView:
        """Lay a modal on the others; raises ViewError where three lie there already."""
        if len(self.stack(user)) >= MAX_STACK:
            raise ViewError("push_limit_reached")
        self._check_external_id(source)
        return self._lay(user, source, channel, "view_push")

    def _lay(self, user: str, source: Payload, channel: str | None, kind: str) -> OpenView:
        stack = self.stack(user)
        view_id = self._new_id()
        previous = stack[-1].id if stack else None
        root = stack[0].id if stack else view_id
        view = OpenView(id=view_id, user=user, body={}, channel=channel, previous=previous, root=root)
        view.body = self._body(view_id, source, previous=previous, root=root)
        view.values = initial_values(view.body["blocks"], channel=channel)
        stack.append(view)
        self._show(kind, view)
        return view

    def update(self, view: OpenView, source: Payload, *, given_hash: str | None = None) -> OpenView:
        """Replace a modal's content; what was typed stays where block and action stay.

        Raises ViewError where the hash is an old one.
        """
        if given_hash is not None and given_hash != view.hash:
            raise ViewError("hash_conflict")
        if source.get("external_id") != view.body.get("external_id"):
            self._check_external_id(source)
        body = self._body(view.id, source, previous=view.previous, root=view.root)
        fresh = initial_values(body["blocks"], channel=view.channel)
        view.values = merged_values(fresh, view.values)
        view.body = body
        self._show("view_update", view)
        return view

    def close(self, view: OpenView, *, all_: bool = False) -> None:
        """Close a modal, or with `all_` the whole stack."""
        stack = self.stack(view.user)
        stack[:] = [] if all_ else [v for v in stack if v is not view]
        self._tell("view_close", view)

    def publish(self, user: str, source: Payload, *, given_hash: str | None = None) -> Payload:
        """Replace a person's view of the app's Home; raises ViewError where the hash is an old one."""
        current = self._state.homes.get(user)
        if given_hash is not None and current is not None and given_hash != current["hash"]:
            raise ViewError("hash_conflict")
        view_id = current["id"] if current else self._new_id()
        body = self._body(view_id, source, previous=None, root=view_id)
        values = initial_values(body["blocks"], channel=None)
        if current:
            values = merged_values(values, current["state"]["values"])
        body["state"] = {"values": values}
        self._state.set_home(user, body)
        self._audience.tell([user], {"type": "home", "view": body})
        return body

    def _new_id(self) -> str:
        return derived_id("V", str(next(self._numbers)))

    def _check_external_id(self, source: Payload) -> None:
        external_id = source.get("external_id")
        if external_id and self.find(external_id=external_id) is not None:
            raise ViewError("duplicate_external_id")

    def _body(self, view_id: str, source: Payload, *, previous: str | None, root: str) -> Payload:
        app = self._state.app
        body: Payload = {
            "id": view_id,
            "team_id": self._state.team.id,
            "type": source["type"],
            "blocks": fill_ids(source["blocks"]),
            "private_metadata": source.get("private_metadata") or "",
            "callback_id": source.get("callback_id") or "",
            "state": {"values": {}},
            "hash": "",
            "title": source.get("title") or _home_title(),
            "clear_on_close": bool(source.get("clear_on_close", False)),
            "notify_on_close": bool(source.get("notify_on_close", False)),
            "close": source.get("close"),
            "submit": source.get("submit"),
            "previous_view_id": previous,
            "root_view_id": root,
            "app_id": app.id,
            "external_id": source.get("external_id") or "",
            "app_installed_team_id": self._state.team.id,
            "bot_id": app.bot_id,
        }
        if source["type"] == "modal" and "submit_disabled" in source:
            body["submit_disabled"] = source["submit_disabled"]
        mark = hashlib.sha256(json.dumps([body, next(self._numbers)]).encode()).hexdigest()[:8]
        body["hash"] = f"{int(time.time())}.{mark}"
        return body

    def _show(self, kind: str, view: OpenView) -> None:
        self._tell(kind, view)
        self._guide.saw_view(view.body)

    def _tell(self, kind: str, view: OpenView) -> None:
        shown = {"type": kind, "view": self.payload(view), "stack": self.listed(view.user)}
        self._audience.tell([view.user], shown)


def _home_title() -> Payload:
    return {"type": "plain_text", "text": "View Title", "emoji": True}
