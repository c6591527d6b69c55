"""Reads whole messages and views: every text a person sees, whom it wakes, which times it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

from .mrkdwn import Mentions, dated, mentioned, readable

_UNSEEN = frozenset({"placeholder", "confirm", "initial_option", "initial_options"})
"""Fields with texts that nobody reads until they act, or that repeat texts beside them."""

_PLAIN = ("alt_text", "caption", "author_name", "provider_name")
_ORDER = (
    "title",
    "rich_text_title",
    "subtitle",
    "label",
    "name",
    "text",
    "body",
    "description",
    "fields",
    "accessory",
    "element",
    "elements",
    "hint",
)


def visible_text(message_or_view: Mapping[str, Any]) -> str:
    """Everything that a person reads of it, a line for each text, mrkdwn decoded.

    A message's `text` counts only where there are no blocks: with blocks Slack shows it in notifications
    alone. Placeholders, confirmation dialogs and preselected options are left out; labels, hints, button
    labels, the texts of all options and the alt text of images are in it.
    """
    blocks = message_or_view.get("blocks")
    if not blocks and not _is_view(message_or_view):
        return readable(str(message_or_view.get("text") or ""))
    heads = [message_or_view[name] for name in ("title", "submit", "close") if name in message_or_view]
    return "\n".join(line for line in _lines([*heads, *(blocks or [])]) if line)


def mentions(message: Mapping[str, Any]) -> Mentions:
    """Whom the message wakes: mentions in its `text` and in its blocks together.

    Slack reads both: blocks for what is shown, `text` for the notification. Mentions in code, in
    plain_text objects and in escaped text wake nobody.
    """
    found = [mentioned(text) for text in _mrkdwn_of(message, "mrkdwn", "markdown")]
    found += [_mention_of(element) for element in _rich_mentions(message.get("blocks"))]
    return reduce(or_, found, Mentions())


def dates(message_or_view: Mapping[str, Any]) -> list[int]:
    """Unix times (seconds) of its date tokens and rich text dates, in their order; those repeated stay."""
    found = [time for text in _mrkdwn_of(message_or_view, "mrkdwn") for time in dated(text)]
    found += [
        element["timestamp"]
        for element in _objects(message_or_view.get("blocks"))
        if element.get("type") == "date" and isinstance(element.get("timestamp"), int)
    ]
    return found


def _is_view(thing: Mapping[str, Any]) -> bool:
    return thing.get("type") in ("modal", "home")


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _mrkdwn_of(message: Mapping[str, Any], *kinds: str) -> Iterator[str]:
    if not _is_view(message) and isinstance(message.get("text"), str):
        yield message["text"]
    for thing in _objects(message.get("blocks")):
        if thing.get("type") in kinds and isinstance(thing.get("text"), str):
            yield thing["text"]


def _rich_mentions(blocks: object) -> Iterator[Mapping[str, Any]]:
    for thing in _objects(blocks):
        if thing.get("type") in ("user", "usergroup", "broadcast") and not (thing.get("style") or {}).get(
            "code"
        ):
            yield thing


def _mention_of(element: Mapping[str, Any]) -> Mentions:
    match element:
        case {"type": "user", "user_id": str(user)}:
            return Mentions(users=frozenset({user}))
        case {"type": "usergroup", "usergroup_id": str(group)}:
            return Mentions(groups=frozenset({group}))
        case {"type": "broadcast", "range": str(whom)}:
            return Mentions(broadcast=frozenset({whom}))
    return Mentions()


def _lines(value: object) -> Iterator[str]:
    match value:
        case list():
            for inner in value:
                yield from _lines(inner)
        case {"type": "mrkdwn", "text": str(text)}:
            yield readable(text)
        case {"type": "plain_text" | "raw_text" | "raw_number" | "markdown" | "url", "text": str(text)}:
            yield text
        case {
            "type": "rich_text_section" | "rich_text_quote" | "rich_text_preformatted",
            "elements": list(run),
        }:
            yield "".join(map(_inline, run))
        case {"type": "data_visualization", "title": str(title), "chart": Mapping() as chart}:
            yield from [title, *_words_of_a_chart(chart)]
        case Mapping():
            yield from _lines_of_fields(value)


def _lines_of_fields(thing: Mapping[str, Any]) -> Iterator[str]:
    ordered = [name for name in _ORDER if name in thing] + [name for name in thing if name not in _ORDER]
    for name in ordered:
        inner = thing[name]
        if name in _UNSEEN:
            continue
        if isinstance(inner, str):
            if name in _PLAIN or (name == "title" and thing.get("type") in _TITLED_BY_A_STRING):
                yield inner
        else:
            yield from _lines(inner)


_TITLED_BY_A_STRING = ("plan", "task_card")


def _words_of_a_chart(chart: Mapping[str, Any]) -> list[str]:
    axes = chart.get("axis_config", {})
    named = [
        *(part["label"] for part in chart.get("segments", [])),
        *(one["name"] for one in chart.get("series", [])),
    ]
    return [
        *named,
        *axes.get("categories", []),
        *(axes[name] for name in ("x_label", "y_label") if name in axes),
    ]


def _inline(element: Mapping[str, Any]) -> str:
    match element:
        case {"type": "text", "text": str(text)}:
            return text
        case {"type": "link", "url": str(url)}:
            return str(element.get("text") or url)
        case {"type": "user", "user_id": str(name)} | {"type": "usergroup", "usergroup_id": str(name)}:
            return "@" + name
        case {"type": "channel", "channel_id": str(name)}:
            return "#" + name
        case {"type": "broadcast", "range": str(name)}:
            return "@" + name
        case {"type": "emoji", "name": str(name)}:
            return f":{name}:"
        case {"type": "date"}:
            return str(element.get("fallback") or "")
        case {"type": "color", "value": str(value)}:
            return value
    return ""
