"""The forms of strings that Slack reads: dates, times, numbers, addresses. It knows no block."""

from __future__ import annotations

import re
from datetime import date

from .grammar import Words

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?(\d+(\.\d+)?|\.\d+)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
_WEB = re.compile(r"https?://[^\s/]\S*")
_ZONE = re.compile(r"[A-Za-z]+(?:[/_+\-][A-Za-z0-9]+)*")


def is_date(value: str) -> bool:
    """A day that exists, as YYYY-MM-DD."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_whole(value: str) -> bool:
    """A whole number in decimal digits."""
    return bool(_WHOLE.fullmatch(value))


def is_decimal(value: str) -> bool:
    """A number in decimal digits, with or without a fraction."""
    return bool(_DECIMAL.fullmatch(value))


def _is_time(value: str) -> bool:
    return bool(_TIME.fullmatch(value))


def _is_address(value: str) -> bool:
    return bool(_ADDRESS.fullmatch(value))


def _is_web_address(value: str) -> bool:
    return bool(_WEB.fullmatch(value))


def _is_zone(value: str) -> bool:
    return bool(_ZONE.fullmatch(value))


DATE = Words(reads_as=is_date, complaint="must be a valid date in the format YYYY-MM-DD")
TIME = Words(reads_as=_is_time, complaint="must be a valid time in the format HH:mm")
ZONE = Words(reads_as=_is_zone, complaint="must be a valid timezone")
NUMERAL = Words(reads_as=is_decimal, complaint="must be a valid number")
ADDRESS = Words(least=1, most=3000, reads_as=_is_address, complaint="must be a valid URL")
WEB_ADDRESS = Words(least=1, most=3000, reads_as=_is_web_address, complaint="must be a valid URL")
