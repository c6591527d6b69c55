"""Returning: a validator sends an incomplete request back, and says item by item what is missing."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.views import actions
from bot.views.returning import return_modal
from handlers.dialogue import Dialogue
from handlers.payloads import OpenForm
from models.acts import ReturnForCompletion
from models.holds import MissingItem
from models.lifecycle.returning import RETURNABLE
from models.refusals import Field


def _act(number: int, _: str, form: OpenForm) -> ReturnForCompletion:
    items = [MissingItem(field=str(field), words=form.entered.text(field)) for field in RETURNABLE]
    items.append(MissingItem(field="", words=form.entered.text(Field.ITEMS)))
    return ReturnForCompletion(number=number, items=tuple(item for item in items if item.words))


RETURN = Dialogue(
    action=actions.RETURN,
    callback=actions.RETURNING,
    blank=lambda number, _: ReturnForCompletion(number=number, items=()),
    form=lambda request, _, policy: return_modal(request, policy),
    act=_act,
    beside=Field.ITEMS,
)


def register(app: AsyncApp) -> None:
    """Listen for the button of the tier's card and for the form that it opens."""
    RETURN.register(app)
