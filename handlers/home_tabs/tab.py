"""What a tab of App Home is: for whom, what its label counts, and its parts; each tab is a module beside this one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.views.home import HomeTab
from bot.views.text import Block
from handlers.home_tabs.visit import Visit

#: A heading and what stands under it; nothing where there is nothing to show, not even that.
Part = Callable[[Visit], Awaitable[list[Block]]]


async def no_count(visit: Visit) -> str:
    """A label that counts nothing."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A tab. Somebody else's feature stands in it as one more part."""

    key: HomeTab
    is_for: Callable[[Visit], bool]
    parts: tuple[Part, ...]
    #: What its label shows in brackets: "" where nothing is counted.
    count: Callable[[Visit], Awaitable[str]] = no_count
