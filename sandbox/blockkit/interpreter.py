"""Judges a value by the tables: one function for each kind of value. It holds no rule of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from .charts import CHARTS
from .composition import COMPOSITION
from .elements import ELEMENTS
from .grammar import Fault, Flag, Items, Kind, Number, Part, Shape, Surface, Words
from .layout import BLOCKS
from .rich_text import RICH_TEXT

SHAPES: Mapping[str, Shape] = {
    shape.name: shape for shape in (*COMPOSITION, *ELEMENTS, *RICH_TEXT, *BLOCKS, *CHARTS)
}


def judge(value: object, kind: Kind, surface: Surface, pointer: str = "") -> Iterator[Fault]:
    """The faults of a JSON value at `pointer` that should be of this kind, where it is to be shown."""
    match kind:
        case Words():
            yield from _judge_words(value, kind, pointer)
        case Flag():
            if not isinstance(value, bool):
                yield pointer, "must provide a boolean"
        case Number():
            yield from _judge_number(value, kind, pointer)
        case Items():
            yield from _judge_items(value, kind, surface, pointer)
        case Part():
            yield from _judge_part(value, kind, surface, pointer)
        case _:
            assert_never(kind)


def _judge_words(value: object, kind: Words, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield pointer, "must provide a string"
    elif kind.most is not None and len(value) > kind.most:
        yield pointer, f"must be less than {kind.most + 1} characters"
    elif len(value) < kind.least:
        yield pointer, f"must be more than {kind.least - 1} characters"
    elif (kind.among and value not in kind.among) or (kind.reads_as and not kind.reads_as(value)):
        yield pointer, kind.complaint


def _judge_number(value: object, kind: Number, pointer: str) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield pointer, "must provide a number"
    elif kind.whole and not isinstance(value, int):
        yield pointer, "must provide an integer"
    elif kind.least is not None and value < kind.least:
        yield pointer, f"must be greater than {_bound(kind.least) - 1}"
    elif kind.above is not None and value <= kind.above:
        yield pointer, f"must be greater than {_bound(kind.above)}"
    elif kind.most is not None and value > kind.most:
        yield pointer, f"must be less than {_bound(kind.most) + 1}"


def _bound(number: float) -> int:
    return int(number)


def _judge_items(value: object, kind: Items, surface: Surface, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield pointer, "must provide an array"
        return
    if kind.most is not None and len(value) > kind.most:
        yield pointer, f"no more than {kind.most} items allowed"
    if len(value) < kind.least:
        yield pointer, f"no less than {kind.least} items allowed"
    for place, item in enumerate(value):
        yield from judge(item, kind.of, surface, f"{pointer}/{place}")


def _judge_part(value: object, kind: Part, surface: Surface, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield pointer, "must provide an object"
        return
    shape = _shape_of(value, kind, surface)
    if shape is None:
        if "type" not in value:
            yield pointer, "missing required field: type"
        else:
            yield f"{pointer}/type", f"unsupported type: {value['type']}"
        return
    yield from judge_fields(value, shape, surface, pointer)
    text = value.get("text")
    if kind.text_most is not None and isinstance(text, str) and kind.text_most < len(text) <= 3000:
        yield f"{pointer}/text", f"must be less than {kind.text_most + 1} characters"


def _shape_of(value: Mapping[str, Any], kind: Part, surface: Surface) -> Shape | None:
    for name in kind.shapes:
        shape = SHAPES[name]
        if shape.type is None or shape.type == value.get("type"):
            return shape if surface in shape.surfaces else None
    return None


def judge_fields(value: Mapping[str, Any], shape: Shape, surface: Surface, pointer: str) -> Iterator[Fault]:
    """The faults of an object already known to be of this shape."""
    found = False
    for name in shape.required:
        if name not in value:
            found = True
            yield pointer, f"missing required field: {name}"
    for name, inner in value.items():
        if name == "type" and shape.type is not None:
            continue
        kind = shape.required.get(name) or shape.optional.get(name)
        if kind is None:
            found = True
            yield pointer, f"invalid additional property: {name}"
            continue
        for fault in judge(inner, kind, surface, f"{pointer}/{_escaped(name)}"):
            found = True
            yield fault
    if not found:
        for agreement in shape.agreements:
            for where, message in agreement(value):
                yield pointer + where, message


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
