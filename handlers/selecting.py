"""A choice in a select that stands in a message or in App Home, read from Slack's payload; nobody is asked."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import payloads
from handlers.payloads import Payload, UnreadablePayloadError


@dataclass(frozen=True, kw_only=True)
class Selected:
    """What was chosen, in which select; `key` tells this choice from any other."""

    action: str
    value: str
    key: str


def selected(body: Payload) -> Selected:
    """The choice; UnreadablePayloadError where nothing was chosen."""
    actions = list(body.get("actions") or [])
    option = actions[0].get("selected_option") if actions else None
    if not option:
        raise UnreadablePayloadError("nothing was chosen")
    return Selected(
        action=str(actions[0].get("action_id")),
        value=str(option.get("value") or ""),
        key=f"action:{payloads.place(body).trigger_id}",
    )
