"""The forms of the urgent path: the requester's justification, and the department manager's own."""

from __future__ import annotations

from typing import Any

from bot.views import actions, inputs, words
from bot.views.blocks import fields, rich, section, small
from bot.views.expedite_card import SHOWN, consequence, lasting
from bot.views.expediting import WHY_URGENT
from bot.views.summary import excerpt, figures
from bot.views.text import Block, escape
from bot.views.waiving import are_due
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest


def asking_modal(request: ExceptionRequest, policy: Policy) -> dict[str, Any]:
    """The form in which the requester says why it cannot wait; it says whom that goes to and what it changes."""
    return inputs.modal(
        actions.ASKING_URGENCY,
        f"Urgency of {request.id}",
        [
            _what(request, policy),
            inputs.entry(
                Field.JUSTIFICATION,
                "Justification",
                inputs.text(is_long=True),
                hint="Why it cannot wait for the normal path. It goes on record, and the approvers read it.",
            ),
            small(
                "The department managers are asked at once. When one of them authorises it, "
                f"{are_due(request, policy)} due within {lasting(policy)}. "
                "Until then the normal path goes on. You can ask once."
            ),
        ],
        submit="Ask",
        metadata=actions.carried(request.number),
    )


def granting_modal(request: ExceptionRequest, policy: Policy, of_round: str) -> dict[str, Any]:
    """The form in which the department manager authorises the urgent path, with a justification of their own."""
    return inputs.modal(
        actions.AUTHORISING_URGENT,
        "Authorise urgent path",
        [*_asked(request, policy), small(consequence(policy)), _justification()],
        submit="Authorise",
        metadata=actions.carried(request.number, of_round),
    )


def keeping_modal(request: ExceptionRequest, policy: Policy, of_round: str) -> dict[str, Any]:
    """The form in which the department manager keeps the request on the normal path, and says why."""
    follows = (
        "The deadline stays as it is, and the request is decided as any other. The requester is told why."
    )
    return inputs.modal(
        actions.KEEPING_NORMAL,
        "Keep the normal path",
        [*_asked(request, policy), small(follows), _justification()],
        submit="Keep",
        metadata=actions.carried(request.number, of_round),
    )


def _what(request: ExceptionRequest, policy: Policy) -> Block:
    return section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}")


def _asked(request: ExceptionRequest, policy: Policy) -> list[Block]:
    pairs = dict(figures(request, policy))
    kept = ("Requested by", "Decision due")
    expedite = request.expedite_of_round
    texts = excerpt(WHY_URGENT, expedite.justification, SHOWN) if expedite is not None else []
    return [
        _what(request, policy),
        *([rich(texts)] if texts else []),
        fields((title, pairs[title]) for title in kept if title in pairs),
    ]


def _justification() -> Block:
    return inputs.entry(
        Field.WORDS,
        "Your justification",
        inputs.text(is_long=True),
        hint="Goes on record with your name; the requester reads it.",
    )
