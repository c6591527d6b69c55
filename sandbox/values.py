"""Knows what an input element holds: at first, when a person enters something, and when Slack refuses it.

It must not know where the element stands or what an app does with the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from sandbox.payload import Payload

#: For each kind of element: the field that holds its value, the field it starts from, and what is empty.
_FIELDS: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": ("selected_options", "initial_options", ()),
    "multi_external_select": ("selected_options", "initial_options", ()),
    "multi_users_select": ("selected_users", "initial_users", ()),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", ()),
    "multi_channels_select": ("selected_channels", "initial_channels", ()),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "checkboxes": ("selected_options", "initial_options", ()),
    "radio_buttons": ("selected_option", "initial_option", None),
    "file_input": ("files", "", ()),
}
#: Elements that hold nothing, but say with a click what was chosen.
_CLICKED = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}

#: Slack's own sentences.
REQUIRED = "Please complete this required field."


def value_field(kind: str) -> str | None:
    """The field that holds the value of an element of this kind; None where it holds none."""
    entry = _FIELDS.get(kind)
    return entry[0] if entry else None


def elements(blocks: list[Payload]) -> Iterator[tuple[Payload, Payload]]:
    """Each interactive element with its block."""
    for block in blocks:
        if block.get("type") == "container":
            yield from elements(block.get("child_blocks") or [])
        found = [block.get("element"), block.get("accessory"), *(block.get("elements") or ())]
        for element in found:
            if isinstance(element, dict) and ("action_id" in element or element.get("type") in _FIELDS):
                yield block, element


def find_element(blocks: list[Payload], block_id: str, action_id: str) -> Payload | None:
    """The element of these ids, or None."""
    for block, element in elements(blocks):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return element
    return None


def initial_values(blocks: list[Payload], *, channel: str | None) -> Payload:
    """What the inputs hold before anyone touches them, as Slack's `state.values`."""
    values: Payload = {}
    for block, element in elements(blocks):
        kind = element["type"]
        if kind not in _FIELDS:
            continue
        name, start, empty = _FIELDS[kind]
        value = element.get(start, list(empty) if isinstance(empty, tuple) else empty)
        if kind == "number_input" and value is not None:
            value = str(value)
        if element.get("default_to_current_conversation") and not value and channel is not None:
            value = [channel] if kind.startswith("multi_") else channel
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": kind, name: value}
    return values


def merged_values(fresh: Payload, typed: Payload) -> Payload:
    """`fresh`, with what was typed wherever block, action and kind remained."""
    merged: Payload = {}
    for block_id, actions in fresh.items():
        for action_id, held in actions.items():
            before = (typed.get(block_id) or {}).get(action_id)
            kept = before if before is not None and before["type"] == held["type"] else held
            merged.setdefault(block_id, {})[action_id] = kept
    return merged


def entered(element: Payload, given: Payload) -> Payload:
    """The `state.values` entry of an element for what a page or a test gives, of which only its field counts."""
    kind = element["type"]
    name, _, empty = _FIELDS[kind]
    value = given.get(name, list(empty) if isinstance(empty, tuple) else empty)
    if value == "" and kind != "rich_text_input":
        value = None
    if kind == "number_input" and value is not None:
        value = str(value)
    return {"type": kind, name: value}


def action_item(block_id: str, element: Payload, given: Payload, action_ts: str) -> Payload:
    """An entry of `actions` in a block_actions payload."""
    kind = element["type"]
    item: Payload = {"type": kind, "action_id": element["action_id"], "block_id": block_id}
    if kind in _CLICKED:
        for name in ("text", "value", "style", "url") if kind == "button" else ():
            if name in element:
                item[name] = element[name]
        if kind == "overflow":
            item["selected_option"] = given.get("selected_option")
        if kind == "feedback_buttons":
            item.update({k: given[k] for k in ("text", "value") if k in given})
        if kind == "icon_button" and "value" in element:
            item["value"] = element["value"]
    else:
        held = entered(element, given)
        item.update(held)
        for name in ("placeholder", _FIELDS[kind][1]):
            if name and name in element:
                item[name] = element[name]
    return {**item, "action_ts": action_ts}


def is_empty(held: Payload) -> bool:
    """Whether an entry of `state.values` holds nothing."""
    value = held.get(value_field(held["type"]) or "")
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def refusal(block: Payload, held: Payload) -> str | None:
    """Slack's sentence where it does not let a person send this value, or None."""
    element = block["element"]
    if is_empty(held):
        return None if block.get("optional") else REQUIRED
    kind = element["type"]
    if kind == "plain_text_input":
        return _refused_length(element, str(held["value"]))
    if kind == "number_input":
        return _refused_number(element, str(held["value"]))
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(held["value"])):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://[^\s/]+\S*", str(held["value"])):
        return "Please enter a valid URL."
    limit = element.get("max_selected_items", element.get("max_files", 10 if kind == "file_input" else None))
    chosen = held.get(_FIELDS[kind][0])
    if limit is not None and isinstance(chosen, list) and len(chosen) > limit:
        return f"Please choose no more than {limit}."
    return None


def _refused_length(element: Payload, text: str) -> str | None:
    least, most = element.get("min_length"), element.get("max_length", 3000)
    if least is not None and len(text) < least:
        return f"Please enter at least {least} characters."
    if len(text) > most:
        return f"Please enter no more than {most} characters."
    return None


def _refused_number(element: Payload, text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a valid number."
    if not number.is_finite():
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed", False) and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(str(least)):
        return f"Please enter a number of at least {least}."
    if most is not None and number > Decimal(str(most)):
        return f"Please enter a number of at most {most}."
    return None
