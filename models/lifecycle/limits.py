"""The limits of what a person may enter, whatever form or door it comes through."""

from __future__ import annotations

from decimal import Decimal

from models.refusals import Fault

#: The longest text that a Slack input takes, in characters.
MAX_TEXT = 3000
#: A deviation above this many percent is a slip of the finger, not a request.
MAX_DEVIATION = Decimal(1_000_000)


def fault_of_deviation(deviation: Decimal) -> Fault | None:
    """What is wrong with a deviation in percent, given by a person or computed; None where it can be scored."""
    if not deviation.is_finite():
        return Fault.NOT_A_NUMBER
    if deviation < 0:
        return Fault.NEGATIVE
    return Fault.TOO_LARGE if deviation > MAX_DEVIATION else None
