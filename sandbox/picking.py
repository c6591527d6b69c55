"""Finds elements and options by what a person reads; it must not change anything."""

from __future__ import annotations

from typing import Any

from sandbox.payload import Payload
from sandbox.values import elements, value_field


class PickError(LookupError):
    """Nothing there reads so; the message lists what does."""


def plain(text: object) -> str:
    """The text of a text object."""
    return str(text["text"]) if isinstance(text, dict) else ""


def pick_element(blocks: list[Payload], what: str) -> tuple[Payload, Payload]:
    """An element with its block, by visible text, label, placeholder or action_id; raises PickError."""
    seen = []
    for match in (_reads, _is_named):
        for block, element in elements(blocks):
            if match(block, element, what):
                return block, element
            seen.append(
                plain(element.get("text")) or plain(element.get("placeholder")) or element["action_id"]
            )
    raise PickError(f"There is no {what!r} among {', '.join(dict.fromkeys(seen)) or 'nothing that acts'}.")


def _reads(block: Payload, element: Payload, what: str) -> bool:
    return what in (plain(element.get("text")), plain(element.get("placeholder")), plain(block.get("label")))


def _is_named(block: Payload, element: Payload, what: str) -> bool:
    return what in (element["action_id"], block.get("block_id"))


def input_block(blocks: list[Payload], label: str) -> Payload:
    """An input block by its label, block_id or action_id; raises PickError."""
    inputs = [block for block in blocks if block["type"] == "input"]
    for block in inputs:
        if label in (plain(block["label"]), block["block_id"], block["element"]["action_id"]):
            return block
    raise PickError(f"There is no input {label!r} among {', '.join(plain(b['label']) for b in inputs)}.")


def given_value(element: Payload, choose: Any) -> Payload:
    """What the page would give for this element and choice; raises PickError where there is no such option."""
    kind = element["type"]
    if kind == "overflow":
        return {"selected_option": _option(element, choose)}
    name = value_field(kind)
    if name is None:
        return {}
    if choose is None:
        return {}
    if name == "selected_option":
        return {name: _option(element, choose)}
    if name == "selected_options":
        wanted = choose if isinstance(choose, list | tuple) else [choose]
        return {name: [_option(element, one) for one in wanted]}
    if name.endswith("s") and name.startswith("selected_") and not isinstance(choose, list):
        return {name: [choose]}
    if name == "rich_text_value" and isinstance(choose, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": choose}]}
        return {name: {"type": "rich_text", "elements": [section]}}
    return {name: choose}


def _option(element: Payload, choose: Any) -> Payload:
    if isinstance(choose, dict):
        return choose
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options: list[Payload] = [option for group in groups for option in group["options"]]
    for option in options:
        if plain(option["text"]) == choose:
            return option
    for option in options:
        if option.get("value") == choose:
            return option
    beginning = [option for option in options if plain(option["text"]).startswith(str(choose))]
    if len(beginning) == 1:
        return beginning[0]
    raise PickError(f"There is no option {choose!r} among {', '.join(plain(o['text']) for o in options)}.")
