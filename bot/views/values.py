"""What a source or a form says, as people read it: days, long numbers, yes and no; nothing is escaped here."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pydantic import JsonValue

from bot.views.blocks import one_line
from models.money import plain

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONG_NUMBER = re.compile(r"-?[1-9]\d{4,14}(\.\d{1,6})?")


def day(on: date) -> str:
    """A day without a time: `12 Feb 2026`."""
    return f"{on.day} {on:%b %Y}"


def fact(value: JsonValue) -> str:
    """A source's value as people read it: days and long numbers are written out, the rest is as it is, unescaped."""
    if value is None or value == "":
        return "none given"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if _ISO_DAY.fullmatch(text):
        try:
            return day(date.fromisoformat(text)).replace(" ", "\u00a0")
        except ValueError:
            return text
    if _LONG_NUMBER.fullmatch(text):
        return plain(Decimal(text))
    return one_line(text, 80)
