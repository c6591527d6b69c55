"""The buttons that several cards have; whether one is offered is the card's to say."""

from __future__ import annotations

from typing import Any

from bot.views import actions
from models.request import ExceptionRequest

Button = dict[str, Any]


def details(request: ExceptionRequest) -> Button:
    """The whole record."""
    return actions.button("Details", actions.DETAILS, actions.carried(request.number))


def mark_executed(request: ExceptionRequest, style: str | None = None) -> Button:
    """How carrying it out went."""
    value = actions.carried(request.number)
    return actions.button("Mark as executed", actions.MARK_EXECUTED, value, style=style)


def roll_back(request: ExceptionRequest) -> Button:
    """Take back what was carried out."""
    return actions.button("Roll back", actions.ROLL_BACK, actions.carried(request.number))


def close(request: ExceptionRequest) -> Button:
    """Have a record that lacked something checked again."""
    value = actions.carried(request.number)
    return actions.button("Check again and close", actions.CLOSE, value, style="primary")
