"""Gives blocks and elements the ids that Slack makes up where an app gave none; it checks nothing."""

from __future__ import annotations

import secrets
import string
from typing import Any

from .elements import ELEMENTS
from .validation import elements_of, inner_blocks

_LETTERS = string.ascii_letters + string.digits
_WITH_ACTION = frozenset(shape.type for shape in ELEMENTS if "action_id" in shape.optional)


def fill_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A deep copy of valid blocks in which each has a block_id and each element that acts an action_id."""
    filled: list[dict[str, Any]] = _apart(blocks)
    taken = set(_given(filled))
    for block in filled:
        _fill(block, taken)
    return filled


def _apart(value: Any) -> Any:
    """A copy in which no object stands twice, so that two equal blocks get ids of their own."""
    if isinstance(value, dict):
        return {name: _apart(inner) for name, inner in value.items()}
    return [_apart(inner) for inner in value] if isinstance(value, list) else value


def _given(blocks: list[dict[str, Any]]) -> list[str]:
    found = []
    for block in blocks:
        found += [block["block_id"]] if "block_id" in block else []
        found += [element["action_id"] for _, element in elements_of(block) if "action_id" in element]
        for holder in inner_blocks(block):
            found += _given(block[holder])
    return found


def _fill(block: dict[str, Any], taken: set[str]) -> None:
    if "block_id" not in block:
        block["block_id"] = _made_up(taken)
    for _, element in elements_of(block):
        if element.get("type") in _WITH_ACTION and "action_id" not in element:
            element["action_id"] = _made_up(taken)
    for holder in inner_blocks(block):
        for inner in block[holder]:
            _fill(inner, taken)


def _made_up(taken: set[str]) -> str:
    while (name := "".join(secrets.choice(_LETTERS) for _ in range(5))) in taken:
        pass
    taken.add(name)
    return name
