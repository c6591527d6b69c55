"""Holding: what stops a request, and what that does to its clock, whatever it was stopped for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.codec import request_from_json, request_to_json
from models.deadlines import TimerKind, timers_for
from models.events import EventKind
from models.holds import HoldEnding, HoldKind, Pause
from models.lifecycle.holding import begin_round, close_hold, ending, extend, open_hold, rescore
from models.lifecycle.outcome import Outcome
from models.policy import Policy
from models.refusals import Why
from models.request import Ended, Ending, ExceptionRequest, Status
from models.ways import Expedite
from tests.builders import LATER, MORNING, approve, approved, done, filed, policy, refused, reject, scene

HOUR = timedelta(hours=1)
BY = "UVAL1"


def held(
    request: ExceptionRequest | None = None,
    kind: HoldKind = HoldKind.REGULATORY,
    at: datetime = MORNING + HOUR,
    own: Policy | None = None,
) -> Outcome:
    """A request that somebody has put on hold."""
    seen = scene(at, **({"policy": own} if own else {}))
    return open_hold(request or filed(), kind, BY, seen, why="Something has come up.")


def released(
    request: ExceptionRequest, at: datetime, own: Policy | None = None, how: HoldEnding = HoldEnding.RESOLVED
) -> Outcome:
    """The request without its oldest open hold."""
    seen = scene(at, **({"policy": own} if own else {}))
    return close_hold(request, request.open_holds[0].key, how, BY, seen, words="Settled.")


def kinds(outcome: Outcome) -> list[str]:
    """What happened, in order."""
    return [event.kind for event in outcome.events]


def names(request: ExceptionRequest) -> set[TimerKind]:
    """What is still to come of itself."""
    return {timer.kind for timer in timers_for(request, policy())}


@pytest.mark.parametrize("kind", [k for k in HoldKind if k.pauses])
def test_clock_stands_still_while_it_is_held_and_runs_on_after(kind: HoldKind) -> None:
    before = filed()
    outcome = held(before, kind)
    paused = outcome.request
    assert kinds(outcome) == [EventKind.HOLD_OPENED, EventKind.PAUSED]
    assert paused.paused_since == MORNING + HOUR
    assert paused.deadline == before.deadline
    assert not {TimerKind.DEADLINE_NEAR, TimerKind.DEADLINE_BREACHED} & names(paused)

    freed = released(paused, MORNING + 30 * HOUR)
    assert kinds(freed) == [EventKind.HOLD_CLOSED, EventKind.RESUMED]
    assert freed.request.deadline == before.deadline + 29 * HOUR
    assert not freed.request.is_paused
    assert {TimerKind.DEADLINE_NEAR, TimerKind.DEADLINE_BREACHED} <= names(freed.request)
    assert request_from_json(request_to_json(freed.request)) == freed.request


def test_two_holds_at_once_stop_the_clock_once() -> None:
    before = filed()
    both = held(held(before).request, HoldKind.CONFLICTING_DATA, MORNING + 2 * HOUR)
    assert kinds(both) == [EventKind.HOLD_OPENED]
    first = released(both.request, MORNING + 5 * HOUR)
    assert kinds(first) == [EventKind.HOLD_CLOSED]
    assert first.request.is_paused
    last = released(first.request, MORNING + 9 * HOUR)
    assert last.request.deadline == before.deadline + 8 * HOUR
    assert [hold.key for hold in last.request.holds] == ["regulatory-1", "conflicting_data-2"]


def test_hold_that_does_not_pause_extends_by_what_the_policy_says() -> None:
    holds = {
        "data_unavailable": {"title": "Data unavailable", "owner": ["@operations"], "extends": "24h"},
    }
    own = policy(holds=holds)
    before = filed(policy=own)
    outcome = held(before, HoldKind.DATA_UNAVAILABLE, own=own)
    assert kinds(outcome) == [EventKind.HOLD_OPENED, EventKind.EXTENDED]
    assert outcome.request.deadline == before.deadline + 24 * HOUR
    assert not outcome.request.is_paused


def test_hold_has_its_own_deadline_in_business_days() -> None:
    holds = {"regulatory": {"title": "Compliance", "owner": ["@admins"], "within": "2 business days"}}
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)
    (hold,) = held(at=friday, own=policy(holds=holds)).request.open_holds
    assert hold.due_at == datetime(2026, 3, 10, 16, tzinfo=UTC)


def test_nobody_decides_or_carries_out_while_it_is_held() -> None:
    request = held().request
    for attempt in (approve(request, "UVAL1"), reject(request, "UVAL1")):
        assert refused(attempt).why is Why.ON_HOLD
    freed = released(request, LATER + 2 * HOUR).request
    assert done(approve(freed, "UVAL1", at=LATER + 3 * HOUR)).status is Status.AUTHORIZATION


def test_hold_after_both_approvals_pauses_nothing() -> None:
    outcome = held(approved(), at=LATER + HOUR)
    assert kinds(outcome) == [EventKind.HOLD_OPENED]
    assert kinds(released(outcome.request, LATER + 2 * HOUR)) == [EventKind.HOLD_CLOSED]


def test_overdue_request_gets_no_time_back() -> None:
    late = replace(filed(), breached_at=MORNING + 72 * HOUR)
    assert late.deadline == MORNING + 72 * HOUR
    paused = held(late, at=MORNING + 80 * HOUR).request
    freed = released(paused, MORNING + 90 * HOUR).request
    assert freed.deadline == late.deadline
    assert freed.breached_at == late.breached_at


def test_extension_makes_a_late_request_early_again() -> None:
    late = replace(filed(), breached_at=MORNING + 72 * HOUR)
    outcome = extend(late, 24 * HOUR, BY, scene(MORNING + 80 * HOUR), subject="crm", why="It is down.")
    assert outcome.request.deadline == MORNING + 96 * HOUR
    assert outcome.request.breached_at is None


def test_new_round_voids_decisions_and_begins_the_time_anew() -> None:
    validated = done(approve(filed(), "UVAL1"))
    at = MORNING + 10 * HOUR
    outcome = begin_round(validated, scene(at), why="The value has changed.")
    fresh = outcome.request
    assert (fresh.round, fresh.status, tuple(fresh.decisions_of_round())) == (2, Status.VALIDATION, ())
    assert fresh.decisions == validated.decisions
    assert fresh.deadline == at + 72 * HOUR
    assert outcome.events[-1].changed["void"] == ["UVAL1"]
    again = done(approve(fresh, "UVAL1", at=at + HOUR))
    assert done(approve(again, "UEXE1", at=at + HOUR)).is_approved


def test_earlier_pauses_and_extensions_do_not_count_in_a_new_round() -> None:
    paused = held().request
    extended = extend(paused, 24 * HOUR, BY, scene(MORNING + 2 * HOUR), subject="crm", why="It is down.")
    freed = released(extended.request, MORNING + 5 * HOUR).request
    fresh = begin_round(freed, scene(MORNING + 6 * HOUR), why="Amended.").request
    assert fresh.deadline == MORNING + 78 * HOUR


def test_round_that_begins_on_hold_is_paused_from_its_start() -> None:
    fresh = begin_round(held().request, scene(MORNING + 6 * HOUR), why="Amended.").request
    assert fresh.paused_since == MORNING + 6 * HOUR
    assert released(fresh, MORNING + 9 * HOUR).request.deadline == MORNING + 81 * HOUR


def test_score_that_changes_the_tier_changes_the_deadline_and_leaves_a_card_behind() -> None:
    before = filed()
    outcome = rescore(
        before,
        replace(before.score, deviation=before.score.deviation / 2, band="manager", tier="manager"),
        scene(LATER),
    )
    assert kinds(outcome) == [EventKind.RESCORED, EventKind.ROUTED]
    assert outcome.request.left_tiers == ("executive",)
    assert outcome.request.deadline == MORNING + 48 * HOUR


def test_end_of_a_request_ends_its_holds() -> None:
    ended = Ended(how=Ending.PROHIBITED, by=BY, at=LATER, why="It is against the law.")
    request = ending(held().request, ended)
    assert (request.status, request.outcome, request.open_holds) == (Status.CLOSING, Ending.PROHIBITED, ())
    assert request.holds[0].closed is not None
    assert request.holds[0].closed.how is HoldEnding.VOID
    assert not names(request) & {TimerKind.DEADLINE_NEAR, TimerKind.DEADLINE_BREACHED}
    assert refused(approve(request, "UVAL1")).why is Why.ALREADY_ENDED


def test_urgent_path_counts_from_its_authorisation_and_never_lengthens() -> None:
    expedite = Expedite(asked_at=MORNING, justification="They leave tonight.", is_granted=True)
    early = replace(expedite, answered_by="UMAN1", answered_at=MORNING + HOUR)
    hurried = extend(replace(filed(), expedite=early), timedelta(0), BY, scene(LATER), subject="", why="")
    assert hurried.request.deadline == MORNING + 5 * HOUR
    late = replace(expedite, answered_by="UMAN1", answered_at=MORNING + 71 * HOUR)
    same = extend(replace(filed(), expedite=late), timedelta(0), BY, scene(LATER), subject="", why="")
    assert same.request.deadline == MORNING + 72 * HOUR


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=5))
def test_time_to_decide_is_the_same_however_often_it_stood_still(stretches: list[tuple[int, int]]) -> None:
    """Elapsed time less all pauses is the decision time, where each pause began before the deadline of its moment."""
    request, at = filed(), MORNING
    deadline = request.deadline
    for runs, stands in stretches:
        at += runs * HOUR
        if at >= deadline:
            break
        request = held(request, at=at).request
        at += stands * HOUR
        request = released(request, at).request
        deadline = request.deadline
    pauses = sum(((pause.end - pause.start) for pause in request.pauses), timedelta(0))
    assert request.deadline - MORNING - pauses == 72 * HOUR


@pytest.mark.parametrize(
    ("limit", "pause", "due"),
    [
        # From one close to the next opening: no business hours.
        ("16 business hours", ((4, 16), (5, 8)), (5, 16)),
        # Thursday noon to Friday noon: eight hours.
        ("16 business hours", ((5, 11), (6, 11)), (6, 16)),
        # Over one close: one business day, and the next of them is Monday.
        ("2 business days", ((5, 11), (6, 11)), (9, 16)),
        ("2 business days", ((5, 8), (5, 15)), (6, 16)),
    ],
)
def test_pause_counts_in_the_time_that_the_limit_counts_in(
    limit: str, pause: tuple[tuple[int, int], tuple[int, int]], due: tuple[int, int]
) -> None:
    tiers = [tier.model_dump() | {"decision_time": limit} for tier in policy().tiers]
    own = policy(tiers=tiers)
    start, end = (datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in pause)
    request = held(filed(policy=own), at=start, own=own).request
    freed = released(request, end, own=own).request
    assert freed.pauses == (Pause(start=start, end=end),)
    assert freed.deadline == datetime(2026, 3, *due, tzinfo=UTC)
