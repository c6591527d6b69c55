"""Two approvals of two people, or one rejection; the validator confirms or corrects what was scored by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from models.acts import Amend, RecordSnapshots
from models.events import EventKind
from models.holds import HoldEnding, HoldKind
from models.lifecycle import Outcome, perform
from models.lifecycle.holding import close_hold, open_hold
from models.lifecycle.limits import MAX_DEVIATION, MAX_TEXT
from models.people import SYSTEM
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ending, Evidence, Stage, Status, Verdict
from models.snapshot import Snapshot
from tests.builders import (
    LATER,
    MORNING,
    approve,
    approved,
    by_hand,
    done,
    euros,
    filed,
    person,
    refused,
    reject,
    scene,
    snapshots,
)


def kinds(result: Outcome | Refusal) -> list[EventKind]:
    assert isinstance(result, Outcome)
    return [event.kind for event in result.events]


def test_first_approval_leads_to_the_second_and_the_second_to_execution() -> None:
    first = approve(filed(), "UVAL1")
    assert (done(first).status, kinds(first)) == (Status.AUTHORIZATION, [EventKind.VALIDATED])
    second = approve(done(first), "UEXE1")
    assert (done(second).status, kinds(second)) == (Status.EXECUTION, [EventKind.AUTHORIZED])
    assert done(second).outcome is Ending.APPROVED


@pytest.mark.parametrize("stage", list(Stage))
def test_rejection_leads_to_closing(stage: Stage) -> None:
    request = filed() if stage is Stage.VALIDATION else done(approve(filed(), "UVAL1"))
    result = reject(request, "UVAL1" if stage is Stage.VALIDATION else "UEXE1")
    rejected = done(result)
    assert (rejected.status, rejected.outcome) == (Status.CLOSING, Ending.REJECTED)
    assert kinds(result) == [EventKind.REJECTED]
    assert refused(approve(rejected, "UVAL2", stage)).why is Why.ALREADY_DECIDED
    assert refused(reject(rejected, "UEXE1", Stage.AUTHORIZATION)).why is Why.ALREADY_DECIDED


def test_decision_keeps_who_when_why_and_the_evidence() -> None:
    evidence = (Evidence(file_id="F1", name="letter.pdf"),)
    decision = done(approve(filed(), "UVAL1", evidence=evidence, rationale="It is so.")).decisions[0]
    assert (decision.by, decision.at, decision.rationale) == ("UVAL1", LATER, "It is so.")
    assert (decision.stage, decision.verdict, decision.round) == (Stage.VALIDATION, Verdict.APPROVED, 1)
    assert decision.evidence == evidence


def test_decision_names_only_snapshots_that_hold_data() -> None:
    crm, *_ = snapshots()
    failed = Snapshot.unavailable("history", "Customer history", MORNING, "It is closed.")
    act = RecordSnapshots(number=1042, snapshots=(crm, failed))
    request = done(perform(filed(gathered=False), act, SYSTEM, scene()))
    assert done(approve(request, "UVAL1")).decisions[0].saw == (crm.sha256,)


@pytest.mark.parametrize("act", [approve, reject])
def test_rationale_is_needed_and_has_an_end(act: object) -> None:
    assert callable(act)
    for text, fault in (
        ("", Fault.MISSING),
        (" \t\n", Fault.MISSING),
        ("\u200b\u202e\u2800", Fault.MISSING),
        ("x" * (MAX_TEXT + 1), Fault.TOO_LONG),
    ):
        refusal = refused(act(filed(), "UVAL1", rationale=text))
        assert (refusal.why, dict(refusal.faults)) == (Why.FAULTS, {Field.RATIONALE: fault})
    assert done(act(filed(), "UVAL1", rationale="x" * MAX_TEXT)).decisions


def test_nobody_rejects_before_the_sources_were_read_either() -> None:
    refusal = refused(reject(filed(gathered=False), "UVAL1"))
    assert refusal.why is Why.FACTS_PENDING
    assert refusal.can_be_tried_again


def test_refusal_changes_nothing() -> None:
    request = filed()
    before = replace(request)
    refused(approve(request, "UNOBODY"))
    assert request == before


# --- Scored by hand: standards of zero or without a number -------------------------------------------------


def test_validator_confirms_a_score_by_hand() -> None:
    result = approve(filed(**by_hand(30)), "UVAL1")
    request = done(result)
    assert (request.score.deviation, request.score.confirmed, request.score.by_hand) == (
        Decimal(30),
        True,
        True,
    )
    assert kinds(result) == [EventKind.SCORE_CONFIRMED, EventKind.VALIDATED]
    assert (request.left_tiers, request.deadline) == ((), filed(**by_hand(30)).deadline)


def test_validator_corrects_a_score_within_its_tier() -> None:
    result = approve(filed(**by_hand(30)), "UVAL1", deviation=Decimal("49.999"))
    assert (done(result).score.deviation, done(result).score.tier) == (Decimal("49.999"), "manager")
    assert kinds(result) == [EventKind.SCORE_CONFIRMED, EventKind.VALIDATED]


@pytest.mark.parametrize(("deviation", "tier"), [("19.999", "team_lead"), ("50", "executive")])
def test_correction_moves_the_request_to_its_tier_and_leaves_the_old_card_behind(
    deviation: str, tier: str
) -> None:
    result = approve(filed(**by_hand(30)), "UVAL1", deviation=Decimal(deviation))
    request = done(result)
    assert (request.score.tier, request.left_tiers) == (tier, ("manager",))
    assert kinds(result) == [EventKind.SCORE_CONFIRMED, EventKind.ROUTED, EventKind.VALIDATED]
    assert isinstance(result, Outcome)
    confirmed = result.events[0].changed
    assert (confirmed["deviation"], confirmed["was"], confirmed["tier"]) == (deviation, "30", tier)
    if tier == "executive":
        assert refused(approve(request, "UMAN1")).why is Why.NOT_AUTHORIZER
    assert done(approve(request, "UEXE1")).outcome is Ending.APPROVED


@pytest.mark.parametrize(
    ("deviation", "fault"),
    [
        (Decimal("-1"), Fault.NEGATIVE),
        (MAX_DEVIATION + 1, Fault.TOO_LARGE),
        (Decimal("NaN"), Fault.NOT_A_NUMBER),
    ],
)
def test_correction_that_cannot_be_is_refused(deviation: Decimal, fault: Fault) -> None:
    refusal = refused(approve(filed(**by_hand(30)), "UVAL1", deviation=deviation))
    assert dict(refusal.faults) == {Field.DEVIATION: fault}


def test_correction_keeps_the_rate_of_the_filing() -> None:
    request = filed(**by_hand(30, value=replace(euros(1000), currency="USD")))
    assert done(approve(request, "UVAL1")).score.rate_on == request.score.rate_on


def test_computed_score_is_not_corrected_by_anybody() -> None:
    request = filed()
    validated = done(approve(request, "UVAL1", deviation=Decimal(1)))
    assert validated.score == request.score
    by_validator = done(approve(filed(**by_hand(30)), "UVAL1"))
    assert done(approve(by_validator, "UMAN1", deviation=Decimal(1))).score == by_validator.score


def test_rejection_confirms_no_score() -> None:
    assert not done(reject(filed(**by_hand(30)), "UVAL1")).score.confirmed


def test_decided_request_waits_for_nobody() -> None:
    assert approved().stage is None
    assert approved().is_decided


def test_form_that_was_opened_before_a_material_change_decides_nothing() -> None:
    before = filed()
    form = replace(before.filing, value=euros(9_000))
    act = Amend(number=1042, filing=form, why="A larger order.")
    request = done(perform(before, act, person("UREQ"), scene(LATER)))
    assert request.stage is before.stage
    assert refused(approve(request, "UVAL1", seen=before.changes)).why is Why.CHANGED_SINCE
    assert refused(reject(request, "UVAL1", seen=before.changes)).why is Why.CHANGED_SINCE
    assert done(approve(request, "UVAL1", seen=request.changes)).decisions


def test_conditions_that_were_set_since_are_read_before_an_approval() -> None:
    before = filed()
    held = open_hold(before, HoldKind.REGULATORY, "UREQ", scene(LATER), why="A rule may apply.").request
    key, how = held.holds[-1].key, HoldEnding.CONDITIONS
    free = close_hold(held, key, how, "UCOMP", scene(LATER), words="Yes.", conditions="Prepaid.").request
    assert refused(approve(free, "UVAL1", seen=before.changes)).why is Why.CHANGED_SINCE
    typo = replace(free.filing, impact="Cash comes two weeks later.")
    again = done(perform(free, Amend(number=1042, filing=typo, why="A typo."), person("UREQ"), scene(LATER)))
    assert done(approve(again, "UVAL1", seen=free.changes)).decisions
