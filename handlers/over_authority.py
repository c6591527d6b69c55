"""Over authority: the contact releases a value above all authority to the highest tier, or refuses it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.views import actions
from bot.views.over_authority_forms import refusal_modal, release_modal
from handlers.dialogue import Dialogue
from handlers.payloads import OpenForm
from models.acts import Prohibit, ResolveHold
from models.refusals import Field


def _release(number: int, hold: str, seen: int | None, form: OpenForm) -> ResolveHold:
    return ResolveHold(
        number=number,
        hold=hold,
        words=form.entered.text(Field.WORDS),
        evidence=form.entered.files(Field.EVIDENCE),
        seen=seen,
    )


RELEASE = Dialogue(
    action=actions.RELEASE,
    callback=actions.RELEASING,
    blank=lambda number, hold: ResolveHold(number=number, hold=hold, words=""),
    form=release_modal,
    act=lambda number, rest, form: _release(number, *actions.read_seen(rest), form),
    beside=Field.WORDS,
)
REFUSAL = Dialogue(
    action=actions.REFUSE,
    callback=actions.REFUSING,
    blank=lambda number, hold: Prohibit(number=number, hold=hold, why=""),
    form=refusal_modal,
    act=lambda number, hold, form: Prohibit(number=number, hold=hold, why=form.entered.text(Field.WORDS)),
    beside=Field.WORDS,
)


def register(app: AsyncApp) -> None:
    """Listen for both buttons of the contact's card and for their forms."""
    for dialogue in (RELEASE, REFUSAL):
        dialogue.register(app)
