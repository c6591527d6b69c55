"""Changing the policy: two administrators who count as two, for the policy in force, and only what Slack may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.delegation import Delegation
from models.events import EventKind
from models.lifecycle import Scene
from models.oversight.policy_change_acts import (
    ApprovePolicyChange,
    ProposePolicyChange,
    RejectPolicyChange,
    WithdrawPolicyChange,
)
from models.oversight.policy_changes import ChangeEnd, PolicyChange, is_proposable
from models.oversight.policy_changing import answer, propose, take_back, told
from models.people import Register
from models.policy import Policy
from models.policy_versions import policy_from_json, version_of
from models.refusals import Fault, Field, Refusal, Why
from tests.builders import MORNING, person, policy, register

ADMINS = {"administrators": ["@admins", "USECOND"]}


def own(**changed: Any) -> Policy:
    """A policy with two administrators: one in a group, one by name."""
    return policy(**ADMINS | changed)


def lower(**changed: Any) -> Policy:
    """The executives' band begins at 45."""
    tiers = [*own().model_dump()["tiers"]]
    tiers[1]["below"] = tiers[2]["at_least"] = 45
    return own(tiers=tiers, **changed)


def scene(
    said: Policy | None = None, version: str = "v1", known: Register | None = None, **changed: Any
) -> Scene:
    return Scene(
        workspace="T1",
        at=MORNING,
        policy=said or own(),
        policy_version=version,
        register=known or register(),
        number=1,
        **changed,
    )


def act(**changed: Any) -> ProposePolicyChange:
    return replace(ProposePolicyChange(base="v1", draft=lower(), reason="It is time."), **changed)


def proposed() -> PolicyChange:
    """What the first administrator proposed."""
    result = propose(act(), person("UADMIN"), scene())
    assert not isinstance(result, Refusal)
    return result[0]


def why(result: object) -> Why:
    assert isinstance(result, Refusal), result
    return result.why


def test_proposal_names_all_that_would_change_and_reaches_every_administrator() -> None:
    result = propose(act(), person("UADMIN"), scene())
    assert not isinstance(result, Refusal)
    made, happened = result
    assert [change.key for change in made.changes] == ["tiers[1].below", "tiers[2].at_least"]
    assert made.told == ("UADMIN", "USECOND")
    assert made.version == version_of(lower())
    assert policy_from_json(made.content) == lower()
    assert happened.kind is EventKind.POLICY_PROPOSED
    assert happened.changed["content"] == made.content


@pytest.mark.parametrize("who", ["UMAN1", "UREQ", "UOPS1"])
def test_nobody_but_an_administrator_proposes_or_answers(who: str) -> None:
    assert why(propose(act(), person(who), scene())) is Why.NOT_ADMINISTRATOR
    for kind in (ApprovePolicyChange, RejectPolicyChange):
        assert (
            why(answer(kind(change=1, words="So."), proposed(), person(who), scene()))
            is Why.NOT_ADMINISTRATOR
        )


@pytest.mark.parametrize(
    ("what", "reason"), [("is_bot", Why.BOT), ("is_guest", Why.GUEST), ("is_stranger", Why.STRANGER)]
)
def test_no_program_guest_or_stranger_answers_though_the_policy_names_them(what: str, reason: Why) -> None:
    somebody = person("USECOND", **{what: True})
    approval = ApprovePolicyChange(change=1, words="So.")
    assert why(answer(approval, proposed(), somebody, scene())) is reason


def test_proposer_decides_nothing_about_it_but_takes_it_back() -> None:
    admin = person("UADMIN")
    for kind in (ApprovePolicyChange, RejectPolicyChange):
        assert why(answer(kind(change=1, words="So."), proposed(), admin, scene())) is Why.OWN_POLICY_CHANGE
    back = WithdrawPolicyChange(change=1)
    assert why(take_back(back, proposed(), person("USECOND"), scene())) is Why.NOT_PROPOSER
    result = take_back(back, proposed(), admin, scene())
    assert not isinstance(result, Refusal)
    assert result[0].ended is not None
    assert result[0].ended.how is ChangeEnd.TAKEN_BACK


