"""Who may decide: two different people, one from operations and one with the tier's authority."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.acts import Approve
from models.lifecycle import perform
from models.people import Register
from models.refusals import Why
from models.request import Ending, Stage, Status
from tests.builders import MORNING, approve, done, filed, person, policy, refused, register, reject, scene

# 45 days instead of 30 is 50 percent, so these requests are the executives'; at 36 days they are the managers'.


def managers_request(**form: Any) -> Any:
    return filed(requested=Decimal(36), **form)


def test_two_people_of_the_two_roles_approve() -> None:
    validated = done(approve(managers_request(), "UVAL1"))
    assert validated.status is Status.AUTHORIZATION
    authorized = done(approve(validated, "UMAN1"))
    assert authorized.status is Status.EXECUTION
    assert [decision.by for decision in authorized.decisions] == ["UVAL1", "UMAN1"]


def test_requester_cannot_approve_own_request() -> None:
    for by in ("UVAL1", "UBOTH"):
        refusal = refused(approve(managers_request(by=by), by))
        assert refusal.why is Why.REQUESTER
    validated = done(approve(managers_request(by="UMAN1"), "UVAL1"))
    assert refused(approve(validated, "UMAN1")).why is Why.REQUESTER


def test_requester_cannot_reject_own_request_either() -> None:
    assert refused(reject(managers_request(by="UVAL1"), "UVAL1")).why is Why.REQUESTER


def test_beneficiary_cannot_decide() -> None:
    request = managers_request(beneficiary="UVAL1")
    assert refused(approve(request, "UVAL1")).why is Why.BENEFICIARY


def test_same_person_cannot_give_both_approvals() -> None:
    validated = done(approve(managers_request(), "UBOTH"))
    refusal = refused(approve(validated, "UBOTH"))
    assert refusal.why is Why.SAME_PERSON
    assert "@managers" in refusal.who_could


def test_second_approval_before_the_first_is_out_of_order() -> None:
    refusal = refused(approve(managers_request(), "UMAN1"))
    assert refusal.why is Why.OUT_OF_ORDER
    assert refusal.who_could == ("@validators",)


def test_somebody_without_a_role_cannot_decide() -> None:
    assert refused(approve(managers_request(), "UNOBODY")).why is Why.NOT_VALIDATOR
    validated = done(approve(managers_request(), "UVAL1"))
    assert refused(approve(validated, "UNOBODY")).why is Why.NOT_AUTHORIZER
    assert refused(approve(validated, "UVAL2")).why is Why.NOT_AUTHORIZER


def test_lower_tier_cannot_authorise_for_a_higher_one() -> None:
    validated = done(approve(filed(), "UVAL1"))
    assert validated.score.tier == "executive"
    assert refused(approve(validated, "UMAN1")).why is Why.NOT_AUTHORIZER


def test_higher_tier_may_authorise_for_a_lower_one() -> None:
    validated = done(approve(managers_request(), "UVAL1"))
    assert done(approve(validated, "UEXE1")).status is Status.EXECUTION


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("is_guest", Why.GUEST),
        ("is_stranger", Why.STRANGER),
        ("is_bot", Why.BOT),
        ("is_deactivated", Why.DEACTIVATED),
    ],
)
def test_only_full_members_decide_even_when_in_the_group(what: str, why: Why) -> None:
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.")
    result = perform(managers_request(), act, person("UVAL1", **{what: True}), scene())
    assert refused(result).why is why


def test_either_rejection_is_final() -> None:
    rejected = done(reject(managers_request(), "UVAL1"))
    assert (rejected.status, rejected.outcome) == (Status.CLOSING, Ending.REJECTED)
    assert refused(approve(rejected, "UVAL2", Stage.VALIDATION)).why is Why.ALREADY_DECIDED
    second = done(reject(done(approve(managers_request(), "UVAL1")), "UMAN1"))
    assert second.outcome is Ending.REJECTED
    assert refused(approve(second, "UMAN2", Stage.AUTHORIZATION)).why is Why.ALREADY_DECIDED


def test_first_to_commit_counts_and_the_other_is_told_who() -> None:
    validated = done(approve(managers_request(), "UVAL1"))
    refusal = refused(approve(validated, "UVAL2", Stage.VALIDATION))
    assert (refusal.why, refusal.by) == (Why.STAGE_PASSED, "UVAL1")


def test_validation_form_of_somebody_in_both_roles_never_becomes_the_authorisation() -> None:
    validated = done(approve(managers_request(), "UVAL1"))
    assert refused(approve(validated, "UBOTH", Stage.VALIDATION)).why is Why.STAGE_PASSED


def test_group_that_slack_cannot_tell_refuses_and_can_be_tried_again() -> None:
    known = register()
    without = Register(
        groups={handle: group for handle, group in known.groups.items() if handle != "@validators"},
        unknown={"@validators": "ratelimited"},
    )
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.")
    refusal = refused(perform(managers_request(), act, person("UVAL1"), scene(register=without)))
    assert (refusal.why, refusal.groups) == (Why.GROUP_UNKNOWN, ("@validators",))
    assert refusal.can_be_tried_again


def test_group_read_over_a_minute_ago_does_not_count() -> None:
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.")
    late = scene(MORNING + timedelta(seconds=61), register=register(MORNING))
    assert refused(perform(managers_request(), act, person("UVAL1"), late)).why is Why.GROUP_UNKNOWN
    in_time = scene(MORNING + timedelta(seconds=60), register=register(MORNING))
    assert done(perform(managers_request(), act, person("UVAL1"), in_time)).status is Status.AUTHORIZATION


def test_person_named_in_the_policy_needs_no_group() -> None:
    named = policy(validators={"who": ["UNAMED"]})
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.")
    result = perform(managers_request(), act, person("UNAMED"), scene(policy=named, register=Register()))
    assert done(result).status is Status.AUTHORIZATION


def test_nobody_decides_before_the_sources_were_read() -> None:
    refusal = refused(approve(managers_request(gathered=False), "UVAL1"))
    assert refusal.why is Why.FACTS_PENDING


def test_decision_needs_a_rationale() -> None:
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="  \n")
    assert refused(perform(managers_request(), act, person("UVAL1"), scene())).why is Why.FAULTS


def test_decision_names_the_snapshots_that_its_maker_saw() -> None:
    request = managers_request()
    decision = done(approve(request, "UVAL1")).decisions[0]
    assert decision.saw == tuple(snapshot.sha256 for snapshot in request.snapshots)


def test_group_that_the_workspace_does_not_have_is_named_and_lets_nobody_in() -> None:
    known = register()
    without = Register(
        groups={handle: group for handle, group in known.groups.items() if handle != "@validators"},
        missing=frozenset({"@validators"}),
    )
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.")
    refusal = refused(perform(managers_request(), act, person("UVAL1"), scene(register=without)))
    assert (refusal.why, refusal.groups) == (Why.NO_SUCH_GROUP, ("@validators",))
    assert not refusal.can_be_tried_again
