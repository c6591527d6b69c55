"""What keeps a record from closing, in words; what is missing is found by the closing gate."""

from __future__ import annotations

from bot.views.text import escape
from bot.views.words import APPROVALS, source
from models.policy import Policy
from models.request import Ending, Stage

_MISSING = {
    "trail": "an unbroken trail of every step",
    "workflow": "two approvals by two different people",
    "documentation": "the request's rationale and impact analysis",
    "execution": "what was done to carry it out",
}


def missing(item: str, policy: Policy) -> str:
    """What the closing gate asks for, in words; `item` is `field` or `field:detail`."""
    field, _, detail = item.partition(":")
    if field == "snapshot":
        return f"the data from {escape(source(detail, policy))}"
    if field == "rationale" and detail in list(Ending):
        return "why it ended"
    if field == "rationale":
        return f"the rationale of the {APPROVALS[Stage(detail)] if detail in list(Stage) else 'decision'}"
    return _MISSING.get(field, escape(item))
