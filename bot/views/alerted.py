"""What an alert or a workflow filed, in words: where it came from, and what it said that does not do; no blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views.blocks import one_line
from bot.views.refusals import fault_sentence
from bot.views.text import escape
from models.holds import MissingItem
from models.policy import Policy
from models.refusals import Fault, Field
from models.trigger import Trigger, TriggerKind

#: The longest name of a sender that is shown, in characters.
SOURCE_LENGTH = 80
#: How a filing in somebody's name is called, and who made it.
BY = {TriggerKind.ALERT: "an alert of {source}", TriggerKind.WORKFLOW: "a workflow in Slack"}


#: What is said otherwise than in a form, where somebody chose from a list.
_NOBODY_CHOSE = {
    (
        Field.STANDARD,
        str(Fault.UNKNOWN_STANDARD),
    ): "The policy has no such standard. Choose the one that does not fit.",
    (
        Field.CURRENCY,
        str(Fault.UNKNOWN_CURRENCY),
    ): "The policy has no rate for this currency. Choose another one.",
    (
        Field.BENEFICIARY,
        str(Fault.NOT_A_COLLEAGUE),
    ): "This is nobody of the workspace. Choose a colleague, or nobody.",
}


def came_by(trigger: Trigger) -> str:
    """`an alert of *monitoring*` (mrkdwn)."""
    return BY[trigger.kind].format(source=f"*{escape(one_line(trigger.source, SOURCE_LENGTH))}*")


def came_by_plainly(trigger: Trigger) -> str:
    """`an alert of monitoring` (plain text)."""
    return BY[trigger.kind].format(source=one_line(trigger.source, SOURCE_LENGTH))


def sentence_case(text: str) -> str:
    """With a capital at its beginning; nothing else is changed."""
    return text[:1].upper() + text[1:]


def trigger_in(changed: Mapping[str, Any]) -> Trigger | None:
    """What an event names as its trigger, if it names any."""
    told = changed.get("trigger")
    return Trigger(**(told | {"kind": TriggerKind(told["kind"])})) if told else None


def wanted(item: MissingItem, policy: Policy) -> str:
    """What is to be given, in plain text: in the words of who returned it, or what is wrong with what was said."""
    if not item.fault:
        return item.words
    if item.field not in list(Field):
        return f"What the form has no field for: {item.words}"
    field = Field(item.field)
    if (field, item.fault) in _NOBODY_CHOSE:
        said = _NOBODY_CHOSE[field, item.fault]
    else:
        said = fault_sentence(field, Fault(item.fault), policy)
    return f"{said} It was given as “{item.words}”." if item.words else said
