"""Drafting: a policy with what was entered into a form in place of what it says, checked as a file would be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.policy_faults import faults_of
from models.notation import MAX_FRACTION_DIGITS, MAX_WHOLE_DIGITS, parse_exact
from models.policy import Policy

#: Numbers that people group: `100,000`, `1 250 000`.
_GROUPED = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?")
#: The keys whose values are numbers.
_NUMBERS = ("at_least", "authority")
_BELOW = re.compile(r"tiers\[(\d+)\]\.below")


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A policy that is in order, or what is wrong with it: a sentence for each key that was entered, and for others."""

    policy: Policy | None
    faults: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def drafted(base: Policy, entered: Mapping[str, str | list[str]]) -> Drafted:
    """The base with what was entered, by key: a text as it was typed, or people and groups.

    The start of a tier moves the end of the one under it. Who is named for a contact stays in the policy's order
    where it is the same people.
    """
    written: dict[str, Any] = base.model_dump(mode="json")
    for key, value in entered.items():
        _enter(written, key, value)
    policy, faults = faults_of(written)
    told: dict[str, str] = {}
    others: list[str] = []
    for fault in faults:
        mine = _entered_for(fault.key, entered)
        if mine is None:
            others.append(str(fault))
        else:
            told.setdefault(mine, _in_form(fault.sentence, mine, entered[mine]))
    return Drafted(policy=policy, faults=told, others=tuple(others))


def number_typed(text: str) -> str:
    """A number as the policy writes it: without a percent sign and without groups; anything else as it was typed."""
    bare = text.strip().strip('"“”').removesuffix("%").strip()
    return re.sub(r"[, \u00a0\u202f]", "", bare) if _GROUPED.fullmatch(bare) else bare


def _enter(written: dict[str, Any], key: str, value: str | list[str]) -> None:
    place, name = _place(written, key)
    if isinstance(value, list):
        # In another order nothing else is meant by a form that has people and groups apart.
        if set(value) != set(place.get(name) or ()):
            place[name] = value
    elif name in _NUMBERS:
        number = number_typed(value)
        place[name] = number if number or name == "at_least" else None
        if name == "at_least":
            tiers = written["tiers"]
            tiers[tiers.index(place) - 1]["below"] = number
    else:
        place[name] = value.strip()


def _in_form(sentence: str, key: str, value: str | list[str]) -> str:
    """The sentence of a policy file's fault as it reads beside a field: a form has no lines and needs no quotes."""
    if isinstance(value, str) and key.endswith(_NUMBERS):
        number = number_typed(value)
        try:
            parse_exact(number)
        except ValueError:
            return (
                f'"{value.strip()}" is no number here; write a number, such as 20 or 49.5, with at most '
                f"{MAX_WHOLE_DIGITS} digits before the point and {MAX_FRACTION_DIGITS} after it."
            )
    return sentence.replace("remove this line", "leave this empty")


def _place(written: dict[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """The table that holds a key, and the key's last part; KeyError and IndexError where there is none."""
    place: Any = written
    *path, name = re.findall(r"[^.\[\]]+", key)
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place[step]
    return place, name


def _entered_for(key: str, entered: Mapping[str, Any]) -> str | None:
    """The key that was entered and is at fault: the key itself, what holds it, or the start that an end belongs to."""
    below = _BELOW.fullmatch(key)
    if below is not None:
        key = f"tiers[{int(below[1]) + 1}].at_least"
    return next((one for one in entered if key == one or key.startswith((f"{one}[", f"{one}."))), None)
