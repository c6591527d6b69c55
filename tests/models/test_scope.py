"""A group that is not known as it is now opens nothing, and nothing waits on whoever is in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.acts import AnswerExpedite, AskToExpedite
from models.lifecycle import perform
from models.people import FRESH_FOR
from models.request import ExceptionRequest
from models.scope import scope_of
from models.turns import is_turn_of, turn_of
from tests.builders import LATER, approve, approved, done, filed, person, policy, register, scene


def test_group_that_was_read_too_long_ago_opens_nothing() -> None:
    known, versions = register(LATER), {"v1": policy()}
    for at, names in (
        (LATER + FRESH_FOR, ("@validators", "UVAL1")),
        (LATER + FRESH_FOR + timedelta(seconds=1), ("UVAL1",)),
    ):
        scope = scope_of(person("UVAL1"), versions, policy(), known, at)
        assert scope.names == names
        assert bool(scope.tiers) == ("@validators" in names)
        assert scope.sees_all == ("@validators" in names)


def test_nobody_without_a_name_here_sees_anything() -> None:
    for kind in ("is_bot", "is_deactivated", "is_stranger"):
        scope = scope_of(person("UVAL1", **{kind: True}), {"v1": policy()}, policy(), register(LATER), LATER)
        assert (scope.names, scope.tiers, scope.sees_all) == ((), {}, False)


def test_guest_sees_what_is_theirs_whatever_group_they_are_in() -> None:
    guest = person("UVAL1", is_guest=True)
    scope = scope_of(guest, {"v1": policy()}, policy(), register(LATER), LATER)
    assert (scope.names, scope.tiers, scope.is_own_alone, scope.sees_all) == (("UVAL1",), {}, True, False)


@pytest.mark.parametrize(
    ("waiting", "who"),
    [(filed(), "UVAL1"), (done(approve(filed(), "UVAL1")), "UEXE1"), (approved(), "UOPS1")],
)
def test_nothing_waits_on_somebody_in_a_group_that_was_read_too_long_ago(
    waiting: ExceptionRequest, who: str
) -> None:
    at = LATER + timedelta(minutes=2)
    assert is_turn_of(person(who), waiting, policy(), register(at), at)
    assert not is_turn_of(person(who), waiting, policy(), register(LATER), at)


def test_urgent_path_waits_on_those_who_may_authorise_it_until_one_has_answered() -> None:
    act = AskToExpedite(number=1042, justification="They sign today.")
    urgent = done(perform(filed(), act, person("UREQ"), scene(LATER)))
    assert "@managers" in turn_of(policy(), urgent)
    assert "@managers" not in turn_of(policy(), filed())
    assert is_turn_of(person("UMAN1"), urgent, policy(), register(LATER), LATER)
    assert not is_turn_of(person("UMAN1"), filed(), policy(), register(LATER), LATER)
    too_late = LATER + timedelta(minutes=2)
    assert not is_turn_of(person("UMAN1"), urgent, policy(), register(LATER), too_late)
    answer = AnswerExpedite(number=1042, round=urgent.round, is_granted=True, words="So be it.")
    answered = done(perform(urgent, answer, person("UMAN1"), scene(LATER)))
    assert "@managers" not in turn_of(policy(), answered)
    assert not is_turn_of(person("UMAN2"), answered, policy(), register(LATER), LATER)
