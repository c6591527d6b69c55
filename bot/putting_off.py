"""Putting off: what a message says that cannot go out now; whoever sends it reads until when, and tries again."""

from __future__ import annotations

from datetime import datetime


class NothingToSayError(Exception):
    """What the message would tell of is no longer so; it is not sent, and nothing is wrong."""


class NotYetError(Exception):
    """The message has to wait until a time.

    `was_tried` counts it as an attempt; after one the message may have arrived all the same, unless it is known that
    it has not.
    """

    def __init__(
        self, until: datetime, reason: str, *, was_tried: bool = False, has_not_arrived: bool = False
    ) -> None:
        super().__init__(reason)
        self.until = until
        self.was_tried = was_tried
        self.may_have_arrived = was_tried and not has_not_arrived
