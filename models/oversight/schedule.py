"""The schedule: what comes round again for the workspace, and when next; pure, it reads no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from models.calendar import is_business_day, shown
from models.deadlines import Timer, TimerKind
from models.notifying.digests import next_look
from models.policy import Policy
from models.roles import auditors

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_DAY = timedelta(days=1)
#: How many days ahead a business day is looked for; a calendar with none in so long has none.
_FAR = 60


def schedule(policy: Policy, reviewed_at: datetime, at: datetime) -> Iterator[Timer]:
    """The next of each that comes round, later than `at`; `reviewed_at` is when the policy was reviewed last.

    A version is the day (ISO) that it is planned for, before free days move it: each comes once, also when the
    policy is changed in between.
    """
    if policy.reports.channel is not None:
        yield next_report(policy, at)
    yield next_policy_care(policy, reviewed_at, at)
    yield next_look(at)
    if auditors(policy):
        yield next_audit_review(policy, at)


def next_policy_care(policy: Policy, reviewed_at: datetime, at: datetime) -> Timer:
    """When the policy as a whole is to be reviewed (blueprint, FAQ: annually); at once where that has passed."""
    due = reviewed_at + policy.policy_review.every
    return Timer(kind=TimerKind.POLICY_CARE, version=due.date().isoformat(), due_at=max(due, at))


def next_audit_review(policy: Policy, at: datetime) -> Timer:
    """The review's day in the week; the next business day where it is a free one (Audit Trail: weekly)."""
    part = policy.audit_review
    day = at.astimezone(policy.calendar.zone).date() - timedelta(days=7)
    day += timedelta(days=(_DAYS.index(part.day) - day.weekday()) % 7)
    while (due := shown(policy.calendar, _working_day(policy, day), part.at)) <= at:
        day += timedelta(days=7)
    return Timer(kind=TimerKind.AUDIT_REVIEW, version=day.isoformat(), due_at=due)


def next_report(policy: Policy, at: datetime) -> Timer:
    """When last month's report is posted next."""
    part = policy.reports
    day = at.astimezone(policy.calendar.zone).date().replace(day=part.day)
    while (due := shown(policy.calendar, day, part.at)) <= at:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=part.day)
    return Timer(kind=TimerKind.MONTHLY_REPORT, version=day.isoformat(), due_at=due)


def _working_day(policy: Policy, day: date) -> date:
    ahead = (day + n * _ONE_DAY for n in range(_FAR))
    return next((one for one in ahead if is_business_day(policy.calendar, one)), day)
