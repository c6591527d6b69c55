"""Deadlines and timers are a pure function of how a request stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from models.acts import RecordSnapshots
from models.deadlines import RETRY_AFTER, TimerKind, near_at, time_limit, timers_for
from models.lifecycle import perform
from models.people import SYSTEM
from models.policy import Policy
from models.request import ExceptionRequest, Status
from models.snapshot import Snapshot
from tests.builders import (
    MORNING,
    approve,
    approved,
    by_hand,
    done,
    euros,
    executed,
    filed,
    policy,
    reject,
    scene,
    snapshots,
)


def timers(request: ExceptionRequest) -> dict[str, tuple[str, datetime]]:
    return {timer.kind.value: (timer.version, timer.due_at) for timer in timers_for(request, policy())}


def with_times(**hours: str) -> Policy:
    tiers = [tier.model_dump() for tier in policy().tiers]
    for tier in tiers:
        tier["decision_time"] = hours.get(tier["name"], tier["decision_time"])
    return policy(tiers=tiers)


@pytest.mark.parametrize(("requested", "hours"), [("31", 24), ("36", 48), ("45", 72)])
def test_deadline_is_the_tiers_decision_time_in_elapsed_hours(requested: str, hours: int) -> None:
    assert filed(requested=Decimal(requested)).deadline == MORNING + timedelta(hours=hours)


def test_elapsed_hours_run_on_over_a_weekend_and_the_change_of_clocks() -> None:
    friday = datetime(2026, 3, 27, 20, tzinfo=UTC)
    assert filed(at=friday).deadline == friday + timedelta(hours=72)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        # Friday, March 27, 20:00 UTC is after hours; on Sunday the clocks of Berlin go forward.
        ("8 business hours", "2026-03-30T15:00"),
        ("9 business hours", "2026-03-31T08:00"),
        ("1 business day", "2026-03-31T15:00"),
    ],
)
def test_decision_time_in_business_time_waits_for_opening_hours(limit: str, due: str) -> None:
    friday = datetime(2026, 3, 27, 20, tzinfo=UTC)
    by_then = with_times(team_lead=limit, manager=limit, executive=limit)
    request = filed(policy=by_then, at=friday)
    assert request.deadline == datetime.fromisoformat(due).replace(tzinfo=UTC)
    # The supervisor is told two hours of elapsed time before, whatever the decision time is counted in.
    assert near_at(by_then, request) == request.deadline - timedelta(hours=2)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-04T08:00", "2026-03-04T16:00"),
        ("2026-03-04T17:00", "2026-03-05T16:00"),
        ("2026-03-06T17:00", "2026-03-08T17:00"),  # The tier's 48 hours end before Monday's close.
        ("2026-03-07T20:00", "2026-03-09T16:00"),
    ],
)
def test_value_over_the_authority_is_decided_the_same_business_day(at: str, due: str) -> None:
    filed_at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    request = filed(at=filed_at, requested=Decimal(31), value=euros(2000))
    assert (request.score.band, request.score.tier) == ("team_lead", "manager")
    assert request.deadline == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_value_within_the_authority_has_the_tiers_own_time() -> None:
    assert filed(requested=Decimal(36), value=euros(10000)).deadline == MORNING + timedelta(hours=48)


def test_time_limit_is_a_length_or_the_end_of_the_business_day() -> None:
    rules = policy().escalations
    assert time_limit(policy(), rules.complaint, MORNING) == MORNING + timedelta(hours=1)
    assert time_limit(policy(), rules.over_authority, MORNING) == MORNING + timedelta(hours=8)


def test_supervisor_is_told_two_hours_before_the_deadline() -> None:
    request = filed()
    assert near_at(policy(), request) == request.deadline - timedelta(hours=2)


@pytest.mark.parametrize(("time", "near"), [("2h", 0), ("1h", 0), ("30m", 0), ("2h 1s", 1), ("3h", 3600)])
def test_decision_time_of_two_hours_or_less_escalates_at_once(time: str, near: int) -> None:
    request = filed(policy=with_times(executive=time))
    assert near_at(policy(), request) == MORNING + timedelta(seconds=near)


def test_open_request_has_a_timer_for_the_warning_and_one_for_the_breach() -> None:
    request = filed()
    due = request.deadline
    assert timers(request) == {
        "deadline_near": (due.isoformat(), due - timedelta(hours=2)),
        "deadline_breached": (due.isoformat(), due),
        "remind": (f"1.validation:{due.isoformat()}", MORNING + (due - MORNING) / 2),
    }
    validated = timers(done(approve(request, "UVAL1")))
    assert validated.pop("remind")[0] == f"1.authorization:{due.isoformat()}"
    assert validated == {kind: timer for kind, timer in timers(request).items() if kind != "remind"}


def test_deadline_timers_are_void_after_the_decision() -> None:
    assert set(timers(approved())) == {"expiry_near", "expire"}
    rejected = done(reject(filed(), "UVAL1"))
    assert timers(rejected) == {"close": ("1", MORNING + timedelta(minutes=1))}


def test_record_is_closed_as_soon_as_it_was_carried_out() -> None:
    at = MORNING + timedelta(hours=3)
    assert timers(executed(at=at)) == {"close": ("1", at)}


def test_sources_are_read_at_once_after_the_filing() -> None:
    request = filed(gathered=False)
    assert timers(request)["gather"] == ("1", request.filed_at)


def test_source_that_failed_is_read_again_later_and_later() -> None:
    request = filed(gathered=False)
    at, waits = MORNING, []
    for attempt in range(1, 7):
        failed = tuple(Snapshot.unavailable(s.source, s.title, at, "It is closed.") for s in snapshots())
        request = done(perform(request, RecordSnapshots(number=1042, snapshots=failed), SYSTEM, scene(at)))
        version, due = timers(request)["gather"]
        assert version == str(attempt + 1)
        waits.append(due - at)
        at = due
    assert waits == [*RETRY_AFTER, RETRY_AFTER[-1], RETRY_AFTER[-1]]


def test_gathering_ends_when_every_source_has_answered() -> None:
    assert TimerKind.GATHER.value not in timers(filed())


def test_sources_are_read_for_a_decided_request_but_not_for_a_closed_one() -> None:
    first = snapshots()[:1]
    request = filed(gathered=False)
    request = done(perform(request, RecordSnapshots(number=1042, snapshots=first), SYSTEM, scene()))
    rejected = done(reject(request, "UVAL1"))
    assert set(timers(rejected)) == {"gather", "close"}
    closed = replace(rejected, status=Status.CLOSED)
    assert timers(closed) == {}


def test_every_reading_makes_the_closing_gate_look_again() -> None:
    first, *rest = snapshots()
    request = filed(gathered=False)
    request = done(perform(request, RecordSnapshots(number=1042, snapshots=(first,)), SYSTEM, scene()))
    rejected = done(reject(request, "UVAL1"))
    assert timers(rejected)["close"][0] == "1"
    whole = done(perform(rejected, RecordSnapshots(number=1042, snapshots=tuple(rest)), SYSTEM, scene()))
    assert timers(whole)["close"][0] == "2"


def test_corrected_score_moves_the_deadline_and_its_timers() -> None:
    request = filed(**by_hand(10))
    before = timers(request)
    moved = done(approve(request, "UVAL1", deviation=Decimal(60)))
    assert moved.deadline == MORNING + timedelta(hours=72)
    after = timers(moved)
    assert after["deadline_near"][0] != before["deadline_near"][0]
    assert after["deadline_breached"] == (moved.deadline.isoformat(), moved.deadline)


def test_correction_that_puts_the_value_over_the_bands_authority_is_due_the_same_day() -> None:
    request = filed(**by_hand(30, value=euros(2000)))
    assert request.deadline == MORNING + timedelta(hours=48)
    over = done(approve(request, "UVAL1", deviation=Decimal(10)))
    assert (over.score.band, over.score.tier, over.left_tiers) == ("team_lead", "manager", ())
    assert over.deadline == MORNING + timedelta(hours=8)
    back = done(approve(filed(**by_hand(10, value=euros(2000))), "UVAL1", deviation=Decimal(30)))
    assert (back.score.band, back.deadline) == ("manager", MORNING + timedelta(hours=48))


def test_request_that_the_correction_gives_more_time_is_no_longer_overdue() -> None:
    request = filed(**by_hand(10))
    late = request.deadline + timedelta(hours=1)
    breached = replace(request, breached_at=request.deadline)
    moved = done(approve(breached, "UVAL1", at=late, deviation=Decimal(60)))
    assert (moved.deadline > late, moved.breached_at) == (True, None)
    later = moved.deadline + timedelta(hours=1)
    still = done(approve(breached, "UVAL1", at=later, deviation=Decimal(60)))
    assert still.breached_at == request.deadline


def test_record_is_closed_at_once_also_where_the_clock_went_back_between_the_decisions() -> None:
    validated = done(approve(filed(), "UVAL1", at=MORNING + timedelta(hours=30)))
    rejected = done(reject(validated, "UEXE1", at=MORNING + timedelta(minutes=1)))
    assert timers(rejected)["close"][1] == MORNING + timedelta(minutes=1)
