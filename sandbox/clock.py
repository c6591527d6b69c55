"""Holds the workspace's movable time; it must not time triggers, acknowledgements or rates, which are real."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus an offset that a person can move."""

    def __init__(
        self,
        *,
        offset_s: float = 0.0,
        on_move: Callable[[float], None] = lambda _: None,
        deadlines: Callable[[], Iterable[int]] = lambda: (),
    ) -> None:
        self._offset = timedelta(seconds=offset_s)
        self._on_move = on_move
        self._deadlines = deadlines
        self._subscribers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The moved time, aware UTC."""
        return datetime.now(UTC) + self._offset

    @property
    def offset_s(self) -> float:
        """How far the time is moved, in seconds."""
        return self._offset.total_seconds()

    @property
    def is_followed(self) -> bool:
        """Whether anybody else goes by this time; an app that was started by itself has a clock of its own."""
        return bool(self._subscribers)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback()` after each move; returns a function that ends this."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def shift(self, seconds: float) -> datetime:
        """Move by so many seconds; returns the new time."""
        return self._move(self._offset + timedelta(seconds=seconds))

    def to(self, moment: datetime) -> datetime:
        """Move to a moment, which must be aware; returns the new time."""
        if moment.tzinfo is None:
            raise ValueError("The clock moves to aware times only.")
        return self._move(moment.astimezone(UTC) - datetime.now(UTC))

    def reset(self) -> datetime:
        """Move back to real time; returns it."""
        return self._move(timedelta())

    def next_deadline(self) -> datetime | None:
        """The earliest time ahead that a message of the app names, or None."""
        now = self.now().timestamp()
        ahead = [moment for moment in self._deadlines() if moment > now]
        return datetime.fromtimestamp(min(ahead), UTC) if ahead else None

    def to_next_deadline(self) -> datetime | None:
        """Move to the next deadline and return it; where there is none, stay and return None."""
        deadline = self.next_deadline()
        if deadline is not None:
            self.to(deadline)
        return deadline

    def _move(self, offset: timedelta) -> datetime:
        self._offset = offset
        self._on_move(offset.total_seconds())
        for callback in list(self._subscribers):
            callback()
        return self.now()
