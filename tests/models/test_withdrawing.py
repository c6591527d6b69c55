"""Withdrawing: the requester takes it back before it is carried out; nothing is decided or done after that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.acts import Acknowledge, Close, MarkExecuted, RecordSnapshots, WarnOfDeadline, Withdraw
from models.codec import request_from_json, request_to_json
from models.deadlines import TimerKind, timers_for
from models.events import EventKind
from models.lifecycle import Outcome, perform
from models.lifecycle.limits import MAX_TEXT
from models.people import SYSTEM
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ended, Ending, ExceptionRequest, Execution, Stage, Status, Verdict
from models.snapshot import Snapshot
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
    reject,
    scene,
    snapshots,
    withdraw,
)

POINTS: dict[str, Callable[[], ExceptionRequest]] = {
    "while the sources are read": lambda: filed(gathered=False),
    "in validation": filed,
    "in authorization": lambda: done(approve(filed(), "UVAL1")),
    "approved": approved,
}
AT_ANY_POINT = pytest.mark.parametrize("make", POINTS.values(), ids=POINTS)
WHOLE = ("request.filed", "request.routed", "snapshot.taken", "request.withdrawn")
DECIDED = (*WHOLE, "request.validated", "request.authorized")


def close(request: ExceptionRequest, trail: tuple[str, ...] = DECIDED) -> ExceptionRequest:
    return done(perform(request, Close(number=1042), SYSTEM, scene(LATER, trail=trail)))


@AT_ANY_POINT
def test_requester_withdraws_any_time_before_it_is_carried_out(make: Callable[[], ExceptionRequest]) -> None:
    before = make()
    result = withdraw(before)
    withdrawn = done(result)
    assert withdrawn.withdrawal == Ended(
        how=Ending.WITHDRAWN, by="UREQ", at=LATER, why="They pay on time now."
    )
    assert (withdrawn.status, withdrawn.outcome) == (Status.CLOSING, Ending.WITHDRAWN)
    assert withdrawn.decisions == before.decisions
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.WITHDRAWN]
    assert result.events[0].changed["ended"] == {
        "how": "withdrawn",
        "by": "UREQ",
        "at": LATER.isoformat(),
        "why": "They pay on time now.",
    }
    assert request_from_json(request_to_json(withdrawn)) == withdrawn


def test_guest_withdraws_what_they_filed() -> None:
    assert done(withdraw(filed(), is_guest=True)).withdrawal


@pytest.mark.parametrize(
    ("what", "why"),
    [("is_bot", Why.BOT), ("is_stranger", Why.STRANGER), ("is_deactivated", Why.DEACTIVATED)],
)
def test_requester_who_is_no_active_member_does_not(what: str, why: Why) -> None:
    act, requester = Withdraw(number=1042, why="Not needed."), person("UREQ", **{what: True})
    assert refused(perform(filed(), act, requester, scene(LATER))).why is why


@pytest.mark.parametrize("by", ["UVAL1", "UEXE1", "UOPS1", "UADMIN", "UBEN"])
def test_nobody_else_withdraws_it_and_they_do_not_hear_who_could(by: str) -> None:
    refusal = refused(withdraw(filed(beneficiary="UBEN"), by))
    assert refusal == Refusal(why=Why.NOT_REQUESTER)


def test_system_withdraws_nothing() -> None:
    assert refused(withdraw(filed(), SYSTEM.id)).why is not None


def test_what_has_ended_is_not_withdrawn() -> None:
    trail = (*DECIDED, "request.executed", "request.rejected")
    rejected = done(reject(filed(), "UVAL1"))
    for request, why, by in (
        (executed(), Why.ALREADY_EXECUTED, "UOPS1"),
        (rejected, Why.ALREADY_DECIDED, "UVAL1"),
        (close(executed(), trail), Why.ALREADY_CLOSED, None),
        (close(rejected, trail), Why.ALREADY_CLOSED, None),
        (done(withdraw(filed())), Why.ALREADY_WITHDRAWN, "UREQ"),
        (close(done(withdraw(filed()))), Why.ALREADY_WITHDRAWN, "UREQ"),
    ):
        assert refused(withdraw(request)) == Refusal(why=why, by=by)


def test_reason_is_needed_and_has_an_end() -> None:
    for why, fault in ((" ", Fault.MISSING), ("x" * (MAX_TEXT + 1), Fault.TOO_LONG)):
        assert dict(refused(withdraw(filed(), why=why)).faults) == {Field.WHY: fault}
    assert done(withdraw(filed(), why="x" * MAX_TEXT)).withdrawal


@AT_ANY_POINT
def test_nothing_is_decided_or_carried_out_after_it(make: Callable[[], ExceptionRequest]) -> None:
    for request in (done(withdraw(make())), replace(done(withdraw(make())), status=Status.CLOSED)):
        for stage, by in ((Stage.VALIDATION, "UVAL2"), (Stage.AUTHORIZATION, "UEXE1")):
            for decide in (approve, reject):
                refusal = refused(decide(request, by, stage))
                assert (refusal.why, refusal.by) == (Why.ALREADY_WITHDRAWN, "UREQ")
        act = MarkExecuted(number=1042, done="Done.")
        refusal = refused(perform(request, act, person("UOPS1"), scene(LATER)))
        assert (refusal.why, refusal.by) == (Why.ALREADY_WITHDRAWN, "UREQ")
        assert refused(perform(request, act, person("UVAL1"), scene(LATER))).why is Why.NOT_OPERATIONS


@AT_ANY_POINT
def test_its_deadlines_are_void_and_it_is_closed_next(make: Callable[[], ExceptionRequest]) -> None:
    request = done(withdraw(make()))
    if not request.gatherings:
        assert [timer.kind for timer in timers_for(request, policy())] == [TimerKind.GATHER]
        act = RecordSnapshots(number=1042, snapshots=snapshots())
        request = done(perform(request, act, SYSTEM, scene(LATER)))
    (timer,) = timers_for(request, policy())
    assert (timer.kind, timer.due_at) == (TimerKind.CLOSE, LATER)
    late = WarnOfDeadline(number=1042, deadline=request.deadline)
    assert refused(perform(request, late, SYSTEM, scene(request.deadline))).why is Why.DEADLINE_MOVED


def test_contact_may_still_acknowledge_until_it_is_closed() -> None:
    request = filed()
    warned = WarnOfDeadline(number=1042, deadline=request.deadline)
    request = done(withdraw(done(perform(request, warned, SYSTEM, scene(LATER)))))
    act = Acknowledge(number=1042, escalation=request.escalations[0].key)
    assert done(perform(request, act, person("USUPER"), scene(LATER))).escalations[0].acknowledged_by


# --- The closing gate --------------------------------------------------------------------------------------


@AT_ANY_POINT
def test_withdrawn_record_closes_without_an_execution(make: Callable[[], ExceptionRequest]) -> None:
    request = replace(done(withdraw(make())), snapshots=snapshots())
    closed = close(request)
    assert (closed.status, closed.outcome, closed.missing) == (Status.CLOSED, Ending.WITHDRAWN, ())


@pytest.mark.parametrize("step", DECIDED)
def test_its_trail_has_each_step_that_was_taken(step: str) -> None:
    request = done(withdraw(approved()))
    assert close(request, tuple(s for s in DECIDED if s != step)).missing == ("trail",)


def test_its_trail_tells_of_the_decisions_that_were_made_and_no_others() -> None:
    assert close(done(withdraw(filed())), WHOLE).status is Status.CLOSED
    validated = done(withdraw(done(approve(filed(), "UVAL1"))))
    assert close(validated, WHOLE).missing == ("trail",)
    assert close(validated, (*WHOLE, "request.validated")).status is Status.CLOSED


def test_source_that_could_not_be_read_is_enough_on_record_and_one_never_tried_is_not() -> None:
    request = done(withdraw(filed()))
    crm, contracts = request.snapshots[:2]
    failed = Snapshot.unavailable("history", "Customer history", MORNING, "It is closed.")
    tried = replace(request, snapshots=(crm, contracts, failed))
    assert close(tried, (*WHOLE, "source.unavailable")).status is Status.CLOSED
    assert close(tried, WHOLE).missing == ("trail",)
    assert close(replace(request, snapshots=(crm, contracts))).missing == ("snapshot:history",)


def tampered(request: ExceptionRequest, **decision: Any) -> ExceptionRequest:
    return replace(request, decisions=(replace(request.decisions[0], **decision), *request.decisions[1:]))


DONE_ALL_THE_SAME = Execution(by="UOPS1", at=LATER, done="Done.")
TAMPERED: dict[str, Callable[[ExceptionRequest], ExceptionRequest]] = {
    "carried out all the same": lambda r: replace(r, executions=(DONE_ALL_THE_SAME,)),
    "rejected before": lambda r: tampered(r, verdict=Verdict.REJECTED),
    "somebody else withdrew it": lambda r: replace(
        r, ended=Ended(how=Ending.WITHDRAWN, by="UVAL2", at=LATER, why="I say so.")
    ),
    "the requester validated": lambda r: tampered(r, by="UREQ"),
    "the second came first": lambda r: replace(r, decisions=r.decisions[::-1]),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_workflow_of_a_withdrawal_has_nothing_in_it_that_could_not_be(
    tamper: Callable[[ExceptionRequest], ExceptionRequest],
) -> None:
    trail = (*DECIDED, "request.rejected", "request.executed")
    assert close(tamper(done(withdraw(approved()))), trail).missing == ("workflow",)


def test_reasons_are_all_there() -> None:
    request = done(withdraw(approved()))
    assert request.ended is not None
    unsaid = replace(request, ended=replace(request.ended, why=" "))
    assert close(unsaid).missing == ("rationale:withdrawn",)
    assert close(tampered(request, rationale=" ")).missing == ("rationale:validation",)
    blank = replace(request, filing=replace(request.filing, impact=" "))
    assert close(blank).missing == ("documentation",)


def test_it_waits_for_what_the_sources_say_and_is_closed_then() -> None:
    request = done(withdraw(filed(gathered=False), at=MORNING + timedelta(seconds=1)))
    assert TimerKind.CLOSE not in {timer.kind for timer in timers_for(request, policy())}
    act = RecordSnapshots(number=1042, snapshots=snapshots())
    assert close(done(perform(request, act, SYSTEM, scene(LATER)))).status is Status.CLOSED
