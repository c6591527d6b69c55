"""A place that takes no messages, a channel or somebody who has left, from the first fault until it is well; values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from models.oversight.matters import MatterKind

#: What Slack says of a channel that takes no messages of the bot.
OF_CHANNELS = frozenset({"is_archived", "is_inactive", "not_in_channel", "channel_not_found"})
#: What Slack says of somebody to whom no direct message can be sent.
OF_PEOPLE = frozenset({"user_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot"})
#: What stands before such a fault in the outbox, where the message waits for the place to be well.
MARK = "place:"


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """A place as the policy names it, or somebody's id; `told` are the administrators who have heard of it."""

    KIND: ClassVar[MatterKind] = MatterKind.UNREACHABLE

    number: int
    place: str
    fault: str
    opened_at: datetime
    told: tuple[str, ...] = ()
    ended_at: datetime | None = None

    @property
    def subject(self) -> str:
        """The place."""
        return self.place

    @property
    def is_open(self) -> bool:
        """It takes no messages yet."""
        return self.ended_at is None


def is_person(place: str) -> bool:
    """Whether the place is somebody's direct messages, and no channel."""
    return place.startswith(("U", "W"))
