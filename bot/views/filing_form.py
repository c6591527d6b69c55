"""The form that an exception is filed with, and what it foretells before it is sent; it reads no payload."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.views import inputs, words
from bot.views.actions import FILING
from bot.views.blocks import one_line, section, small
from bot.views.text import Block, Names, escape, joined, person, typed, when, who
from models.money import Money
from models.policy import Policy, Standard, Tier
from models.refusals import Fault, Field
from models.request import CarriedMessage, Score

FORECAST = "forecast"
STANDARD_FACTS = "standard_facts"
#: A message up to this long is taken for the rationale; a longer one is only quoted.
SHORT_MESSAGE = 500
#: The most that a modal carries unseen, in characters.
METADATA_LIMIT = 3000


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What would come of the form as it stands: the score and deadline, or the fault that keeps it from one."""

    score: Score | None = None
    deadline: datetime | None = None
    fault: Fault | None = None
    requested: Decimal | None = None
    has_value: bool = False


def filing_form(
    policy: Policy,
    names: Names,
    *,
    standard: Standard | None = None,
    forecast: Forecast | None = None,
    message: CarriedMessage | None = None,
    note: str = "",
) -> dict[str, Any]:
    """The form; with a standard chosen it asks for what that standard needs, and says what would come of it."""
    blocks = [
        *([section(note)] if note else []),
        *(_carried(message) if message is not None else []),
        inputs.entry(Field.STANDARD, "Standard policy", _standards(policy, standard), is_watched=True),
        _named(STANDARD_FACTS, small(_facts(standard, names))),
        inputs.entry(
            Field.CUSTOMER,
            "Customer",
            inputs.searched(placeholder="Type a name or a customer number"),
        ),
        *_measure(standard),
        *_value(policy),
        _named(FORECAST, section(foretold(policy, names, standard, forecast))),
        *_grounds(message),
        *_circumstances(),
    ]
    metadata = carried_message(message) if message is not None else ""
    return inputs.modal(FILING, "File an exception", blocks, submit="File", metadata=metadata)


def standard_option(standard: Standard) -> inputs.Element:
    """A standard to choose: `Payment term (OPS-017)`; a long title is cut, the reference is not."""
    reference = f" ({standard.reference})"
    room = inputs.OPTION_TEXT_LIMIT - len(reference)
    return inputs.option(one_line(standard.title, room) + reference, standard.reference)


