"""When recurring approvals open a policy review, and who concludes it (blueprint, FAQ: precedent-setting)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deadlines import TimerKind
from models.events import EventKind
from models.lifecycle import Scene
from models.oversight.policy_review_acts import (
    AskForPolicyReview,
    ConcludePolicyReview,
    MarkPolicyReviewOverdue,
)
from models.oversight.policy_reviewing import Reviewed, case_of, decide, on_approval
from models.oversight.policy_reviews import Case, Conclusion, PolicyReview, ReviewOutcome
from models.people import SYSTEM
from models.policy import Policy
from models.reasons import Reason
from models.refusals import Fault, Field, Refusal, Why
from tests.builders import (
    GROUPS,
    MORNING,
    approved,
    done,
    person,
    policy,
    register,
    withdraw,
)

DAY = timedelta(days=1)
RECURRENCE: dict[str, Any] = {
    "recurrence": {"count": 3, "within": "90d", "conclude_within": "10 business days", "contact": "director"}
}


def scene(at: datetime = MORNING, own: Policy | None = None, groups: Any = None, number: int = 1) -> Scene:
    """Now, under the policy of now."""
    return Scene(
        workspace="T1",
        at=at,
        policy=own or policy(**RECURRENCE),
        policy_version="v2",
        register=register(at, **(groups or {})),
        number=number,
    )


def cases(*ages: timedelta) -> tuple[Case, ...]:
    """Approvals of so long ago."""
    return tuple(Case(number=1001 + n, approved_at=MORNING - age) for n, age in enumerate(ages))


def approval(
    before: tuple[Case, ...], newest: PolicyReview | None = None, own: Policy | None = None
) -> Reviewed | None:
    """What one more approval does now."""
    case = Case(number=2000, approved_at=MORNING)
    return on_approval(case, "P-1", Reason.RETENTION, approved=before, newest=newest, scene=scene(own=own))


def review(**changed: Any) -> PolicyReview:
    """An open one."""
    opened = approval(cases(2 * DAY, DAY))
    assert opened is not None
    return replace(opened.review, **changed)


def concluded(at: datetime) -> PolicyReview:
    """One that was concluded."""
    made = Conclusion(outcome=ReviewOutcome.KEPT, by="UOPS1", at=at, words="Fine.", policy_version="v1")
    return review(concluded=made)


def test_third_approval_within_the_time_opens_a_review_for_the_standards_owner() -> None:
    assert approval(cases(DAY)) is None
    opened = approval(cases(2 * DAY, DAY))
    assert opened is not None
    made = opened.review
    assert (made.owner, made.subject, made.policy_version) == ("@operations", "P-1/customer_retention", "v2")
    assert [case.number for case in made.cases] == [1001, 1002, 2000]
    # Ten business days after a Wednesday, at the close of business in Berlin.
    assert made.due_at.isoformat() == "2026-03-18T16:00:00+00:00"
    assert [event.kind for event in opened.events] == [EventKind.POLICY_REVIEW_OPENED]
    assert [(timer.kind, timer.version, timer.due_at) for timer in opened.timers] == [
        (TimerKind.POLICY_REVIEW_ASKED, "1", MORNING),
        (TimerKind.POLICY_REVIEW_OVERDUE, "1", made.due_at),
    ]


@pytest.mark.parametrize(("more", "opens"), [(0, True), (1, False)])
def test_approval_of_exactly_the_time_ago_counts_and_an_older_one_does_not(more: int, opens: bool) -> None:
    age = 90 * DAY + more * timedelta(microseconds=1)
    assert (approval(cases(age, DAY)) is not None) is opens


@given(
    ages=st.lists(st.integers(min_value=0, max_value=200), max_size=12),
    concluded_before=st.none() | st.integers(min_value=0, max_value=200),
)
def test_review_opens_exactly_when_enough_lie_within_the_time_and_after_the_last_conclusion(
    ages: list[int], concluded_before: int | None
) -> None:
    newest = None if concluded_before is None else concluded(MORNING - concluded_before * DAY)
    last = MORNING - 1000 * DAY if concluded_before is None else MORNING - concluded_before * DAY
    case = Case(number=2000, approved_at=MORNING)
    counting = [
        one
        for one in (*cases(*(age * DAY for age in ages)), case)
        if one.approved_at >= MORNING - 90 * DAY and one.approved_at > last
    ]
    opened = approval(cases(*(age * DAY for age in ages)), newest)
    assert (opened is not None) is (len(counting) >= 3)
    if opened is not None:
        assert set(opened.review.cases) == set(counting)


def test_same_request_approved_twice_is_one_case() -> None:
    again = Case(number=2000, approved_at=MORNING - DAY)
    assert approval((again, Case(number=1001, approved_at=MORNING))) is None


def test_further_case_is_added_to_the_open_review_and_no_second_is_opened() -> None:
    added = approval((), review(cases=cases(3 * DAY, 2 * DAY, DAY)))
    assert added is not None
    assert [case.number for case in added.review.cases] == [1001, 1002, 1003, 2000]
    assert [event.kind for event in added.events] == [EventKind.POLICY_REVIEW_CASE_ADDED]
    assert added.timers == ()


def test_case_of_an_open_review_that_is_approved_anew_is_not_added_again() -> None:
    again = approval((), review())
    assert again is not None
    assert again.review == review()
    assert again.events == ()


def test_standard_that_the_policy_no_longer_has_is_not_opened_for_review() -> None:
    gone = policy(
        **RECURRENCE, standards=[{"reference": "P-0", "title": "Free samples", "owner": "@operations"}]
    )
    assert approval(cases(2 * DAY, DAY), own=gone) is None
    added = approval((), review(cases=cases(DAY)), own=gone)
    assert added is not None, "one that is open already goes on"


def test_withdrawn_request_is_no_case_any_more() -> None:
    request = approved()
    assert case_of(request) == Case(number=request.number, approved_at=request.decisions[-1].at)
    assert case_of(done(withdraw(request))) is None


def conclusion(
    by: str,
    own: PolicyReview | None = None,
    outcome: ReviewOutcome | None = ReviewOutcome.CHANGED,
    **more: Any,
) -> Reviewed | Refusal:
    """What becomes of a conclusion."""
    act = ConcludePolicyReview(review=1, outcome=outcome, words=more.pop("words", "It does not fit."))
    return decide(act, person(by, **more.pop("described", {})), own or review(), scene(**more))


def test_owner_concludes_it_with_words_and_the_version_in_force() -> None:
    result = conclusion("UOPS2")
    assert isinstance(result, Reviewed)
    made = result.review.concluded
    assert made is not None
    assert (made.outcome, made.by, made.words, made.policy_version) == (
        ReviewOutcome.CHANGED,
        "UOPS2",
        "It does not fit.",
        "v2",
    )
    assert not result.review.is_open
    (event,) = result.events
    assert event.kind is EventKind.POLICY_REVIEW_CONCLUDED
    assert event.changed["concluded"]["outcome"] == "changed"  # type: ignore[index, call-overload]


@pytest.mark.parametrize("by", ["UADMIN", "UEXE1", "UMAN1", "UNOBODY"])
def test_nobody_but_the_owner_concludes_it_administrators_included(by: str) -> None:
    result = conclusion(by)
    assert isinstance(result, Refusal)
    assert (result.why, result.who_could) == (Why.NOT_STANDARD_OWNER, ("@operations",))


def test_administrator_who_owns_the_standard_concludes_it() -> None:
    assert isinstance(conclusion("UADMIN", groups={"operations": {"UADMIN"}}), Reviewed)


@pytest.mark.parametrize("what", ["is_guest", "is_stranger", "is_deactivated", "is_bot"])
def test_owner_who_is_no_full_member_does_not_conclude_it(what: str) -> None:
    assert isinstance(conclusion("UOPS1", described={what: True}), Refusal)


def test_conclusion_needs_an_outcome_and_words() -> None:
    result = conclusion("UOPS1", outcome=None, words="  ")
    assert isinstance(result, Refusal)
    assert result.faults == {Field.REVIEW_OUTCOME: Fault.MISSING, Field.REVIEW_WORDS: Fault.MISSING}
    result = conclusion("UOPS1", words="x" * 3001)
    assert isinstance(result, Refusal)
    assert result.faults == {Field.REVIEW_WORDS: Fault.TOO_LONG}


def test_review_is_concluded_once() -> None:
    result = conclusion("UOPS2", concluded(MORNING))
    assert isinstance(result, Refusal)
    assert (result.why, result.by) == (Why.POLICY_REVIEW_CONCLUDED, "UOPS1")


def test_standards_owner_of_now_concludes_it_and_the_policys_owner_where_the_standard_is_gone() -> None:
    moved = policy(
        **RECURRENCE,
        standards=[{"reference": "P-1", "title": "Payment term", "owner": "@managers"}],
    )
    assert isinstance(conclusion("UOPS1", own=review(), at=MORNING), Reviewed)
    act = ConcludePolicyReview(review=1, outcome=ReviewOutcome.KEPT, words="Fine.")
    assert isinstance(decide(act, person("UMAN1"), review(), scene(own=moved)), Reviewed)
    assert isinstance(decide(act, person("UOPS1"), review(), scene(own=moved)), Refusal)
    gone = policy(
        **RECURRENCE,
        owner="@executives",
        standards=[{"reference": "P-0", "title": "Free samples", "owner": "@operations"}],
    )
    assert isinstance(decide(act, person("UEXE1"), review(), scene(own=gone)), Reviewed)


def test_each_member_of_the_owner_is_asked_once() -> None:
    asked = decide(AskForPolicyReview(review=1), SYSTEM, review(), scene())
    assert isinstance(asked, Reviewed)
    assert asked.review.told == tuple(sorted(GROUPS["@operations"]))
    again = decide(AskForPolicyReview(review=1), SYSTEM, asked.review, scene())
    assert isinstance(again, Refusal)


def test_nobody_is_asked_while_slack_cannot_say_who_the_owner_is() -> None:
    unknown = replace(scene(), register=replace(scene().register, groups={}))
    refused = decide(AskForPolicyReview(review=1), SYSTEM, review(), unknown)
    assert isinstance(refused, Refusal)
    assert refused.why is Why.GROUP_UNKNOWN
    assert refused.can_be_tried_again


def test_contact_is_told_once_when_it_is_overdue() -> None:
    act = MarkPolicyReviewOverdue(review=1)
    late = decide(act, SYSTEM, review(told=("UOPS1",)), scene())
    assert isinstance(late, Reviewed)
    assert (late.review.overdue_at, late.review.overdue_told) == (MORNING, ("UDIRECTOR",))
    assert late.review.recipients == ("UOPS1", "UDIRECTOR")
    assert isinstance(decide(act, SYSTEM, late.review, scene()), Refusal)
    assert isinstance(decide(act, SYSTEM, concluded(MORNING), scene()), Refusal)


def test_stand_ins_of_the_contact_are_told_where_the_contact_is_absent() -> None:
    absent = replace(scene(), register=replace(scene().register, absent=frozenset({"UDIRECTOR"})))
    late = decide(MarkPolicyReviewOverdue(review=1), SYSTEM, review(), absent)
    assert isinstance(late, Reviewed)
    assert late.review.overdue_told == tuple(sorted(GROUPS["@managers"]))


@pytest.mark.parametrize("act", [AskForPolicyReview(review=1), MarkPolicyReviewOverdue(review=1)])
def test_no_person_does_what_happens_by_itself(act: AskForPolicyReview | MarkPolicyReviewOverdue) -> None:
    refused = decide(act, person("UOPS1"), review(), scene())
    assert isinstance(refused, Refusal)
    assert refused.why is Why.SYSTEM_ONLY
