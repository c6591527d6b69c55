"""Expediting: the requester asks for the urgent path from their own card, and a department manager answers."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.views import actions
from bot.views.expedite_modals import asking_modal, granting_modal, keeping_modal
from handlers.dialogue import Dialogue
from handlers.payloads import OpenForm, UnreadablePayloadError
from models.acts import AnswerExpedite, AskToExpedite
from models.refusals import Field

ASKING = Dialogue(
    action=actions.ASK_URGENCY,
    callback=actions.ASKING_URGENCY,
    blank=lambda number, _: AskToExpedite(number=number, justification=""),
    form=lambda request, _, policy: asking_modal(request, policy),
    act=lambda number, _, form: AskToExpedite(
        number=number, justification=form.entered.text(Field.JUSTIFICATION)
    ),
    beside=Field.JUSTIFICATION,
)


def _answer(number: int, of_round: str, *, is_granted: bool, words: str = "") -> AnswerExpedite:
    """The answer to the asking of the round that the button carried."""
    if not (of_round.isascii() and of_round.isdigit() and len(of_round) <= 6):
        raise UnreadablePayloadError(f"not a round: {of_round[:20]!r}")
    return AnswerExpedite(number=number, round=int(of_round), is_granted=is_granted, words=words)


def _words(form: OpenForm) -> str:
    return form.entered.text(Field.WORDS)


GRANTING = Dialogue(
    action=actions.AUTHORISE_URGENT,
    callback=actions.AUTHORISING_URGENT,
    blank=lambda number, rest: _answer(number, rest, is_granted=True),
    form=lambda request, rest, policy: granting_modal(request, policy, rest),
    act=lambda number, rest, form: _answer(number, rest, is_granted=True, words=_words(form)),
    beside=Field.WORDS,
)
KEEPING = Dialogue(
    action=actions.KEEP_NORMAL,
    callback=actions.KEEPING_NORMAL,
    blank=lambda number, rest: _answer(number, rest, is_granted=False),
    form=lambda request, rest, policy: keeping_modal(request, policy, rest),
    act=lambda number, rest, form: _answer(number, rest, is_granted=False, words=_words(form)),
    beside=Field.WORDS,
)


def register(app: AsyncApp) -> None:
    """Listen for the button of the requester's card, for both of the manager's, and for their forms."""
    for dialogue in (ASKING, GRANTING, KEEPING):
        dialogue.register(app)