@pytest.mark.parametrize(("by", "to"), [("UADMIN", "USECOND"), ("USECOND", "UADMIN")])
def test_two_ends_of_a_delegation_count_as_one_person(by: str, to: str) -> None:
    ended = Delegation(
        number=1,
        by=by,
        to=to,
        roles=("manager",),
        starts=MORNING - timedelta(days=1),
        ends=MORNING + timedelta(hours=1),
        made_at=MORNING - timedelta(days=1),
    )
    known = replace(register(MORNING + timedelta(hours=2)), delegations=(ended,))
    later = replace(scene(known=known), at=MORNING + timedelta(hours=2))
    approval = ApprovePolicyChange(change=1, words="So.")
    assert why(answer(approval, proposed(), person("USECOND"), later)) is Why.ONE_WITH_PROPOSER
    # While it is in force nobody is left who could approve.
    now = scene(known=replace(register(), delegations=(ended,)))
    assert why(propose(act(), person("UADMIN"), now)) is Why.NO_SECOND_ADMINISTRATOR


def test_one_administrator_alone_proposes_nothing() -> None:
    alone = own(administrators=["@admins"])
    assert why(propose(act(), person("UADMIN"), scene(alone))) is Why.NO_SECOND_ADMINISTRATOR
    left = replace(register(), absent=frozenset({"USECOND"}))
    assert why(propose(act(), person("UADMIN"), scene(known=left))) is Why.NO_SECOND_ADMINISTRATOR


def test_group_that_slack_cannot_tell_of_refuses_all() -> None:
    unknown = Register(unknown={"@admins": "it could not be read"})
    approval = ApprovePolicyChange(change=1, words="So.")
    assert why(propose(act(), person("UADMIN"), scene(known=unknown))) is Why.GROUP_UNKNOWN
    assert why(answer(approval, proposed(), person("UADMIN"), scene(known=unknown))) is Why.GROUP_UNKNOWN
    assert why(told(scene(known=unknown))) is Why.GROUP_UNKNOWN


def test_approval_holds_only_for_the_policy_that_it_was_proposed_for() -> None:
    other = scene(version="v2")
    assert why(propose(act(), person("UADMIN"), other)) is Why.BASE_CHANGED
    second = person("USECOND")
    approval = ApprovePolicyChange(change=1, words="So.")
    assert why(answer(approval, proposed(), second, other)) is Why.BASE_CHANGED
    # It can still be cleared away.
    rejected = answer(RejectPolicyChange(change=1, words="Too late."), proposed(), second, other)
    assert not isinstance(rejected, Refusal)


def test_what_has_ended_is_answered_no_more() -> None:
    second = person("USECOND")
    done = answer(ApprovePolicyChange(change=1, words="So."), proposed(), second, scene())
    assert not isinstance(done, Refusal)
    ended, happened = done
    assert (happened.kind, happened.changed["proposed_by"]) == (EventKind.POLICY_APPROVED, "UADMIN")
    for again in (
        answer(RejectPolicyChange(change=1, words="No."), ended, second, scene()),
        take_back(WithdrawPolicyChange(change=1), ended, person("UADMIN"), scene()),
    ):
        assert why(again) is Why.POLICY_CHANGE_OVER


def test_words_are_needed_for_every_answer_and_a_reason_for_a_proposal() -> None:
    blank = propose(act(reason=" "), person("UADMIN"), scene())
    assert isinstance(blank, Refusal)
    assert blank.faults == {Field.WHY: Fault.MISSING}
    answered = answer(ApprovePolicyChange(change=1, words=""), proposed(), person("USECOND"), scene())
    assert isinstance(answered, Refusal)
    assert answered.faults == {Field.WORDS: Fault.MISSING}


def test_what_stands_in_the_file_alone_is_not_changed_in_slack() -> None:
    admin = person("UADMIN")
    assert why(propose(act(draft=own()), admin, scene())) is Why.NOTHING_CHANGED
    for draft in (
        lower(administrators=["UADMIN"]),
        lower(title="Mine"),
        lower(validators={"who": ["UADMIN"]}),
    ):
        assert why(propose(act(draft=draft), admin, scene())) is Why.NOT_PROPOSABLE
    first, second, third = lower().tiers
    gap = (first, second.model_copy(update={"below": third.at_least - 1}), third)
    broken = lower().model_copy(update={"tiers": gap})
    assert why(propose(act(draft=broken), admin, scene())) is Why.NOT_PROPOSABLE
    assert is_proposable("contacts.director.backup")
    assert not is_proposable("tiers[0].authorizers")


def test_owner_and_administrators_hear_of_it_once_each() -> None:
    assert told(scene()) == ("UADMIN", "USECOND", "UOPS1", "UOPS2")
