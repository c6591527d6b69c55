"""Tokens: a text as Slack sends it, with people, channels and links as tokens and `&`, `<`, `>` escaped, read."""

from __future__ import annotations

import html
import re

_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def readable(text: str) -> str:
    """A message's text as people read it, where Slack writes tokens and escapes: `<#C1|sales>` is `#sales`."""
    return html.unescape(_TOKEN.sub(_read_token, text)).strip()


def _read_token(match: re.Match[str]) -> str:
    target, label = match[1], match[2]
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("@"):
        return f"@{label or target[1:]}"
    if target.startswith("!"):
        if label:
            return label
        return "@" + target[1:].partition("^")[0]
    return f"{label} ({target})" if label and label != target else target


def searchable(text: str) -> str:
    """What was typed to look for something: a link is what was typed, and people stay tokens, for they are no text."""
    return html.unescape(_TOKEN.sub(_typed_token, text)).strip()


def _typed_token(match: re.Match[str]) -> str:
    target, label = match[1], match[2]
    if target.startswith("@"):
        return match[0]
    # Slack makes a link of whatever looks like one, such as a customer who is called by their domain.
    return _read_token(match) if target.startswith(("#", "!")) else label or target
