"""What Slack would say of one fault in blocks or a view; it holds no rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One refusal: where (JSON pointer), Slack's sentence, and the Web API error that it causes.

    `code` is "invalid_blocks" or "msg_blocks_too_long" for messages, "invalid_arguments" or
    "view_too_large" for views. `line()` is the form of `response_metadata.messages`.
    """

    pointer: str
    message: str
    code: str

    def line(self) -> str:
        """The sentence as Slack puts it into `response_metadata.messages`."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"
