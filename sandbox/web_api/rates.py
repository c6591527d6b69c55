"""Counts calls against Slack's rate limits in real time; it must not know what the calls do."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

#: Calls a minute by Slack's tiers.
PER_MINUTE = {"t1": 1, "t2": 20, "t3": 50, "t4": 100, "t5": 600}
#: Posts a second in one conversation, and how many may come at once.
POSTS_PER_SECOND = 1.0
POSTS_AT_ONCE = 10


class Rates:
    """A bucket for each method, and one for each conversation's posts."""

    def __init__(self, *, enforced: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self._enforced = enforced
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, method: str, tier: str, channel: str | None = None) -> int | None:
        """Count a call; returns the seconds to wait where it is one too many, else None."""
        if not self._enforced:
            return None
        per_minute = PER_MINUTE[tier]
        wait = self._take(method, per_minute / 60, per_minute)
        if wait is None and method == "chat.postMessage" and channel:
            wait = self._take(f"post:{channel}", POSTS_PER_SECOND, POSTS_AT_ONCE)
        return wait

    def _take(self, key: str, per_second: float, at_once: int) -> int | None:
        now = self._clock()
        level, since = self._buckets.get(key, (float(at_once), now))
        level = min(float(at_once), level + (now - since) * per_second)
        if level < 1:
            self._buckets[key] = (level, now)
            return max(1, math.ceil((1 - level) / per_second))
        self._buckets[key] = (level - 1, now)
        return None
