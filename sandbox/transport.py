"""Says what it is to bring a payload to the app and hear its answer; the two wires implement it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sandbox.payload import Payload

#: Seconds that an app has to acknowledge.
ACK_TIMEOUT_S = 3.0


class NotAcknowledgedError(Exception):
    """The app did not acknowledge; `reason` is Slack's word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Ack:
    """The app's acknowledgement; `body` is what came with it, a bare text as ``{"text": …}``."""

    body: Payload


class Transport(Protocol):
    """A way to the app."""

    @property
    def connected(self) -> bool:
        """Whether an app is there, as far as one can know."""
        ...

    async def deliver(self, kind: str, payload: Payload, *, retry: tuple[int, str] | None = None) -> Ack:
        """Bring a payload of kind ``slash_commands``, ``interactive`` or ``events_api``; hear the answer.

        `retry` gives attempt and reason of a repeated event. Raises NotAcknowledgedError.
        """
        ...
