"""The modal in which a requester says why they take a request back."""

from __future__ import annotations

from typing import Any

from bot.views import inputs, words
from bot.views.actions import WITHDRAWAL, carried
from bot.views.blocks import section, small
from bot.views.text import escape
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest


def withdrawal_modal(request: ExceptionRequest, policy: Policy) -> dict[str, Any]:
    """The modal; it says what follows before anything is sent."""
    blocks = [
        section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}"),
        inputs.entry(Field.WHY, "Why it is withdrawn", inputs.text(is_long=True)),
        small(
            "That is final: nobody decides it or carries it out any more. Everybody who was involved is told."
        ),
    ]
    return inputs.modal(
        WITHDRAWAL, f"Withdraw {request.id}", blocks, submit="Withdraw", metadata=carried(request.number)
    )
