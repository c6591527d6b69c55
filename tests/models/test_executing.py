"""Carrying it out: in full, in part, a try that fails, giving up, and rolling it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.acts import Close, Expire, MarkExecuted, ReturnForCompletion, RollBack
from models.deadlines import timers_for
from models.events import EventKind
from models.evidence import Evidence
from models.holds import HoldKind, MissingItem
from models.lifecycle import Outcome, perform
from models.lifecycle.expiring import expire
from models.lifecycle.holding import begin_round, ending, open_hold
from models.lifecycle.limits import MAX_TEXT
from models.people import SYSTEM
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ended, Ending, ExceptionRequest, Result, Status
from tests.builders import (
    LATER,
    MORNING,
    approve,
    approved,
    done,
    executed,
    filed,
    person,
    policy,
    refused,
    register,
    reject,
    scene,
    withdraw,
)

WHOLE = tuple(kind.value for kind in EventKind)
FINAL = [Result.DONE, Result.GIVEN_UP]
OPEN = [Result.PARTIAL, Result.FAILED]
PROOF = Evidence(file_id="F1", name="proof.pdf", permalink="https://sample.slack.example/f1")


def tried(
    request: ExceptionRequest, result: Result, by: str = "UOPS1", at: datetime = LATER, **what: Any
) -> Outcome | Refusal:
    given: dict[str, Any] = {"number": 1042, "done": "As we said.", "result": result} | what
    return perform(request, MarkExecuted(**given), person(by), scene(at))


def rolled_back(
    request: ExceptionRequest, by: str = "UOPS2", at: datetime = LATER, **what: Any
) -> Outcome | Refusal:
    given: dict[str, Any] = {"number": 1042, "done": "Undone."} | what
    return perform(request, RollBack(**given), person(by), scene(at))


def closed(
    request: ExceptionRequest, at: datetime = LATER, trail: tuple[str, ...] = WHOLE
) -> ExceptionRequest:
    return done(perform(request, Close(number=1042), SYSTEM, scene(at, trail=trail)))


def told(outcome: Outcome | Refusal) -> list[str]:
    assert isinstance(outcome, Outcome)
    return [event.kind.value for event in outcome.events]


# --- How it went -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "kind", "status"),
    [
        (Result.DONE, EventKind.EXECUTED, Status.CLOSING),
        (Result.PARTIAL, EventKind.EXECUTION_PARTIAL, Status.EXECUTION),
        (Result.FAILED, EventKind.EXECUTION_FAILED, Status.EXECUTION),
        (Result.GIVEN_UP, EventKind.EXECUTION_FAILED, Status.CLOSING),
    ],
)
def test_each_result_has_its_event_and_its_status(result: Result, kind: EventKind, status: Status) -> None:
    outcome = tried(approved(), result, evidence=(PROOF,))
    request = done(outcome)
    assert told(outcome) == [kind]
    assert request.status is status
    assert request.executions[-1].evidence == (PROOF,)
    assert (request.execution is not None) is result.is_final
    assert request.result is result


@pytest.mark.parametrize("result", OPEN)
def test_what_was_done_in_part_or_failed_may_be_tried_again_until_it_is_done(result: Result) -> None:
    request = done(tried(done(tried(approved(), result)), result))
    finished = done(tried(request, Result.DONE, "UOPS2"))
    assert [e.result for e in finished.executions] == [result, result, Result.DONE]
    assert finished.execution is not None
    assert finished.execution.by == "UOPS2"
    assert finished.execute_by == approved().execute_by
    assert closed(finished).status is Status.CLOSED


@pytest.mark.parametrize(
    ("result", "why"), [(Result.DONE, Why.ALREADY_EXECUTED), (Result.GIVEN_UP, Why.GIVEN_UP)]
)
def test_final_result_is_said_once(result: Result, why: Why) -> None:
    request = done(tried(approved(), result))
    for again in (*FINAL, *OPEN):
        refusal = refused(tried(request, again, "UOPS2"))
        assert (refusal.why, refusal.by) == (why, "UOPS1")


def test_giving_up_closes_the_record_as_approved_and_not_carried_out() -> None:
    request = closed(done(tried(approved(), Result.GIVEN_UP)))
    assert (request.status, request.outcome, request.result) == (
        Status.CLOSED,
        Ending.APPROVED,
        Result.GIVEN_UP,
    )


def test_supervisor_hears_of_a_failure_and_not_of_a_part() -> None:
    for result in (Result.FAILED, Result.GIVEN_UP):
        outcome = tried(approved(), result)
        assert isinstance(outcome, Outcome)
        assert outcome.request.executions[-1].told == ("USUPER",)
        assert "USUPER" in outcome.request.involved()
    outcome = tried(approved(), Result.PARTIAL)
    assert isinstance(outcome, Outcome)
    assert outcome.request.executions[-1].told == ()


def test_who_comes_next_hears_of_a_failure_where_the_supervisor_is_gone() -> None:
    known = replace(register(LATER), absent=frozenset({"USUPER"}))
    act = MarkExecuted(number=1042, done="It broke.", result=Result.FAILED)
    outcome = perform(approved(), act, person("UOPS1"), scene(LATER, register=known))
    assert isinstance(outcome, Outcome)
    assert outcome.request.executions[-1].told == ("UADMIN",)


@pytest.mark.parametrize("result", list(Result))
def test_words_are_needed_for_each_result(result: Result) -> None:
    for said, fault in ((" ", Fault.MISSING), ("x" * (MAX_TEXT + 1), Fault.TOO_LONG)):
        assert dict(refused(tried(approved(), result, done=said)).faults) == {Field.DONE: fault}
        assert dict(refused(rolled_back(executed(), done=said)).faults) == {Field.DONE: fault}


def test_marking_as_executed_rolls_nothing_back() -> None:
    assert dict(refused(tried(approved(), Result.ROLLED_BACK)).faults) == {Field.RESULT: Fault.MISSING}


def test_what_was_carried_out_in_part_is_not_withdrawn() -> None:
    partly = done(tried(approved(), Result.PARTIAL))
    refusal = refused(withdraw(partly))
    assert (refusal.why, refusal.by) == (Why.CARRIED_OUT_IN_PART, "UOPS1")
    assert done(withdraw(done(tried(approved(), Result.FAILED)))).outcome is Ending.WITHDRAWN


def renewed(request: ExceptionRequest) -> ExceptionRequest:
    """In a new round, because compliance has set conditions."""
    return begin_round(request, scene(LATER), why="Compliance set conditions.").request


def test_what_was_carried_out_in_part_is_not_withdrawn_or_returned_in_a_later_round_either() -> None:
    partly = renewed(done(tried(approved(), Result.PARTIAL)))
    assert refused(withdraw(partly)).why is Why.CARRIED_OUT_IN_PART
    items = (MissingItem(field="", words="The offer."),)
    act = ReturnForCompletion(number=1042, items=items)
    refusal = refused(perform(partly, act, person("UVAL1"), scene(LATER)))
    assert (refusal.why, refusal.by) == (Why.CARRIED_OUT_IN_PART, "UOPS1")


# --- Rolling back ------------------------------------------------------------------------------------------


def expired(request: ExceptionRequest) -> ExceptionRequest:
    assert request.execute_by is not None
    outcome = expire(request, Expire(number=1042, execute_by=request.execute_by), scene(request.execute_by))
    return done(outcome)


def prohibited(request: ExceptionRequest) -> ExceptionRequest:
    return ending(request, Ended(how=Ending.PROHIBITED, by="UCOMP", at=LATER, why="It counts as credit."))


ROLLED = {
    "in part, still open": lambda: done(tried(approved(), Result.PARTIAL)),
    "in part, then failed": lambda: done(tried(done(tried(approved(), Result.PARTIAL)), Result.FAILED)),
    "in part, then given up": lambda: done(tried(done(tried(approved(), Result.PARTIAL)), Result.GIVEN_UP)),
    "in full, being closed": executed,
    "in full, closed": lambda: closed(executed()),
    "in part, expired": lambda: expired(done(tried(approved(), Result.PARTIAL))),
    "in part, prohibited": lambda: prohibited(done(tried(approved(), Result.PARTIAL))),
    "in part, rejected in the next round": lambda: done(
        reject(renewed(done(tried(approved(), Result.PARTIAL))), "UVAL1")
    ),
    "in part, expired and closed": lambda: closed(expired(done(tried(approved(), Result.PARTIAL)))),
}


@pytest.mark.parametrize("make", ROLLED.values(), ids=ROLLED)
def test_what_was_carried_out_is_rolled_back_and_the_record_closes_anew(make: Any) -> None:
    before = make()
    outcome = rolled_back(before, evidence=(PROOF,))
    request = done(outcome)
    assert told(outcome) == ["execution.rolled_back"]
    assert (request.status, request.closed_at, request.result) == (
        Status.CLOSING,
        None,
        Result.ROLLED_BACK,
    )
    assert request.outcome is (before.outcome or Ending.APPROVED)
    assert request.execution is not None
    assert (request.execution.by, request.execution.evidence) == ("UOPS2", (PROOF,))
    (timer,) = timers_for(request, policy())
    assert (timer.kind, timer.version, timer.due_at) == ("close", "1:rolled_back", LATER)
    again = closed(request)
    assert (again.status, again.missing) == (Status.CLOSED, ())


NOT_YET = {
    "in validation": filed,
    "nothing was tried": approved,
    "a try failed": lambda: done(tried(approved(), Result.FAILED)),
    "given up": lambda: done(tried(approved(), Result.GIVEN_UP)),
    "rejected": lambda: done(reject(filed(), "UVAL1")),
    "withdrawn": lambda: done(withdraw(approved())),
    "expired": lambda: expired(approved()),
}


@pytest.mark.parametrize("make", NOT_YET.values(), ids=NOT_YET)
def test_nothing_is_rolled_back_before_anything_was_carried_out(make: Any) -> None:
    assert refused(rolled_back(make())).why is Why.NOTHING_CARRIED_OUT


def test_nothing_is_rolled_back_twice_or_carried_out_after_it() -> None:
    request = done(rolled_back(executed()))
    for at in (request, closed(request)):
        again = refused(rolled_back(at, "UOPS1"))
        assert (again.why, again.by) == (Why.ALREADY_ROLLED_BACK, "UOPS2")
        after = refused(tried(at, Result.DONE))
        assert (after.why, after.by) == (Why.ALREADY_ROLLED_BACK, "UOPS2")


def test_only_operations_rolls_back() -> None:
    refusal = refused(rolled_back(executed(), "UVAL1"))
    assert (refusal.why, refusal.who_could) == (Why.NOT_OPERATIONS, ("@operations",))
    assert refused(rolled_back(executed(), "UREQ")).why is Why.NOT_OPERATIONS
    assert refused(perform(executed(), RollBack(number=1042, done="x"), SYSTEM, scene())).why is Why.BOT


def test_nothing_is_rolled_back_on_hold_or_in_a_round_that_is_not_decided() -> None:
    partly = done(tried(approved(), Result.PARTIAL))
    held = open_hold(partly, HoldKind.REGULATORY, "UREQ", scene(), why="A rule may apply.").request
    assert refused(rolled_back(held)).why is Why.ON_HOLD
    undecided = replace(partly, round=2, status=Status.VALIDATION)
    assert refused(rolled_back(undecided)).why is Why.NOT_APPROVED


def test_gate_asks_for_each_try_and_its_event() -> None:
    request = done(rolled_back(done(tried(approved(), Result.PARTIAL))))
    for kind in ("execution.partial", "execution.rolled_back"):
        assert closed(request, trail=tuple(k for k in WHOLE if k != kind)).missing == ("trail",)
    first, last = request.executions
    assert closed(replace(request, executions=(replace(first, done=" "), last))).missing == ("execution",)


TAMPERED = {
    "rolled back without anything before": (Result.ROLLED_BACK,),
    "rolled back after a failure alone": (Result.FAILED, Result.ROLLED_BACK),
    "rolled back twice": (Result.DONE, Result.ROLLED_BACK, Result.ROLLED_BACK),
    "done twice": (Result.DONE, Result.DONE),
    "done after giving up": (Result.GIVEN_UP, Result.DONE),
    "done after rolling back": (Result.DONE, Result.ROLLED_BACK, Result.DONE),
}


@pytest.mark.parametrize("results", TAMPERED.values(), ids=TAMPERED)
def test_gate_refuses_tries_in_an_order_that_cannot_be(results: tuple[Result, ...]) -> None:
    request = executed()
    one = request.executions[0]
    tampered = replace(request, executions=tuple(replace(one, result=result) for result in results))
    assert closed(tampered).missing == ("workflow",)


def test_record_that_closes_anew_is_verified_anew() -> None:
    request = closed(done(rolled_back(closed(executed()))), MORNING + timedelta(days=40))
    assert request.closed_at == MORNING + timedelta(days=40)
    lacking = closed(done(rolled_back(closed(executed()))), trail=("request.filed",))
    assert (lacking.status, lacking.missing) == (Status.CLOSING, ("trail",))


def test_second_approval_alone_lets_nothing_be_carried_out() -> None:
    for result in Result:
        assert refused(tried(done(approve(filed(), "UVAL1")), result)).why is Why.NOT_APPROVED
