"""Money: an exact amount with its currency, and conversion by the policy's dated rates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: Digits that a person may type before and after the decimal point; more is a slip, not a value.
MAX_WHOLE_DIGITS = 15
MAX_FRACTION_DIGITS = 6

# Thousands may be grouped by commas or by spaces; the decimals follow a point, or a comma as in much of Europe.
_TYPED = re.compile(
    r"(?P<sign>[+-]?) ?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(?:(?P<mark>[.,])(?P<tail>\d*))?",
    re.ASCII,
)


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount in one currency (ISO 4217 code); never rounded, never negative."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.currency} {plain(self.amount)}"


def plain(number: Decimal) -> str:
    """A number as people write it: grouped in thousands, no exponent, no needless zeros (`1,250.5`)."""
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"


def parse_number(text: str) -> Decimal | None:
    """The number that a person typed, or None where it is none, is ambiguous, or has too many digits.

    `1,234` is grouped in thousands and `1,5` has decimals; `1234,567` could be either and is not guessed at.
    """
    typed = _TYPED.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
    if typed is None:
        return None
    whole, tail = typed["whole"], typed["tail"] or ""
    if typed["mark"] == "," and ("," in whole or (len(tail) == 3 and " " not in whole)):
        return None
    digits = whole.replace(",", "").replace(" ", "")
    if not digits + tail or len(digits.lstrip("0")) > MAX_WHOLE_DIGITS or len(tail) > MAX_FRACTION_DIGITS:
        return None
    number = Decimal(f"{digits or '0'}.{tail or '0'}")
    return -number if typed["sign"] == "-" else number


def parse_amount(text: str) -> Decimal | None:
    """The amount of money that a person typed; as a number, but `8.000` could be eight or eight thousand: None."""
    tail = text.strip().rpartition(".")[2]
    return None if "." in text and len(tail) == 3 else parse_number(text)
