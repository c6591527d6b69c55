"""The part of the policy about notifications: when the morning's digest comes; who gets it, others say."""

from __future__ import annotations

from datetime import time

from pydantic import Field

from models.notation import TimeOfDay
from models.policy_part import Part


class Notifications(Part):
    """When people are told of what waits on them; each may choose otherwise for themselves in App Home."""

    digest_at: TimeOfDay = Field(
        time(8, 30),
        description="When the digest of what waits on somebody comes, by their own clock, on business days.",
    )
