"""What the trail tells, as plain text: no mention, no markup; and what changed, flattened; it writes no file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.views.text import Names
from bot.views.trail import told_of
from models.audit_chain import AuditEvent
from models.people import SYSTEM
from models.policy import Policy

#: What people are called, by id; an id that is not in it stays an id.
People = Mapping[str, str]

_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_BOLD = re.compile(r"\*([^*\n]+)\*")
_EMOJI = re.compile(r":[a-z0-9_+-]+: ?")
_NO_NAMES = Names()


def called(person: str, people: People) -> str:
    """What somebody is called, with their id, so that two of one name are told apart: `Rosa Vale (U012)`."""
    if person == SYSTEM.id:
        return SYSTEM.name
    known = people.get(person)
    return f"{known} ({person})" if known and known != person else person


def sentence(link: AuditEvent, policy: Policy | None, people: People) -> str:
    """What happened, as the trail in Slack tells it; the event's kind where it cannot be told."""
    if policy is None:
        return link.kind
    try:
        told = told_of(link, policy, _NO_NAMES)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        # What somebody has tampered with may say anything; it is exported all the same, to be looked at.
        return link.kind
    return plain(told, people)


def plain(mrkdwn: str, people: People) -> str:
    """Slack's markup as plain text."""
    bare = _EMOJI.sub("", _BOLD.sub(r"\1", _TOKEN.sub(lambda m: _token(m, people), mrkdwn)))
    for written, meant in (("`", ""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        bare = bare.replace(written, meant)
    return bare


def flattened(changed: str) -> str:
    """What changed, a line for each value with its path: `decision.rationale: It fits.`; what is empty is left out."""
    try:
        value = json.loads(changed)
    except ValueError:
        return changed
    return "\n".join(f"{path}: {text}" if path else text for path, text in _leaves(value, ""))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if value is None or value in ("", [], {}):
        return
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for place, one in enumerate(value, start=1):
            yield from _leaves(one, f"{path}[{place}]")
    elif isinstance(value, list):
        yield path, ", ".join(_said(one) for one in value)
    else:
        yield path, _said(value)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _token(match: re.Match[str], people: People) -> str:
    sign, target, label = match[1], match[2], match[3]
    if sign == "@":
        return called(target, people)
    if sign == "#":
        return f"#{label or target}"
    return label or target
