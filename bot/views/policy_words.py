"""The words for the policy as people read it: what a key is called, how a version came; it builds no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.views.text import Names, escape, person, when, who
from models.money import Money, plain
from models.notation import WHO_PATTERN, parse_exact
from models.policy import Policy
from models.policy_diff import Difference
from models.policy_history import Recorded, Recording

#: Changes that a message shows one by one.
SHOWN = 20

_TIER = re.compile(r"tiers\[(\d+)\]\.(at_least|below|authority|decision_time)")
_CONTACT = re.compile(r"contacts\.(\w+)\.(who|backup)")
_OF_TIER = {
    "at_least": "{title} begins at",
    "below": "{title} ends under",
    "authority": "{title} decides up to",
    "decision_time": "{title} decides within",
}
_OF_CONTACT = {"who": "{title}", "backup": "{title}, backup"}


def change_lines(changes: Iterable[Difference], policy: Policy, names: Names) -> Iterator[str]:
    """What was and what is or would be, a line each (mrkdwn); where two tiers meet it is said once."""
    known = tuple(changes)
    moved = {change.key for change in known}
    shown = [change for change in known if not _is_other_side(change.key, moved)]
    for change in shown[:SHOWN]:
        was, now = (_value(change.key, value, policy, names) for value in (change.was, change.now))
        yield f"*{escape(label(change.key, policy))}*:  {was}  →  *{now}*"
    if len(shown) > SHOWN:
        yield f"and {len(shown) - SHOWN} more"


def label(key: str, policy: Policy) -> str:
    """What a key is called (plain text); the key itself where it has no other name."""
    tier, contact = _TIER.fullmatch(key), _CONTACT.fullmatch(key)
    if tier and int(tier[1]) < len(policy.tiers):
        return _OF_TIER[tier[2]].format(title=policy.tiers[int(tier[1])].title)
    if contact and contact[1] in policy.contacts:
        return _OF_CONTACT[contact[2]].format(title=policy.contacts[contact[1]].title)
    return "Urgent path decides within" if key == "expedited.decision_time" else key


def how(recording: Recording) -> str:
    """How a version came into force (mrkdwn), to follow its time."""
    match recording.how:
        case Recorded.PROPOSAL:
            proposer, approver = (person(one) for one in recording.people)
            return f"proposed by {proposer}, approved by {approver}"
        case Recorded.FILE:
            return f"chosen from the policy file by {escape(recording.operator)}"
        case Recorded.SAMPLE:
            return "shipped anew with the sample"
        case _:
            return "from the policy file"


def since(recording: Recording, lead: str = "") -> str:
    """When a version came into force, and how (mrkdwn); `lead` is what stands before it in a sentence."""
    return f"{when(recording.at, '{date_pretty}', lead=lead)}, {how(recording)}"


def _is_other_side(key: str, moved: set[str]) -> bool:
    """The end of a band moves with the start of the next one, which is shown."""
    tier = _TIER.fullmatch(key)
    return tier is not None and tier[2] == "below" and f"tiers[{int(tier[1]) + 1}].at_least" in moved


def _value(key: str, value: str | None, policy: Policy, names: Names) -> str:
    if value is None:
        return (
            "no limit"
            if key.endswith(".authority")
            else "nobody"
            if key.startswith("contacts.")
            else "nothing"
        )
    if key.endswith((".at_least", ".below")) and key.startswith("tiers["):
        return f"{plain(parse_exact(value))} %"
    if key.endswith(".authority"):
        return str(Money(amount=parse_exact(value), currency=policy.currency))
    named = value.split(", ")
    if all(re.fullmatch(WHO_PATTERN, one) for one in named):
        return ", ".join(who(one, names) for one in named)
    return escape(value)
