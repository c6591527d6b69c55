"""Single approval: off as shipped; where the policy has it, the second approval is waived within its caps alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from models.acts import Approve, Close, MarkExecuted
from models.events import EventKind
from models.lifecycle import Outcome, perform
from models.lifecycle.holding import begin_round
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Stage, Status
from models.ways import Waiver
from tests.builders import LATER, by_hand, done, euros, filed, person, policy, refused, scene

ON = {"enabled": True, "max_deviation": "5", "max_value": "1000"}
OFF = ON | {"enabled": False}
#: 31 days instead of 30 are 3.33 percent.
WITHIN: dict[str, Any] = {"requested": Decimal(31), "value": euros(1000)}
#: The trail of a request that one person approved.
STEPS = (
    EventKind.FILED,
    EventKind.ROUTED,
    EventKind.SNAPSHOT_TAKEN,
    EventKind.VALIDATED,
    EventKind.WAIVED,
    EventKind.EXECUTED,
)


def allowing(**changed: Any) -> Policy:
    return policy(single_approval=ON | changed)


def validate(
    request: ExceptionRequest, given: Policy | None = None, by: str = "UVAL1", **what: Any
) -> Outcome | Refusal:
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="As described.", **what)
    return perform(request, act, person(by), scene(LATER, policy=given or allowing()))


def executed(request: ExceptionRequest, given: Policy) -> ExceptionRequest:
    act = MarkExecuted(number=1042, done="The contract says 31 days.")
    return done(perform(request, act, person("UOPS1"), scene(LATER, policy=given)))


def closed(
    request: ExceptionRequest, given: Policy, steps: tuple[EventKind, ...] = STEPS
) -> ExceptionRequest:
    seen = scene(LATER, policy=given, trail=tuple(str(step) for step in steps))
    return done(perform(request, Close(number=1042), SYSTEM, seen))


def test_first_approval_is_enough_within_the_caps_and_the_waiver_is_on_record() -> None:
    result = validate(filed(policy=allowing(), **WITHIN))
    assert isinstance(result, Outcome)
    request = result.request
    assert request.status is Status.EXECUTION
    assert request.is_approved
    assert request.waiver == Waiver(at=LATER, deviation_cap=Decimal(5), value_cap=Decimal(1000))
    assert [e.kind for e in result.events] == [EventKind.VALIDATED, EventKind.WAIVED]
    waived = result.events[-1].changed
    assert request.execute_by is not None
    assert waived["execute_by"] == request.execute_by.isoformat()
    assert waived["waiver"] == {"at": LATER.isoformat(), "deviation_cap": "5", "value_cap": "1000"}
    assert [d.by for d in request.decisions] == ["UVAL1"]


@pytest.mark.parametrize(
    "over",
    [
        {"requested": Decimal("31.500001")},
        {"value": euros("1000.01")},
        by_hand(3, value=euros(10)),
    ],
)
def test_above_a_cap_or_scored_by_hand_it_takes_both(over: dict[str, Any]) -> None:
    result = validate(filed(policy=allowing(), **(WITHIN | over)))
    assert isinstance(result, Outcome)
    assert result.request.stage is Stage.AUTHORIZATION
    assert result.request.waiver is None
    assert EventKind.WAIVED not in {e.kind for e in result.events}


def test_caps_themselves_are_within() -> None:
    request = filed(policy=allowing(), requested=Decimal("31.5"), value=euros(1000))
    assert request.score.deviation == 5
    assert done(validate(request)).waiver is not None


def test_value_counts_in_the_policys_currency() -> None:
    dollars = replace(euros(1100), currency="USD")
    assert done(validate(filed(policy=allowing(), **(WITHIN | {"value": dollars})))).waiver is not None


@pytest.mark.parametrize("given", [policy(), policy(single_approval=OFF)])
def test_off_as_shipped_it_takes_both(given: Policy) -> None:
    request = done(validate(filed(policy=given, **WITHIN), given))
    assert (request.stage, request.waiver) == (Stage.AUTHORIZATION, None)


def test_approver_who_read_that_a_second_follows_gets_a_second() -> None:
    request = done(validate(filed(policy=allowing(), **WITHIN), second_follows=True))
    assert (request.stage, request.waiver) == (Stage.AUTHORIZATION, None)


def test_nobody_approves_their_own_request_by_it() -> None:
    own = filed(by="UVAL1", policy=allowing(), **WITHIN)
    assert refused(validate(own)).why is Why.REQUESTER
    assert refused(validate(filed(policy=allowing(), **WITHIN), by="UMAN1")).why is Why.OUT_OF_ORDER


def test_no_decision_is_left_to_make() -> None:
    request = done(validate(filed(policy=allowing(), **WITHIN)))
    act = Approve(number=1042, stage=Stage.AUTHORIZATION, rationale="Me too.")
    refusal = refused(perform(request, act, person("ULEAD1"), scene(LATER, policy=allowing())))
    assert (refusal.why, refusal.by) == (Why.ALREADY_DECIDED, "UVAL1")


def test_record_closes_with_one_approval_and_its_waiver() -> None:
    given = allowing()
    request = closed(executed(done(validate(filed(policy=given, **WITHIN))), given), given)
    assert (request.status, request.missing) == (Status.CLOSED, ())


def test_record_without_the_event_of_its_waiver_does_not_close() -> None:
    given = allowing()
    request = executed(done(validate(filed(policy=given, **WITHIN))), given)
    steps = tuple(step for step in STEPS if step is not EventKind.WAIVED)
    assert closed(request, given, steps).missing == ("trail",)


@pytest.mark.parametrize(
    "given",
    [policy(), policy(single_approval=OFF), allowing(max_deviation="3"), allowing(max_value="999")],
)
def test_record_with_a_waiver_that_its_policy_does_not_allow_does_not_close(given: Policy) -> None:
    request = executed(done(validate(filed(policy=allowing(), **WITHIN))), allowing())
    assert closed(request, given).missing == ("workflow",)


@pytest.mark.parametrize("forged", [{"deviation_cap": Decimal(50)}, {"value_cap": Decimal(9999)}])
def test_record_with_a_waiver_of_other_caps_than_the_policys_does_not_close(forged: dict[str, Any]) -> None:
    given = allowing()
    request = executed(done(validate(filed(policy=given, **WITHIN))), given)
    assert request.waiver is not None
    other = replace(request, waiver=replace(request.waiver, **forged))
    assert closed(other, given).missing == ("workflow",)


def test_record_with_one_approval_and_no_waiver_does_not_close() -> None:
    given = allowing()
    request = executed(done(validate(filed(policy=given, **WITHIN))), given)
    assert "workflow" in closed(replace(request, waiver=None), given).missing


def test_new_round_takes_its_own_approvals() -> None:
    waived = done(validate(filed(policy=allowing(), **WITHIN)))
    again = begin_round(waived, scene(LATER, policy=allowing()), why="The value was changed.").request
    assert (again.waiver, again.is_approved) == (None, False)
