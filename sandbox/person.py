"""Acts as one person of the workspace, through the same code as the page; it must not do what no person can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.composer import typed_text
from sandbox.forms import Outcome
from sandbox.functions import Execution
from sandbox.interactions import Place, RefusedError
from sandbox.payload import Payload
from sandbox.picking import PickError, given_value, input_block, pick_element, plain
from sandbox.sight import SeeingPerson
from sandbox.values import entered
from sandbox.views import OpenView
from sandbox.workspace import Channel

#: Seconds that a person waits for an input to appear.
_APPEARS_S = 3.0


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What became of a form: `result` is ``closed``, ``errors``, ``updated``, ``pushed`` or ``failed``.

    `errors` holds sentences by the input's label; `error` is Slack's sentence for the whole modal and
    `detail` says what the app did wrong.
    """

    result: str
    errors: Mapping[str, str]
    error: str | None = None
    detail: str | None = None


class ActingPerson(SeeingPerson):
    """One person at work."""

    # Speaking

    def _composer(self, name: str | None) -> Channel:
        if name is not None:
            channel = self.channel(name)
        else:
            general = [c for c in self._state.channels.values() if c.is_general and self.id in c.members]
            channel = general[0] if general else self._state.im(self.id, self.id)
        if self.id not in channel.members:
            raise RefusedError(f"Join #{channel.name} before you write there.")
        if channel.is_archived:
            raise RefusedError(f"#{channel.name} is archived.")
        return channel

    async def command(self, text: str, *, channel: str | None = None) -> None:
        """Run a slash command. Returns once the app acknowledged; raises RefusedError where it failed."""
        await self._parts.interactions.command(self.acting(), self._composer(channel), text)

    def say(
        self, channel: str, text: str, *, thread_ts: str | None = None, file_ids: Sequence[str] = ()
    ) -> Payload:
        """Post a message as typed, mentions by @name and #name; returns it."""
        place = self._composer(channel)
        user = self.acting()
        if not text.strip() and not file_ids:
            raise RefusedError("There is nothing to send.")
        with_app = place.is_im and self._state.app.bot_user_id in place.members
        manifest = self._parts.manifest
        if with_app and (manifest.messages_tab_read_only or not manifest.has_messages_tab):
            raise RefusedError("Sending messages to this app has been turned off.")
        files = [self._parts.files.share(self._own_file(f), place.id) for f in file_ids]
        typed = typed_text(text, self._state)
        posted = self._parts.messages.post_as_person(place, user, typed, thread_ts=thread_ts, files=files)
        return self._parts.messages.for_page(posted, user)

    def upload_file(self, name: str, content: bytes) -> Payload:
        """Upload a file; returns Slack's file object."""
        return self._parts.files.add(name, content, self.acting())

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file for a file_input or a message; returns its id."""
        return str(self.upload_file(name, content)["id"])

    def _own_file(self, file_id: str) -> Payload:
        file = self._state.files.get(file_id)
        if file is None or file["user"] != self.id:
            raise RefusedError("There is no such file.")
        return file

    def mark_read(self, channel: str) -> None:
        """Read a conversation to its end."""
        place = self.channel(channel)
        last = self._state.last_ts(place.id)
        if last is not None:
            self._state.mark_read(self.id, place.id, last)
        self._parts.audience.tell([self.id], {"type": "state"})
        self._parts.guide.saw_read(place, self.id)

    def open_dm(self, user: str) -> str:
        """Open a direct message; returns its id."""
        if user not in self._state.people:
            raise RefusedError("There is no such person.")
        channel = self._state.im(self.acting(), user)
        self._parts.audience.tell([self.id], {"type": "state"})
        return channel.id

    # Acting on the app

    def run_step(self, callback_id: str, inputs: Mapping[str, object]) -> Execution:
        """Run a workflow whose only step is one of the app's; how it ends is in what this returns."""
        return self._parts.functions.run(self.acting(), callback_id, inputs)

    def place(self, container: Payload) -> Place:
        """The place that a container of the page API names; raises RefusedError where it is gone."""
        if container["type"] == "home":
            return Place(home_of=self.id)
        if container["type"] == "view":
            home = self._state.homes.get(self.id)
            if home is not None and home["id"] == container["view_id"]:
                return Place(home_of=self.id)
            return Place(view=self.open_view(container["view_id"]))
        channel = self.channel(container["channel"])
        posted = self._parts.messages.find(channel.id, container["ts"], self.id)
        if posted is None:
            raise RefusedError("That message is no longer there.")
        return Place(message=posted)

    def open_view(self, view_id: str) -> OpenView:
        """One of the person's modals; raises RefusedError where it is closed."""
        for view in self._parts.views.stack(self.acting()):
            if view.id == view_id:
                return view
        raise RefusedError("That window is closed already.")

    def _place_of(self, target: Payload) -> Place:
        if target.get("type") == "home":
            return Place(home_of=self.id)
        if target.get("type") == "modal":
            return Place(view=self.open_view(target["id"]))
        return self.place({"type": "message", "channel": target["_channel"], "ts": target["ts"]})

    async def click(self, target: Payload, what: str, choose: Any = None) -> None:
        """Press a button, or choose in a select, menu or picker, of a message, a modal or the Home.

        `what` is the visible text (button, option's element by its placeholder) or the action_id; `choose`
        is an option's text or value, a date, a user's id, a list of those. Returns once the app acknowledged;
        raises RefusedError where it did not, PickError where there is no such element.
        """
        place = self._place_of(target)
        blocks = self._blocks(place)
        block, element = pick_element(blocks, what)
        value = await self._value(place, block, element, choose)
        await self._parts.interactions.act(
            self.acting(), place, block["block_id"], element["action_id"], value
        )

    def _blocks(self, place: Place) -> list[Payload]:
        if place.message is not None:
            return place.message.body.get("blocks") or []
        if place.view is not None:
            return list(place.view.body["blocks"])
        home = self._state.homes.get(self.id)
        if home is None:
            raise RefusedError("This app has no Home yet.")
        return list(home["blocks"])

    async def _value(self, place: Place, block: Payload, element: Payload, choose: Any) -> Payload:
        if element["type"].endswith("external_select") and choose is not None:
            wanted = choose if isinstance(choose, list) else [choose]
            options = []
            for text in wanted:
                offered = await self._suggested(place, block, element, str(text))
                options.extend(offered)
            element = {**element, "options": options}
        if element["type"] == "file_input":
            ids = choose if isinstance(choose, list) else [choose] if choose else []
            return {"files": [self._own_file(i) for i in ids]}
        return given_value(element, self._ids(element["type"], choose))

    def _ids(self, kind: str, choose: Any) -> Any:
        """Names of people and channels as ids, where an element picks those."""
        if isinstance(choose, list | tuple):
            return [self._ids(kind, one) for one in choose]
        if kind in ("users_select", "multi_users_select"):
            people = self._state.people.values()
            return next((p.id for p in people if choose in (p.name, p.real_name, f"@{p.name}")), choose)
        if kind.endswith(("channels_select", "conversations_select")) and str(choose).startswith("#"):
            return self.channel(choose).id
        return choose

    async def _suggested(self, place: Place, block: Payload, element: Payload, text: str) -> list[Payload]:
        answer = await self._parts.interactions.suggest(
            self.acting(), place, block["block_id"], element["action_id"], text
        )
        groups = answer.get("option_groups") or [{"options": answer.get("options", [])}]
        return [option for group in groups for option in group["options"]]

    async def suggest(self, label: str, text: str, *, target: Payload | None = None) -> list[Payload]:
        """Type into an external select of the top modal (or of `target`); returns the options, groups opened out."""
        place = self._place_of(target) if target is not None else Place(view=self._top())
        blocks = self._blocks(place)
        block = next((b for b in blocks if b["type"] == "input" and plain(b["label"]) == label), None)
        block, element = (block, block["element"]) if block is not None else pick_element(blocks, label)
        return await self._suggested(place, block, element, text)

    async def shortcut(self, callback_id: str, message: Payload | None = None) -> None:
        """Use a global shortcut, or a message shortcut on `message`."""
        posted = self._place_of(message).message if message is not None else None
        await self._parts.interactions.shortcut(self.acting(), callback_id, message=posted)

    # Forms

    def _top(self) -> OpenView:
        view = self._parts.views.top(self.acting())
        if view is None:
            raise RefusedError("No window is open.")
        return view

    async def fill(self, values: Mapping[str, Any]) -> None:
        """Fill inputs of the top modal by label (or block_id, or action_id).

        A select takes an option's text or value, a list where it takes many; dates, times and ids are given as
        Slack writes them; file inputs take ids from `upload`; None empties. Inputs with `dispatch_action` tell
        the app, in the order given, before the next is filled.
        """
        for label, wanted in values.items():
            view, block = await self._input(label)
            element = block["element"]
            value = await self._value(Place(view=view), block, element, wanted)
            if block.get("dispatch_action"):
                await self._parts.interactions.act(
                    self.id, Place(view=view), block["block_id"], element["action_id"], value
                )
            else:
                held = view.values.setdefault(block["block_id"], {})
                held[element["action_id"]] = entered(element, value)

    async def _input(self, label: str) -> tuple[OpenView, Payload]:
        """An input of the top modal, which an app may add a moment after it acknowledged the last one."""

        def find() -> tuple[OpenView, Payload] | None:
            view = self._top()
            try:
                return view, input_block(view.body["blocks"], label)
            except PickError:
                return None

        try:
            return await self._parts.changes.wait_for(find, timeout=_APPEARS_S)
        except TimeoutError:
            view = self._top()
            return view, input_block(view.body["blocks"], label)

    async def submit(self) -> Submission:
        """Send the top modal."""
        view = self._top()
        outcome: Outcome = await self._parts.forms.submit(view, {})
        labels = {b["block_id"]: plain(b["label"]) for b in view.body["blocks"] if b["type"] == "input"}
        errors = {labels[block_id]: text for block_id, text in (outcome.errors or {}).items()}
        return Submission(result=outcome.result, errors=errors, error=outcome.error, detail=outcome.detail)

    def close(self, *, all_: bool = False) -> None:
        """Close the top modal, or with `all_` the whole stack."""
        self._parts.forms.close(self._top(), all_=all_)

    # Home and administration

    def visit_app(self, tab: str = "home") -> Payload | None:
        """Open the app's Home or Messages tab; the app hears of it. Returns the view as it is now."""
        self._parts.events.start(self._tell_home_opened(tab))
        return self.home_view() if tab == "home" else None

    async def home(self, tab: str = "home") -> Payload | None:
        """Open the app's Home and return its view, once the app acknowledged that it was opened."""
        await self._tell_home_opened(tab)
        return self.home_view()

    async def _tell_home_opened(self, tab: str) -> None:
        event: Payload = {
            "type": "app_home_opened",
            "user": self.acting(),
            "channel": self._app_dm().id,
            "tab": tab,
            "event_ts": f"{self._parts.clock.now().timestamp():.6f}",
        }
        view = self.home_view()
        if tab == "home" and view is not None:
            event["view"] = view
        await self._parts.events.deliver("app_home_opened", event)

    def administer(self, *, op: str, **about: Any) -> None:
        """Do what only an administrator may: see the page API's `admin`."""
        if not self._state.people[self.acting()].is_admin:
            raise RefusedError("Only an administrator of the workspace can do that.")
        self._parts.administration.carry_out(op, about, self.id)


__all__ = ["ActingPerson", "PickError", "RefusedError", "Submission"]
