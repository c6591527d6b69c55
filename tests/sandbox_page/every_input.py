"""A modal with one input of each kind that the echo app's own form lacks."""

from __future__ import annotations

from typing import Any

from tests.sandbox.echo_app import option, text

_ELEMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "number": ("Number", {"type": "number_input", "is_decimal_allowed": True}),
    "mail": ("E-mail", {"type": "email_text_input"}),
    "address": ("Address", {"type": "url_text_input"}),
    "day": ("Day", {"type": "datepicker"}),
    "hour": ("Hour", {"type": "timepicker"}),
    "moment": ("Moment", {"type": "datetimepicker"}),
    "choice": (
        "Choice",
        {"type": "radio_buttons", "options": [option("Low", "low"), option("High", "high")]},
    ),
    "marks": ("Marks", {"type": "checkboxes", "options": [option("Urgent", "urgent"), option("New", "new")]}),
    "tags": (
        "Tags",
        {
            "type": "multi_static_select",
            "options": [option(n, v) for n, v in (("One", "1"), ("Two", "2"), ("Three", "3"))],
        },
    ),
    "person": ("Person", {"type": "users_select"}),
    "channel": ("Channel", {"type": "channels_select"}),
    "rich": ("Rich", {"type": "rich_text_input"}),
}


def every_input() -> dict[str, Any]:
    """The view."""
    blocks = [
        {
            "type": "input",
            "block_id": name,
            "label": text(label),
            "element": {"action_id": "entry", **element},
        }
        for name, (label, element) in _ELEMENTS.items()
    ]
    return {
        "type": "modal",
        "callback_id": "every_input",
        "title": text("Every input"),
        "submit": text("Send"),
        "blocks": blocks,
    }
