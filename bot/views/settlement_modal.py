"""The modal in which data quality settles what holds where sources differ, and says why."""

from __future__ import annotations

from typing import Any

from bot.views import inputs, reconciling, words
from bot.views.actions import SETTLEMENT, carried
from bot.views.blocks import section, small
from bot.views.holds import subject
from bot.views.text import cut, escape
from models.holds import Hold
from models.policy import Correction, Policy
from models.policy_ways import AgreementKind
from models.refusals import Field
from models.request import ExceptionRequest

#: The value of the option that asks for a value of its own; the others are places among the hold's values.
OTHER = "other"


def settlement_modal(request: ExceptionRequest, hold: Hold, policy: Policy) -> dict[str, Any]:
    """The modal; it says what each source says, and what follows from the answer."""
    options = [
        inputs.option(f"{cut(value.value, 30)} ({cut(words.source(value.source, policy), 35)})", str(place))
        for place, value in enumerate(hold.values)
        if not reconciling.unreadable(hold, value, policy)
    ]
    blocks = [
        section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}"),
        section(f"The sources do not agree on the *{escape(_lower(subject(hold, policy)))}*."),
        *reconciling.side_by_side(hold, request, policy),
        inputs.entry(
            Field.SIDE,
            "Which value holds",
            {"type": "radio_buttons", "options": [*options, inputs.option("Another value", OTHER)]},
        ),
        inputs.entry(
            Field.CHOSEN,
            "Another value",
            inputs.text(placeholder=_EXAMPLES[_kind(hold, policy)]),
            hint="Only where no source is right.",
            is_optional=True,
        ),
        inputs.entry(
            Field.WORDS,
            "Reason",
            inputs.text(is_long=True),
            hint="How you found out, and why the sources differ. It goes on record with all values.",
        ),
        inputs.evidence(),
        small(_follows(request, hold, policy)),
    ]
    return inputs.modal(
        SETTLEMENT,
        f"Settle {request.id}",
        blocks,
        submit="Settle",
        metadata=carried(request.number, hold.key),
    )


_EXAMPLES = {
    AgreementKind.NUMBER: "For example 45 or 1,250.50",
    AgreementKind.DATE: "For example 2026-11-30",
    AgreementKind.TEXT: "As it should read",
}


def _lower(title: str) -> str:
    """A title as it stands inside a sentence; an abbreviation keeps its capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _kind(hold: Hold, policy: Policy) -> AgreementKind:
    agreement = reconciling.agreement_of(hold, policy)
    return agreement.kind if agreement is not None else AgreementKind.TEXT


def _follows(request: ExceptionRequest, hold: Hold, policy: Policy) -> str:
    """What happens next."""
    agreement = reconciling.agreement_of(hold, policy)
    on = "The hold is closed with it, and the time to decide runs on."
    if agreement is None or agreement.corrects is None:
        return on
    if agreement.standard not in (None, request.filing.standard):
        return on
    is_standard = agreement.corrects is Correction.STANDARD
    what = "The deviation is measured against it" if is_standard else "It becomes the decision value"
    void = " and approvals that were given are void" if any(request.decisions_of_round()) else ""
    return f"{on} {what}: where that changes the score, another tier may decide{void}."
