"""Places in a policy as it was written: where people and channels are named, read and written; it knows no role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: Where something stands: keys, and for a row of a table its name, reference or role.
Place = tuple[str, ...]
Written = Mapping[str, Any]
_IDENTITIES = ("name", "reference", "role")
#: The keys that name people, and those that name a channel.
PEOPLE = (
    "who",
    "owner",
    "authorizers",
    "administrators",
    "backup",
    "readers",
    "reviewers",
    "teams",
    "sponsors",
    "fallback",
)
CHANNELS = ("channel",)
NAMING = (*PEOPLE, *CHANNELS)


def names_in(value: Any) -> tuple[str, ...]:
    """One name, or a list of them, as a list."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def everywhere(part: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Each place that names people or channels, with what it says."""
    if not isinstance(part, Mapping):
        return
    for key, value in part.items():
        if isinstance(value, Mapping):
            yield from everywhere(value, (*place, key))
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for row in value:
                yield from everywhere(row, (*place, key, _identity(row)))
        elif key in NAMING:
            yield (*place, key), value


def _identity(row: Written) -> str:
    return next((str(row[name]) for name in _IDENTITIES if name in row), "")


def rows(written: Written, key: str) -> list[Written]:
    """The rows of a table; none where there is no such table."""
    found = written.get(key)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def tables(written: Written, key: str) -> Iterable[tuple[str, Written]]:
    """The parts of a table by their keys; none where there is no such table."""
    found = written.get(key)
    return (
        [(str(k), v) for k, v in found.items() if isinstance(v, Mapping)]
        if isinstance(found, Mapping)
        else []
    )


def _step(part: Any, key: str) -> Any:
    if isinstance(part, list):
        return next((row for row in part if _identity(row) == key), None)
    return part.get(key) if isinstance(part, Mapping) else None


def value_at(written: Written, place: Place) -> Any:
    part: Any = written
    for key in place:
        part = _step(part, key)
    return part


def put(made: dict[str, Any], place: Place, names: tuple[str, ...]) -> None:
    """Write names at a place, as one name or a list as it was; without any, there is no line for it."""
    part: Any = made
    for key in place[:-1]:
        part = _step(part, key)
    if part is None:
        return
    key = place[-1]
    if not names:
        part.pop(key, None)
    elif key in CHANNELS or isinstance(part.get(key), str):
        part[key] = names[0]
    else:
        part[key] = list(names)
