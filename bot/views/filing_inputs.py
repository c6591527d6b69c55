"""The inputs of the filing form, empty or with what a request already says; what they lead to is not theirs."""

from __future__ import annotations

from decimal import Decimal

from bot.views import inputs, words
from bot.views.blocks import one_line, small
from bot.views.text import Block, cut_escaped
from models.money import plain
from models.policy import Policy, Standard
from models.refusals import Field
from models.request import CarriedMessage, Filing

#: A message up to this long is taken for the rationale; a longer one is only quoted.
SHORT_MESSAGE = 500
#: Files that are named as kept; the rest are counted.
KEPT_SHOWN = 10
#: The fields that hold a stand-in, for nothing was said there yet: they are shown empty.
Unsaid = frozenset[str]


def standard_option(standard: Standard) -> inputs.Element:
    """A standard to choose: `Payment term (OPS-017)`; a long title is cut, the reference is not."""
    reference = f" ({standard.reference})"
    room = inputs.OPTION_TEXT_LIMIT - len(reference)
    return inputs.option(one_line(standard.title, room) + reference, standard.reference)


def customer(held: Filing | None = None) -> Block:
    """Whom it is for, searched by typing; watched where a change of it leads to something else."""
    chosen = None
    if held is not None and held.customer.id:
        chosen = inputs.option(f"{held.customer.name} ({held.customer.id})", held.customer.id)
    search = inputs.searched(placeholder="Type a name or a customer number", initial=chosen)
    return inputs.entry(Field.CUSTOMER, "Customer", search, is_watched=held is not None)


def standards(policy: Policy, standard: Standard | None) -> inputs.Element:
    """The standard that one may ask to deviate from; beyond a hundred they are searched."""
    chosen = standard_option(standard) if standard is not None else None
    if len(policy.standards) > inputs.OPTIONS_LIMIT:
        return inputs.searched(placeholder="Type a title or a reference", initial=chosen)
    options = (standard_option(each) for each in policy.standards)
    return inputs.select(options, placeholder="Choose a policy", initial=chosen)


def measure(
    standard: Standard | None, held: Filing | None = None, settled: Standard | None = None
) -> list[Block]:
    """What is asked for: a number beside the standard's, words where it has none, and a percentage by hand.

    `settled` is the standard with the number that was settled in place of the policy's.
    """
    blocks = []
    if standard is None or standard.value is not None:
        hint = "A number, in the standard's unit."
        if standard is not None and standard.value is not None:
            unit = f"In {standard.unit}; the" if standard.unit else "The"
            hint = f"{unit} standard is {words.figure(standard.value, standard)}."
            if settled is not None and settled.value is not None:
                hint = f"{unit} standard is {words.figure(settled.value, settled)} here, as it was settled."
        blocks.append(
            inputs.entry(
                Field.REQUESTED,
                "Requested value",
                inputs.number(initial=_number(held.requested if held else None), is_watched=True),
                hint=hint,
                is_watched=True,
            )
        )
    else:
        blocks.append(
            inputs.entry(
                Field.REQUESTED_WORDS,
                "Requested instead",
                inputs.text(is_long=True, initial=held.requested_words if held else ""),
                hint="What should hold in place of the standard.",
            )
        )
    if standard is not None and standard.is_scored_by_hand:
        blocks.append(
            inputs.entry(
                Field.DEVIATION,
                "Deviation (%)",
                inputs.number(initial=_number(held.deviation if held else None), is_watched=True),
                hint="How far this is from the standard, in percent by your own judgement. The validator confirms it.",
                is_watched=True,
            )
        )
    return blocks


def value(policy: Policy, held: Filing | None = None, unsaid: Unsaid = frozenset()) -> list[Block]:
    """What the decision is worth, and in which currency."""
    is_said = held is not None and str(Field.VALUE) not in unsaid
    offered = policy.currencies()[: inputs.OPTIONS_LIMIT]
    currencies = [inputs.option(currency, currency) for currency in offered]
    used = held.value.currency if held is not None else policy.currency
    chosen = next((each for each in currencies if each["value"] == used), currencies[0])
    return [
        inputs.entry(
            Field.VALUE,
            "Decision value",
            inputs.number(initial=_number(held.value.amount if held and is_said else None), is_watched=True),
            hint="What the decision is worth; 0 where nothing is at stake.",
            is_watched=True,
        ),
        inputs.entry(
            Field.CURRENCY,
            "Currency",
            inputs.select(currencies, placeholder="Choose a currency", initial=chosen),
            is_watched=True,
        ),
    ]


def grounds(
    message: CarriedMessage | None, held: Filing | None = None, unsaid: Unsaid = frozenset()
) -> list[Block]:
    """Why the standard does not fit, and what follows from it."""
    text = message.text if message is not None and len(message.text) <= SHORT_MESSAGE else ""
    text = held.rationale if held is not None else text
    is_said = held is not None and str(Field.REASON) not in unsaid
    reason = inputs.option(words.REASONS[held.reason], held.reason) if held and is_said else None
    reasons = [inputs.option(title, reason) for reason, title in words.REASONS.items()]
    return [
        inputs.entry(
            Field.REASON,
            "Reason code",
            inputs.select(reasons, placeholder="Choose a reason", initial=reason),
        ),
        inputs.entry(
            Field.RATIONALE,
            "Rationale",
            inputs.text(is_long=True, initial=text),
            hint="Why the standard does not fit here.",
        ),
        inputs.entry(
            Field.IMPACT,
            "Impact analysis",
            inputs.text(is_long=True, initial=held.impact if held else ""),
            hint="What follows if it is granted, and if it is not.",
        ),
    ]


def circumstances(held: Filing | None = None, unsaid: Unsaid = frozenset()) -> list[Block]:
    """What else the approvers weigh."""
    levels = [inputs.option(title, level) for level, title in words.CRITICALITY.items()]
    known = held.criticality if held is not None and str(Field.CRITICALITY) not in unsaid else None
    level = next((each for each in levels if each["value"] == known), None)
    needed = held.needed_by if held is not None else None
    return [
        inputs.entry(
            Field.CRITICALITY,
            "Process criticality",
            inputs.select(levels, placeholder="Choose how much hangs on it", initial=level),
        ),
        inputs.entry(
            Field.DEPENDENCIES,
            "Dependencies",
            inputs.text(is_long=True, initial=held.dependencies if held else ""),
            hint="What else depends on this, and what this depends on.",
            is_optional=True,
        ),
        inputs.entry(Field.NEEDED_BY, "Needed by", inputs.day("Choose a day", needed), is_optional=True),
        *_kept(held),
        inputs.evidence(),
        inputs.entry(
            Field.BENEFICIARY,
            "Beneficiary",
            inputs.colleague("Choose a colleague", held.beneficiary if held is not None else None),
            hint="A colleague who benefits. They cannot decide on it.",
            is_optional=True,
        ),
    ]


def _number(given: Decimal | None) -> str:
    return plain(given) if given is not None else ""


def _kept(held: Filing | None) -> list[Block]:
    """Which files were given before: Slack's input cannot show them, and what is attached is added to them."""
    if held is None or not held.evidence:
        return []
    names = [cut_escaped(one_line(file.name or "file", 60), 200) for file in held.evidence]
    rest = [f"{len(names) - KEPT_SHOWN} more"] if len(names) > KEPT_SHOWN else []
    named = "  ·  ".join([*names[:KEPT_SHOWN], *rest])
    return [small(f"{words.FILES} Kept: {named}. What you attach below is added.")]
