"""Turned away: requests that came to the door as Slack's and were not signed as Slack signs; counted, never read."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.clock import Clock

#: How long the log says no more of what it has just warned of: Slack tries again, and strangers may try for hours.
QUIET_FOR = timedelta(minutes=1)

log = structlog.get_logger(__name__)


class Unproven(StrEnum):
    """Why a request is not taken for Slack's."""

    #: It bears no signature at all, so it is no mistake of the settings: whoever scans the network sends such.
    UNSIGNED = "unsigned"
    #: It is signed, and not with the secret that the settings name.
    OTHER_SECRET = "other_secret"
    #: It is signed with the secret, and its time is too far from this machine's.
    OFF_TIME = "off_time"


#: What the log says, and what to do about it.
_TOLD = {
    Unproven.OTHER_SECRET: (
        "a request was refused, for it is not signed with SLACK_SIGNING_SECRET",
        "If Slack says dispatch_failed, copy the Signing Secret anew from api.slack.com/apps → Basic Information → App "
        "Credentials. If commands are answered, a stranger sent it.",
    ),
    Unproven.OFF_TIME: (
        "a request was refused, for its time is more than five minutes from this machine's",
        "If Slack says dispatch_failed, set this machine's clock by NTP. If commands are answered, somebody sent an "
        "old request again.",
    ),
}


class TurnedAway:
    """How many signed requests were refused since the start, and why the newest was."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._warned_at: dict[Unproven, datetime] = {}
        self.count = 0
        self.newest: Unproven | None = None

    def note(self, why: Unproven) -> None:
        """Count one, and warn of it in the log, not more often than once a minute."""
        if why is Unproven.UNSIGNED:
            return
        self.count += 1
        self.newest = why
        now = self._clock.now()
        warned_at = self._warned_at.get(why)
        if warned_at is None or abs(now - warned_at) >= QUIET_FOR:
            self._warned_at[why] = now
            said, remedy = _TOLD[why]
            log.warning(said, since_start=self.count, remedy=remedy)
