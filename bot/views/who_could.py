"""Groups and people as a sentence names them: those who could do something, or who are concerned."""

from __future__ import annotations

from bot.views.text import Names, joined, who

#: How many groups and people a sentence names; an escalation may have reached hundreds.
NAMED = 10


def mentions(named: tuple[str, ...], names: Names) -> list[str]:
    """Mentions of all (mrkdwn); of very many the groups and the first people, and how many more."""
    if len(named) <= NAMED:
        return [who(name, names) for name in named]
    shown = sorted(named, key=lambda name: not name.startswith("@"))[:NAMED]
    return [*(who(name, names) for name in shown), f"{len(named) - NAMED} others"]


def plain_names(named: tuple[str, ...]) -> str:
    """The same where there are no mentions; people without a handle go unnamed."""
    handles = [name for name in named if name.startswith("@")]
    unnamed = ["somebody whom the policy names"] if len(handles) < len(named) else []
    return joined([*handles, *unnamed])
