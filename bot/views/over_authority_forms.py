"""The forms for a value above all authority: the contact allows the highest tier to decide it, or refuses it."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.compliance_forms import about, asked, final_modal
from bot.views.over_authority_card import highest
from bot.views.text import escape
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest


def release_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which the contact says why the highest tier may decide this value."""
    tier = escape(highest(policy))
    shown = [
        about(request, policy),
        *asked(request, key, policy),
        inputs.entry(
            Field.WORDS, "Reason", inputs.text(is_long=True), hint="Goes on record; those who decide read it."
        ),
        inputs.evidence(),
        blocks.small(
            f"You allow the {tier} to decide a value of up to {words.rounded(request.score.value)}. Operations "
            f"validates it first, then the {tier} decides: both approvals are still needed. A higher value would come "
            "back to you."
        ),
    ]
    return inputs.modal(
        actions.RELEASING,
        f"Release {request.id}",
        shown,
        submit="Release",
        metadata=actions.carried(request.number, actions.with_seen(key, request.changes)),
    )


def refusal_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which the contact says why nobody may decide this value."""
    return final_modal(
        request, key, policy, callback=actions.REFUSING, verb="Refuse", label="Why it is refused"
    )
