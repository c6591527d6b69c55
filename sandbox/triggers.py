"""Issues what an app may answer with for a while: trigger ids and response URLs; it must not act on them."""

from __future__ import annotations

import itertools
import secrets
import time
from dataclasses import dataclass

#: Seconds that a trigger may be used for.
TRIGGER_LIFE_S = 3.0
#: Seconds that a response URL may be used for, and how many times.
RESPONSE_URL_LIFE_S = 30 * 60.0
RESPONSE_URL_USES = 5


class TriggerError(Exception):
    """A trigger cannot be used; the message is Slack's error code."""


@dataclass(kw_only=True)
class Trigger:
    """What a person did that lets the app open a view for them."""

    id: str
    user: str
    born: float
    #: The modal that the person acted in, or None.
    view_id: str | None = None
    #: The conversation that the person was in, or None.
    channel: str | None = None
    used: bool = False


class Triggers:
    """The trigger ids that were given out, of the last minutes."""

    def __init__(self) -> None:
        self._given: dict[str, Trigger] = {}
        self._numbers = itertools.count(1)

    def give(self, user: str, *, view_id: str | None = None, channel: str | None = None) -> str:
        """A new trigger id."""
        now = time.monotonic()
        while self._given and now - (oldest := next(iter(self._given.values()))).born > 120:
            del self._given[oldest.id]
        trigger_id = f"{time.time_ns() // 1000}.{next(self._numbers)}.{secrets.token_hex(16)}"
        self._given[trigger_id] = Trigger(
            id=trigger_id, user=user, born=now, view_id=view_id, channel=channel
        )
        return trigger_id

    def take(self, trigger_id: str) -> Trigger:
        """Look a trigger up.

        Raises TriggerError where it is unknown, was used or is older than 3 s. It counts as used only when
        `spend` is called, since a call that fails for its view leaves the trigger good.
        """
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise TriggerError("invalid_trigger_id")
        if trigger.used:
            raise TriggerError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > TRIGGER_LIFE_S:
            raise TriggerError("expired_trigger_id")
        return trigger

    def spend(self, trigger: Trigger) -> None:
        """Count a trigger as used."""
        trigger.used = True


@dataclass(kw_only=True)
class ResponseUrl:
    """What a response URL stands for."""

    path: str
    user: str
    channel: str
    born: float
    #: The message that was acted on, and whether only the person sees it; None for a command.
    message_ts: str | None = None
    thread_ts: str | None = None
    ephemeral: bool = False
    uses: int = 0


class ResponseUrls:
    """The response URLs that were given out."""

    def __init__(self, team_id: str) -> None:
        self._team_id = team_id
        self._given: dict[str, ResponseUrl] = {}

    def give(
        self,
        kind: str,
        *,
        user: str,
        channel: str,
        message_ts: str | None = None,
        thread_ts: str | None = None,
        ephemeral: bool = False,
    ) -> ResponseUrl:
        """A new response URL, of which the caller puts the server's address before the path."""
        path = f"/{kind}/{self._team_id}/{time.time_ns() // 1000}/{secrets.token_urlsafe(18)}"
        self._given[path] = ResponseUrl(
            path=path,
            user=user,
            channel=channel,
            born=time.monotonic(),
            message_ts=message_ts,
            thread_ts=thread_ts,
            ephemeral=ephemeral,
        )
        return self._given[path]

    def use(self, path: str) -> ResponseUrl:
        """Use a response URL once.

        Raises TriggerError with ``expired_url`` or ``used_url``.
        """
        given = self._given.get(path)
        if given is None or time.monotonic() - given.born > RESPONSE_URL_LIFE_S:
            raise TriggerError("expired_url")
        if given.uses >= RESPONSE_URL_USES:
            raise TriggerError("used_url")
        given.uses += 1
        return given
