"""Sends a person's modal to the app and does as it answers; page and test client share it.

It must not know what the form is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.audience import Audience
from sandbox.blockkit import check_view
from sandbox.events import Events
from sandbox.files import Files
from sandbox.guide import Guide
from sandbox.payload import Payload
from sandbox.payloads import interaction
from sandbox.pictures import Pictures
from sandbox.state import State
from sandbox.transport import Ack, NotAcknowledgedError, Transport
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.values import elements, entered, is_empty, refusal, value_field
from sandbox.views import OpenView, ViewError, Views

#: What Slack says in a modal whose app does not answer, or answers what it must not.
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a submission.

    `result` is ``closed``, ``errors``, ``updated``, ``pushed`` or ``failed``; `errors` holds sentences by
    block_id; `error` is Slack's sentence for the whole modal; `detail` says for developers what was wrong.
    """

    result: str
    errors: dict[str, str] | None = None
    error: str | None = None
    detail: str | None = None

    def as_payload(self) -> Payload:
        """The outcome as the page reads it."""
        pairs = {"result": self.result, "errors": self.errors, "error": self.error, "detail": self.detail}
        return {key: value for key, value in pairs.items() if value is not None}


@dataclass(kw_only=True)
class Forms:
    """Submitting and closing modals."""

    state: State
    transport: Transport
    views: Views
    audience: Audience
    guide: Guide
    events: Events
    triggers: Triggers
    response_urls: ResponseUrls
    files: Files
    pictures: Pictures
    address: str = ""

    async def submit(self, view: OpenView, given: Payload) -> Outcome:
        """Send a modal with these values (over what it holds already)."""
        refused = self._take_in(view, given)
        if refused:
            return Outcome(result="errors", errors=refused)
        payload = interaction(
            self.state, "view_submission", view.user, self.triggers.give(view.user, view_id=view.id)
        )
        payload["view"] = self.views.payload(view)
        payload["response_urls"] = self._response_urls(view)
        try:
            ack = await self.transport.deliver("interactive", payload)
        except NotAcknowledgedError as error:
            return Outcome(result="failed", error=TROUBLE, detail=error.reason)
        # The answer may put another view in its place, which has a name of its own.
        sent = view.body["callback_id"]
        outcome = self._follow(view, ack)
        if outcome.result in ("closed", "updated", "pushed"):
            self.guide.saw_submission(sent, view.user)
        elif outcome.errors:
            self.guide.saw_errors(dict(outcome.errors))
        return outcome

    def _take_in(self, view: OpenView, given: Payload) -> dict[str, str]:
        refused = {}
        for block, element in elements(view.body["blocks"]):
            block_id = block["block_id"]
            held = (given.get(block_id) or {}).get(element["action_id"])
            if value_field(element["type"]) is None:
                continue
            if held is not None:
                view.values.setdefault(block_id, {})[element["action_id"]] = entered(element, held)
            if block["type"] != "input":
                continue
            current = view.values[block_id][element["action_id"]]
            if element["type"] == "file_input" and not is_empty(current):
                self._describe_files(current)
            sentence = refusal(block, current)
            if sentence is not None:
                refused[block_id] = sentence
        return refused

    def _describe_files(self, held: Payload) -> None:
        ids = [f["id"] if isinstance(f, dict) else f for f in held["files"]]
        held["files"] = [self.state.files[i] for i in ids if i in self.state.files]
        self.files.hand_to_app(file["id"] for file in held["files"])

    def _response_urls(self, view: OpenView) -> list[Payload]:
        urls = []
        for block in view.body["blocks"]:
            element = block.get("element") or {}
            if not element.get("response_url_enabled"):
                continue
            held = view.values[block["block_id"]][element["action_id"]]
            channel = held.get("selected_conversation") or held.get("selected_channel")
            if channel:
                url = self.response_urls.give("app", user=view.user, channel=channel)
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": self.address + url.path,
                    }
                )
        return urls

    def _follow(self, view: OpenView, ack: Ack) -> Outcome:
        action = ack.body.get("response_action")
        if action is None and ack.body:
            # Slack takes an empty body to close a view, and nothing else that is no response_action.
            return self._trouble(view, f"the answer has no response_action: {sorted(ack.body)}")
        if action is None:
            if view in self.views.stack(view.user):
                self.views.close(view)
            return Outcome(result="closed")
        if action == "clear":
            self.views.close(view, all_=True)
            return Outcome(result="closed")
        if action == "errors":
            return self._errors(view, ack.body.get("errors"))
        if action in ("update", "push"):
            return self._show(view, action, ack.body.get("view"))
        return self._trouble(view, f"unknown response_action {action!r}")

    def _errors(self, view: OpenView, errors: object) -> Outcome:
        if not isinstance(errors, dict) or not errors:
            return self._trouble(view, "response_action errors without errors")
        inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
        for block_id, sentence in errors.items():
            if block_id not in inputs:
                return self._trouble(view, f"errors name {block_id!r}, which is no input block of the view")
            if not isinstance(sentence, str) or not sentence:
                return self._trouble(view, f"the error of {block_id!r} is no text")
        return Outcome(result="errors", errors=errors)

    def _show(self, view: OpenView, action: str, source: object) -> Outcome:
        problems = check_view(source) + self.pictures.faults(source, "/view", "invalid_arguments")
        if problems:
            return self._trouble(view, "; ".join(p.line() for p in problems))
        if not isinstance(source, dict) or source["type"] != "modal":
            return self._trouble(view, "the view is no modal")
        self.pictures.show(source, view.user)
        try:
            if action == "push":
                self.views.push(view.user, source, channel=view.channel)
                return Outcome(result="pushed")
            self.views.update(view, source)
        except ViewError as error:
            return self._trouble(view, str(error))
        return Outcome(result="updated")

    def _trouble(self, view: OpenView, detail: str) -> Outcome:
        self.audience.notice(view.user, TROUBLE, detail=detail)
        return Outcome(result="failed", error=TROUBLE, detail=detail)

    def close(self, view: OpenView, *, all_: bool = False) -> None:
        """Close a modal, or the stack; the app hears of those that asked to."""
        stack = self.views.stack(view.user)
        closing = list(reversed(stack)) if all_ else [view]
        # Closing a view that has clear_on_close takes the others along.
        if view.body["clear_on_close"]:
            all_, closing = True, list(reversed(stack))
        self.views.close(view, all_=all_)
        for closed in closing:
            if closed.body["notify_on_close"]:
                payload = interaction(self.state, "view_closed", view.user, None)
                payload["view"] = self.views.payload(closed)
                payload["is_cleared"] = all_
                self.events.start(self._tell_closed(payload))

    async def _tell_closed(self, payload: Payload) -> None:
        try:
            await self.transport.deliver("interactive", payload)
        except NotAcknowledgedError:
            # Slack tells nobody that a closed view was not heard of: the person has gone on.
            return
