"""Samples of what tells people of what waits on them: the choice in App Home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from bot.views import home_parts
from bot.views.home import HomeTab
from bot.views.preferences import notifications_part
from models.notifying.preferences import Preferences
from tests.builders import policy
from tests.views.homes import home_of


def _choosing(chosen: Preferences, zone: str) -> dict[str, Any]:
    own = home_parts.mine([], lambda _: policy(), 0)
    return home_of(policy(), HomeTab.MINE, own, notifications_part(chosen, policy(), zone))


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "notifications_chosen": lambda: _choosing(
        Preferences(person="UVAL1", digest_at=time(7), has_reminders=False), "America/New_York"
    ),
    "notifications_odd_hour": lambda: _choosing(
        Preferences(person="UVAL1", has_digest=False, digest_at=time(4, 45)), "Asia/Kolkata"
    ),
}
