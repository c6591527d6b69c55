"""How the policy writes things: lengths of time, exact numbers, people, channels; it holds no policy."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

#: Digits before and after the point that an exact number may have.
MAX_WHOLE_DIGITS = 15
MAX_FRACTION_DIGITS = 10

#: What an escalation says that is due until the business day ends, in place of a length of time.
SAME_BUSINESS_DAY: Final = "same business day"

KEY_PATTERN = r"^[a-z][a-z0-9_]*$"
WHO_PATTERN = r"^([UW][A-Z0-9]{2,}|@[a-z0-9._-]+)$"
CHANNEL_PATTERN = r"^(#[^\s#]{1,80}|[CG][A-Z0-9]{2,})$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
URL_PATTERN = r"^(https?://[^\s/?#]+([/?#]\S*)?)?$"

_NUMBER = re.compile(rf"-?\d{{1,{MAX_WHOLE_DIGITS}}}(\.\d{{1,{MAX_FRACTION_DIGITS}}})?", re.ASCII)
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:00)?", re.ASCII)
_LONGEST = timedelta(days=366)

#: A length of time is written in days, hours, minutes and seconds, each at most once, the longest first.
DURATION_PATTERN = r"(?=\d)(?:(\d{1,4})d\s*)?(?:(\d{1,6})h\s*)?(?:(\d{1,8})m\s*)?(?:(\d{1,9})s)?"
_DURATION = re.compile(DURATION_PATTERN, re.ASCII)
#: Written as a length of time, with more digits than any that is taken.
_ANY_LENGTH = re.compile(r"(?=\d)(?:(\d+)d\s*)?(?:(\d+)h\s*)?(?:(\d+)m\s*)?(?:(\d+)s)?", re.ASCII)


def parse_duration(text: str) -> timedelta:
    """The length of time that `24h`, `90m` or `1d 12h` says; ValueError where it is none."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        if is_written_as_length(text):
            raise ValueError(_too_long(text))
        raise ValueError(f'"{text}" is no length of time; write it like "24h", "90m" or "1d 12h"')
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length > _LONGEST:
        raise ValueError(_too_long(text))
    return length


def is_written_as_length(text: str) -> bool:
    """Whether it is written as a length of time, however long."""
    return _ANY_LENGTH.fullmatch(text.strip()) is not None


def _too_long(text: str) -> str:
    return f'"{text}" is longer than a year; write a shorter time, such as "72h"'


def duration_text(length: timedelta) -> str:
    """A length of time in the policy's own notation: `24h`, `1h 30m`."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if n]
    return " ".join(parts) or "0m"


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str):
        return parse_duration(value)
    raise ValueError(f'write a length of time in quotes and with its unit, such as "24h" (not {value})')


def _within(value: object) -> object:
    if value == SAME_BUSINESS_DAY:
        return value
    try:
        return _duration(value)
    except ValueError as error:
        raise ValueError(f'{error}, or "{SAME_BUSINESS_DAY}"') from None


def _within_text(value: timedelta | str) -> str:
    return value if isinstance(value, str) else duration_text(value)


def parse_exact(value: object) -> Decimal:
    """The exact number that a policy writes, without needless zeros; ValueError where it is none.

    Numbers are whole or in quotes, because a TOML float has lost its exact value before it is read.
    """
    if isinstance(value, float):
        raise ValueError(f'write {value} in quotes ("{value}"), so that it is kept exactly')
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError('write a number, whole or in quotes, such as 20 or "49.5"')
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(
            f'"{text}" is no number here; write digits alone, at most {MAX_WHOLE_DIGITS} before the point and '
            f'{MAX_FRACTION_DIGITS} after it, such as 20 or "49.5"'
        )
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal(text) or Decimal(0)


def exact_text(number: Decimal) -> str:
    """An exact number as the policy file writes it: whole numbers bare, others in quotes."""
    text = f"{number:f}"
    return f'"{text}"' if "." in text else text


def _day(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError(f"write a date like 2026-11-02 (not {value})")
    return value


def _time_of_day(value: object) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and _TIME_OF_DAY.fullmatch(value):
        return time.fromisoformat(value)
    raise ValueError(f"write a time of day like 09:00:00 (not {value})")


def _closing_time(value: object) -> time:
    return time.min if value in ("24:00", "24:00:00") else _time_of_day(value)


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f'"{value}" is no time zone; write one like "Europe/Berlin"') from None
    return value


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration, json_schema_input_type=str),
    PlainSerializer(duration_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{DURATION_PATTERN}$"}),
    Field(description='Elapsed time: "24h", "90m", "1d 12h".', examples=["24h"]),
]
Within = Annotated[
    timedelta | Literal["same business day"],
    BeforeValidator(_within),
    PlainSerializer(_within_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^({DURATION_PATTERN}|{SAME_BUSINESS_DAY})$"}),
    Field(description='How soon: "0m" (at once), "1h", or "same business day".', examples=["1h"]),
]
Exact = Annotated[
    Decimal,
    BeforeValidator(parse_exact, json_schema_input_type=str | int),
    PlainSerializer(lambda number: f"{number:f}", return_type=str, when_used="json"),
    WithJsonSchema({"type": ["integer", "string"], "pattern": f"^{_NUMBER.pattern}$"}),
    Field(allow_inf_nan=False, examples=[20]),
]
Day = Annotated[date, BeforeValidator(_day), Field(examples=[date(2026, 11, 2)])]
TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": f"^{_TIME_OF_DAY.pattern}$"}),
    Field(examples=[time(9)]),
]
ClosingTime = Annotated[
    time,
    BeforeValidator(_closing_time),
    WithJsonSchema({"type": "string", "pattern": f"^({_TIME_OF_DAY.pattern}|24:00(:00)?)$"}),
    Field(description='Midnight is "24:00".', examples=[time(17)]),
]
TimeZone = Annotated[str, AfterValidator(_time_zone), Field(examples=["Europe/Berlin"])]
Title = Annotated[str, Field(min_length=1, max_length=120, examples=["Operations supervisor"])]
Who = Annotated[
    str,
    Field(
        pattern=WHO_PATTERN,
        description='A user group ("@ops-managers") or a user id ("U024BE7LH").',
        examples=["@ops-managers"],
    ),
]
People = Annotated[tuple[Who, ...], Field(min_length=1, examples=[["@ops-managers"]])]
Channel = Annotated[
    str,
    Field(
        pattern=CHANNEL_PATTERN, description='A channel ("#operations" or its id).', examples=["#operations"]
    ),
]
Currency = Annotated[str, Field(pattern=CURRENCY_PATTERN, description="ISO 4217 code.", examples=["EUR"])]
Key = Annotated[
    str,
    Field(pattern=KEY_PATTERN, description="Small letters, digits and underscores.", examples=["manager"]),
]
Link = Annotated[str, Field(pattern=URL_PATTERN, examples=["https://wiki.example/exceptions"])]
