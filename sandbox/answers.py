"""Reads what an app answers a command or posts to a response URL; it must not issue the URLs."""

from __future__ import annotations

from sandbox.blockkit import check_message_blocks, fill_ids
from sandbox.messages import Messages
from sandbox.payload import Payload
from sandbox.pictures import Pictures
from sandbox.state import Posted, State
from sandbox.triggers import ResponseUrl

_KNOWN = ("text", "blocks", "attachments", "metadata", "mrkdwn")


class AnswerError(Exception):
    """The answer cannot be shown; the message is Slack's error code, `lines` say what is wrong where."""

    def __init__(self, code: str, lines: list[str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.lines = lines or []


class Answers:
    """Shows an app's answers."""

    def __init__(self, state: State, messages: Messages, pictures: Pictures) -> None:
        self._state = state
        self._messages = messages
        self._pictures = pictures

    def to_command(self, url: ResponseUrl, body: Payload) -> None:
        """Show what came with a command's acknowledgement; nothing where it is empty."""
        if any(body.get(key) for key in ("text", "blocks", "attachments")):
            self.post(url, {**body, "replace_original": False})

    def post(self, url: ResponseUrl, body: Payload) -> None:
        """Show what was posted to a response URL.

        Raises AnswerError where Slack would refuse it.
        """
        channel = self._state.channels[url.channel]
        original = self._original(url)
        if body.get("delete_original"):
            if original is not None:
                self._messages.delete(original)
            return
        content = self._content(body)
        self._pictures.show(content, channel.id)
        if body.get("replace_original") and original is not None:
            self._messages.change(original, content, edited_by=None)
            return
        thread_ts = body.get("thread_ts") or (url.thread_ts if url.ephemeral else None)
        if body.get("response_type") == "in_channel":
            self._messages.post_as_app(channel, content, thread_ts=thread_ts)
        else:
            self._messages.ephemeral(channel, url.user, content, thread_ts=thread_ts)

    def _original(self, url: ResponseUrl) -> Posted | None:
        if url.message_ts is None:
            return None
        return self._messages.find(url.channel, url.message_ts, url.user if url.ephemeral else None)

    def _content(self, body: Payload) -> Payload:
        content = {key: body[key] for key in _KNOWN if body.get(key)}
        if not any(content.get(key) for key in ("text", "blocks", "attachments")):
            raise AnswerError("no_text")
        content.setdefault("text", "")
        if not isinstance(content["text"], str):
            raise AnswerError("invalid_payload")
        content["text"] = content["text"][:40_000]
        if "blocks" in content:
            problems = check_message_blocks(content["blocks"])
            problems += self._pictures.faults(content["blocks"], "/blocks", "invalid_blocks")
            if problems:
                raise AnswerError("invalid_blocks", [p.line() for p in problems])
            content["blocks"] = fill_ids(content["blocks"])
        return content
