"""Acts about notifications that concern no request, as small frozen values; what they cause is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, kw_only=True)
class SetPreferences:
    """Somebody chooses what they are told; what is None stays as they have it.

    With a digest its hour is chosen too: with no `digest_at` it comes when the policy says.
    """

    has_digest: bool | None = None
    digest_at: time | None = None
    has_reminders: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """Somebody whose morning is there, and which day (ISO) it is where they are: one digest for each."""

    person: str
    day: str


@dataclass(frozen=True, kw_only=True)
class SendDigests:
    """The system sends what waits on them to those whose morning it is; `due` is found out before it is performed."""

    due: tuple[Due, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoteUndelivered:
    """A channel (as the policy names it) or somebody (by their id) takes no messages, by Slack's own word for it."""

    place: str
    fault: str


@dataclass(frozen=True, kw_only=True)
class NoteReachable:
    """The place takes messages again; `channel` is the id that a channel of this name has now."""

    place: str
    channel: str = ""


OnNotifications = SetPreferences | SendDigests | NoteUndelivered | NoteReachable
