"""How a command is told days and months: a month stands for its days, a day for its month; it opens nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import click

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True)
class Days:
    """A day, or all days of a month: from `first` to `last`, both included."""

    first: date
    last: date


def days_in(typed: str) -> Days | None:
    """The days that `2026-01-31` or `2026-01` names; None where it names none."""
    try:
        if _DAY.fullmatch(typed) is not None:
            day = date.fromisoformat(typed)
            return Days(first=day, last=day)
        if (month := _MONTH.fullmatch(typed)) is not None:
            year, number = int(month[1]), int(month[2])
            first = date(year, number, 1)
            return Days(first=first, last=date(year, number, monthrange(year, number)[1]))
    except ValueError:
        return None
    return None


def day_or_month(typed: str) -> Days:
    """The days that an option names; BadParameter says how they are written."""
    found = days_in(typed.strip())
    if found is None:
        raise click.BadParameter(f'"{typed}" is no day; write it like 2026-01-31, or a month like 2026-01.')
    return found


def month_or_day(typed: str) -> str:
    """The month that an option names, or that its day is in; all else as typed, for whoever makes the period."""
    found = days_in(typed.strip())
    return typed.strip() if found is None else f"{found.first.year:04d}-{found.first.month:02d}"
