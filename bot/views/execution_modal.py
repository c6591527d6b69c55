"""The modal in which operations says what it did to carry an exception out."""

from __future__ import annotations

from typing import Any

from bot.views import inputs, words
from bot.views.actions import EXECUTION, carried
from bot.views.blocks import section, small
from bot.views.text import escape
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest


def execution_modal(request: ExceptionRequest, policy: Policy) -> dict[str, Any]:
    """The modal; all who were involved are told what it says."""
    asked = words.ask(request, policy)
    customer = escape(request.filing.customer.name[:150])
    blocks = [
        section(
            f"*{escape(words.heading(request, policy))}*\n"
            f"Approved: *{escape(asked.asked)}* instead of {escape(asked.standard)}, for {customer}"
        ),
        inputs.entry(Field.DONE, "What was done", inputs.text(is_long=True)),
        inputs.evidence(),
        small("Everybody who was involved is told, and the record is checked and closed."),
    ]
    return inputs.modal(
        EXECUTION, "Mark as executed", blocks, submit="Mark as executed", metadata=carried(request.number)
    )
