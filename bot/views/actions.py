"""The names by which Slack tells what was clicked or sent, and what a button carries; no view is built here."""

from __future__ import annotations

from typing import Any

from bot.views.text import Block, plain_text

# What a button does (action_id).
APPROVE = "approve"
REJECT = "reject"
DETAILS = "details"
MARK_EXECUTED = "mark_executed"
WITHDRAW = "withdraw"
CLOSE = "close_record"
ACKNOWLEDGE = "acknowledge"
OPEN_REQUEST = "open_request"
FILE = "file"
#: Another page of a request's details; the button carries the number and the page, counted from 0.
DETAILS_PAGE = "details_page"
#: A button that only opens an address; Slack reports the click all the same, and it is acknowledged.
OPEN_LINK = "open_link"

# Which form was sent (callback_id of a modal).
FILING = "file_exception"
DECISION = "decide"
EXECUTION = "execute"
WITHDRAWAL = "withdraw"
#: The modal that shows a request; nothing is sent with it.
DETAILS_VIEW = "request_details"
HOME = "home"

# Where a form is opened from (callback_id of the shortcuts, and the command).
COMMAND = "/exception"
FILE_SHORTCUT = "file_exception"
FILE_MESSAGE_SHORTCUT = "file_exception_from_message"


def carried(number: int, rest: str | int = "") -> str:
    """What a button carries: a request's number and, after a colon, a stage, an escalation or a page."""
    return f"{number}:{rest}" if rest != "" else str(number)


def read_carried(value: str) -> tuple[int, str]:
    """The number and the rest that `carried` wrote; ValueError where the value is none of ours.

    It says what the person was shown; it is never authority.
    """
    number, _, rest = value.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise ValueError(f"not a request's number: {number[:20]!r}")
    return int(number), rest


def button(label: str, action_id: str, value: str, *, style: str | None = None) -> dict[str, Any]:
    """A button; `style` is "primary", "danger" or None."""
    made: dict[str, Any] = {
        "type": "button",
        "action_id": action_id,
        "text": plain_text(label),
        "value": value,
    }
    if style is not None:
        made["style"] = style
    return made


def row(*buttons: dict[str, Any]) -> Block:
    """Buttons beside each other."""
    return {"type": "actions", "elements": list(buttons)}
