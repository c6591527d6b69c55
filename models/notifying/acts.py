"""Acts about notifications that concern no request, as small frozen values; what they cause is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, kw_only=True)
class SetPreferences:
    """Somebody chooses what they are told; with no `digest_at` the digest comes when the policy says."""

    has_digest: bool
    digest_at: time | None
    has_reminders: bool


OnNotifications = SetPreferences
