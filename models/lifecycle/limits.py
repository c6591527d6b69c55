"""The limits of what a person may enter, whatever form or door it comes through."""

from decimal import Decimal

#: The longest text that a Slack input takes, in characters.
MAX_TEXT = 3000
#: A deviation above this many percent is a slip of the finger, not a request.
MAX_DEVIATION = Decimal(1_000_000)
