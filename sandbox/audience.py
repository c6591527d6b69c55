"""Tells the pages of those who may know what changed; it must not decide what is true."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from sandbox.changes import Changes
from sandbox.payload import Payload


class Audience:
    """The open pages by acting person."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._pages: dict[str, set[asyncio.Queue[Payload | None]]] = {}
        #: Notices as each person was shown them, newest last; kept for the test client.
        self.notices: dict[str, list[Payload]] = {}

    def join(self, user: str) -> asyncio.Queue[Payload | None]:
        """Begin a page's line of events."""
        line: asyncio.Queue[Payload | None] = asyncio.Queue()
        self._pages.setdefault(user, set()).add(line)
        return line

    def leave(self, user: str, line: asyncio.Queue[Payload | None]) -> None:
        """End a page's line of events."""
        self._pages[user].discard(line)

    def present(self) -> list[str]:
        """Those who have a page open."""
        return [user for user, lines in self._pages.items() if lines]

    def dismiss(self) -> None:
        """End all lines, as the server stops."""
        for lines in self._pages.values():
            for line in lines:
                line.put_nowait(None)

    def tell(self, users: Iterable[str], event: Payload) -> None:
        """Push an event to the pages of these people."""
        for user in users:
            for line in self._pages.get(user, ()):
                line.put_nowait(event)
        self._changes.ring()

    def tell_all(self, event: Payload) -> None:
        """Push an event to every page."""
        self.tell(list(self._pages), event)

    def notice(self, user: str, text: str, **where: str | None) -> None:
        """Show a person an error as Slack shows it."""
        event = {"type": "notice", "text": text, **{k: v for k, v in where.items() if v is not None}}
        self.notices.setdefault(user, []).append(event)
        self.tell([user], event)
