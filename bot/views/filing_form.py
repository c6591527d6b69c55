"""The form that an exception is filed with, and what it foretells before it is sent; it reads no payload."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.views import filing_inputs, inputs, reconciling, words
from bot.views.actions import FILING
from bot.views.amendment_form import Amended, around, said_first, with_marks
from bot.views.availability import there_now
from bot.views.blocks import section, small
from bot.views.fields import FIELDS
from bot.views.over_authority_card import above_all
from bot.views.refusals import fault_sentence
from bot.views.staffing import staffing_sentence
from bot.views.text import Block, Names, escape, joined, person, typed, when, who
from models.availability import Staffed
from models.money import Money
from models.policy import Correction, Policy, Standard, Tier
from models.refusals import Fault, Field, Refusal
from models.request import CarriedMessage, ExceptionRequest, Score
from models.settled import settled_for, standard_of

FORECAST = "forecast"
STANDARD_FACTS = "standard_facts"
#: The most that a modal carries unseen, in characters.
METADATA_LIMIT = 3000


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What would come of the form as it stands: the score and deadline, or the fault that keeps it from one.

    `field` is where the fault lies. `consequence` is what a change of a request does besides (mrkdwn), `obstacle` why
    nobody could decide it. `staffed` is who is there for it now, as far as it is known.
    """

    score: Score | None = None
    deadline: datetime | None = None
    fault: Fault | None = None
    requested: Decimal | None = None
    value: Money | None = None
    field: Field | None = None
    consequence: str = ""
    obstacle: Refusal | None = None
    staffed: tuple[Staffed, ...] = ()


def filing_form(
    policy: Policy,
    names: Names,
    *,
    standard: Standard | None = None,
    forecast: Forecast | None = None,
    message: CarriedMessage | None = None,
    note: str = "",
    amended: Amended | None = None,
    undecidable: Refusal | None = None,
) -> dict[str, Any]:
    """The form; with a standard chosen it asks for what that standard needs, and says what would come of it.

    Where nobody could decide anything now, `undecidable` says so first.

    Where a request is amended it holds what was entered before, and marks what is missing.
    """
    held = amended.request.filing if amended is not None else None
    unsaid = amended.request.unsaid if amended is not None else frozenset()
    asked = amended.as_drafted if amended is not None else None
    blocks = [
        *([section(note)] if note else []),
        *([section(f"{words.REFUSED} {staffing_sentence(undecidable, names)}")] if undecidable else []),
        *(_carried(message) if message is not None else []),
        *(said_first(amended) if amended is not None else []),
        inputs.entry(
            Field.STANDARD, "Standard policy", filing_inputs.standards(policy, standard), is_watched=True
        ),
        _named(STANDARD_FACTS, small(_facts(policy, names, standard, asked))),
        filing_inputs.customer(held),
        *filing_inputs.measure(standard, held, _settled(policy, asked)),
        *filing_inputs.value(policy, held, unsaid),
        _named(FORECAST, section(foretold(policy, names, standard, forecast, asked))),
        *filing_inputs.grounds(message, held, unsaid),
        *filing_inputs.circumstances(held, unsaid),
    ]
    if amended is not None:
        return around(amended, with_marks(blocks, amended, policy))
    metadata = carried_message(message) if message is not None else ""
    return inputs.modal(FILING, "File an exception", blocks, submit="File", metadata=metadata)


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


def foretold(
    policy: Policy,
    names: Names,
    standard: Standard | None,
    forecast: Forecast | None,
    asked: ExceptionRequest | None = None,
) -> str:
    """What would come of the form as it stands (mrkdwn); `asked` is the request that it amends, as it would be."""
    if standard is None or forecast is None or (forecast.score is None and forecast.fault is None):
        done = "file" if asked is None else "send it"
        return f"_The deviation, who decides and by when are shown here before you {done}._"
    if forecast.fault is Fault.SAME_AS_STANDARD:
        return f"{words.CARE} That is the policy's standard itself: there is no exception to ask for."
    if forecast.fault is Fault.OVER_ALL_AUTHORITY:
        return f"{words.CARE} {over_all_authority(policy, names)}"
    if forecast.score is None:
        return f"{words.CARE} {_untold(policy, standard, forecast)}"
    score, tier = forecast.score, policy.tier(forecast.score.tier)
    lines = [_measured(policy, _settled(policy, asked) or standard, forecast, score)]
    counts = reconciling.value_standing(asked, score) if asked is not None else ""
    if counts:
        lines.append(counts)
    elif forecast.value is not None:
        # As it was read, so that a slip of the pen is seen before it is filed.
        lines.append(f"Decision value: {forecast.value}")
    higher = words.over_authority(score, policy)
    if higher:
        lines.append(higher + ".")
    if forecast.obstacle is not None:
        # Who would decide and by when does not matter where nobody could.
        return "\n".join([*lines, f"{words.REFUSED} {staffing_sentence(forecast.obstacle, names)}"])
    lines.append(_deciders(policy, names, tier))
    above = above_all(score, policy)
    if above:
        lines.append(above)
    if forecast.consequence:
        lines.append(forecast.consequence)
    elif forecast.deadline is not None:
        lines.append(f"{when(forecast.deadline, lead='Decision by ')} if you file now.")
    there = there_now(forecast.staffed)
    if there:
        lines.append(there)
    if forecast.value is None:
        lines.append("_A high decision value can lead to a higher tier._")
    return "\n".join(lines)


def _untold(policy: Policy, standard: Standard, forecast: Forecast) -> str:
    """That there is no score yet, and at which field that lies."""
    if forecast.field is None or forecast.fault is None:
        return "The deviation cannot be told from what is entered yet."
    wrong = escape(fault_sentence(forecast.field, forecast.fault, policy, standard=standard))
    return f"*{FIELDS[forecast.field]}:* {wrong}"


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


def _settled(policy: Policy, asked: ExceptionRequest | None) -> Standard | None:
    """The standard with the number that was settled for what is asked; None where the policy's own holds."""
    if asked is None or settled_for(asked, Correction.STANDARD) is None:
        return None
    return standard_of(asked, policy)


def _facts(policy: Policy, names: Names, standard: Standard | None, asked: ExceptionRequest | None) -> str:
    if standard is None:
        return "The policy that you ask to deviate from. Its standard is shown here."
    rule = f" {escape(standard.rule)}" if standard.rule else ""
    owner = f" Owner: {who(standard.owner, names)}."
    if standard.value is None:
        return f"*{escape(standard.title)}* has no number.{rule}{owner}"
    settled = reconciling.standing(asked, policy) if asked is not None else ""
    own = f"The standard is *{escape(words.figure(standard.value, standard))}*."
    return f"{settled or own}{rule}{owner}"
