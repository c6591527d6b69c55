"""The limits of what a person may enter, whatever form or door it comes through."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from models.refusals import Fault

#: The longest text that a Slack input takes, in characters.
MAX_TEXT = 3000
#: A deviation above this many percent is a slip of the finger, not a request.
MAX_DEVIATION = Decimal(1_000_000)

#: Categories of characters that show nothing by themselves: controls, marks of format, accents, white space.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
#: Letters and signs that show nothing all the same.
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Whether nobody could read anything in the text: it is empty, or all of it is white space or unseen marks."""
    return all(c in _UNSEEN or unicodedata.category(c) in _UNSEEN_CATEGORIES for c in text)


def fault_of_text(text: str) -> Fault | None:
    """What is wrong with words that are needed; None where they can be taken."""
    if is_blank(text):
        return Fault.MISSING
    return Fault.TOO_LONG if len(text) > MAX_TEXT else None


def fault_of_deviation(deviation: Decimal) -> Fault | None:
    """What is wrong with a deviation in percent, given by a person or computed; None where it can be scored."""
    if not deviation.is_finite():
        return Fault.NOT_A_NUMBER
    if deviation < 0:
        return Fault.NEGATIVE
    return Fault.TOO_LARGE if deviation > MAX_DEVIATION else None