def carried_message(message: CarriedMessage) -> str:
    """The message for `private_metadata`, its text cut so that the whole fits."""
    text = message.text
    while True:
        kept = {"channel": message.channel, "ts": message.ts, "author": message.author, "text": text}
        packed = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        over = len(packed.encode("utf-16-le")) // 2 - METADATA_LIMIT
        if over <= 0:
            return packed
        # One character takes up to six where JSON escapes it; what is cut off ends in an ellipsis.
        text = text[: max(0, len(text) - max(over // 6, 1) - 1)].rstrip() + "…" if len(text) > 1 else ""


def foretold(policy: Policy, names: Names, standard: Standard | None, forecast: Forecast | None) -> str:
    """What would come of the form as it stands (mrkdwn)."""
    if standard is None or forecast is None or (forecast.score is None and forecast.fault is None):
        return "_The deviation, who decides and by when are shown here before you file._"
    if forecast.fault is Fault.SAME_AS_STANDARD:
        return f"{words.CARE} That is the standard itself: there is no exception to ask for."
    if forecast.fault is Fault.OVER_ALL_AUTHORITY:
        return f"{words.CARE} {over_all_authority(policy, names)}"
    if forecast.score is None or forecast.deadline is None:
        return f"{words.CARE} The deviation cannot be told from what is entered yet."
    score, tier = forecast.score, policy.tier(forecast.score.tier)
    lines = [_measured(policy, standard, forecast, score)]
    higher = words.over_authority(score, policy)
    if higher:
        lines.append(higher + ".")
    lines.append(_deciders(policy, names, tier))
    lines.append(f"{when(forecast.deadline, lead='Decision by ')} if you file now.")
    if not forecast.has_value:
        lines.append("_A high decision value can lead to a higher tier._")
    return "\n".join(lines)


def over_all_authority(policy: Policy, names: Names) -> str:
    """That no tier may decide so much, and whose the policy is (mrkdwn)."""
    highest = policy.tiers[-1]
    most = Money(amount=highest.authority or Decimal(0), currency=policy.currency)
    owner = who(policy.owner, names)
    return (
        f"No tier may decide so high a value: {escape(highest.title)} decides up to {most}. "
        f"Ask {owner}, who own the policy."
    )


def _measured(policy: Policy, standard: Standard, forecast: Forecast, score: Score) -> str:
    if standard.value is None or forecast.requested is None or score.by_hand:
        return f"Deviation: {words.deviation(score, policy)} _(scored by hand; the validator confirms it)_"
    asked = escape(words.figure(forecast.requested, standard))
    usual = escape(words.figure(standard.value, standard))
    return f"{asked} instead of {usual}: {words.deviation(score, policy)}"


def _deciders(policy: Policy, names: Names, tier: Tier) -> str:
    first = joined(who(name, names) for name in policy.validators.who)
    second = joined(who(name, names) for name in tier.authorizers)
    return f"First {first} validates, then {second} authorises."


def _named(block_id: str, block: Block) -> Block:
    """A block that keeps its place when the form is updated."""
    return {**block, "block_id": block_id}


def _carried(message: CarriedMessage) -> list[Block]:
    by = f"From a message by {person(message.author)}" if message.author else "From a message"
    return [small(f"{by}, which is kept with the request:"), typed(message.text or "(no text)")]


def _standards(policy: Policy, standard: Standard | None) -> inputs.Element:
    chosen = standard_option(standard) if standard is not None else None
    if len(policy.standards) > inputs.OPTIONS_LIMIT:
        return inputs.searched(placeholder="Type a title or a reference", initial=chosen)
    options = (standard_option(each) for each in policy.standards)
    return inputs.select(options, placeholder="Choose a policy", initial=chosen)


def _facts(standard: Standard | None, names: Names) -> str:
    if standard is None:
        return "The policy that you ask to deviate from. Its standard is shown here."
    rule = f" {escape(standard.rule)}" if standard.rule else ""
    owner = f" Owner: {who(standard.owner, names)}."
    if standard.value is None:
        return f"*{escape(standard.title)}* has no number.{rule}{owner}"
    return f"The standard is *{escape(words.figure(standard.value, standard))}*.{rule}{owner}"


def _measure(standard: Standard | None) -> list[Block]:
    """What is asked for: a number beside the standard's, words where it has none, and a percentage by hand."""
    blocks = []
    if standard is None or standard.value is not None:
        hint = "A number, in the standard's unit."
        if standard is not None and standard.value is not None:
            unit = f"In {standard.unit}; the" if standard.unit else "The"
            hint = f"{unit} standard is {words.figure(standard.value, standard)}."
        blocks.append(
            inputs.entry(
                Field.REQUESTED, "Requested value", inputs.number(is_watched=True), hint=hint, is_watched=True
            )
        )
    else:
        blocks.append(
            inputs.entry(
                Field.REQUESTED_WORDS,
                "Requested instead",
                inputs.text(is_long=True),
                hint="What should hold in place of the standard.",
            )
        )
    if standard is not None and standard.is_scored_by_hand:
        blocks.append(
            inputs.entry(
                Field.DEVIATION,
                "Deviation (%)",
                inputs.number(is_watched=True),
                hint="How far this is from the standard, in percent by your own judgement. The validator confirms it.",
                is_watched=True,
            )
        )
    return blocks


def _value(policy: Policy) -> list[Block]:
    currencies = [inputs.option(currency, currency) for currency in policy.currencies()]
    return [
        inputs.entry(
            Field.VALUE,
            "Decision value",
            inputs.number(is_watched=True),
            hint="What the decision is worth; 0 where nothing is at stake.",
            is_watched=True,
        ),
        inputs.entry(
            Field.CURRENCY,
            "Currency",
            inputs.select(
                currencies[: inputs.OPTIONS_LIMIT], placeholder="Choose a currency", initial=currencies[0]
            ),
            is_watched=True,
        ),
    ]


def _grounds(message: CarriedMessage | None) -> list[Block]:
    text = message.text if message is not None and len(message.text) <= SHORT_MESSAGE else ""
    reasons = [inputs.option(title, reason) for reason, title in words.REASONS.items()]
    return [
        inputs.entry(Field.REASON, "Reason code", inputs.select(reasons, placeholder="Choose a reason")),
        inputs.entry(
            Field.RATIONALE,
            "Rationale",
            inputs.text(is_long=True, initial=text),
            hint="Why the standard does not fit here.",
        ),
        inputs.entry(
            Field.IMPACT,
            "Impact analysis",
            inputs.text(is_long=True),
            hint="What follows if it is granted, and if it is not.",
        ),
    ]


def _circumstances() -> list[Block]:
    levels = [inputs.option(title, level) for level, title in words.CRITICALITY.items()]
    return [
        inputs.entry(
            Field.CRITICALITY,
            "Process criticality",
            inputs.select(levels, placeholder="Choose how much hangs on it"),
        ),
        inputs.entry(
            Field.DEPENDENCIES,
            "Dependencies",
            inputs.text(is_long=True),
            hint="What else depends on this, and what this depends on.",
            is_optional=True,
        ),
        inputs.entry(Field.NEEDED_BY, "Needed by", inputs.day("Choose a day"), is_optional=True),
        inputs.evidence(),
        inputs.entry(
            Field.BENEFICIARY,
            "Beneficiary",
            inputs.colleague("Choose a colleague"),
            hint="A colleague who benefits. They cannot decide on it.",
            is_optional=True,
        ),
    ]
