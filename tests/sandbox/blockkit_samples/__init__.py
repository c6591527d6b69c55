"""Plainly sample blocks, elements and views with all their fields, and the ways of placing them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox.blockkit import Problem, check_message_blocks, check_view

_HERE = Path(__file__).parent


def _read(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf8"))
    return value


ELEMENTS, BLOCKS, VIEWS = _read("elements"), _read("blocks"), _read("views")
EVERYWHERE = ("message", "modal", "home")
SURFACES = {
    "alert": ("modal",),
    "context_actions": ("message",),
    "data_table": ("message",),
    "data_visualization": ("message",),
    "file": ("message",),
    "markdown": ("message",),
    "plan": ("message",),
    "table": ("message",),
    "task_card": ("message",),
    "datetimepicker": ("message", "modal"),
    "email_text_input": ("modal",),
    "feedback_buttons": ("message",),
    "file_input": ("modal",),
    "icon_button": ("message",),
    "number_input": ("modal",),
    "rich_text_input": ("modal", "home"),
    "url_text_input": ("modal",),
    "workflow_button": ("message",),
}
_CHOICES = [
    *("checkboxes", "radio_buttons", "datepicker", "timepicker", "static_select", "external_select"),
    *(
        "users_select",
        "channels_select",
        "conversations_select",
        "multi_static_select",
        "multi_external_select",
    ),
    *("multi_users_select", "multi_channels_select", "multi_conversations_select"),
]
HOSTS = {
    "actions": {"button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *_CHOICES},
    "section": {"button", "workflow_button", "overflow", *_CHOICES},
    "input": {
        "plain_text_input",
        "number_input",
        "email_text_input",
        "url_text_input",
        "rich_text_input",
        "file_input",
        "datetimepicker",
        *_CHOICES,
    },
    "context_actions": {"feedback_buttons", "icon_button"},
}


def kind_of(name: str) -> str:
    return name.split(" ")[0]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def judged(blocks: list[Any], surface: str) -> list[Problem]:
    """The verdict on blocks shown there, with pointers that begin at the blocks."""
    if surface == "message":
        return [
            Problem(pointer=p.pointer[7:], message=p.message, code=p.code)
            for p in check_message_blocks(blocks)
        ]
    view: dict[str, Any] = {"type": surface, "blocks": blocks}
    if surface == "modal":
        view |= {"title": plain("T"), "submit": plain("S")}
    return [Problem(pointer=p.pointer[12:], message=p.message, code=p.code) for p in check_view(view)]


def hosted(element: dict[str, Any], host: str) -> tuple[dict[str, Any], str]:
    """A block of that type around the element, and the element's pointer in it."""
    if host == "section":
        return {"type": "section", "text": plain("T"), "accessory": element}, "/accessory"
    if host == "input":
        return {"type": "input", "label": plain("L"), "element": element}, "/element"
    return {"type": host, "elements": [element]}, "/elements/0"


def host_for(kind: str) -> str:
    return next(host for host in ("input", "actions", "context_actions") if kind in HOSTS[host])


def placed(name: str) -> tuple[dict[str, Any], str, str]:
    """The named sample as a block, the pointer of the sample itself, and a surface that takes it."""
    kind = kind_of(name)
    block, pointer = hosted(ELEMENTS[name], host_for(kind)) if name in ELEMENTS else (BLOCKS[name], "")
    return copy.deepcopy(block), pointer, SURFACES.get(kind, ("modal",))[0]


def reach(value: Any, pointer: str) -> tuple[Any, Any]:
    """What holds the place of the pointer, and its key there."""
    *way, last = pointer.split("/")[1:]
    for step in way:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value, int(last) if isinstance(value, list) else last


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    yield pointer, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, thing in inner:
        yield from walk(thing, f"{pointer}/{key}")


ALL = [*ELEMENTS, *BLOCKS]
