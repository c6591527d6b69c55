"""Compliance: what goes to it by the policy or by somebody's word, and what it says to it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.acts import (
    Amend,
    ClearCompliance,
    Close,
    MarkExecuted,
    Prohibit,
    RecordSnapshots,
    ResolveHold,
    RouteToCompliance,
)
from models.audit_chain import GENESIS, AuditEvent, append
from models.authority import consulted
from models.events import EventKind
from models.holds import Hold, HoldEnding, HoldKind
from models.lifecycle import Outcome, Scene, perform
from models.lifecycle.closing import missing_from
from models.notices import plan
from models.people import SYSTEM
from models.policy import RECORDED, Policy
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ending, ExceptionRequest, Reason, Stage, Status
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
    register,
    reject,
    scene,
    withdraw,
)

COMPLIANCE = {"compliance": {"UCOMP1", "UCOMP2"}}
HOLDS = {
    "regulatory": {
        "title": "Regulatory constraint applies",
        "owner": ["@compliance"],
        "channel": "#compliance",
    }
}
NEXT_DAY = MORNING + timedelta(days=1)


def with_rules(*rules: dict[str, Any]) -> Policy:
    return policy(holds=HOLDS, regulatory=list(rules))


POLICY = with_rules()


def at(moment: Any = LATER, given: Policy = POLICY) -> Scene:
    return scene(moment, policy=given, register=register(moment, **COMPLIANCE))


def routed(
    request: ExceptionRequest, by: str = "UVAL1", why: str = "Is this an export?"
) -> Outcome | Refusal:
    return perform(request, RouteToCompliance(number=1042, why=why), person(by), at())


def cleared(
    request: ExceptionRequest, by: str = "UCOMP1", conditions: str | None = None, **what: Any
) -> Outcome | Refusal:
    given = {"words": "The export rules do not apply.", "hold": request.holds[-1].key} | what
    act = ClearCompliance(number=1042, conditions=conditions, **given)
    return perform(request, act, person(by), at(NEXT_DAY))


def prohibited(request: ExceptionRequest, by: str = "UCOMP1", **what: Any) -> Outcome | Refusal:
    given = {"why": "The embargo covers it.", "hold": request.holds[-1].key} | what
    return perform(request, Prohibit(number=1042, **given), person(by), at(NEXT_DAY))


def kinds(result: Outcome | Refusal) -> list[EventKind]:
    assert isinstance(result, Outcome), result
    return [happened.kind for happened in result.events]


def the_hold(request: ExceptionRequest) -> Hold:
    assert len(request.open_holds) == 1
    return request.open_holds[0]


# ---- By the policy's rules ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "applies"),
    [
        ({"standard": "P-1"}, True),
        ({"standard": "P-0"}, False),
        ({"reason": "customer_retention"}, True),
        ({"reason": "possible_precedent"}, False),
        ({"standard": "P-1", "reason": "possible_precedent"}, False),
        ({"standard": "P-1", "reason": "customer_retention"}, True),
    ],
)
def test_standard_and_reason_are_judged_at_the_filing(rule: dict[str, Any], applies: bool) -> None:
    request = filed(policy=with_rules({"title": "Export control", **rule}), gathered=False)
    assert [hold.subject for hold in request.open_holds] == (["Export control"] if applies else [])
    assert request.is_paused == applies


def snapshot(segment: Any) -> tuple[Snapshot, ...]:
    return (Snapshot.of("crm", "CRM", MORNING, {"id": "C-1", "segment": segment}),)


@pytest.mark.parametrize(
    ("segment", "applies"),
    [("Public sector", True), (" public  SECTOR ", True), ("Retail", False), (None, False)],
)
def test_field_of_a_source_is_judged_when_it_has_been_read(segment: Any, applies: bool) -> None:
    rule = {"title": "Procurement law", "field": "crm.segment", "values": ["Public sector"]}
    given = with_rules(rule)
    request = filed(policy=given, gathered=False)
    assert request.open_holds == ()
    act = RecordSnapshots(number=1042, snapshots=snapshot(segment))
    read = done(perform(request, act, SYSTEM, at(given=given)))
    assert [hold.subject for hold in read.open_holds] == (["Procurement law"] if applies else [])


def test_rule_holds_once_and_says_why_and_each_rule_for_itself() -> None:
    field = {"title": "Procurement law", "field": "crm.segment", "values": ["Public sector"]}
    given = with_rules({"title": "Export control", "standard": "P-1"}, field)
    request = filed(policy=given, gathered=False)
    assert the_hold(request).why == "The policy sends it to compliance: the standard is P-1."
    act = RecordSnapshots(number=1042, snapshots=snapshot("Public sector"))
    read = done(perform(request, act, SYSTEM, at(given=given)))
    assert [hold.subject for hold in read.open_holds] == ["Export control", "Procurement law"]
    assert read.open_holds[1].why == "The policy sends it to compliance: CRM says segment: Public sector."
    one = ClearCompliance(number=1042, hold=read.open_holds[0].key, words="It stays in the country.")
    left = done(perform(read, one, person("UCOMP1"), at(given=given)))
    assert [hold.subject for hold in left.open_holds] == ["Procurement law"]
    assert left.is_paused


def test_source_that_is_done_without_leaves_its_rule_to_compliance() -> None:
    rule = {"title": "Procurement law", "field": "crm.segment", "values": ["Public sector"]}
    owned = HOLDS | {
        "data_unavailable": {"title": "Data unavailable", "owner": ["@operations"], "extends": "24h"}
    }
    given = policy(holds=owned, regulatory=[rule])
    away = (Snapshot.unavailable("crm", "CRM", MORNING, "It does not answer."),)
    request = done(
        perform(
            filed(policy=given, gathered=False),
            RecordSnapshots(number=1042, snapshots=away),
            SYSTEM,
            at(given=given),
        )
    )
    hold = the_hold(request)
    assert hold.kind is HoldKind.DATA_UNAVAILABLE
    act = ResolveHold(number=1042, hold=hold.key, words="The contract says enough.")
    without = done(perform(request, act, person("UOPS1"), at(given=given)))
    assert the_hold(without).why == "The policy sends it to compliance: CRM could not be read."


def test_rule_is_asked_again_of_a_request_that_has_changed_in_substance() -> None:
    given = with_rules({"title": "Export control", "standard": "P-1"})
    request = filed(policy=given)
    clear = ClearCompliance(number=1042, hold="regulatory-1", words="It stays in the country.")
    free = done(perform(request, clear, person("UCOMP1"), at(given=given)))
    typo = Amend(number=1042, filing=replace(free.filing, impact="Cash comes 15 days late."), why="A slip.")
    assert done(perform(free, typo, person("UREQ"), at(NEXT_DAY, given))).open_holds == ()
    other = Amend(number=1042, filing=replace(free.filing, requested=Decimal(60)), why="They ask for more.")
    changed = done(perform(free, other, person("UREQ"), at(NEXT_DAY, given)))
    assert (the_hold(changed).subject, changed.is_paused) == ("Export control", True)


def test_rule_that_is_answered_after_the_change_is_not_asked_again() -> None:
    given = with_rules({"title": "Export control", "standard": "P-1"})
    held = filed(policy=given)
    other = Amend(number=1042, filing=replace(held.filing, requested=Decimal(60)), why="They ask for more.")
    changed = done(perform(held, other, person("UREQ"), at(given=given)))
    clear = ClearCompliance(number=1042, hold=the_hold(changed).key, words="It stays in the country.")
    assert done(perform(changed, clear, person("UCOMP1"), at(NEXT_DAY, given))).open_holds == ()


# ---- By somebody's word -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["UREQ", "UVAL1", "UEXE1", "UOPS1", "UADMIN", "UCOMP1"])
def test_whoever_may_see_it_sends_it_to_compliance(by: str) -> None:
    request = done(routed(filed(), by))
    assert (the_hold(request).opened_by, the_hold(request).why) == (by, "Is this an export?")


def test_who_may_not_see_it_does_not_send_it() -> None:
    assert refused(routed(filed(), "ULEAD1")).why is Why.NOT_A_VIEWER
    assert "@compliance" in consulted(RouteToCompliance(number=1042, why=""), filed(), POLICY)


def test_sending_needs_words_and_is_done_once() -> None:
    assert refused(routed(filed(), why="\u200b ")).faults == {Field.WORDS: Fault.MISSING}
    assert refused(routed(filed(), why="x" * 3001)).faults == {Field.WORDS: Fault.TOO_LONG}
    assert refused(routed(done(routed(filed())), "UEXE1")).why is Why.ALREADY_ON_HOLD


def test_what_has_ended_or_was_carried_out_is_not_sent() -> None:
    assert refused(routed(done(withdraw(filed())))).why is Why.ALREADY_ENDED
    assert refused(routed(done(reject(filed(), "UVAL1")))).why is Why.ALREADY_DECIDED
    assert refused(routed(executed())).why is Why.ALREADY_EXECUTED


def test_no_route_decides_and_nothing_is_carried_out_while_it_is_open() -> None:
    for request, by, stage in (
        (filed(), "UVAL1", Stage.VALIDATION),
        (done(approve(filed(), "UVAL1")), "UEXE1", Stage.AUTHORIZATION),
    ):
        held = done(routed(request))
        refusal = refused(approve(held, by, stage))
        assert (refusal.why, refusal.who_could) == (Why.ON_HOLD, ("@admins",))
    carried = MarkExecuted(number=1042, done="The term is 45 days.")
    held = done(routed(approved()))
    assert refused(perform(held, carried, person("UOPS1"), at())).who_could == ("@compliance",)


def test_form_that_was_opened_before_a_material_change_clears_nothing() -> None:
    held = done(routed(filed()))
    form = replace(held.filing, requested=Decimal(60))
    act = Amend(number=1042, filing=form, why="They ask for more.")
    changed = done(perform(held, act, person("UREQ"), at()))
    clear = ClearCompliance(number=1042, hold=the_hold(held).key, words="Fine.", seen=held.changes)
    assert refused(perform(changed, clear, person("UCOMP1"), at())).why is Why.CHANGED_SINCE
    assert (
        done(perform(changed, replace(clear, seen=changed.changes), person("UCOMP1"), at())).open_holds == ()
    )


# ---- What compliance says -----------------------------------------------------------------------------------


def test_cleared_request_goes_on_with_the_time_that_was_left() -> None:
    before = done(approve(filed(), "UVAL1"))
    free = done(cleared(done(routed(before))))
    assert (free.open_holds, free.status, free.round) == ((), Status.AUTHORIZATION, 1)
    assert free.deadline == before.deadline + (NEXT_DAY - LATER)
    hold = free.holds[-1].closed
    assert hold is not None
    assert (hold.how, hold.by, hold.words) == (
        HoldEnding.RESOLVED,
        "UCOMP1",
        "The export rules do not apply.",
    )


def test_conditions_void_what_was_decided_without_them() -> None:
    result = cleared(done(routed(done(approve(filed(), "UVAL1")))), conditions="Only within the union.")
    assert kinds(result) == [EventKind.HOLD_CLOSED, EventKind.ROUND_BEGUN]
    fresh = done(result)
    assert (fresh.status, fresh.round, list(fresh.decisions_of_round())) == (Status.VALIDATION, 2, [])
    assert fresh.conditions == ("Only within the union.",)
    again = done(approve(fresh, "UVAL1"))
    assert again.status is Status.AUTHORIZATION, "the same validator may validate the new round"


def test_conditions_void_an_approval_that_waits_to_be_carried_out() -> None:
    fresh = done(cleared(done(routed(approved())), conditions="Only within the union."))
    assert (fresh.status, fresh.round) == (Status.VALIDATION, 2)
    late = refused(perform(fresh, MarkExecuted(number=1042, done="Done."), person("UOPS1"), at(NEXT_DAY)))
    assert late.why is Why.NOT_APPROVED


def test_conditions_before_any_decision_begin_no_round() -> None:
    result = cleared(done(routed(filed())), conditions="Only within the union.")
    assert EventKind.ROUND_BEGUN not in kinds(result)
    assert done(result).conditions == ("Only within the union.",)


def test_clearing_needs_words_and_conditions_that_can_be_read() -> None:
    held = done(routed(filed()))
    assert refused(cleared(held, words=" ")).faults == {Field.WORDS: Fault.MISSING}
    assert refused(cleared(held, conditions="\u200b")).faults == {Field.CONDITIONS: Fault.MISSING}
    assert refused(cleared(held, conditions="")).faults == {Field.CONDITIONS: Fault.MISSING}


def test_prohibited_is_final_and_the_record_closes() -> None:
    for request in (filed(), done(approve(filed(), "UVAL1")), approved()):
        result = prohibited(done(routed(request)))
        assert kinds(result) == [EventKind.HOLD_CLOSED, EventKind.PROHIBITED]
        end = done(result)
        assert (end.outcome, end.status, end.open_holds) == (Ending.PROHIBITED, Status.CLOSING, ())
        assert end.holds[-1].closed is not None
        assert end.holds[-1].closed.how is HoldEnding.REFUSED
        assert refused(approve(end, "UVAL2", Stage.VALIDATION, at=NEXT_DAY)).why is Why.ALREADY_ENDED
        trail = tuple(
            f"request.{kind}" for kind in ("filed", "routed", "prohibited", "validated", "authorized")
        )
        trail += ("snapshot.taken",)
        seen = scene(NEXT_DAY, policy=POLICY, trail=trail)
        assert list(missing_from(end, seen)) == []
        assert done(perform(end, Close(number=1042), SYSTEM, seen)).status is Status.CLOSED


def test_prohibiting_needs_words() -> None:
    assert refused(prohibited(done(routed(filed())), why="")).faults == {Field.WORDS: Fault.MISSING}


@pytest.mark.parametrize("answer", [cleared, prohibited])
def test_compliance_alone_answers_and_nobody_in_their_own_cause(answer: Any) -> None:
    assert refused(answer(done(routed(filed())), "UADMIN")).why is Why.NOT_HOLD_OWNER
    own = done(routed(filed(by="UCOMP1"), "UCOMP1"))
    assert refused(answer(own, "UCOMP1")).why is Why.REQUESTER
    benefit = done(routed(filed(beneficiary="UCOMP2")))
    assert refused(answer(benefit, "UCOMP2")).why is Why.BENEFICIARY
    assert done(answer(benefit, "UCOMP1"))


@pytest.mark.parametrize("answer", [cleared, prohibited])
def test_hold_is_answered_once(answer: Any) -> None:
    held = done(routed(filed()))
    key = the_hold(held).key
    free = done(cleared(held))
    assert refused(answer(free, "UCOMP2", hold=key)).why is Why.HOLD_CLOSED


def test_regulatory_hold_is_not_closed_as_others_are() -> None:
    held = done(routed(filed()))
    act = ResolveHold(number=1042, hold=the_hold(held).key, words="It is fine.")
    assert refused(perform(held, act, person("UCOMP1"), at())).why is Why.NO_SUCH_HOLD


def test_precedent_may_be_a_reason() -> None:
    given = with_rules({"title": "Precedents", "reason": Reason.PRECEDENT})
    request = filed(policy=given, reason=Reason.PRECEDENT, gathered=False)
    assert the_hold(request).why == "The policy sends it to compliance: the reason is possible precedent."


# ---- Who hears of it ----------------------------------------------------------------------------------------


def notices(result: Outcome | Refusal, by: str) -> dict[str, list[str]]:
    """Whom a message goes to, by its kind; as often as there is a message."""
    assert isinstance(result, Outcome), result
    links: list[AuditEvent] = []
    for happened in result.events:
        links.append(
            append(
                happened,
                workspace="T1",
                number=1042,
                position=len(links) + 1,
                at=NEXT_DAY,
                actor=by,
                policy_version="v1",
                previous=links[-1].hash if links else GENESIS,
            )
        )
    found: dict[str, list[str]] = {}
    for notice in plan(result.request, links, POLICY):
        found.setdefault(notice.kind, []).append(notice.recipient or notice.key)
    return {kind: sorted(recipients) for kind, recipients in found.items()}


def test_compliance_is_asked_in_its_channel_and_told_nobody_else() -> None:
    found = notices(routed(filed()), "UVAL1")
    assert found["hold_card"] == ["#compliance"]
    assert "told" not in found


def test_policy_without_a_compliance_channel_asks_its_people_and_without_compliance_the_administrators() -> (
    None
):
    part = {"title": "Regulatory constraint", "owner": ["@compliance"]}
    for holds, told in (({"regulatory": part}, ("UCOMP1", "UCOMP2")), ({}, ("UADMIN",))):
        given = Policy.model_validate_json(
            json.dumps(json.loads(policy().model_dump_json()) | {"holds": holds}), context=RECORDED
        )
        act = RouteToCompliance(number=1042, why="Is this an export?")
        held = done(perform(filed(), act, person("UVAL1"), at(given=given)))
        assert the_hold(held).told == told


def test_conditions_are_told_to_the_requester_and_to_whom_they_void_each_once() -> None:
    held = done(routed(approved()))
    found = notices(cleared(held, conditions="In writing."), "UCOMP1")
    assert found["told"] == ["UEXE1", "UREQ", "UVAL1"]
    assert found["execution_card"] == ["#operations"], "the card says that it is decided anew"
    assert "told" not in notices(cleared(held), "UCOMP1")


def test_prohibition_is_told_to_all_involved_and_once_in_the_thread() -> None:
    held = done(routed(done(approve(filed(beneficiary="UBEN"), "UVAL1")), "UOPS1"))
    found = notices(prohibited(held), "UCOMP1")
    assert found["told"] == ["UBEN", "UOPS1", "UREQ", "UVAL1"]
    assert len(found["story"]) == 1
