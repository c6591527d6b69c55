"""The verdict on the blocks of a message and on a view: the tables plus what spans many blocks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from .agreements import twice
from .grammar import Fault, Items, Surface, one_of
from .interpreter import judge, judge_fields
from .layout import IN_SURFACE
from .problem import Problem
from .views import MOST_BLOCKS, MOST_BYTES, MOST_MARKDOWN, VIEWS


def check_message_blocks(blocks: object) -> list[Problem]:
    """What Slack refuses in a message's `blocks` (already decoded from JSON); empty where it takes them.

    Pointers begin with /blocks. Every problem has the code "invalid_blocks", but for too much markdown
    in all blocks together, which Slack calls "msg_blocks_too_long".
    """
    faults = list(_judge_blocks(blocks, Surface.MESSAGE, "/blocks"))
    if faults:
        return _problems(faults, "invalid_blocks")
    markdown = sum(len(block["text"]) for block in _blocks_of(blocks) if block["type"] == "markdown")
    if markdown > MOST_MARKDOWN:
        return _problems(
            [("/blocks", f"must be less than {MOST_MARKDOWN + 1} characters")], "msg_blocks_too_long"
        )
    return []


def check_view(view: object) -> list[Problem]:
    """What Slack refuses in a view, modal or home (already decoded from JSON); empty where it takes it.

    Pointers begin with /view. The code is "invalid_arguments", or "view_too_large" beyond 250 kB.
    """
    if not isinstance(view, dict):
        return _problems([("/view", "must provide an object")], "invalid_arguments")
    if len(json.dumps(view, separators=(",", ":")).encode()) > MOST_BYTES:
        return _problems([("/view", f"must be less than {MOST_BYTES + 1} bytes")], "view_too_large")
    return _problems(list(_judge_view(view)), "invalid_arguments")


def _problems(faults: list[Fault], code: str) -> list[Problem]:
    return [Problem(pointer=pointer, message=message, code=code) for pointer, message in faults]


def _judge_view(view: Mapping[str, Any]) -> Iterator[Fault]:
    kind = view.get("type")
    if "type" not in view:
        yield "/view", "missing required field: type"
        return
    surface = next((surface for surface in VIEWS if surface.value == kind), None)
    if surface is None:
        yield "/view/type", f"unsupported type: {kind}"
        return
    rest = {name: value for name, value in view.items() if name != "blocks"}
    yield from judge_fields(rest, VIEWS[surface], surface, "/view")
    if "blocks" not in view:
        yield "/view", "missing required field: blocks"
        return
    if view["blocks"] == []:
        yield "/view/blocks", "no less than 1 items allowed"
    yield from _judge_blocks(view["blocks"], surface, "/view/blocks")
    if surface is Surface.MODAL and "submit" not in view:
        for pointer, block in _walk(view["blocks"], "/view/blocks"):
            if block.get("type") == "input":
                yield f"{pointer}/input", "must define `submit` to use an `input` block in modals"


def _judge_blocks(blocks: object, surface: Surface, pointer: str) -> Iterator[Fault]:
    kind = Items(of=one_of(*IN_SURFACE), most=MOST_BLOCKS[surface])
    yield from judge(blocks, kind, surface, pointer)
    everywhere = list(_walk(blocks, pointer))
    yield from twice(
        (
            (f"{where}/block_id", block["block_id"])
            for where, block in everywhere
            if _named(block, "block_id")
        ),
        "block_id",
    )
    focused = []
    for where, block in everywhere:
        yield from twice(
            (
                (f"{where}{inner}/action_id", element["action_id"])
                for inner, element in elements_of(block)
                if _named(element, "action_id")
            ),
            "action_id",
        )
        focused += [
            where + inner for inner, element in elements_of(block) if element.get("focus_on_load") is True
        ]
    for where in focused[1:]:
        yield f"{where}/focus_on_load", "only one element can have `focus_on_load`"


def _named(thing: Mapping[str, Any], key: str) -> bool:
    return isinstance(thing.get(key), str)


def _blocks_of(value: object) -> list[dict[str, Any]]:
    return [block for block in value if isinstance(block, dict)] if isinstance(value, list) else []


def _walk(blocks: object, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every block with its pointer, those inside containers, carousels and plans too."""
    if not isinstance(blocks, list):
        return
    for place, block in enumerate(blocks):
        if isinstance(block, dict):
            where = f"{pointer}/{place}"
            yield where, block
            for holder in inner_blocks(block):
                yield from _walk(block[holder], f"{where}/{holder}")


def inner_blocks(block: Mapping[str, Any]) -> list[str]:
    """The names of the block's fields that hold whole blocks."""
    holder = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}.get(
        str(block.get("type"))
    )
    return [holder] if holder is not None and isinstance(block.get(holder), list) else []


def elements_of(block: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The elements that stand in the block itself, each with its pointer relative to the block."""
    many = chain.from_iterable(
        ((f"/{name}/{place}", element) for place, element in enumerate(block.get(name) or ()))
        for name in ("elements", "actions")
        if isinstance(block.get(name), list)
    )
    single = ((f"/{name}", block.get(name)) for name in ("element", "accessory"))
    return [(pointer, element) for pointer, element in chain(many, single) if isinstance(element, dict)]
