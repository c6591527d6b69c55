"""Samples of what tells people of what waits on them: the digest, and the choice in App Home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from bot.views import home_parts
from bot.views.digest import SHOWN, digest
from bot.views.home import HomeTab
from bot.views.preferences import notifications_part
from models.notifying.preferences import Preferences
from models.notifying.waiting import Turn, waiting_of
from models.oversight.matters import MatterKind
from models.oversight.waiting_reviews import WaitingReview
from models.request import ExceptionRequest
from tests.builders import MORNING, policy
from tests.views.homes import home_of
from tests.views.samples import as_payload, breached, hard, waiting


def _choosing(chosen: Preferences, zone: str) -> dict[str, Any]:
    own = home_parts.mine([], lambda _: policy(), 0)
    return home_of(policy(), HomeTab.MINE, own, notifications_part(chosen, policy(), zone))


def _digest(*waits: tuple[Turn, ExceptionRequest], total: int = 0, reviews: int = 0) -> dict[str, Any]:
    at = MORNING + timedelta(days=2, hours=23)
    listed = [(waiting_of(request, turn, policy(), at), request) for turn, request in waits]
    listed.sort(key=lambda one: not one[0].is_near)
    kinds = [*MatterKind]
    open_now = [
        WaitingReview(
            kind=kinds[n % len(kinds)],
            number=n,
            about="P-1, <!channel> " + "long " * 30 if n > len(kinds) else "2026-03-02",
            due_at=at if n % 2 else None,
        )
        for n in range(reviews)
    ]
    return as_payload(digest(listed, total or len(listed), open_now, lambda _: policy()))


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "digest": lambda: _digest(
        (Turn.DECIDE, waiting().now),
        (Turn.DECIDE, breached().now),
        (Turn.EXECUTE, waiting().validated().authorized().now),
        reviews=2,
    ),
    "digest_one": lambda: _digest((Turn.HOLD, waiting().now)),
    "digest_reviews": lambda: _digest(reviews=1),
    "digest_hard": lambda: _digest(
        *((turn, hard().now) for turn in [*Turn, *Turn, *Turn][:SHOWN]), total=1240, reviews=30
    ),
    "notifications_chosen": lambda: _choosing(
        Preferences(person="UVAL1", digest_at=time(7), has_reminders=False), "America/New_York"
    ),
    "notifications_odd_hour": lambda: _choosing(
        Preferences(person="UVAL1", has_digest=False, digest_at=time(4, 45)), "Asia/Kolkata"
    ),
}
