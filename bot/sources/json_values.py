"""What a database or a service gives, as JSON that can be kept and hashed; it chooses nothing and drops nothing."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

from pydantic import JsonValue


def as_json(value: object, hide: Callable[[str], str]) -> JsonValue:
    """A value as JSON: exact numbers, days and times as text, bytes in base64; `hide` goes over each text."""
    match value:
        case None | bool():
            return value
        case Enum():
            return as_json(value.value, hide)
        case int():
            return int(value)
        case str():
            # A lone surrogate cannot be written as UTF-8, in which everything is kept.
            return hide(value.encode("utf-8", "replace").decode("utf-8"))
        case float():
            return value if math.isfinite(value) else str(value)
        case Decimal():
            return f"{value:f}"
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
        case Mapping():
            return {hide(str(key)): as_json(part, hide) for key, part in value.items()}
        case Sequence() | Set():
            return [as_json(part, hide) for part in value]
        case _:
            return hide(str(value))
