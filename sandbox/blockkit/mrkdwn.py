"""Reads one mrkdwn string: its plain words, its mentions and its dates. It knows no blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r"<([^<>\n]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_PRE = re.compile(r"```.*?```", re.DOTALL)
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
_USER = re.compile(r"@([UWB][A-Z0-9]+)")
_GROUP = re.compile(r"!subteam\^(S[A-Z0-9]+)")
_DATE = re.compile(r"!date\^(\d+)\^([^^|]*)(?:\^([^|]*))?")
_BROADCASTS = ("here", "channel", "everyone")


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """Whom a message wakes: ids of users and of groups, and the broadcasts here, channel, everyone."""

    users: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[str] = field(default_factory=frozenset)
    broadcast: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Mentions) -> Mentions:
        return Mentions(
            users=self.users | other.users,
            groups=self.groups | other.groups,
            broadcast=self.broadcast | other.broadcast,
        )


def decoded(text: str) -> str:
    """The text with &lt;, &gt; and &amp; turned back, once."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def outside_code(text: str) -> str:
    """The mrkdwn with its ``` blocks and ` spans blanked out."""
    return _CODE.sub(" ", _PRE.sub(" ", text))


def readable(text: str) -> str:
    """What a person reads of the mrkdwn: labels of links, fallbacks of dates, names as ids."""
    parts, end = [], 0
    for token in _TOKEN.finditer(text):
        parts += [decoded(text[end : token.start()]), _shown(token.group(1))]
        end = token.end()
    return "".join([*parts, decoded(text[end:])])


def _shown(token: str) -> str:
    reference, bar, label = token.partition("|")
    if bar and label:
        return decoded(label)
    if reference.startswith("!subteam^"):
        return "@" + reference.removeprefix("!subteam^")
    if reference.startswith("!"):
        return "@" + reference[1:]
    return decoded(reference)


def _tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.finditer(text):
        yield token.group(1).partition("|")[0]


def mentioned(text: str) -> Mentions:
    """Whom the mrkdwn mentions outside of code."""
    users, groups, broadcast = set(), set(), set()
    for token in _tokens(outside_code(text)):
        if user := _USER.fullmatch(token):
            users.add(user.group(1))
        elif group := _GROUP.fullmatch(token):
            groups.add(group.group(1))
        elif token.startswith("!") and token[1:] in _BROADCASTS:
            broadcast.add(token[1:])
    return Mentions(users=frozenset(users), groups=frozenset(groups), broadcast=frozenset(broadcast))


def dated(text: str) -> list[int]:
    """The unix times of the date tokens of the mrkdwn outside of code, in their order."""
    found = (_DATE.fullmatch(token) for token in _tokens(outside_code(text)))
    return [int(match.group(1)) for match in found if match]
