"""Reconciling: data quality settles which value holds where sources differ, from the card in their channel."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.views import actions
from bot.views.settlement_modal import settlement_modal
from handlers.dialogue import Dialogue
from handlers.payloads import OpenForm, UnreadablePayloadError
from models.acts import ResolveHold
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest


def _form(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    hold = request.hold(key)
    if hold is None:
        raise UnreadablePayloadError(f"no such hold: {key[:40]!r}")
    return settlement_modal(request, hold, policy)


def _settlement(number: int, key: str, form: OpenForm) -> ResolveHold:
    side = form.entered.choice(Field.SIDE)
    return ResolveHold(
        number=number,
        hold=key,
        words=form.entered.text(Field.WORDS),
        chosen=form.entered.text(Field.CHOSEN),
        # The option for another value is no place among the hold's values.
        side=int(side) if side.isascii() and side.isdigit() else None,
        evidence=form.entered.files(Field.EVIDENCE),
    )


SETTLEMENT = Dialogue(
    action=actions.SETTLE,
    callback=actions.SETTLEMENT,
    blank=lambda number, key: ResolveHold(number=number, hold=key, words=""),
    form=_form,
    act=_settlement,
    beside=Field.WORDS,
)


def register(app: AsyncApp) -> None:
    """Listen for the button of the hold's card and for the form that it opens."""
    SETTLEMENT.register(app)
