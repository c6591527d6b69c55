"""Amending: what concerns the decision begins a new round and voids decisions; a typo is recorded and voids nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.acts import Amend, Close, RecordSnapshots
from models.deadlines import TimerKind, timers_for
from models.events import EventKind
from models.holds import HoldEnding, HoldKind
from models.lifecycle import Outcome, perform
from models.lifecycle.holding import close_hold, open_hold
from models.money import Money
from models.people import SYSTEM
from models.refusals import Fault, Field, Refusal, Why
from models.request import Criticality, Customer, Evidence, ExceptionRequest, Reason, Stage, Status
from tests.builders import (
    LATER,
    MORNING,
    approve,
    approved,
    by_hand,
    done,
    euros,
    executed,
    filed,
    filing,
    person,
    policy,
    refused,
    reject,
    scene,
    snapshots,
    withdraw,
)

OTHER = Customer(id="C-2", name="Other Sample AG")
MATERIAL: dict[str, dict[str, Any]] = {
    "customer": {"customer": OTHER},
    "requested value": {"requested": Decimal(44)},
    "value": {"value": euros(400)},
    "currency": {"value": Money(amount=Decimal(500), currency="USD")},
    "beneficiary": {"beneficiary": "UJON"},
    "standard": by_hand(),
}
TYPOS: dict[str, dict[str, Any]] = {
    "rationale": {"rationale": "They have paid on time for ten years."},
    "impact": {"impact": "Cash comes 15 days later, twice a year."},
    "dependencies": {"dependencies": "Billing."},
    "criticality": {"criticality": Criticality.HIGH},
    "reason": {"reason": Reason.PRECEDENT},
    "needed by": {"needed_by": (MORNING + timedelta(days=3)).date()},
    "evidence": {"evidence": (Evidence(file_id="F1", name="offer.pdf"),)},
}


def amend(
    request: ExceptionRequest,
    by: str = "UREQ",
    at: Any = LATER,
    why: str = "It was wrong.",
    start: dict[str, Any] | None = None,
    **changed: Any,
) -> Outcome | Refusal:
    act = Amend(number=1042, filing=filing(**(start or {}) | changed), why=why)
    return perform(request, act, person(by), scene(at))


def kinds(result: Outcome | Refusal) -> list[EventKind]:
    assert isinstance(result, Outcome), result
    return [event.kind for event in result.events]


@pytest.mark.parametrize("change", MATERIAL.values(), ids=MATERIAL)
def test_material_change_begins_a_round_and_voids_decisions(change: dict[str, Any]) -> None:
    before = done(approve(filed(), "UVAL1"))
    result = amend(before, at=LATER + timedelta(hours=1), **change)
    after = done(result)
    assert (after.round, after.status) == (2, Status.VALIDATION)
    assert list(after.decisions_of_round()) == []
    assert after.decisions == before.decisions
    assert after.clock_from == LATER + timedelta(hours=1)
    assert kinds(result)[0] is EventKind.AMENDED
    assert EventKind.ROUND_BEGUN in kinds(result)
    assert after.amendments[-1].is_material


@pytest.mark.parametrize("change", TYPOS.values(), ids=TYPOS)
def test_typo_is_recorded_and_voids_nothing(change: dict[str, Any]) -> None:
    before = done(approve(filed(), "UVAL1"))
    result = amend(before, **change)
    after = done(result)
    assert (after.round, after.decisions, after.deadline) == (1, before.decisions, before.deadline)
    assert (after.score, after.snapshots) == (before.score, before.snapshots)
    assert kinds(result) == [EventKind.AMENDED]
    assert not after.amendments[-1].is_material


def test_trail_keeps_old_and_new() -> None:
    result = amend(filed(), requested=Decimal(44), rationale="They pay early.")
    assert isinstance(result, Outcome)
    assert result.events[0].changed["amendment"] == {
        "fields": {
            "requested": {"was": "45", "now": "44"},
            "rationale": {"was": "They have paid on time for nine years.", "now": "They pay early."},
        },
        "is_material": True,
        "why": "It was wrong.",
        "was_approved": False,
        "evidence": [],
    }


def test_it_is_scored_again_and_goes_to_its_tier_with_the_time_of_that() -> None:
    at = LATER + timedelta(hours=5)
    result = amend(done(approve(filed(), "UVAL1")), at=at, requested=Decimal(40))
    after = done(result)
    assert (after.score.tier, after.left_tiers) == ("manager", ("executive",))
    assert after.deadline == at + timedelta(hours=48)
    told = {event.kind: event.changed for event in result.events} if isinstance(result, Outcome) else {}
    assert list(told) == [
        EventKind.AMENDED,
        EventKind.ROUND_BEGUN,
        EventKind.RESCORED,
        EventKind.ROUTED,
    ]
    for kind in (EventKind.ROUND_BEGUN, EventKind.ROUTED):
        assert told[kind]["deadline"] == after.deadline.isoformat()


def test_deviation_by_hand_is_to_be_confirmed_again() -> None:
    by_validator = done(approve(filed(**by_hand(30)), "UVAL1", deviation=Decimal(60)))
    assert by_validator.score.confirmed
    after = done(amend(by_validator, start=by_hand(30), beneficiary="UJON"))
    assert (after.score.deviation, after.score.confirmed) == (Decimal(30), False)
    assert after.score.tier == "manager"


def test_same_people_may_decide_the_new_round() -> None:
    after = done(amend(approved(), value=euros(400)))
    assert done(approve(after, "UVAL1")).stage is Stage.AUTHORIZATION
    assert after.amendments[-1].was_approved


def test_new_beneficiary_may_not_decide_though_they_had() -> None:
    after = done(amend(done(approve(filed(), "UVAL1")), beneficiary="UVAL1"))
    assert refused(approve(after, "UVAL1")).why is Why.BENEFICIARY


def test_of_another_customer_the_sources_are_read_anew() -> None:
    before = done(approve(filed(), "UVAL1"))
    at = LATER + timedelta(hours=1)
    after = done(amend(before, at=at, customer=OTHER))
    assert (after.snapshots, after.gatherings, after.documentation) == ((), 0, ())
    assert refused(approve(after, "UVAL2", at=at)).why is Why.FACTS_PENDING
    fired = {(t.kind, t.version) for t in timers_for(filed(gathered=False), policy())}
    (reading,) = [t for t in timers_for(after, policy()) if t.kind is TimerKind.GATHER]
    assert (reading.kind, reading.version) not in fired
    assert reading.due_at == at
    act = RecordSnapshots(number=1042, snapshots=snapshots(at))
    assert done(perform(after, act, SYSTEM, scene(at))).gatherings == 1


def test_of_the_same_customer_the_snapshots_stay() -> None:
    before = filed()
    assert done(amend(before, value=euros(400))).snapshots == before.snapshots


def held(kind: HoldKind, subject: str = "crm") -> ExceptionRequest:
    return open_hold(filed(), kind, SYSTEM.id, scene(LATER), why="A sample.", subject=subject).request


@pytest.mark.parametrize("kind", [HoldKind.DATA_UNAVAILABLE, HoldKind.CONFLICTING_DATA])
def test_holds_about_another_customers_data_are_void(kind: HoldKind) -> None:
    after = done(amend(held(kind), customer=OTHER))
    assert (after.open_holds, after.paused_since) == ((), None)
    assert after.holds[0].closed is not None
    assert after.holds[0].closed.how is HoldEnding.VOID
    assert done(amend(held(kind), value=euros(400))).open_holds != ()


def test_regulatory_hold_stays_and_the_new_round_waits() -> None:
    after = done(amend(held(HoldKind.REGULATORY, ""), customer=OTHER))
    assert [hold.kind for hold in after.open_holds] == [HoldKind.REGULATORY]
    assert after.paused_since == after.clock_from == LATER


def test_words_of_a_hold_about_another_customer_do_not_stand_for_this_ones_data() -> None:
    before = held(HoldKind.DATA_UNAVAILABLE)
    words = "We know this customer well."
    settled = close_hold(before, before.holds[0].key, HoldEnding.RESOLVED, "UOPS1", scene(LATER), words=words)
    at = LATER + timedelta(hours=1)
    amended = done(amend(settled.request, at=at, customer=OTHER))
    act = RecordSnapshots(number=1042, snapshots=snapshots(at)[1:])
    read = done(perform(amended, act, SYSTEM, scene(at)))
    over = done(reject(replace(read, holds=read.holds[:1], paused_since=None), "UVAL1", at=at))
    trail = tuple(str(kind) for kind in EventKind)
    result = perform(over, Close(number=1042), SYSTEM, scene(at, trail=trail))
    assert "snapshot:crm" in done(result).missing


def test_nothing_that_changed_is_refused() -> None:
    assert refused(amend(filed())).why is Why.NOTHING_CHANGED
    assert refused(amend(filed())).can_be_tried_again


def test_form_that_was_opened_before_another_change_takes_nothing_back() -> None:
    changed = done(amend(filed(), impact="More."))
    act = Amend(number=1042, filing=filing(requested=Decimal(46)), why="It was wrong.", seen=0)
    assert refused(perform(changed, act, person("UREQ"), scene(LATER))).why is Why.CHANGED_SINCE
    assert done(perform(filed(), act, person("UREQ"), scene(LATER))).round == 2


def test_renamed_customer_is_the_same_one() -> None:
    assert refused(amend(filed(), customer=Customer(id="C-1", name="New name"))).why is Why.NOTHING_CHANGED


def test_it_must_be_said_why() -> None:
    assert refused(amend(filed(), why=" ", value=euros(1))).faults == {Field.WHY: Fault.MISSING}
    assert refused(amend(filed(), why="x" * 3001, value=euros(1))).faults == {Field.WHY: Fault.TOO_LONG}


def test_faults_are_those_of_the_form() -> None:
    result = amend(filed(), requested=Decimal(30), value=euros(-1), rationale=" ")
    assert refused(result).faults == {
        Field.REQUESTED: Fault.SAME_AS_STANDARD,
        Field.VALUE: Fault.NEGATIVE,
        Field.RATIONALE: Fault.MISSING,
    }


def test_value_above_all_authority_is_refused_beside_its_field() -> None:
    assert refused(amend(filed(), value=euros(100_001))).faults == {Field.VALUE: Fault.OVER_ALL_AUTHORITY}


def test_value_above_all_authority_waits_for_the_contact_and_a_lower_one_no_longer_does() -> None:
    rules = policy().model_dump()["escalations"]
    rules["over_authority"]["contact"] = "director"
    above = scene(LATER, policy=policy(escalations=rules))

    def changed(request: ExceptionRequest, amount: int) -> ExceptionRequest:
        act = Amend(number=1042, filing=filing(value=euros(amount)), why="It is another value.")
        return done(perform(request, act, person("UREQ"), above))

    over = changed(filed(), 100_001)
    assert [hold.kind for hold in over.open_holds] == [HoldKind.OVER_AUTHORITY]
    assert over.paused_since == over.clock_from
    lower = changed(over, 100_000)
    assert (lower.open_holds, lower.paused_since, lower.round) == ((), None, 3)
    assert lower.holds[0].closed is not None
    assert lower.holds[0].closed.how is HoldEnding.VOID


def test_day_that_has_passed_since_may_stay_and_no_new_one_may_be_past() -> None:
    wanted = MORNING.date()
    request = filed(needed_by=wanted)
    later = MORNING + timedelta(days=2)
    assert done(amend(request, at=later, needed_by=wanted, impact="More.")).filing.needed_by == wanted
    past = amend(request, at=later, needed_by=wanted + timedelta(days=1))
    assert refused(past).faults == {Field.NEEDED_BY: Fault.PAST}


def test_rate_of_the_filings_day_holds() -> None:
    rates = [
        {"currency": "USD", "rate": "0.9", "on": "2026-01-01"},
        {"currency": "USD", "rate": "2", "on": "2026-03-05"},
    ]
    seen = scene(MORNING + timedelta(days=2), policy=policy(rates=rates))
    act = Amend(number=1042, filing=filing(value=Money(amount=Decimal(60_000), currency="USD")), why="Wrong.")
    assert done(perform(filed(), act, person("UREQ"), seen)).score.rate == Decimal("0.9")


def test_files_that_were_given_are_kept() -> None:
    first, second = (Evidence(file_id=f"F{n}", name=f"{n}.pdf") for n in (1, 2))
    after = done(amend(filed(evidence=(first,)), evidence=(second,)))
    assert after.filing.evidence == (first, second)
    assert refused(amend(filed(evidence=(first,)), evidence=())).why is Why.NOTHING_CHANGED


@pytest.mark.parametrize("by", ["UVAL1", "UADMIN", "UJON"])
def test_only_the_requester_amends(by: str) -> None:
    assert refused(amend(filed(beneficiary="UJON"), by, value=euros(1))).why is Why.NOT_REQUESTER


def test_it_is_amended_until_it_is_carried_out_or_has_ended() -> None:
    assert done(amend(approved(), value=euros(1))).status is Status.VALIDATION
    for over, why in (
        (executed(), Why.ALREADY_EXECUTED),
        (done(withdraw(filed())), Why.ALREADY_WITHDRAWN),
        (done(reject(filed(), "UVAL1")), Why.ALREADY_DECIDED),
    ):
        assert refused(amend(over, value=euros(1))).why is why


def test_approval_of_a_typo_stands() -> None:
    before = approved()
    after = done(amend(before, impact="Cash comes 15 days later, twice."))
    assert (after.status, after.is_approved, after.execute_by) == (
        Status.EXECUTION,
        True,
        before.execute_by,
    )
