"""Lengths of business time, "16 business hours" or "2 business days", as a policy writes them; no calendar here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from models.notation import DURATION_PATTERN, duration_text, is_written_as_length, parse_duration

_LONGEST = {"hour": 2000, "day": 250}
_BUSINESS_PATTERN = r"(\d{1,4}) business (hour|day)s?"
#: With as many digits as somebody writes, so that too many are told apart from no length of time.
_BUSINESS = re.compile(r"(\d+) business (hour|day)s?", re.ASCII)
#: What people write when they mean business time: "2 working days", "16 business h", "3 Business-Days".
_MEANT = re.compile(
    r"(\d{1,4})\s*(?:business|working|work|bank|office)[\s-]*(h|d)\w*", re.ASCII | re.IGNORECASE
)


class BusinessUnit(StrEnum):
    """What business time is counted in."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, kw_only=True)
class BusinessTime:
    """A number of business hours or of business days, at least one; what they are is the calendar's."""

    count: int
    unit: BusinessUnit

    def __str__(self) -> str:
        return f"{self.count} business {self.unit}{'' if self.count == 1 else 's'}"


def parse_limit(text: str) -> timedelta | BusinessTime:
    """The limit that `24h`, `16 business hours` or `2 business days` says; ValueError where it is none, or nothing."""
    match = _BUSINESS.fullmatch(text.strip())
    if match is None:
        return _elapsed(text)
    digits, unit = match[1].lstrip("0"), BusinessUnit(match[2])
    if not digits:
        raise ValueError(f'"{text}" is out of bounds; write at least "1 business {unit}"')
    if len(digits) > len(str(_LONGEST[unit])) or int(digits) > _LONGEST[unit]:
        raise ValueError(f'"{text}" is too long; write at most "{_LONGEST[unit]} business {unit}s"')
    return BusinessTime(count=int(digits), unit=unit)


def limit_text(limit: timedelta | BusinessTime) -> str:
    """A limit in the policy's own notation: `24h`, `2 business days`."""
    return duration_text(limit) if isinstance(limit, timedelta) else str(limit)


def _elapsed(text: str) -> timedelta:
    meant = _MEANT.fullmatch(text.strip())
    if meant is not None:
        count, unit = max(1, int(meant[1])), BusinessUnit.HOUR if meant[2] in "hH" else BusinessUnit.DAY
        raise ValueError(f'"{text}" is no length of time; write "{BusinessTime(count=count, unit=unit)}"')
    if not is_written_as_length(text):
        raise ValueError(
            f'"{text}" is no length of time; write it like "24h", "90m" or "1d 12h", or in business time: '
            '"16 business hours", "2 business days"'
        )
    return _positive(parse_duration(text), text)


def _positive(length: timedelta, text: str) -> timedelta:
    if length <= timedelta(0):
        raise ValueError(f'"{text}" is out of bounds; write a time longer than "0m"')
    return length


def _limit(value: object) -> timedelta | BusinessTime:
    match value:
        case BusinessTime():
            return value
        case timedelta():
            return _positive(value, duration_text(value))
        case str():
            return parse_limit(value)
    raise ValueError(f'write a length of time in quotes and with its unit, such as "24h" (not {value})')


#: How long a decision may take: elapsed time, or time that the policy's calendar counts.
DecisionTime = Annotated[
    timedelta | BusinessTime,
    BeforeValidator(_limit, json_schema_input_type=str),
    PlainSerializer(limit_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^({DURATION_PATTERN}|{_BUSINESS_PATTERN})$"}),
    Field(
        description='Elapsed time ("24h", "1d 12h") or business time ("16 business hours", "2 business days").',
        examples=["24h"],
    ),
]
