"""The choice of what somebody is told, in App Home: the morning's digest and reminders; it keeps nothing."""

from __future__ import annotations

from datetime import time
from typing import Any

from bot.views import actions, blocks, inputs
from bot.views.text import Block
from models.notifying.preferences import Preferences
from models.policy import Policy

#: The hours that are offered for the digest, by the reader's own clock.
HOURS = tuple(time(hour, minute) for hour in range(6, 12) for minute in (0, 30))
#: What the selects carry beside an hour.
AS_POLICY, OFF, ON = "policy", "off", "on"
ALWAYS = (
    "Escalations, holds, complaints and what a request asks of you come at once and cannot be switched off: "
    "somebody waits for you then. What waits on you is always in this Home too."
)


def notifications_part(chosen: Preferences, policy: Policy, zone: str) -> list[Block]:
    """The part of Home; `zone` is the reader's own time zone, by which the hours count."""
    return [
        blocks.header("Notifications"),
        blocks.section(
            "*Morning digest*\nWhat waits on you and what is near its deadline, on business days; none when nothing "
            "waits.",
            _digest(chosen, policy),
            block_id="digest_choice",
        ),
        blocks.section(
            "*Reminders*\nOne for each request that waits on you, when half of its time is over; you can snooze it.",
            _reminders(chosen),
            block_id="reminder_choice",
        ),
        blocks.small(f"Hours are those of your time zone in Slack, {zone.replace('_', ' ')}. {ALWAYS}"),
    ]


def _digest(chosen: Preferences, policy: Policy) -> dict[str, Any]:
    as_policy = inputs.option(f"At {policy.notifications.digest_at:%H:%M} (policy)", AS_POLICY)
    off = inputs.option("Off", OFF)
    hours = {hour: inputs.option(f"At {hour:%H:%M}", hour.isoformat("minutes")) for hour in HOURS}
    if chosen.digest_at is not None and chosen.digest_at not in hours:
        hours[chosen.digest_at] = inputs.option(
            f"At {chosen.digest_at:%H:%M}", chosen.digest_at.isoformat("minutes")
        )
    now = as_policy if chosen.digest_at is None else hours[chosen.digest_at]
    options = [as_policy, *hours.values(), off]
    shown = inputs.select(options, placeholder="When", initial=now if chosen.has_digest else off)
    return {**shown, "action_id": actions.CHOOSE_DIGEST}


def _reminders(chosen: Preferences) -> dict[str, Any]:
    on, off = inputs.option("On", ON), inputs.option("Off", OFF)
    shown = inputs.select([on, off], placeholder="On or off", initial=on if chosen.has_reminders else off)
    return {**shown, "action_id": actions.CHOOSE_REMINDERS}


def read_digest(value: str) -> tuple[bool, time | None]:
    """Whether there is a digest and when, by what was chosen; ValueError where the value is none of ours."""
    if value == OFF:
        return False, None
    return True, None if value == AS_POLICY else time.fromisoformat(value)


def read_reminders(value: str) -> bool:
    """Whether there are reminders, by what was chosen; ValueError where the value is none of ours."""
    if value not in (ON, OFF):
        raise ValueError(f"neither on nor off: {value[:20]!r}")
    return value == ON
