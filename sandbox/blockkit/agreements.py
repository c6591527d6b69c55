"""Rules between the fields of one object, made from field names; they know no block by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from .forms import is_whole
from .grammar import Agreement, Fault


def just_one(*names: str) -> Agreement:
    """Exactly one of these fields."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        given = [name for name in names if name in value]
        if not given:
            yield "", f"missing required field: {names[0]}"
        for extra in given[1:]:
            yield "", f"invalid additional property: {extra}"

    return judge


def at_least_one(*names: str) -> Agreement:
    """One or more of these fields."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        if not any(name in value for name in names):
            yield "", f"missing required field: {names[0]}"

    return judge


def rising(low: str, high: str) -> Agreement:
    """Where both numbers are given the first is not above the second; numerals count as numbers."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        if low in value and high in value and Decimal(str(value[low])) > Decimal(str(value[high])):
            yield f"/{low}", f"`{low}` must be less than or equal to `{high}`"

    return judge


def _offered(value: Mapping[str, Any]) -> list[Any]:
    options = list(value.get("options", []))
    for group in value.get("option_groups", []):
        options.extend(group["options"])
    return [_bare(option) for option in options]


def _bare(option: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two options the same to Slack: their texts and value, not their emoji flag."""
    text, description = option["text"], option.get("description") or {}
    return text["type"], text["text"], option.get("value"), description.get("text")


def among_options(name: str) -> Agreement:
    """The chosen option, or each of the chosen options, is one of those offered."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        if name not in value:
            return
        offered, chosen = _offered(value), value[name]
        for place, option in enumerate(chosen) if isinstance(chosen, list) else [(None, chosen)]:
            if _bare(option) not in offered:
                where = f"/{name}" if place is None else f"/{name}/{place}"
                yield where, f"`{name}` must match one of the provided options"

    return judge


def whole_unless(switch: str, *names: str) -> Agreement:
    """These numerals have no fraction unless the switch is on."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        for name in names:
            if name in value and not value[switch] and not is_whole(value[name]):
                yield f"/{name}", "must be a valid integer"

    return judge


def rows_alike(name: str) -> Agreement:
    """All rows have as many cells as the first."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        rows = value[name]
        for place, row in enumerate(rows):
            if len(row) != len(rows[0]):
                yield (
                    f"/{name}/{place}",
                    f"must have the same number of cells as the first row: {len(rows[0])}",
                )

    return judge


def header_without(name: str, kind: str) -> Agreement:
    """No cell of the first row is of this type."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        for place, cell in enumerate(value[name][0] if value[name] else []):
            if cell["type"] == kind:
                yield f"/{name}/0/{place}/type", f"unsupported type: {kind}"

    return judge


def column_exists(index: str, rows: str) -> Agreement:
    """The index names a column of the first row."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        if index in value and value[rows] and value[index] >= len(value[rows][0]):
            yield f"/{index}", f"must be less than {len(value[rows][0])}"

    return judge


def all_text(value: object) -> Iterator[str]:
    """Every string under a "text" key, at any depth."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from all_text(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_text(inner)


def written_length(name: str, most: int) -> Agreement:
    """All text under the field together is at most `most` characters."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        if sum(map(len, all_text(value[name]))) > most:
            yield f"/{name}", f"must be less than {most + 1} characters"

    return judge


def twice(values: Iterable[tuple[str, object]], name: str) -> Iterator[Fault]:
    """A fault for each value that was met before; values come with their pointers."""
    seen: set[object] = set()
    for pointer, value in values:
        if value in seen:
            yield pointer, f"`{name}` already exists: {value}"
        seen.add(value)


def points_named_by(categories: str) -> Agreement:
    """In a chart's axes, every series has one point for each category, in that order."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        expected = value["axis_config"][categories]
        for place, series in enumerate(value["series"]):
            if [point["label"] for point in series["data"]] != expected:
                yield f"/series/{place}/data", f"labels must match `{categories}`"

    return judge


def names_differ(items: str, name: str) -> Agreement:
    """No two items of the list have the same name."""

    def judge(value: Mapping[str, Any]) -> Iterator[Fault]:
        yield from twice(
            ((f"/{items}/{place}/{name}", item[name]) for place, item in enumerate(value[items])), name
        )

    return judge
