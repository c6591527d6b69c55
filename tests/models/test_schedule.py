"""What comes round for the workspace: each on its day, moved by free days, and never in the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deadlines import TimerKind
from models.oversight.schedule import next_audit_review, next_policy_care, next_report
from tests.builders import policy

#: 2026-03-04 is a Wednesday; Berlin is an hour ahead of UTC until 29 March.
WEDNESDAY = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda m: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)


def test_the_audit_review_comes_on_its_day_at_its_hour() -> None:
    timer = next_audit_review(policy(audit_review={"day": "fri", "at": "14:30"}), WEDNESDAY)
    assert timer.kind is TimerKind.AUDIT_REVIEW
    assert timer.version == "2026-03-06"
    assert timer.due_at == datetime(2026, 3, 6, 13, 30, tzinfo=UTC)


def test_the_audit_review_of_a_free_day_comes_on_the_next_business_day_and_once() -> None:
    calendar = policy().calendar.model_dump() | {"holidays": ["2026-03-06", "2026-03-09"]}
    own = policy(audit_review={"day": "fri"}, calendar=calendar)
    timer = next_audit_review(own, WEDNESDAY)
    assert timer.version == "2026-03-06"
    assert timer.due_at == datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
    assert next_audit_review(own, datetime(2026, 3, 9, 12, tzinfo=UTC)) == timer
    assert next_audit_review(own, timer.due_at).version == "2026-03-13"


@given(moments, st.sampled_from(["mon", "wed", "sun"]))
def test_the_next_audit_review_is_later_and_at_most_ten_days_off(at: datetime, day: str) -> None:
    timer = next_audit_review(policy(audit_review={"day": day}), at)
    assert at < timer.due_at <= at + timedelta(days=10)


@given(moments, st.integers(1, 28))
def test_the_next_report_is_later_and_on_its_day_of_the_month(at: datetime, day: int) -> None:
    timer = next_report(policy(reports={"day": day, "channel": "#kpi"}), at)
    assert at < timer.due_at <= at + timedelta(days=32)
    assert timer.due_at.astimezone(policy().calendar.zone).day == day
    assert timer.version == timer.due_at.astimezone(policy().calendar.zone).date().isoformat()


@pytest.mark.parametrize(("reviewed", "due"), [(-10, 355), (-365, 0), (-400, 0)])
def test_the_policy_is_to_be_reviewed_a_year_after_it_was(reviewed: int, due: int) -> None:
    timer = next_policy_care(policy(), WEDNESDAY + timedelta(days=reviewed), WEDNESDAY)
    assert timer.due_at == WEDNESDAY + timedelta(days=due)
    assert timer.version == (WEDNESDAY + timedelta(days=reviewed + 365)).date().isoformat()
