"""The form that chooses a report: from which month to which, and what it is kept to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.views import actions, blocks, inputs
from bot.views import report_words as words
from bot.views.words import REASONS
from models.oversight.months import Period, months_until
from models.oversight.reporting import Only
from models.policy import Policy
from models.refusals import Field

#: How many months back can be chosen; the command takes any.
MONTHS = 60


def report_form(policy: Policy, this_month: str, period: Period, only: Only) -> dict[str, Any]:
    """The form, with what was shown last chosen."""
    months = [
        inputs.option(words.month_name(one), one) for one in reversed(months_until(this_month, MONTHS).months)
    ]
    choices: tuple[tuple[Field, str, str, Iterable[tuple[str, str]]], ...] = (
        (
            Field.STANDARD,
            "Standard",
            only.standard,
            ((s.reference, f"{s.reference} {s.title}") for s in policy.standards),
        ),
        (Field.TIER, "Tier", only.tier, ((tier.name, tier.title) for tier in policy.tiers)),
        (Field.TEAM, "Team", only.team, ((team, team) for team in policy.teams)),
        (Field.REASON, "Reason", only.reason, ((str(reason), word) for reason, word in REASONS.items())),
    )
    shown = [
        _month(Field.FIRST_MONTH, "From", months, period.first),
        _month(Field.LAST_MONTH, "To", months, period.last),
    ]
    for field, label, chosen, named in choices:
        options = [inputs.option(text, value) for value, text in named][: inputs.OPTIONS_LIMIT]
        if options:
            initial = next((one for one in options if one["value"] == chosen), None)
            element = inputs.select(options, placeholder="All", initial=initial)
            shown.append(inputs.entry(field, label, element, is_optional=True))
    shown.append(blocks.small("The report comes to you as a direct message."))
    return inputs.modal(actions.REPORT, "Report", shown, submit="Send me the report")


def _month(field: Field, label: str, months: list[dict[str, Any]], chosen: str) -> dict[str, Any]:
    initial = next((one for one in months if one["value"] == chosen), months[0])
    return inputs.entry(field, label, inputs.select(months, placeholder="A month", initial=initial))
