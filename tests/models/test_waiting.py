"""On whom a request waits: asked of one person, or for all at once, it is the same answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from models.acts import AskToExpedite, MarkExecuted, ReturnForCompletion
from models.delegation import Delegation
from models.holds import MissingItem
from models.lifecycle import perform
from models.notifying.waiting import Turn, waited_for, waiting_of
from models.people import Person, Register
from models.refusals import Field
from models.request import ExceptionRequest
from models.turns import is_turn_of
from tests.builders import (
    GROUPS,
    LATER,
    MORNING,
    approve,
    approved,
    done,
    filed,
    person,
    policy,
    register,
    scene,
)

EVERYBODY = sorted({"UREQ", "USUPER", "USUCCESS"} | {one for members in GROUPS.values() for one in members})


def asked_of_each(request: ExceptionRequest, known: Register) -> set[str]:
    """Of whom it would be said that it waits on them, asked alone."""
    return {
        one
        for one in EVERYBODY
        if is_turn_of(Person(id=one, team="T1", name=one), request, policy(), known, LATER)
    }


def delegated(by: str, to: str) -> Delegation:
    return Delegation(
        number=1,
        by=by,
        to=to,
        roles=("validators", "team_lead", "manager", "executive"),
        starts=MORNING - timedelta(days=1),
        ends=MORNING + timedelta(days=9),
        made_at=MORNING - timedelta(days=2),
    )


def returned() -> ExceptionRequest:
    item = MissingItem(field=Field.RATIONALE.value, words="Say for how long.")
    act = ReturnForCompletion(number=1042, items=(item,))
    return done(perform(filed(), act, person("UVAL1"), scene(LATER)))


def urgent() -> ExceptionRequest:
    act = AskToExpedite(number=1042, justification="They sign today.")
    return done(perform(filed(), act, person("UREQ"), scene(LATER)))


CASES: dict[str, Callable[[], ExceptionRequest]] = {
    "validation": filed,
    "filed by a validator": lambda: filed(by="UVAL1"),
    "for a validator": lambda: filed(beneficiary="UVAL2"),
    "authorisation": lambda: done(approve(filed(), "UVAL1")),
    "by one with both hats": lambda: done(approve(filed(), "UBOTH")),
    "execution": approved,
    "carried out": lambda: done(
        perform(approved(), MarkExecuted(number=1042, done="Done."), person("UOPS1"), scene(LATER))
    ),
    "returned": returned,
    "urgent": urgent,
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    "delegations",
    [(), (delegated("UVAL1", "UVAL2"),), (delegated("UEXE1", "UVAL1"),), (delegated("UREQ", "UVAL2"),)],
)
def test_asked_for_all_at_once_it_is_what_each_would_be_told(
    name: str, delegations: tuple[Delegation, ...]
) -> None:
    request = CASES[name]()
    known = replace(register(LATER), delegations=delegations)
    assert set(waited_for(request, policy(), known, LATER)) == asked_of_each(request, known)


def test_it_waits_on_those_whose_turn_it_is() -> None:
    assert set(waited_for(filed(), policy(), register(LATER), LATER)) == {"UVAL1", "UVAL2", "UBOTH"}
    validated = done(approve(filed(), "UVAL1"))
    assert dict(waited_for(validated, policy(), register(LATER), LATER)) == {"UEXE1": Turn.DECIDE}
    assert set(waited_for(approved(), policy(), register(LATER), LATER)) == {"UOPS1", "UOPS2"}
    assert dict(waited_for(returned(), policy(), register(LATER), LATER)) == {"UREQ": Turn.COMPLETE}


def test_group_that_slack_could_not_tell_of_is_nobody() -> None:
    unknown = Register(unknown={"@validators": "it could not be read"})
    assert dict(waited_for(filed(), policy(), unknown, LATER)) == {}


def test_what_is_late_or_about_to_be_is_near() -> None:
    request = filed()
    early = waiting_of(request, Turn.DECIDE, policy(), LATER)
    assert (early.is_near, early.due_at) == (False, request.deadline)
    assert waiting_of(request, Turn.DECIDE, policy(), request.deadline - timedelta(hours=2)).is_near
    hold = returned()
    due = hold.open_holds[0].due_at
    assert due is not None
    assert waiting_of(hold, Turn.COMPLETE, policy(), LATER).due_at == due
    assert waiting_of(hold, Turn.COMPLETE, policy(), due).is_near
