"""Money: an exact amount with its currency, and conversion by the policy's dated rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

#: Digits that a person may type before and after the decimal point; more is a slip, not a value.
MAX_WHOLE_DIGITS = 15
MAX_FRACTION_DIGITS = 6


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
    """The number that a person typed, or None where it is none, is infinite or has too many digits."""
    cleaned = text.strip().replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if "," in cleaned and "." not in cleaned and cleaned.count(",") == 1 and len(cleaned.split(",")[1]) != 3:
        cleaned = cleaned.replace(",", ".")
    whole = cleaned.lstrip("+-")
    head, _, tail = whole.partition(".")
    groups = head.split(",")
    well_grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]))
    digits = "".join(groups)
    if not well_grouped or not (digits + tail).isascii() or not (digits + tail).isdigit():
        return None
    if len(digits.lstrip("0")) > MAX_WHOLE_DIGITS or len(tail) > MAX_FRACTION_DIGITS:
        return None
    number = Decimal(f"{digits or '0'}.{tail or '0'}")
    return -number if cleaned.startswith("-") else number
