"""Text for Slack: escaping, mentions, dates, numbers and what a person typed; it wakes nobody by accident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from bot.views.uploads import Upload
from models.money import plain

Block = dict[str, Any]

#: The longest text object in a section, in characters as they are sent (escapes included).
SECTION_LIMIT = 3000


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message: its blocks, and the text that notifications and screen readers say.

    Blocks show `pictures` by their names (`uploads.picture`). With a `document` the message is the sharing of that
    file in its conversation: it is said once, `text` (mrkdwn) stands beside the file, and it has no blocks.
    """

    text: str
    blocks: list[Block]
    pictures: tuple[Upload, ...] = ()
    document: Upload | None = None


@dataclass(frozen=True, kw_only=True)
class Names:
    """What Slack calls the groups (`@handle` to id) and channels (`#name` to id) that the policy names."""

    groups: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)


def escape(text: str) -> str:
    """The text for mrkdwn, so that nothing in it is a mention, a link or a date."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> Block:
    """A mrkdwn text object; user text in it must have been escaped."""
    return {"type": "mrkdwn", "text": text}


def plain_text(text: str) -> Block:
    """A plain text object, shown as it stands."""
    return {"type": "plain_text", "text": text, "emoji": False}


def cut(text: str, limit: int) -> str:
    """The text, or its beginning and `…` where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def cut_escaped(text: str, limit: int) -> str:
    """What a person typed, escaped, and cut so that the escaped text is within `limit`; no escape is cut in two."""
    if len(escape(text)) <= limit:
        return escape(text)
    room, kept = limit - 1, []
    for character in text:
        room -= len(escape(character))
        if room < 0:
            break
        kept.append(character)
    return escape("".join(kept).rstrip()) + "…"


def typed(text: str) -> Block:
    """What a person typed, as a quotation, letter by letter: no markup in it is read, and nobody is woken."""
    quoted = {"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [quoted]}


def person(user_id: str) -> str:
    """A mention of a person (mrkdwn)."""
    return f"<@{user_id}>"


def who(named: str, names: Names) -> str:
    """A mention of a group or a person as the policy names them (mrkdwn)."""
    if not named.startswith("@"):
        return person(named)
    group = names.groups.get(named)
    return f"<!subteam^{group}|{named}>" if group else f"`{named}`"


def channel(named: str, names: Names) -> str:
    """A link to a channel as the policy names it (mrkdwn)."""
    found = names.channels.get(named, "" if named.startswith("#") else named)
    return f"<#{found}>" if found else escape(named)


def joined(words: Iterable[str], last: str = "or") -> str:
    """Words as people list them: `a, b or c`."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def when(at: datetime, pattern: str = "{date_short_pretty} at {time}", *, lead: str = "") -> str:
    """A time in each reader's own time zone (mrkdwn), with UTC for where it cannot be shown so.

    `lead` is what stands before it in a sentence: Slack writes “Today” where a date begins with it, and
    “closed today” where a word of ours does.
    """
    fallback = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(at.timestamp())}^{lead}{pattern}|{lead}{fallback}>"


def ago(at: datetime) -> str:
    """How far away a time is, for each reader as they read it (mrkdwn): `in 3 hours`."""
    return when(at, "{ago}")


def percent(number: Decimal) -> str:
    """A percentage for people: never rounded up, and `…` where digits were left out (`49.999… %`)."""
    shown = number.quantize(Decimal("0.001"), rounding=ROUND_DOWN)
    return f"{plain(shown)}{'' if shown == number else '…'} %"
