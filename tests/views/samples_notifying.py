"""Samples of what tells people of what waits on them: the digest, and the choice in App Home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from bot.views import home_parts
from bot.views.digest import SHOWN, digest
from bot.views.home import HomeTab
from bot.views.messages import render
from bot.views.preferences import notifications_part
from bot.views.undelivered import in_its_stead, undelivered
from models.acts import Remind, RemindAgain, SnoozeReminder
from models.notices import MessageKind
from models.notifying.preferences import Preferences
from models.notifying.waiting import Turn, waiting_of
from models.oversight.matters import MatterKind
from models.oversight.unreachable import Unreachable
from models.oversight.waiting_reviews import WaitingReview
from models.reminded import SnoozeFor
from models.request import ExceptionRequest
from tests.builders import MORNING, policy
from tests.views.homes import home_of
from tests.views.samples import as_payload, breached, hard, waiting
from tests.views.walk import CARD_LINK, NAMES, VALIDATOR, Walk


def _choosing(chosen: Preferences, zone: str) -> dict[str, Any]:
    own = home_parts.mine([], lambda _: policy(), 0)
    return home_of(policy(), HomeTab.MINE, own, notifications_part(chosen, policy(), zone))


def _digest(*waits: tuple[Turn, ExceptionRequest], total: int = 0, reviews: int = 0) -> dict[str, Any]:
    at = MORNING + timedelta(days=2, hours=23)
    listed = [(waiting_of(request, turn, policy(), at), request) for turn, request in waits]
    listed.sort(key=lambda one: not one[0].is_near)
    kinds = [kind for kind in MatterKind if kind is not MatterKind.UNREACHABLE]
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


def _reminded() -> Walk:
    """Half of the first approval's time is over."""
    walk = waiting()
    deadline = walk.now.deadline
    at = MORNING + timedelta(hours=36)
    return walk.do(Remind(number=1042, reminder="1.validation", deadline=deadline), at=at)


def _snoozed() -> Walk:
    act = SnoozeReminder(number=1042, reminder="1.validation", until=SnoozeFor.HOUR)
    return _reminded().do(act, VALIDATOR)


def _again() -> Walk:
    act = RemindAgain(number=1042, reminder="1.validation", person=VALIDATOR)
    return _snoozed().do(act, at=MORNING + timedelta(hours=37, minutes=1))


def _reminder(walk: Walk, time: int = 0) -> dict[str, Any]:
    scene = replace(walk.scene(VALIDATOR), detail={"reminder": "1.validation", "time": time}, link=CARD_LINK)
    return as_payload(render(MessageKind.REMINDER, scene))


def _outage(place: str = "#executive", fault: str = "is_archived", is_over: bool = False) -> Unreachable:
    return Unreachable(
        number=1,
        place=place,
        fault=fault,
        opened_at=MORNING,
        told=("UADMIN",),
        ended_at=MORNING + timedelta(hours=2) if is_over else None,
    )


def _copy(outage: Unreachable | None, place: str = "#executive") -> dict[str, Any]:
    message = render(MessageKind.CARD, waiting().scene(place))
    return as_payload(in_its_stead(message, outage, place, NAMES, CARD_LINK))


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
    "undelivered_archived": lambda: as_payload(undelivered(_outage(), NAMES)),
    "undelivered_removed": lambda: as_payload(undelivered(_outage(fault="not_in_channel"), NAMES)),
    "undelivered_unknown": lambda: as_payload(undelivered(_outage(fault="channel_not_found"), NAMES)),
    "undelivered_person": lambda: as_payload(undelivered(_outage("UGONE1", "user_disabled"), NAMES)),
    "undelivered_well": lambda: as_payload(undelivered(_outage(is_over=True), NAMES)),
    "copy_of_a_card": lambda: _copy(_outage()),
    "copy_once_it_is_well": lambda: _copy(None),
    "reminder": lambda: _reminder(_reminded()),
    "reminder_snoozed": lambda: _reminder(_snoozed()),
    "reminder_earlier": lambda: _reminder(_again()),
    "reminder_again": lambda: _reminder(_again(), 1),
    "reminder_overdue": lambda: _reminder(_reminded().breached()),
    "reminder_decided": lambda: _reminder(_reminded().validated()),
    "reminder_rejected": lambda: _reminder(_snoozed().rejected()),
    "reminder_withdrawn": lambda: _reminder(_reminded().withdrawn()),
    "notifications_chosen": lambda: _choosing(
        Preferences(person="UVAL1", digest_at=time(7), has_reminders=False), "America/New_York"
    ),
    "notifications_odd_hour": lambda: _choosing(
        Preferences(person="UVAL1", has_digest=False, digest_at=time(4, 45)), "Asia/Kolkata"
    ),
}
