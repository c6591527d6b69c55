"""Agreement: whether the sources say the same where the policy wants them to; pure, it opens no hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from pydantic import JsonValue

from models.canonical import canonical_json
from models.holds import SourceValue
from models.money import parse_number
from models.policy_ways import Agreement, AgreementKind
from models.snapshot import Snapshot

#: A number as programs write it: any count of decimals, and at most as many digits as an exact number has.
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,30})?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?|\d{8}(T.*)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.ASCII)
_MONTH_NAME_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Fields that must agree and do not, with what each source says, in the agreement's order."""

    agreement: Agreement
    values: tuple[SourceValue, ...]


def conflicts(
    agreements: Iterable[Agreement], snapshots: Iterable[Snapshot], zone: tzinfo
) -> Iterator[Conflict]:
    """The agreements that the snapshots break; days are told in the policy's time zone.

    A source that could not be read, and a field without a value, are nothing to compare (yet).
    """
    held = {snapshot.source: snapshot for snapshot in snapshots}
    for agreement in agreements:
        values = tuple(_values(agreement, held))
        if len(values) > 1 and not agree(agreement, [value.value for value in values], zone):
            yield Conflict(agreement=agreement, values=values)


def agree(agreement: Agreement, values: Iterable[str], zone: tzinfo) -> bool:
    """Whether the values say the same; one that is no number or day where one is asked agrees with nothing."""
    told = list(values)
    if agreement.kind is AgreementKind.NUMBER:
        numbers = [number_in(value) for value in told]
        known = [number for number in numbers if number is not None]
        return len(known) == len(told) and max(known) - min(known) <= agreement.tolerance
    if agreement.kind is AgreementKind.DATE:
        days = {day_in(value, zone) for value in told}
        return len(days) == 1 and None not in days
    return len({plain_text(value) for value in told}) == 1


def is_readable(agreement: Agreement, value: str, zone: tzinfo) -> bool:
    """Whether the value is of the agreement's kind: a number or a day where one is asked."""
    if agreement.kind is AgreementKind.NUMBER:
        return number_in(value) is not None
    return agreement.kind is not AgreementKind.DATE or day_in(value, zone) is not None


def number_in(value: str) -> Decimal | None:
    """The number that a source's value is, as programs or as people write it; None where it is none."""
    text = unicodedata.normalize("NFKC", value).strip()
    return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else parse_number(text)


def day_in(value: str, zone: tzinfo) -> date | None:
    """The day that a source's value is; a moment with an offset is a day in the zone.

    `03/04/2026` could be either of two days and is not guessed at; with points between, the day comes first.
    """
    text = " ".join(unicodedata.normalize("NFKC", value).split()).casefold()
    try:
        if _ISO.fullmatch(text.upper()):
            at = datetime.fromisoformat(text.upper())
            return at.astimezone(zone).date() if at.tzinfo is not None else at.date()
        parts = _parts(text)
        return date(*parts) if parts is not None else None
    except (ValueError, OverflowError):
        return None


def plain_text(value: str) -> str:
    """A text as it is compared: compatible letters, capitals and white space make no difference."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _values(agreement: Agreement, held: dict[str, Snapshot]) -> Iterator[SourceValue]:
    for named in agreement.fields:
        source, _, field = named.partition(".")
        snapshot = held.get(source)
        if snapshot is None or snapshot.payload is None:
            continue
        value = _as_said(snapshot.payload.get(field))
        if plain_text(value):
            yield SourceValue(source=source, field=field, value=value)


def _as_said(value: JsonValue) -> str:
    """A source's value as text: words as they are, nothing for nothing, and the rest as JSON."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}"
    return value.strip() if isinstance(value, str) else canonical_json(value)


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a common notation, or None where it is none or could be two days."""
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            return year, second, first
        return (year, first, second) if second > 12 else None
    if match := _DAY_MONTH_NAME.fullmatch(text):
        return _named(int(match[3]), match[2], int(match[1]))
    if match := _MONTH_NAME_DAY.fullmatch(text):
        return _named(int(match[3]), match[1], int(match[2]))
    return None


def _named(year: int, name: str, day: int) -> tuple[int, int, int] | None:
    months = [number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name)]
    return (year, months[0], day) if len(months) == 1 else None
