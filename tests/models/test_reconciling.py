"""Reconciling: sources that differ hold a request, and what data quality settles it is scored by."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.acts import Amend, Withdraw
from models.codec import request_from_json, request_to_json
from models.events import EventKind
from models.holds import HoldEnding, HoldKind, SourceValue
from models.lifecycle import Outcome, perform
from models.money import Money
from models.policy import Correction
from models.refusals import Fault, Field, Why
from models.request import ExceptionRequest, Stage, Status
from models.settled import settled_for, standard_of
from models.snapshot import Snapshot
from tests.builders import MORNING, done, euros, filed, person, policy, refused
from tests.models.reconciled import (
    HOUR,
    REVENUE,
    SEGMENT,
    TERM,
    approve,
    in_conflict,
    own_policy,
    recorded,
    said,
    seen,
    settle,
)


def kinds(outcome: object) -> list[str]:
    assert isinstance(outcome, Outcome), outcome
    return [happened.kind for happened in outcome.events]


def test_sources_that_differ_hold_the_request_and_its_clock() -> None:
    request = in_conflict()
    (hold,) = request.open_holds
    assert (hold.kind, hold.subject) == (HoldKind.CONFLICTING_DATA, "term")
    assert hold.values == (
        SourceValue(source="crm", field="term", value="30"),
        SourceValue(source="contracts", field="term", value="45"),
    )
    assert request.paused_since == MORNING
    assert hold.due_at is not None
    assert hold.due_at > MORNING
    assert refused(approve(request, "UVAL1")).why is Why.ON_HOLD


def test_sources_that_agree_hold_nothing() -> None:
    assert in_conflict(crm="30", contracts="30.0").holds == ()


def test_source_that_comes_later_is_compared_then() -> None:
    own = own_policy()
    away = Snapshot.unavailable("contracts", "Contracts", MORNING, "It is away.")
    first = done(recorded(filed(gathered=False, policy=own), *said(crm={"term": "30"}), away, own=own))
    assert first.open_hold(HoldKind.CONFLICTING_DATA, "term") is None
    later = done(recorded(first, *said(contracts={"term": "45"}), at=MORNING + HOUR, own=own))
    assert later.open_hold(HoldKind.CONFLICTING_DATA, "term") is not None


def test_each_agreement_has_a_hold_of_its_own_and_no_second_one() -> None:
    own = own_policy(TERM, SEGMENT)
    rows = said(crm={"term": "30", "segment": "Retail"}, contracts={"term": "45"})
    first = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    both = done(recorded(first, *said(history={"segment": "Wholesale"}), at=MORNING + HOUR, own=own))
    assert [hold.subject for hold in both.open_holds] == ["term", "segment"]
    freed = done(settle(both, "Retail", own=own))
    assert [hold.subject for hold in freed.open_holds] == ["term"]
    assert freed.is_paused, "the other one still holds it"


def test_withdrawn_request_is_held_no_more() -> None:
    own = own_policy()
    request = filed(gathered=False, policy=own)
    withdrawn = done(perform(request, Withdraw(number=1042, why="No."), person("UREQ"), seen(MORNING, own)))
    rows = said(crm={"term": "30"}, contracts={"term": "45"})
    assert done(recorded(withdrawn, *rows, own=own)).holds == ()


def test_value_of_a_source_settles_it_and_the_discrepancy_is_on_record() -> None:
    outcome = settle(in_conflict(), side=1)
    request = done(outcome)
    assert isinstance(outcome, Outcome)
    hold = request.holds[0]
    assert hold.closed is not None
    assert (hold.closed.how, hold.closed.chosen, hold.closed.by) == (HoldEnding.RESOLVED, "45", "UDQ1")
    closed = next(e for e in outcome.events if e.kind is EventKind.HOLD_CLOSED)
    assert closed.changed["values"] == [
        {"source": "crm", "field": "term", "value": "30"},
        {"source": "contracts", "field": "term", "value": "45"},
    ]
    assert closed.changed["closed"]["chosen"] == "45"  # type: ignore[index,call-overload]
    assert closed.changed["agreement"] == "term"


def test_clock_runs_on_and_the_deadline_moves_by_the_pause() -> None:
    before = filed(gathered=False, policy=own_policy())
    after = done(
        settle(in_conflict(crm="30", contracts="31", requested=Decimal(60)), side=0, at=MORNING + 5 * HOUR)
    )
    assert not after.is_paused
    # 60 days against 30 are 100 percent, as before: 72 hours, and the five that it stood still.
    assert after.deadline == before.filed_at + timedelta(hours=77)


def test_settled_standard_is_what_the_deviation_is_computed_from() -> None:
    outcome = settle(in_conflict(), side=1)
    request = done(outcome)
    # 45 days against the contract's own 45 deviate by nothing; against the policy's 30 it was half.
    assert (request.score.deviation, request.score.tier) == (Decimal(0), "team_lead")
    assert request.left_tiers == ("executive",)
    standard = standard_of(request, own_policy())
    assert standard is not None
    assert standard.value == Decimal(45)
    assert EventKind.RESCORED in kinds(outcome)
    assert EventKind.ROUTED in kinds(outcome)
    assert EventKind.ROUND_BEGUN not in kinds(outcome), "nobody had decided"
    assert request_from_json(request_to_json(request)) == request


def test_value_that_leaves_the_score_as_it_was_changes_nothing_else() -> None:
    outcome = settle(in_conflict(), side=0)
    assert EventKind.RESCORED not in kinds(outcome)
    assert done(outcome).score == in_conflict().score


def test_another_value_is_taken_as_it_is_typed() -> None:
    request = done(settle(in_conflict(), " 40 "))
    assert request.holds[0].closed is not None
    assert request.holds[0].closed.chosen == "40"
    assert request.score.deviation == Decimal("12.5")


def validated(**late: Any) -> ExceptionRequest:
    """Validated before the contract records could be read, which then contradict the CRM."""
    own = own_policy()
    first = filed(gathered=False, policy=own)
    first = done(recorded(first, *said(crm={"term": "30"}, history={}), own=own))
    decided = done(approve(first, "UVAL1", MORNING + HOUR / 2))
    return done(recorded(decided, *said(contracts={"term": "45"}), at=MORNING + HOUR, own=own))


def test_decisions_are_void_where_the_deviation_changed() -> None:
    held = validated()
    assert held.status is Status.AUTHORIZATION
    outcome = settle(held, side=1, at=MORNING + 3 * HOUR)
    request = done(outcome)
    assert kinds(outcome)[-1] == EventKind.ROUND_BEGUN
    assert (request.round, request.status) == (2, Status.VALIDATION)
    assert request.decision(Stage.VALIDATION) is None
    assert request.deadline == MORNING + 3 * HOUR + timedelta(hours=24), "the team lead's time, from now"


def test_decisions_stand_where_the_score_is_the_same() -> None:
    outcome = settle(validated(), side=0, at=MORNING + 3 * HOUR)
    request = done(outcome)
    assert EventKind.ROUND_BEGUN not in kinds(outcome)
    assert (request.round, request.status) == (1, Status.AUTHORIZATION)
    assert request.decision(Stage.VALIDATION) is not None


def test_decisions_are_void_where_the_value_changed_within_its_tier() -> None:
    own = own_policy(REVENUE)
    rows = said(crm={"revenue": "500"}, contracts={}, history={})
    decided = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    decided = done(approve(decided, "UVAL1", at=MORNING, own=own))
    later = replace(decided, snapshots=decided.snapshots[:1])
    held = done(recorded(later, *said(contracts={"revenue": "900"}), at=MORNING + HOUR, own=own))
    outcome = settle(held, side=1, at=MORNING + 3 * HOUR, own=own)
    request = done(outcome)
    assert (request.round, request.status) == (2, Status.VALIDATION)
    assert (request.score.tier, request.score.value.amount) == (held.score.tier, Decimal(900))
    assert isinstance(outcome, Outcome)
    told = next(each for each in outcome.events if each.kind is EventKind.RESCORED)
    assert told.changed["score"]["value"]["amount"] == "900"  # type: ignore[index,call-overload]


def test_decisions_are_void_where_the_deviation_is_to_be_confirmed() -> None:
    request = done(settle(validated(), "0", at=MORNING + 3 * HOUR))
    assert (request.round, request.status) == (2, Status.VALIDATION)
    assert (request.score.by_hand, request.score.confirmed) == (True, False)


def test_validator_who_corrects_the_deviation_leaves_the_settled_value() -> None:
    own = own_policy(REVENUE)
    form: dict[str, Any] = {
        "standard": "P-W",
        "requested": None,
        "requested_words": "One.",
        "deviation": Decimal(10),
    }
    rows = said(crm={"revenue": "500"}, contracts={"revenue": "12000"}, history={})
    held = done(recorded(filed(gathered=False, policy=own, **form), *rows, own=own))
    settled = done(settle(held, side=1, own=own))
    confirmed = done(approve(settled, "UVAL1", own=own, deviation=Decimal(11)))
    assert confirmed.score.value == Money(amount=Decimal(12000), currency="EUR")
    assert confirmed.score.tier == settled.score.tier != "team_lead"


def test_settled_value_is_the_decision_value_in_the_policys_currency() -> None:
    own = own_policy(REVENUE)
    rows = said(crm={"revenue": "500"}, contracts={"revenue": "12000"}, history={})
    held = done(recorded(filed(gathered=False, policy=own, requested=Decimal(33)), *rows, own=own))
    assert held.score.tier == "team_lead"
    request = done(settle(held, side=1, own=own))
    assert request.score.value == Money(amount=Decimal(12000), currency="EUR")
    assert (request.score.band, request.score.tier) == ("team_lead", "executive")
    assert request.filing.value.amount == Decimal(500), "what was entered stays on record"


@pytest.mark.parametrize(("entered", "scored"), [(60_000, 60_000), (400, 12_000)])
def test_value_that_is_entered_later_neither_hides_behind_a_settled_one_nor_hides_it(
    entered: int, scored: int
) -> None:
    own = own_policy(REVENUE)
    rows = said(crm={"revenue": "500"}, contracts={"revenue": "12000"}, history={})
    held = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    settled = done(settle(held, side=1, own=own))
    form = replace(settled.filing, value=euros(entered))
    act = Amend(number=1042, filing=form, why="It is another order.")
    later = seen(MORNING + 2 * HOUR, own)
    assert done(perform(settled, act, person("UREQ"), later)).score.value == euros(scored)
    words = Amend(number=1042, filing=replace(settled.filing, requested=Decimal(60)), why="Two months.")
    assert done(perform(settled, words, person("UREQ"), later)).score.value == euros(12_000)


def test_numbers_within_the_tolerance_hold_nothing() -> None:
    own = own_policy(REVENUE)
    rows = said(crm={"revenue": "500"}, contracts={"revenue": "510"})
    assert done(recorded(filed(gathered=False, policy=own), *rows, own=own)).holds == ()


def test_conflict_that_corrects_nothing_leaves_the_score() -> None:
    own = own_policy(SEGMENT)
    rows = said(crm={"segment": "Retail"}, contracts={}, history={"segment": "Wholesale"})
    held = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    outcome = settle(held, "Retail trade", own=own)
    assert kinds(outcome) == [EventKind.HOLD_CLOSED, EventKind.RESUMED]
    assert done(outcome).settled == ()


def test_standard_of_another_request_is_not_corrected() -> None:
    request = in_conflict(standard="P-W", requested=None, requested_words="One.", deviation=Decimal(30))
    settled = done(settle(request, side=1))
    assert settled.score == request.score
    assert settled_for(settled, Correction.STANDARD) is None


def test_settlement_holds_for_its_customer_alone() -> None:
    settled = done(settle(in_conflict(), side=1))
    customer = replace(settled.filing.customer, id="C-2")
    other = replace(settled, filing=replace(settled.filing, customer=customer))
    assert settled_for(other, Correction.STANDARD) is None


def test_standard_settled_at_zero_is_scored_by_the_validator() -> None:
    request = done(settle(in_conflict(), "0"))
    assert (request.score.deviation, request.score.by_hand, request.score.confirmed) == (
        Decimal(50),
        True,
        False,
    )
    confirmed = done(approve(request, "UVAL1", deviation=Decimal(30)))
    assert (confirmed.score.deviation, confirmed.score.tier) == (Decimal(30), "manager")


@pytest.mark.parametrize(
    ("answer", "faults"),
    [
        ({"side": 1, "words": " "}, {Field.WORDS: Fault.MISSING}),
        ({"side": 1, "words": "x" * 3001}, {Field.WORDS: Fault.TOO_LONG}),
        ({"chosen": " "}, {Field.CHOSEN: Fault.MISSING}),
        ({"chosen": "forty"}, {Field.CHOSEN: Fault.NOT_A_NUMBER}),
        ({"chosen": "1" * 201}, {Field.CHOSEN: Fault.TOO_LONG}),
        ({"chosen": "40", "side": 1}, {Field.CHOSEN: Fault.NOT_WANTED}),
        ({"side": 2}, {Field.SIDE: Fault.MISSING}),
        ({"chosen": "0.0000001"}, {Field.CHOSEN: Fault.TOO_LARGE}),
        ({"chosen": "", "words": ""}, {Field.CHOSEN: Fault.MISSING, Field.WORDS: Fault.MISSING}),
    ],
)
def test_answer_that_cannot_be_taken(answer: dict[str, Any], faults: dict[Field, Fault]) -> None:
    refusal = refused(settle(in_conflict(), **answer))
    assert (refusal.why, refusal.faults) == (Why.FAULTS, faults)


def test_source_that_says_no_number_cannot_be_chosen() -> None:
    request = in_conflict(crm="unknown")
    assert request.open_holds, "a value that is no number is a conflict"
    assert refused(settle(request, side=0)).faults == {Field.SIDE: Fault.NOT_A_NUMBER}
    assert done(settle(request, side=1)).open_holds == ()


def test_day_is_asked_for_where_the_fields_are_days() -> None:
    day = {"name": "end", "title": "End", "kind": "date", "fields": ["crm.end", "contracts.end"]}
    own = own_policy(day)
    rows = said(crm={"end": "2026-11-30"}, contracts={"end": "1.12.2026"})
    held = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    assert refused(settle(held, "soon", own=own)).faults == {Field.CHOSEN: Fault.NOT_A_DATE}
    assert done(settle(held, "30 Nov 2026", own=own)).open_holds == ()


def test_value_above_every_authority_is_refused_beside_it() -> None:
    own = own_policy(REVENUE)
    rows = said(crm={"revenue": "500"}, contracts={"revenue": "900000"})
    held = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    assert refused(settle(held, side=1, own=own)).faults == {Field.SIDE: Fault.OVER_ALL_AUTHORITY}
    assert refused(settle(held, "-1", own=own)).faults == {Field.CHOSEN: Fault.NEGATIVE}


@pytest.mark.parametrize(("by", "why"), [("UVAL1", Why.NOT_HOLD_OWNER), ("UREQ", Why.REQUESTER)])
def test_nobody_but_data_quality_settles_it_and_nobody_their_own(by: str, why: Why) -> None:
    assert refused(settle(in_conflict(), side=1, by=by)).why is why


def test_it_is_settled_once() -> None:
    request = done(settle(in_conflict(), side=1))
    assert refused(settle(request, side=0, by="UDQ2")).why is Why.HOLD_CLOSED


def test_settled_conflict_is_not_opened_again_but_another_contradiction_is() -> None:
    three = TERM | {"fields": ["crm.term", "contracts.term", "history.term"]}
    own = own_policy(three)
    held = done(
        recorded(
            filed(gathered=False, policy=own), *said(crm={"term": "30"}, contracts={"term": "45"}), own=own
        )
    )
    settled = done(settle(held, side=1, own=own))
    assert settled.open_holds == ()
    again = done(recorded(settled, *said(history={"term": "60"}), at=MORNING + 2 * HOUR, own=own))
    (hold,) = again.open_holds
    assert [value.value for value in hold.values] == ["30", "45", "60"]


def test_source_that_comes_while_it_is_held_is_compared_when_it_is_settled() -> None:
    own = own_policy(TERM | {"fields": ["crm.term", "contracts.term", "history.term"]})
    rows = said(crm={"term": "30"}, contracts={"term": "45"})
    held = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    later = done(recorded(held, *said(history={"term": "60"}), at=MORNING + HOUR / 2, own=own))
    assert len(later.open_holds) == 1
    again = done(settle(later, side=1, own=own))
    (hold,) = again.open_holds
    assert [value.value for value in hold.values] == ["30", "45", "60"]
    assert again.is_paused
    last = done(settle(again, side=2, at=MORNING + 2 * HOUR, own=own))
    standard = standard_of(last, own)
    assert standard is not None
    assert standard.value == Decimal(60), "what was settled last holds"


def test_same_contradiction_of_another_customer_holds_it_again() -> None:
    settled = done(settle(in_conflict(), side=1))
    customer = replace(settled.filing.customer, id="C-2")
    amended = replace(settled, filing=replace(settled.filing, customer=customer), snapshots=())
    at = MORNING + 2 * HOUR
    rows = said(at, crm={"term": "30"}, contracts={"term": "45"})
    assert done(recorded(amended, *rows, at=at)).open_hold(HoldKind.CONFLICTING_DATA, "term")


def test_value_above_every_authority_waits_for_the_contact_where_the_policy_names_one() -> None:
    escalations = policy().escalations.model_dump()
    escalations["over_authority"]["contact"] = "director"
    own = own_policy(REVENUE, escalations=escalations)
    rows = said(crm={"revenue": "500"}, contracts={"revenue": "900000"}, history={})
    held = done(recorded(filed(gathered=False, policy=own), *rows, own=own))
    settled = done(settle(held, side=1, own=own))
    assert [hold.kind for hold in settled.open_holds] == [HoldKind.OVER_AUTHORITY]
    assert settled.score.value.amount == Decimal(900000)
