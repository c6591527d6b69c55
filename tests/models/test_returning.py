"""Returning: what is missing goes back item by item, the clock stands still, and silence closes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.acts import Amend, Close, Lapse, ReturnForCompletion, WarnOfLapse
from models.codec import request_from_json, request_to_json
from models.deadlines import TimerKind, timers_for
from models.delegation import Delegation
from models.events import EventKind
from models.holds import HoldEnding, HoldKind, MissingItem
from models.lifecycle import Outcome, perform
from models.lifecycle.limits import MAX_TEXT
from models.people import SYSTEM, Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ending, ExceptionRequest, Stage, Status
from tests.builders import (
    LATER,
    MORNING,
    approve,
    approved,
    done,
    filed,
    filing,
    person,
    policy,
    refused,
    register,
    scene,
    withdraw,
)

ITEMS = (
    MissingItem(field="rationale", words="Which contract is it about?"),
    MissingItem(field="", words="Who asked the customer?"),
)


def give_back(
    request: ExceptionRequest,
    by: Person | str = "UVAL1",
    at: datetime = LATER,
    items: tuple[MissingItem, ...] = ITEMS,
) -> Outcome | Refusal:
    act = ReturnForCompletion(number=request.number, items=items)
    return perform(request, act, person(by) if isinstance(by, str) else by, scene(at))


def returned(request: ExceptionRequest | None = None, at: datetime = LATER) -> ExceptionRequest:
    return done(give_back(request or filed(), at=at))


def test_return_is_a_hold_with_its_items_and_the_clock_stands_still() -> None:
    outcome = give_back(filed())
    request = done(outcome)
    (hold,) = request.open_holds
    assert (hold.kind, hold.items, hold.opened_by) == (HoldKind.RETURNED, ITEMS, "UVAL1")
    assert request.paused_since == LATER
    assert isinstance(outcome, Outcome)
    assert [e.kind for e in outcome.events] == [
        EventKind.HOLD_OPENED,
        EventKind.PAUSED,
        EventKind.RETURNED,
    ]
    assert TimerKind.DEADLINE_NEAR not in {timer.kind for timer in timers_for(request, policy())}
    assert request_from_json(request_to_json(request)) == request


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("UREQ", Why.REQUESTER),
        ("UMAN1", Why.NOT_VALIDATOR),
        ("UNOBODY", Why.NOT_VALIDATOR),
    ],
)
def test_only_who_could_validate_now_returns_it(by: str, why: Why) -> None:
    assert refused(give_back(filed(), by)).why is why


def test_delegate_returns_it_for_whoever_delegated_and_that_is_told() -> None:
    lets = policy(delegates=[{"role": "validators", "who": ["@operations"]}])
    made = Delegation(
        number=1,
        by="UVAL1",
        to="UOPS1",
        roles=("validators",),
        starts=MORNING,
        ends=MORNING + timedelta(days=1),
        made_at=MORNING,
    )
    act = ReturnForCompletion(number=1042, items=ITEMS)
    knows = replace(register(LATER), delegations=(made,))
    outcome = perform(filed(), act, person("UOPS1"), scene(LATER, policy=lets, register=knows))
    assert isinstance(outcome, Outcome)
    assert outcome.events[-1].changed["for_whom"] == "UVAL1"
    alone = perform(filed(), act, person("UOPS1"), scene(LATER, policy=lets))
    assert refused(alone).why is Why.NOT_VALIDATOR


def test_beneficiary_does_not_return_it() -> None:
    assert refused(give_back(filed(beneficiary="UVAL1"), "UVAL1")).why is Why.BENEFICIARY


def test_it_is_returned_only_while_it_waits_for_validation() -> None:
    assert refused(give_back(done(approve(filed(), "UVAL1")), "UVAL2")).why is Why.STAGE_PASSED
    assert refused(give_back(approved(), "UVAL2")).why is Why.ALREADY_DECIDED
    assert refused(give_back(done(withdraw(filed())))).why is Why.ALREADY_WITHDRAWN
    assert refused(give_back(done(approve(filed(), "UVAL1")), SYSTEM)).why is Why.STAGE_PASSED
    assert refused(give_back(approved(), SYSTEM)).why is Why.ALREADY_DECIDED


def test_it_is_not_returned_twice() -> None:
    assert refused(give_back(returned(), "UVAL2")).why is Why.ON_HOLD
    assert refused(give_back(returned(), SYSTEM)).why is Why.ALREADY_ON_HOLD


def test_system_may_return_it_too() -> None:
    assert done(give_back(filed(), SYSTEM)).is_returned


@pytest.mark.parametrize(
    ("items", "faults"),
    [
        ((), {Field.ITEMS: Fault.MISSING}),
        ((MissingItem(field="impact", words=" \n"),), {Field.ITEMS: Fault.MISSING}),
        ((MissingItem(field="colour", words="Red?"),), {Field.ITEMS: Fault.MISSING}),
        ((ITEMS[0], ITEMS[0]), {Field.ITEMS: Fault.MISSING}),
        ((MissingItem(field="impact", words="x" * (MAX_TEXT + 1)),), {Field.IMPACT: Fault.TOO_LONG}),
        ((MissingItem(field="", words="x" * (MAX_TEXT + 1)),), {Field.ITEMS: Fault.TOO_LONG}),
    ],
)
def test_it_must_be_said_what_is_missing(items: tuple[MissingItem, ...], faults: dict[Field, Fault]) -> None:
    assert refused(give_back(filed(), items=items)).faults == faults


def test_nobody_decides_what_was_returned() -> None:
    assert refused(approve(returned(), "UVAL2")).why is Why.ON_HOLD


def test_time_that_it_was_returned_does_not_count() -> None:
    request = returned(at=MORNING + timedelta(hours=1))
    answer = Amend(number=1042, filing=filing(impact="Cash comes 15 days later, twice a year."))
    outcome = perform(request, answer, person("UREQ"), scene(MORNING + timedelta(hours=31)))
    completed = done(outcome)
    assert completed.deadline == filed().deadline + timedelta(hours=30)
    assert completed.round == 1
    assert (completed.open_holds, completed.paused_since) == ((), None)
    closed = completed.holds[0].closed
    assert closed is not None
    assert (closed.how, closed.by) == (HoldEnding.RESOLVED, "UREQ")


def timers(request: ExceptionRequest) -> dict[TimerKind, datetime]:
    return {timer.kind: timer.due_at for timer in timers_for(request, policy())}


def test_it_waits_five_business_days_and_gives_notice_before_the_last_whole_one() -> None:
    # Wednesday the 4th: Thursday, Friday, Monday, Tuesday and Wednesday the 11th follow.
    due = timers(returned())
    assert due[TimerKind.LAPSE] == datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
    assert due[TimerKind.LAPSE_NEAR] == datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def test_weekend_and_holiday_do_not_count_and_clocks_may_change() -> None:
    # Saturday the 21st counts as if it came on Monday the 23rd; the clocks change on Sunday the 29th.
    saturday = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
    request = filed(at=saturday)
    due = timers(returned(request, at=saturday + timedelta(hours=1)))
    assert due[TimerKind.LAPSE] == datetime(2026, 3, 30, 15, 0, tzinfo=UTC)
    assert due[TimerKind.LAPSE_NEAR] == datetime(2026, 3, 27, 8, 0, tzinfo=UTC)


def test_holiday_of_the_policy_is_passed_over() -> None:
    calendar = policy().calendar.model_dump() | {"holidays": ["2026-03-10"]}
    holidays = policy(calendar=calendar)
    act = ReturnForCompletion(number=1042, items=ITEMS)
    request = done(perform(filed(), act, person("UVAL1"), scene(LATER, policy=holidays)))
    due = {timer.kind: timer.due_at for timer in timers_for(request, holidays)}
    assert due[TimerKind.LAPSE] == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)
    assert due[TimerKind.LAPSE_NEAR] == datetime(2026, 3, 11, 8, 0, tzinfo=UTC)


def test_notice_is_not_given_before_the_return_itself() -> None:
    short = policy(returns={"within": "2h", "notice": "3h"})
    act = ReturnForCompletion(number=1042, items=ITEMS)
    request = done(perform(filed(), act, person("UVAL1"), scene(LATER, policy=short)))
    due = {timer.kind: timer.due_at for timer in timers_for(request, short)}
    assert due[TimerKind.LAPSE_NEAR] == LATER
    assert due[TimerKind.LAPSE] == LATER + timedelta(hours=2)


def lapse(request: ExceptionRequest, by: Person = SYSTEM, at: datetime | None = None) -> Outcome | Refusal:
    hold = request.holds[0]
    act = Lapse(number=1042, hold=hold.key)
    return perform(request, act, by, scene(at or hold.due_at or LATER))


def test_unanswered_it_lapses_and_the_record_closes() -> None:
    outcome = lapse(returned())
    request = done(outcome)
    assert (request.outcome, request.status) == (Ending.LAPSED, Status.CLOSING)
    assert request.holds[0].closed is not None
    assert request.holds[0].closed.how is HoldEnding.LAPSED
    assert isinstance(outcome, Outcome)
    assert [e.kind for e in outcome.events] == [EventKind.HOLD_CLOSED, EventKind.LAPSED]
    assert TimerKind.CLOSE in timers(request)
    assert TimerKind.LAPSE not in timers(request)
    trail = ("request.filed", "request.routed", "snapshot.taken", "request.lapsed")
    closed = done(perform(request, Close(number=1042), SYSTEM, scene(LATER, trail=trail)))
    assert (closed.status, closed.missing) == (Status.CLOSED, ())
    unsaid = done(perform(request, Close(number=1042), SYSTEM, scene(LATER, trail=trail[:3])))
    assert unsaid.missing == ("trail",)


def test_it_does_not_lapse_early_nor_once_it_was_completed_nor_by_hand() -> None:
    request = returned()
    due = request.holds[0].due_at
    assert due is not None
    assert refused(lapse(request, at=due - timedelta(seconds=1))).why is Why.DEADLINE_MOVED
    assert refused(lapse(request, by=person("UVAL1"))).why is Why.SYSTEM_ONLY
    answer = Amend(number=1042, filing=filing(impact="Cash comes later."))
    completed = done(perform(request, answer, person("UREQ"), scene(LATER)))
    assert refused(lapse(completed)).why is Why.HOLD_CLOSED
    assert not {TimerKind.LAPSE, TimerKind.LAPSE_NEAR} & set(timers(completed))


def test_notice_is_told_and_changes_nothing() -> None:
    request = returned()
    outcome = perform(request, WarnOfLapse(number=1042, hold=request.holds[0].key), SYSTEM, scene(LATER))
    assert isinstance(outcome, Outcome)
    assert [e.kind for e in outcome.events] == [EventKind.LAPSE_NEAR]
    assert done(outcome).holds == request.holds
    due = request.holds[0].due_at
    assert due is not None
    late = perform(request, WarnOfLapse(number=1042, hold=request.holds[0].key), SYSTEM, scene(due))
    assert refused(late).why is Why.DEADLINE_MOVED
    unknown = perform(request, WarnOfLapse(number=1042, hold="regulatory-1"), SYSTEM, scene(LATER))
    assert refused(unknown).why is Why.NO_SUCH_HOLD


def test_after_it_was_completed_it_can_be_validated_or_returned_again() -> None:
    answer = Amend(number=1042, filing=filing(), why="It is contract 17, and she asked them herself.")
    completed = done(perform(returned(), answer, person("UREQ"), scene(LATER)))
    assert completed.stage is Stage.VALIDATION
    assert done(approve(completed, "UVAL1")).stage is Stage.AUTHORIZATION
    again = done(give_back(completed, "UVAL2"))
    assert [hold.key for hold in again.holds] == ["returned-1", "returned-2"]
