"""What a draft would have changed is what it changes, and nothing else; what cannot be known is never made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models.acts import Acknowledge, ClearCompliance, RouteToCompliance, Withdraw
from models.canonical import canonical_json
from models.holds import HoldKind
from models.policy import Policy
from models.refusals import Fault, Field, Why
from models.request import Ending, Status
from models.simulation.simulating import Compared, Course, Simulation, simulate
from models.simulation.summing import summed
from models.simulation.way import Wait
from tests.builders import euros, policy
from tests.simulation.lives import (
    NOW,
    POLICY,
    approved,
    days,
    done,
    first,
    hours,
    lived,
    read,
    refused,
    second,
    step,
)

COMPLIANCE = {"regulatory": {"title": "Regulatory", "owner": ["@compliance"], "channel": "#compliance"}}
ALONE = {"enabled": True, "max_deviation": "10", "max_value": "1000"}


def tried(draft: Policy, *courses: Course) -> Simulation:
    """The simulation of these requests."""
    return simulate(courses, draft, "draft", NOW)


def only(draft: Policy, course: Course) -> Compared:
    """The one request, compared."""
    (one,) = tried(draft, course).compared
    return one


def with_edge(edge: str) -> Policy:
    """Executives decide from another deviation on."""
    tiers = [tier.model_dump() for tier in POLICY.tiers]
    tiers[1]["below"] = tiers[2]["at_least"] = edge
    return policy(tiers=tiers)


def with_time(tier: int, time: str, **own: Any) -> Policy:
    """A tier has another time to decide."""
    tiers = [tier.model_dump() for tier in POLICY.tiers]
    tiers[tier]["decision_time"] = time
    return policy(tiers=tiers, **own)


@settings(deadline=None, max_examples=30)
@given(
    asked=st.lists(st.integers(301, 800), min_size=1, max_size=12),
    edge=st.sampled_from(["21", "35", "40.5", "49.999", "50", "66.667", "120"]),
)
def test_threshold_that_moves_moves_exactly_the_requests_between(asked: list[int], edge: str) -> None:
    courses = [
        approved(1001 + place, requested=Decimal(tenths) / 10, value=euros(1))
        for place, tenths in enumerate(asked)
    ]
    between = set()
    for place, tenths in enumerate(asked):
        deviation = Fraction(tenths - 300, 300) * 100
        if min(Fraction(edge), Fraction(50)) <= deviation < max(Fraction(edge), Fraction(50)):
            between.add(1001 + place)
    simulation = tried(with_edge(edge), *courses)
    assert {one.number for one in summed(simulation).moved} == between
    assert {one.number for one in simulation.changed} == between
    assert all(one.would.outcome is Ending.APPROVED for one in simulation.compared)


@settings(deadline=None, max_examples=30)
@given(decided=st.lists(st.integers(1, 60), min_size=1, max_size=8), time=st.sampled_from([1, 7, 24, 50]))
def test_shorter_time_breaches_exactly_what_was_decided_later(decided: list[int], time: int) -> None:
    courses = [
        approved(1001 + place, decided=hours, requested=days(30), value=euros(1))
        for place, hours in enumerate(decided)
    ]
    simulation = tried(with_time(1, f"{time}h"), *courses)
    # A decision in the moment of the deadline comes after the timer, which fires first.
    late = {1001 + place for place, hours in enumerate(decided) if hours >= time}
    assert {one.number for one in simulation.compared if one.would.breaches} == late
    assert {one.number for one in simulation.compared if one.was.breaches} == {
        1001 + place for place, hours in enumerate(decided) if hours >= 48
    }
    assert {one.shift for one in simulation.compared} == {timedelta(hours=time - 48)}


def test_load_goes_to_the_tier_that_would_decide() -> None:
    simulation = tried(with_edge("40"), approved(requested=days(45), value=euros(1)))
    summary = summed(simulation)
    load = {who: (pair.was, pair.would) for who, pair in summary.load}
    assert load == {("@validators",): (1, 1), ("@managers",): (1, 0), ("@executives",): (0, 1)}
    tiers = {tier.name: (tier.requests.was, tier.requests.would) for tier in summary.tiers}
    assert tiers == {"team_lead": (0, 0), "manager": (1, 0), "executive": (0, 1)}


def test_recorded_person_decides_though_the_draft_names_others() -> None:
    tiers = [tier.model_dump() for tier in POLICY.tiers]
    tiers[2]["authorizers"] = ["USOMEBODY"]
    draft = policy(tiers=tiers, validators={"who": ["UELSE"]}, execution={"who": ["@new"], "channel": "#new"})
    one = only(draft, approved())
    assert (one.would.outcome, one.would.status, one.not_done) == (Ending.APPROVED, Status.CLOSED, ())
    assert one.would.asked == (("UELSE",), ("USOMEBODY",))


def test_two_people_hold_under_every_draft() -> None:
    """The sole approver of a policy with one approval is not taken for the second one too."""
    own = policy(single_approval=ALONE)
    course = lived(1001, [read(1001), first(1, 1001), done(2, 1001)], own=own, requested=days(10))
    one = only(POLICY, course)
    assert (one.stands_still, one.would.waits_for) == (True, Wait.SECOND_APPROVAL)
    assert one.would.status is Status.AUTHORIZATION
    assert [(act.act, act.why) for act in one.not_done] == [("MarkExecuted", Why.NOT_APPROVED)]
    assert summed(tried(POLICY, course)).waiting == ((Wait.SECOND_APPROVAL, (1001,)),)


def test_what_stands_still_breaches_no_deadline_by_that() -> None:
    own = policy(single_approval=ALONE)
    course = lived(1001, [read(1001), first(1, 1001), done(2, 1001)], own=own, requested=days(10))
    one = only(POLICY, course)
    assert one.would.deadline < NOW
    assert (one.would.breaches, one.would.escalations) == (0, ())


def test_second_approval_that_is_not_needed_is_spared() -> None:
    draft = policy(single_approval=ALONE)
    simulation = tried(draft, approved(requested=days(10)), approved(1002, requested=days(11)))
    summary = summed(simulation)
    assert summary.spared == (1001,)
    assert (summary.one_approval.was, summary.one_approval.would) == (0, 1)
    assert (summary.ends, summary.waiting, summary.not_done) == ((), (), ())


def test_rejection_by_a_second_approver_who_is_not_asked_is_named() -> None:
    course = lived(1001, [read(1001), first(1, 1001), refused(2, 1001)], requested=days(10))
    summary = summed(tried(policy(single_approval=ALONE), course))
    assert summary.ends == ((Ending.REJECTED, Ending.APPROVED, (1001,)),)
    assert (summary.spared, summary.waiting) == ((), ())


def test_second_approval_that_an_approver_insisted_on_is_one_under_the_same_policy() -> None:
    own = policy(single_approval=ALONE)
    insisting = first(1, 1001)
    insisting = replace(insisting, act=replace(insisting.act, second_follows=True))  # type: ignore[arg-type]
    course = lived(1001, [read(1001), insisting, second(2, 1001), done(3, 1001)], own=own, requested=days(10))
    assert tried(own, course).changed == ()


def test_rule_that_sends_it_to_compliance_leaves_it_waiting() -> None:
    draft = policy(holds=COMPLIANCE, regulatory=[{"title": "Payment", "standard": "P-1"}])
    one = only(draft, approved())
    assert (one.stands_still, one.would.waits_for, one.would.held_by) == (
        True,
        Wait.HOLD,
        (HoldKind.REGULATORY,),
    )
    assert one.not_done[0].why is Why.ON_HOLD
    assert summed(tried(draft, approved())).waiting == ((HoldKind.REGULATORY, (1001,)),)


def test_what_compliance_cleared_is_cleared_though_the_rule_is_called_otherwise() -> None:
    own = policy(holds=COMPLIANCE, regulatory=[{"title": "Payment", "standard": "P-1"}])
    cleared = ClearCompliance(number=1001, hold="regulatory-1", words="Fine.")
    steps = [
        read(1001),
        step(1, "UCOMP", cleared),
        first(2, 1001),
        second(3, 1001),
        done(4, 1001),
    ]
    course = lived(1001, steps, own=own)
    draft = policy(holds=COMPLIANCE, regulatory=[{"title": "Terms", "standard": "P-1"}])
    one = only(draft, course)
    assert (one.would.outcome, one.not_done, one.would.holds) == (
        Ending.APPROVED,
        (),
        (HoldKind.REGULATORY,),
    )
    assert only(POLICY, course).would.holds == ()
    assert [act.why for act in only(POLICY, course).not_done] == [Why.NO_SUCH_HOLD]


def test_question_to_compliance_is_asked_again() -> None:
    own = policy(holds=COMPLIANCE)
    steps = [
        read(1001),
        step(1, "UVAL1", RouteToCompliance(number=1001, why="May we?")),
        step(
            2,
            "UCOMP",
            ClearCompliance(number=1001, hold="regulatory-1", words="Yes.", conditions="A deposit."),
        ),
        first(3, 1001),
        second(4, 1001),
        done(5, 1001),
    ]
    assert tried(own, lived(1001, steps, own=own)).changed == ()


def test_standard_that_the_draft_does_not_have_cannot_be_filed() -> None:
    draft = policy(
        standards=[standard.model_dump() for standard in POLICY.standards if standard.value is None]
    )
    simulation = tried(draft, approved())
    assert simulation.compared == ()
    ((number, faults),) = [(one.number, one.faults) for one in simulation.unfilable]
    assert (number, faults[Field.STANDARD]) == (1001, Fault.UNKNOWN_STANDARD)


def test_validity_that_is_over_ends_an_approval_before_it_was_carried_out() -> None:
    draft = policy(validity={"within": "1h", "notice": "30m"})
    steps = [read(1001), first(1, 1001), second(2, 1001), done(30, 1001)]
    one = only(draft, lived(1001, steps))
    assert one.ends_otherwise
    assert (one.was.outcome, one.would.outcome) == (Ending.APPROVED, Ending.EXPIRED)


def test_source_that_the_draft_adds_holds_up_nothing() -> None:
    sources = [source.model_dump() for source in POLICY.sources]
    draft = policy(sources=[*sources, {**sources[1], "name": "credit", "title": "Credit"}])
    assert tried(draft, approved()).changed == ()


def test_contact_whom_the_draft_names_is_told() -> None:
    escalations = POLICY.escalations.model_dump()
    escalations["deadline_breached"] |= {"contact": "success"}
    simulation = tried(policy(escalations=escalations), approved(decided=100))
    told = {title: (pair.was, pair.would) for title, pair in summed(simulation).contacts}
    assert told == {
        "Operations supervisor": (1, 1),
        "Operations director": (1, 0),
        "Customer success manager": (0, 1),
    }


def test_open_request_is_played_up_to_now_and_waits_as_it_did() -> None:
    course = lived(1001, [read(1001)])
    one = only(with_time(2, "24h"), course)
    assert (one.was.waits_for, one.would.waits_for) == (Wait.FIRST_APPROVAL, Wait.FIRST_APPROVAL)
    assert (one.stands_still, one.was.breaches, one.would.breaches) == (False, 1, 1)


def test_withdrawal_comes_out_under_every_draft() -> None:
    course = lived(1001, [read(1001), step(1, "UREQ", Withdraw(number=1001, why="Not needed."))])
    assert only(with_edge("30"), course).would.outcome is Ending.WITHDRAWN


def test_record_that_does_not_come_out_again_is_named_and_counts_nowhere() -> None:
    course = approved()
    other = replace(course, request=replace(course.request, deadline=NOW))
    simulation = tried(POLICY, other, approved(1002))
    assert [one.number for one in simulation.compared] == [1002]
    ((number, why),) = [(one.number, one.why) for one in simulation.unplayable]
    assert (number, why) == (
        1001,
        "Performed again under its own version, it does not come out as it is on record (its deadline).",
    )


def test_event_that_lacks_what_its_act_needs_is_named() -> None:
    course = approved()
    links = [
        replace(link, changed=canonical_json({"status": "authorization"}))
        if link.kind == "request.validated"
        else link
        for link in course.links
    ]
    (one,) = tried(POLICY, replace(course, links=tuple(links))).unplayable
    assert "request.validated, does not say what its act needs" in one.why


def test_request_without_a_trail_is_named() -> None:
    (one,) = tried(POLICY, replace(approved(), links=())).unplayable
    assert "its filing" in one.why


def test_acknowledgement_counts_for_the_deadline_of_the_draft() -> None:
    near = f"deadline_near:{hours(72).isoformat()}"
    known = step(70.2, "USUPER", Acknowledge(number=1001, escalation=near))
    course = lived(1001, [read(1001), known, first(71, 1001), second(71.2, 1001), done(71.4, 1001)])
    one = only(with_time(2, "71h 30m"), course)
    assert (one.shift, one.not_done) == (timedelta(minutes=-30), ())
