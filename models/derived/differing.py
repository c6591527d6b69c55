"""Differing: what the log says and what a row says, value by value, each shown in short; it reads neither itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from itertools import zip_longest

from models.canonical import canonical_json
from models.events import plain_json

#: The most characters of a value that are shown.
SHOWN = 80


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A value that is not the same by the log and in a row; each as it is shown, "nothing" where there is none.

    `field` leads to it: `score.tier`, `decisions[2].by` for the second one; empty for the thing as a whole.
    """

    field: str
    log: str
    row: str


class _Nothing:
    """What stands where there is no such item at all."""


def differences(log: object, row: object, field: str = "") -> Iterator[Difference]:
    """Each value that differs, as deep inside as both sides are of one form."""
    if log == row:
        return
    if is_dataclass(log) and type(log) is type(row):
        for each in fields(log):
            yield from differences(getattr(log, each.name), getattr(row, each.name), _under(field, each.name))
    elif isinstance(log, Mapping) and isinstance(row, Mapping):
        for key in sorted({*log, *row}, key=str):
            yield from differences(
                log.get(key, _Nothing()), row.get(key, _Nothing()), _under(field, str(key))
            )
    elif isinstance(log, tuple | list) and isinstance(row, tuple | list):
        for place, (one, other) in enumerate(zip_longest(log, row, fillvalue=_Nothing()), start=1):
            yield from differences(one, other, f"{field}[{place}]")
    else:
        yield Difference(field=field, log=shown(log), row=shown(row))


def shown(value: object) -> str:
    """A value in short, as a person reads it; times in UTC."""
    if value is None or isinstance(value, _Nothing) or value in ("", (), {}):
        return "nothing"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="auto").replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {shown(each)}" for name, each in value.items())
    plain = plain_json(value)
    text = plain if isinstance(plain, str) else canonical_json(plain)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _under(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
