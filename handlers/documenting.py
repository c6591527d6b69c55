"""Documenting: the requester gives what stands in for a source, operations closes the hold, a supervisor extends it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.views import actions
from bot.views.outage_forms import closing_modal, documentation_modal, extension_modal
from handlers.dialogue import Dialogue
from models.acts import DocumentSource, ExtendDeadline, ResolveHold
from models.refusals import Field

DOCUMENTATION = Dialogue(
    action=actions.DOCUMENT,
    callback=actions.DOCUMENTATION,
    blank=lambda number, hold: DocumentSource(number=number, hold=hold, words=""),
    form=documentation_modal,
    act=lambda number, hold, form: DocumentSource(
        number=number,
        hold=hold,
        words=form.entered.text(Field.WORDS),
        evidence=form.entered.files(Field.EVIDENCE),
    ),
    beside=Field.WORDS,
)
CLOSING = Dialogue(
    action=actions.CLOSE_HOLD,
    callback=actions.HOLD_CLOSING,
    blank=lambda number, hold: ResolveHold(number=number, hold=hold, words=""),
    form=closing_modal,
    act=lambda number, hold, form: ResolveHold(
        number=number,
        hold=hold,
        words=form.entered.text(Field.WORDS),
        evidence=form.entered.files(Field.EVIDENCE),
    ),
    beside=Field.WORDS,
)
EXTENSION = Dialogue(
    action=actions.EXTEND_DEADLINE,
    callback=actions.EXTENSION,
    blank=lambda number, hold: ExtendDeadline(number=number, hold=hold, why=""),
    form=extension_modal,
    act=lambda number, hold, form: ExtendDeadline(
        number=number, hold=hold, why=form.entered.text(Field.WORDS)
    ),
    beside=Field.WORDS,
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons of the requester's and the hold's card, and for their forms."""
    for dialogue in (DOCUMENTATION, CLOSING, EXTENSION):
        dialogue.register(app)
