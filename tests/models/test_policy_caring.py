"""The policy's own review: asked of its owner, made by one of them with words, and told of when it is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.deadlines import TimerKind
from models.events import EventKind
from models.lifecycle import Scene
from models.oversight.policy_care_acts import MarkPolicyCareOverdue, ReviewPolicy
from models.oversight.policy_cares import CareOfPolicy, CareVerdict
from models.oversight.policy_caring import mark_overdue, open_care, review, timers_of
from models.people import SYSTEM, Register
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from tests.builders import MORNING, person, policy, register

RIGHT = ReviewPolicy(care=1, verdict=CareVerdict.RIGHT, words="We went through it.")


def own(**changed: Any) -> Policy:
    """A policy whose director hears when its review is late."""
    care = {"contact": "director", "conclude_within": "20d"} | changed
    return policy(policy_review=care)


def scene(said: Policy | None = None, known: Register | None = None) -> Scene:
    return Scene(
        workspace="T1",
        at=MORNING,
        policy=said or own(),
        policy_version="v1",
        register=known or register(),
        number=1,
    )


def opened(said: Policy | None = None, known: Register | None = None) -> CareOfPolicy:
    result = open_care("2026-03-04", SYSTEM, scene(said, known))
    assert not isinstance(result, Refusal)
    return result[0]


def why(result: object) -> Why:
    assert isinstance(result, Refusal), result
    return result.why


def test_owner_is_asked_and_has_the_policys_time() -> None:
    care = opened()
    assert (care.told, care.version, care.who) == (("UOPS1", "UOPS2"), "v1", ("@operations",))
    assert care.due_at == MORNING + timedelta(days=20)
    (timer,) = timers_of(care, own())
    assert (timer.kind, timer.version, timer.due_at) == (TimerKind.POLICY_CARE_OVERDUE, "1", care.due_at)
    assert tuple(timers_of(care, own(contact=None))) == ()


def test_administrators_are_asked_where_nobody_is_left_of_the_owner() -> None:
    known = replace(register(), absent=frozenset({"UOPS1", "UOPS2"}))
    care = opened(known=known)
    assert care.told == ("UADMIN",)
    made = review(RIGHT, care, person("UADMIN"), scene(known=known))
    assert not isinstance(made, Refusal)


def test_one_of_the_owner_reviews_it_with_a_verdict_and_words() -> None:
    result = review(RIGHT, opened(), person("UOPS2"), scene())
    assert not isinstance(result, Refusal)
    care, happened = result
    assert care.reviewed is not None
    assert (care.reviewed.by, care.reviewed.version, care.is_open) == ("UOPS2", "v1", False)
    assert happened.kind is EventKind.POLICY_CARE_REVIEWED
    assert why(review(RIGHT, care, person("UOPS1"), scene())) is Why.POLICY_CARE_OVER
    blank = review(replace(RIGHT, verdict=None, words=" "), opened(), person("UOPS1"), scene())
    assert isinstance(blank, Refusal)
    assert blank.faults == {Field.CARE: Fault.MISSING, Field.WORDS: Fault.MISSING}


@pytest.mark.parametrize("who", ["UADMIN", "UMAN1", "UREQ"])
def test_nobody_but_the_owner_reviews_it(who: str) -> None:
    assert why(review(RIGHT, opened(), person(who), scene())) is Why.NOT_POLICY_OWNER


def test_contact_hears_that_it_is_late_and_the_backup_where_they_are_not_there() -> None:
    late = MarkPolicyCareOverdue(care=1)
    for absent, told in (
        (set(), ("UDIRECTOR",)),
        ({"UDIRECTOR"}, ("UBOTH", "UMAN1", "UMAN2")),
        ({"UDIRECTOR", "UBOTH", "UMAN1", "UMAN2"}, ("UADMIN",)),
    ):
        known = replace(register(), absent=frozenset(absent))
        result = mark_overdue(late, opened(), SYSTEM, scene(known=known))
        assert not isinstance(result, Refusal)
        assert (result[0].overdue_told, result[0].is_open) == (told, True)


def test_only_the_system_asks_for_it_or_calls_it_late() -> None:
    assert why(open_care("2026-03-04", person("UADMIN"), scene())) is Why.SYSTEM_ONLY
    late = MarkPolicyCareOverdue(care=1)
    assert why(mark_overdue(late, opened(), person("UADMIN"), scene())) is Why.SYSTEM_ONLY
    made = review(RIGHT, opened(), person("UOPS1"), scene())
    assert not isinstance(made, Refusal)
    assert why(mark_overdue(late, made[0], SYSTEM, scene())) is Why.POLICY_CARE_OVER


def test_group_that_slack_cannot_tell_of_puts_it_off() -> None:
    unknown = Register(unknown={"@operations": "it could not be read"})
    refused = open_care("2026-03-04", SYSTEM, scene(known=unknown))
    assert isinstance(refused, Refusal)
    assert refused.can_be_tried_again
