"""Triggers: what files a request, or reports a complaint, in somebody's name (blueprint, Trigger: System Alert)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: How the keys of deliveries begin under which alerts are known again, for good.
ALERT_KEYS = "alert:"


class TriggerKind(StrEnum):
    """By which way it came."""

    #: `POST /alerts`, signed.
    ALERT = "alert"
    #: The step in somebody's workflow in Slack.
    WORKFLOW = "workflow"


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Where it came from: the sender as it calls itself, its own id of the alert, and what it said as a fingerprint.

    `sha256` is of the very bytes that were signed, so that another alert under the same id is known for another.
    """

    kind: TriggerKind
    source: str
    id: str
    sha256: str
