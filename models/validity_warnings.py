"""What the owner of a policy should know of how long an approval or a return waits; it judges only a valid policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from models.business_time import BusinessTime, limit_text
from models.calendar import due_after, due_before
from models.faults import Fault
from models.policy import Policy

# Any week without holidays serves; approvals that are given at each of its hours are looked at.
_ORDINARY_WEEK = tuple(datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 7 * 24, 2))


def validity_warnings(policy: Policy) -> Iterator[Fault]:
    """A notice that is given as soon as it is approved, or returned, tells nobody anything."""
    within, notice = policy.validity.within, policy.validity.notice
    at_once = _at_once(policy, within, notice)
    if any(at_once):
        which = "each" if all(at_once) else "now and then an"
        yield Fault(
            key="validity.notice",
            sentence=f"An approval holds for {limit_text(within)} and notice is given {limit_text(notice)} before its "
            f"end: {which} approval comes with its notice. Write a shorter notice.",
            is_warning=True,
        )
    within, notice = policy.returns.within, policy.returns.notice
    at_once = _at_once(policy, within, notice)
    if any(at_once):
        which = "each" if all(at_once) else "now and then a"
        yield Fault(
            key="returns.notice",
            sentence=f"A returned request waits for {limit_text(within)} and notice is given {limit_text(notice)} "
            f"before its end: {which} return comes with its notice. Write a shorter notice.",
            is_warning=True,
        )


def _at_once(
    policy: Policy, within: timedelta | BusinessTime, notice: timedelta | BusinessTime
) -> list[bool]:
    """For what begins at each hour of a week: whether its notice is due at once."""
    calendar = policy.calendar.model_copy(update={"holidays": (), "public_holidays": None})
    return [
        due_before(calendar, notice, due_after(calendar, within, begun_at)) <= begun_at
        for begun_at in _ORDINARY_WEEK
    ]
