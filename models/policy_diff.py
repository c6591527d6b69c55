"""What two policies say differently, key by key and in the policy file's own notation; it judges neither."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.notation import WHO_PATTERN
from models.policy import Policy

#: What rows of a table are told apart by, where each has one of its own.
_IDENTITIES = ("name", "reference", "role")
#: Where the order of a list says something: whoever is in several teams counts for the first; columns are shown in it.
_RANKED = ("teams", "sources")
#: The longest value that is told, in characters.
_LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A key (`tiers[1].below`) whose value was one and is another; None where there is none."""

    key: str
    was: str | None
    now: str | None


def differences(was: Policy, now: Policy) -> tuple[Difference, ...]:
    """All that the two say differently, in the order of the policy's keys; nothing where they mean the same."""
    return tuple(_between("", was.model_dump(mode="json"), now.model_dump(mode="json")))


def _between(key: str, was: Any, now: Any) -> Iterator[Difference]:
    if (was == now and _order(was) == _order(now)) or (
        not key.startswith(_RANKED) and _are_same_people(was, now)
    ):
        return
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*now, *was]):
            yield from _between(f"{key}.{name}" if key else name, was.get(name), now.get(name))
    elif _is_table(was) and _is_table(now):
        yield from _between_rows(key, was, now)
    else:
        yield Difference(key=key, was=_text(was), now=_text(now))


def _between_rows(key: str, was: Sequence[Any], now: Sequence[Any]) -> Iterator[Difference]:
    """Rows that have a name are compared by it, wherever they stand; others by their place."""
    identity = next(
        (name for name in _IDENTITIES if _tells_apart(name, was) and _tells_apart(name, now)), None
    )
    if identity is None:
        for n in range(max(len(was), len(now))):
            yield from _between(
                f"{key}[{n}]", was[n] if n < len(was) else None, now[n] if n < len(now) else None
            )
        return
    before = {row[identity]: row for row in was}
    after = {row[identity]: row for row in now}
    for n, (name, row) in enumerate(after.items()):
        yield from _between(f"{key}[{n}]", before.get(name), row)
    for n, (name, row) in enumerate(before.items()):
        if name not in after:
            yield from _between(f"{key}[{n}]", row, None)
    kept = [name for name in before if name in after], [name for name in after if name in before]
    if kept[0] != kept[1]:
        yield Difference(key=key, was=_text(kept[0]), now=_text(kept[1]))


def _are_same_people(was: Any, now: Any) -> bool:
    """Lists of people, or groups, who are the same in whatever order."""
    return _is_of_people(was) and _is_of_people(now) and set(was) == set(now)


def _is_of_people(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, str) and re.match(WHO_PATTERN, one) for one in value
    )


def _tells_apart(name: str, rows: Sequence[Any]) -> bool:
    values = [row.get(name) for row in rows]
    return None not in values and len(set(values)) == len(values)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _order(value: Any) -> str:
    """Numbers and truths that compare as equal are told apart by how they are written."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _text(value: Any) -> str | None:
    match value:
        case None | [] | "":
            return None
        case str():
            text = value
        case list() if all(isinstance(one, str) for one in value):
            text = ", ".join(value)
        case _:
            text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
