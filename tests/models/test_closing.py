"""The closing gate: a record closes only with every audit field, and else names what it lacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.acts import Close, MarkExecuted
from models.events import EventKind
from models.lifecycle import Outcome, perform
from models.lifecycle.limits import MAX_TEXT
from models.people import SYSTEM
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Stage, Status, Verdict
from models.snapshot import Snapshot
from tests.builders import (
    MORNING,
    approve,
    approved,
    by_hand,
    done,
    executed,
    filed,
    person,
    refused,
    reject,
    scene,
)

WHOLE = (
    "request.filed",
    "request.routed",
    "snapshot.taken",
    "request.validated",
    "request.authorized",
    "request.executed",
)
REJECTED = ("request.filed", "request.routed", "snapshot.taken", "request.rejected")


def close(
    request: ExceptionRequest, by: Any = SYSTEM, trail: tuple[str, ...] = WHOLE, intact: bool = True
) -> Outcome | Refusal:
    at = MORNING + timedelta(minutes=5)
    seen = scene(at, trail=trail, is_trail_intact=intact)
    return perform(request, Close(number=1042), by, seen)


def missing(request: ExceptionRequest, **seen: Any) -> tuple[str, ...]:
    result = close(request, **seen)
    incomplete = done(result)
    assert isinstance(result, Outcome)
    assert incomplete.status is Status.CLOSING
    assert incomplete.closed_at is None
    assert [event.kind for event in result.events] == [EventKind.CLOSING_INCOMPLETE]
    assert result.events[0].changed["missing"] == [str(name) for name in incomplete.missing]
    return incomplete.missing


def decided(request: ExceptionRequest, stage: Stage, **changed: Any) -> ExceptionRequest:
    """The request with something else in a decision than the lifecycle would ever have put there."""
    decisions = tuple(replace(d, **changed) if d.stage is stage else d for d in request.decisions)
    return replace(request, decisions=decisions)


def test_whole_record_closes() -> None:
    result = close(executed())
    closed = done(result)
    assert (closed.status, closed.missing) == (Status.CLOSED, ())
    assert closed.closed_at == MORNING + timedelta(minutes=5)
    assert isinstance(result, Outcome)
    assert result.events[0].changed["outcome"] == "approved"
    assert "snapshot" in result.events[0].changed["verified"]  # type: ignore[operator]


def test_rejected_record_closes_without_an_execution() -> None:
    assert done(close(done(reject(filed(), "UVAL1")), trail=REJECTED)).status is Status.CLOSED
    second = done(reject(done(approve(filed(), "UVAL1")), "UEXE1"))
    assert done(close(second, trail=(*REJECTED, "request.validated"))).status is Status.CLOSED


@pytest.mark.parametrize("step", WHOLE)
def test_trail_without_a_step_is_not_whole(step: str) -> None:
    assert missing(executed(), trail=tuple(s for s in WHOLE if s != step)) == ("trail",)


def test_trail_without_the_confirmation_of_a_score_by_hand_is_not_whole() -> None:
    request = executed(approved(filed(**by_hand(30))))
    assert missing(request) == ("trail",)
    assert done(close(request, trail=(*WHOLE, "score.confirmed"))).status is Status.CLOSED


def test_trail_whose_chain_is_broken_does_not_count() -> None:
    assert missing(executed(), intact=False) == ("trail",)


def test_each_missing_snapshot_is_named() -> None:
    request = executed()
    crm, contracts = request.snapshots[:2]
    failed = Snapshot.unavailable("history", "Customer history", MORNING, "It is closed.")
    assert missing(replace(request, snapshots=(crm, contracts))) == ("snapshot:history",)
    assert missing(replace(request, snapshots=(crm, failed))) == ("snapshot:contracts", "snapshot:history")


def test_record_without_any_snapshot_lacks_snapshots_and_not_its_trail() -> None:
    trail = tuple(step for step in WHOLE if step != "snapshot.taken")
    names = ("snapshot:crm", "snapshot:contracts", "snapshot:history")
    assert missing(replace(executed(), snapshots=()), trail=trail) == names


TAMPERED: dict[str, Callable[[ExceptionRequest], ExceptionRequest]] = {
    "one person twice": lambda r: decided(r, Stage.AUTHORIZATION, by="UVAL1"),
    "the requester validated": lambda r: decided(r, Stage.VALIDATION, by="UREQ"),
    "one decided in the other's stead": lambda r: decided(r, Stage.AUTHORIZATION, for_whom="UVAL1"),
    "one decided in the requester's stead": lambda r: decided(r, Stage.AUTHORIZATION, for_whom="UREQ"),
    "the requester authorised": lambda r: decided(r, Stage.AUTHORIZATION, by="UREQ"),
    "the beneficiary decided": lambda r: replace(r, filing=replace(r.filing, beneficiary="UEXE1")),
    "the second approval is missing": lambda r: replace(r, decisions=r.decisions[:1]),
    "the first approval is missing": lambda r: replace(r, decisions=r.decisions[1:]),
    "the second came first": lambda r: replace(r, decisions=r.decisions[::-1]),
    "nobody decided": lambda r: replace(r, decisions=()),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_workflow_of_anything_but_two_approvals_by_two_people_is_not_whole(
    tamper: Callable[[ExceptionRequest], ExceptionRequest],
) -> None:
    assert missing(tamper(executed())) == ("workflow",)


def test_workflow_of_a_rejection_ends_with_it() -> None:
    trail = (*REJECTED, "request.validated", "request.authorized")
    rejected = done(reject(done(approve(filed(), "UVAL1")), "UEXE1"))
    for tampered in (
        decided(rejected, Stage.VALIDATION, verdict=Verdict.REJECTED),
        replace(rejected, decisions=rejected.decisions[1:]),
        decided(
            decided(rejected, Stage.VALIDATION, verdict=Verdict.REJECTED),
            Stage.AUTHORIZATION,
            verdict=Verdict.APPROVED,
        ),
    ):
        assert missing(tampered, trail=trail) == ("workflow",)


@pytest.mark.parametrize("stage", list(Stage))
def test_decision_without_a_rationale_is_named_by_its_stage(stage: Stage) -> None:
    assert missing(decided(executed(), stage, rationale=" ")) == (f"rationale:{stage}",)


@pytest.mark.parametrize("field", ["rationale", "impact"])
def test_exception_without_its_documentation_is_not_whole(field: str) -> None:
    request = executed()
    changed: dict[str, Any] = {field: " "}
    assert missing(replace(request, filing=replace(request.filing, **changed))) == ("documentation",)


def test_approved_record_tells_what_was_done() -> None:
    request = executed()
    assert request.execution is not None
    blank = replace(request, executions=(replace(request.executions[-1], done=" "),))
    assert missing(blank) == ("execution",)
    assert missing(replace(request, executions=())) == ("execution",)


def test_all_that_is_missing_is_named_at_once() -> None:
    request = decided(replace(executed(), snapshots=()), Stage.AUTHORIZATION, by="UVAL1", rationale="")
    assert missing(request, intact=False) == (
        "trail",
        "snapshot:crm",
        "snapshot:contracts",
        "snapshot:history",
        "workflow",
        "rationale:authorization",
    )


def test_record_closes_once_what_was_missing_is_there() -> None:
    request = executed()
    incomplete = done(close(replace(request, snapshots=request.snapshots[:2])))
    assert incomplete.missing == ("snapshot:history",)
    assert done(close(replace(incomplete, snapshots=request.snapshots))).missing == ()


def test_only_a_record_that_waits_for_it_is_closed() -> None:
    for request in (filed(), done(approve(filed(), "UVAL1")), approved()):
        assert refused(close(request)).why is Why.NOT_APPROVED
    assert refused(close(done(close(executed())))).why is Why.ALREADY_CLOSED


def test_operations_may_close_and_nobody_else() -> None:
    at = MORNING + timedelta(minutes=1)
    ops, other = person("UOPS2"), person("UVAL1")
    seen = scene(at, trail=WHOLE)
    assert done(perform(executed(), Close(number=1042), ops, seen)).status is Status.CLOSED
    assert refused(perform(executed(), Close(number=1042), other, seen)).why is Why.NOT_OPERATIONS
    assert refused(perform(approved(), Close(number=1042), ops, seen)).why is Why.NOT_APPROVED
    closed = done(close(executed()))
    assert refused(perform(closed, Close(number=1042), ops, seen)).why is Why.ALREADY_CLOSED


# --- Executing (SOP step 6) --------------------------------------------------------------------------------


def carry_out(request: ExceptionRequest, by: str = "UOPS1", said: str = "Done.") -> Outcome | Refusal:
    at = MORNING + timedelta(minutes=1)
    return perform(request, MarkExecuted(number=1042, done=said), person(by), scene(at))


def test_operations_says_what_it_did() -> None:
    request = done(carry_out(approved(), said="The term was changed."))
    assert request.status is Status.CLOSING
    assert request.execution is not None
    assert (request.execution.by, request.execution.done) == ("UOPS1", "The term was changed.")


def test_only_operations_carries_out_what_was_approved_and_once() -> None:
    assert refused(carry_out(approved(), "UVAL1")).why is Why.NOT_OPERATIONS
    again = refused(carry_out(executed(), "UOPS2"))
    assert (again.why, again.by) == (Why.ALREADY_EXECUTED, "UOPS1")
    for request in (filed(), done(approve(filed(), "UVAL1")), done(reject(filed(), "UVAL1"))):
        assert refused(carry_out(request)).why is Why.NOT_APPROVED


def test_what_was_done_is_needed_and_has_an_end() -> None:
    for said, fault in ((" ", Fault.MISSING), ("x" * (MAX_TEXT + 1), Fault.TOO_LONG)):
        assert dict(refused(carry_out(approved(), said=said)).faults) == {Field.DONE: fault}
    assert done(carry_out(approved(), said="x" * MAX_TEXT)).execution
