"""The trail's sentences for changes of the policy: what was proposed and what came into force, value by value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views.policy_words import change_lines
from bot.views.text import Names, escape, person
from models.policy import Policy
from models.policy_diff import Difference

#: Changes that a sentence names one by one, and how long they may be together, in characters.
NAMED = 5
LONGEST = 1200


def proposed(changed: Mapping[str, Any], actor: str, policy: Policy, names: Names) -> str:
    """Somebody proposed other values."""
    return f"{actor} proposed to change the policy{_values(changed, policy, names)}"


def approved(changed: Mapping[str, Any], actor: str, policy: Policy, names: Names) -> str:
    """Somebody else put them in force."""
    by = f" that {person(str(changed['proposed_by']))} had proposed" if changed.get("proposed_by") else ""
    return f"{actor} approved the change of the policy{by}."


def recorded(changed: Mapping[str, Any], actor: str, policy: Policy, names: Names) -> str:
    """Another version is in force, whoever chose it."""
    by = f", chosen by {escape(str(changed['operator']))}" if changed.get("operator") else ""
    version = escape(str(changed["version"]))
    return f"Version `{version}` of the policy came into force{by}{_values(changed, policy, names)}"


def _values(changed: Mapping[str, Any], policy: Policy, names: Names) -> str:
    """What differs, to end the sentence: `: Manager decides up to:  5 → *6*.`"""
    changes = [Difference(**one) for one in changed.get("changes") or ()]
    if not changes:
        return "."
    named = "; ".join(change_lines(changes[:NAMED], policy, names))
    if len(named) > LONGEST:
        return f": {len(changes)} values."
    more = f"; and {len(changes) - NAMED} more" if len(changes) > NAMED else ""
    return f": {named}{more}."
