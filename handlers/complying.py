"""Complying: somebody sends a request to compliance, which clears it, with conditions or not, or prohibits it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.views import actions
from bot.views.compliance_forms import clearing_modal, conditions_modal, prohibition_modal, routing_modal
from handlers.dialogue import Dialogue
from handlers.payloads import OpenForm
from models.acts import ClearCompliance, Prohibit, RouteToCompliance
from models.refusals import Field

ROUTING = Dialogue(
    action=actions.ROUTE_TO_COMPLIANCE,
    callback=actions.ROUTING,
    blank=lambda number, _: RouteToCompliance(number=number, why=""),
    form=routing_modal,
    act=lambda number, _, form: RouteToCompliance(number=number, why=form.entered.text(Field.WORDS)),
    beside=Field.WORDS,
)


def _clear(
    number: int, hold: str, seen: int | None, form: OpenForm, conditions: str | None
) -> ClearCompliance:
    words = form.entered.text(Field.WORDS)
    return ClearCompliance(number=number, hold=hold, words=words, conditions=conditions, seen=seen)


CLEARING = Dialogue(
    action=actions.CLEAR,
    callback=actions.CLEARING,
    blank=lambda number, hold: ClearCompliance(number=number, hold=hold, words=""),
    form=clearing_modal,
    act=lambda number, rest, form: _clear(number, *actions.read_seen(rest), form, None),
    beside=Field.WORDS,
)
CONDITIONS = Dialogue(
    action=actions.CLEAR_WITH_CONDITIONS,
    callback=actions.CONDITIONS,
    blank=lambda number, hold: ClearCompliance(number=number, hold=hold, words="", conditions=""),
    form=conditions_modal,
    act=lambda number, rest, form: _clear(
        number, *actions.read_seen(rest), form, form.entered.text(Field.CONDITIONS)
    ),
    beside=Field.WORDS,
)
PROHIBITION = Dialogue(
    action=actions.PROHIBIT,
    callback=actions.PROHIBITION,
    blank=lambda number, hold: Prohibit(number=number, hold=hold, why=""),
    form=prohibition_modal,
    act=lambda number, hold, form: Prohibit(number=number, hold=hold, why=form.entered.text(Field.WORDS)),
    beside=Field.WORDS,
)


def register(app: AsyncApp) -> None:
    """Listen for the button that sends a request there, for those of compliance's card, and for their forms."""
    for dialogue in (ROUTING, CLEARING, CONDITIONS, PROHIBITION):
        dialogue.register(app)
