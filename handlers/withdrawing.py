"""Withdrawing: the requester takes a request back, from their own card."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.views import actions
from bot.views.withdrawal_modal import withdrawal_modal
from handlers.dialogue import Dialogue
from models.acts import Withdraw
from models.refusals import Field

WITHDRAWAL = Dialogue(
    action=actions.WITHDRAW,
    callback=actions.WITHDRAWAL,
    blank=lambda number, _: Withdraw(number=number, why=""),
    form=lambda request, _, policy: withdrawal_modal(request, policy),
    act=lambda number, _, form: Withdraw(number=number, why=form.entered.text(Field.WHY)),
    beside=Field.WHY,
)


def register(app: AsyncApp) -> None:
    """Listen for the button of the requester's card and for the form that it opens."""
    WITHDRAWAL.register(app)
