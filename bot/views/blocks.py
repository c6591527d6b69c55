"""The few blocks that every view is put together from; they know Slack's limits and nothing of a request."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from bot.views.text import SECTION_LIMIT, Block, cut, mrkdwn, plain_text

#: The longest header, field and line of small print, in characters as they are sent.
HEADER_LIMIT = 150
FIELD_LIMIT = 2000
#: Fields in one section.
FIELDS_LIMIT = 10

Inline = dict[str, Any]

_BIDI = frozenset({"R", "AL", "LRE", "LRO", "RLE", "RLO", "LRI", "RLI", "FSI", "PDF", "PDI"})


def header(text: str) -> Block:
    """A heading; it is plain text, shown as it stands and cut where it is too long."""
    return {"type": "header", "text": plain_text(cut(text, HEADER_LIMIT))}


def section(text: str, accessory: dict[str, Any] | None = None, *, block_id: str | None = None) -> Block:
    """A paragraph of mrkdwn of at most 3,000 characters, with a button beside it where one is given."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return _named(block, block_id)


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Titles and what stands under them, two beside each other; the values are mrkdwn."""
    shown = [mrkdwn(f"*{title}*\n{value}") for title, value in pairs]
    return {"type": "section", "fields": shown[:FIELDS_LIMIT]}


def small(*texts: str, block_id: str | None = None) -> Block:
    """Small print; each text is mrkdwn."""
    return _named({"type": "context", "elements": [mrkdwn(text) for text in texts]}, block_id)


def _named(block: Block, block_id: str | None) -> Block:
    return block if block_id is None else {**block, "block_id": block_id}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def run(text: str, *, bold: bool = False, italic: bool = False) -> Inline:
    """A stretch of rich text, shown letter by letter."""
    style = {name: True for name, is_on in (("bold", bold), ("italic", italic)) if is_on}
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def symbol(shortcode: str) -> Inline:
    """An emoji in rich text, by the `:name:` that mrkdwn knows it by."""
    return {"type": "emoji", "name": shortcode.strip(":")}


def link(url: str, label: str) -> Inline:
    """A link in rich text; the label is what a person typed, or only the label where there is no address."""
    shown = one_line(label, 60)
    if not url.startswith(("https://", "http://")):
        return run(shown)
    return {"type": "link", "url": url, "text": shown}


def line(*inlines: Inline) -> Block:
    """A line of rich text, to stand in `rich`."""
    return {"type": "rich_text_section", "elements": list(inlines)}


def quoted(text: str) -> Block:
    """What a person typed, as a quotation, to stand in `rich`."""
    return {"type": "rich_text_quote", "elements": [run(text)]}


def rich(parts: Iterable[Block]) -> Block:
    """Rich text: no markup in it is read, and nobody is woken."""
    return {"type": "rich_text", "elements": list(parts)}


def isolated(text: str) -> str:
    """What a person typed, to stand inside a sentence: right-to-left letters in it do not turn the rest around."""
    if any(unicodedata.bidirectional(character) in _BIDI for character in text):
        return f"\u2068{text}\u2069"
    return text


def one_line(text: str, limit: int) -> str:
    """What a person typed on one line, cut at `limit` characters; it is not escaped."""
    return isolated(cut(" ".join(text.split()), limit))


def shortened(text: str, limit: int, lines: int = 6) -> str:
    """The beginning of a text: at most so many characters and lines, with `…` where something was left out."""
    kept = "\n".join(text.split("\n")[:lines])
    if len(kept) > limit:
        return cut(kept, limit)
    return kept if kept == text else kept.rstrip() + "…"


def within(lines: Iterable[str], limit: int = SECTION_LIMIT, rest: str = "…") -> str:
    """As many whole lines as fit into `limit` characters; `rest` stands for those that do not."""
    listed = list(lines)
    shown: list[str] = []
    for number, text in enumerate(listed):
        is_last = number == len(listed) - 1
        room = limit - len("\n".join([*shown, text])) - (0 if is_last else len(rest) + 1)
        if room < 0:
            return "\n".join([*shown, rest])
        shown.append(text)
    return "\n".join(shown)
