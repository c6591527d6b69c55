"""The clock: the one door through which time comes in (door 4); always aware UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """The time now. Another source of time may be given, and tells those who listen when it jumps."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or (lambda: datetime.now(UTC))
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The present, in aware UTC."""
        return self._source().astimezone(UTC)

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call the listener whenever the time has been moved."""
        self._listeners.append(listener)

    def jumped(self) -> None:
        """The source of time has been moved."""
        for listener in self._listeners:
            listener()
