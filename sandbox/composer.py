"""Turns what a person types into Slack's text: escapes, mentions and links; it must not post it."""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.state import State

_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
_NAMED = re.compile(r"(?<![\w.])([@#])([\w][\w.-]*)")
_BROADCASTS = {"here", "channel", "everyone"}


def escaped(text: str) -> str:
    """The text with &, < and > as Slack writes them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed_text(text: str, state: State) -> str:
    """A person's text as a message holds it: escaped, with mentions, channels and links made live."""
    return _LINK.sub(lambda m: f"<{m[0]}>", _resolved(escaped(text), state, with_names=False))


def command_text(text: str, state: State, *, should_escape: bool) -> str:
    """A command's text as the app gets it; with `should_escape`, people and channels as ids."""
    return _resolved(text, state, with_names=True) if should_escape else text


def _resolved(text: str, state: State, *, with_names: bool) -> str:
    return _NAMED.sub(_resolver(state, with_names), text)


def _resolver(state: State, with_names: bool) -> Callable[[re.Match[str]], str]:
    people = {p.name: p.id for p in state.people.values()}
    groups = {g.handle: g.id for g in state.groups.values() if not g.disabled}
    channels = {c.name: c.id for c in state.channels.values() if c.name}

    def resolve(match: re.Match[str]) -> str:
        sign, name = match[1], match[2]
        if sign == "#":
            return f"<#{channels[name]}|{name}>" if name in channels else match[0]
        if name in _BROADCASTS:
            return f"<!{name}>"
        if name in people:
            return f"<@{people[name]}|{name}>" if with_names else f"<@{people[name]}>"
        if name in groups:
            return f"<!subteam^{groups[name]}|@{name}>" if with_names else f"<!subteam^{groups[name]}>"
        return match[0]

    return resolve
