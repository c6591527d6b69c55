"""What the policy's notifications hold together with its calendar, each broken rule one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time

from models.faults import Fault, at


def _digest_within_the_day(policy: object) -> Iterator[Fault]:
    """A digest that comes after the day's close would never be sent: what was missed by then is the next day's."""
    told, calendar = at(at(policy, "notifications"), "digest_at"), at(policy, "calendar")
    opens, closes = at(calendar, "opens"), at(calendar, "closes")
    if not (isinstance(told, time) and isinstance(opens, time) and isinstance(closes, time)):
        return
    # A day that ends before it begins is a fault of its own.
    if opens < closes <= told:
        yield Fault(
            key="notifications.digest_at",
            sentence=f"At {told:%H:%M} the business day is over (calendar.closes = {closes:%H:%M}), "
            "so nobody would get a digest; write an earlier time, such as 08:30:00.",
        )


NOTIFICATION_RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (_digest_within_the_day,)
