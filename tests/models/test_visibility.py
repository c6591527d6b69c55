"""Who may read a request: those who have a part in it, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from models.acts import MarkExecuted, WarnOfDeadline
from models.lifecycle import perform
from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Result
from models.visibility import refusal_of_viewer
from tests.builders import MORNING, approve, approved, done, filed, person, policy, register, scene


def refusal(
    who: Person, request: ExceptionRequest, known: Register | None = None, own: Policy | None = None
) -> Refusal | None:
    return refusal_of_viewer(who, request, own or policy(), known or register(), MORNING)


@pytest.mark.parametrize("by", ["UREQ", "UBEN", "UVAL2", "UMAN1", "UEXE1", "UOPS1", "UADMIN"])
def test_those_who_have_a_part_in_it_read_it(by: str) -> None:
    assert refusal(person(by), filed(requested=Decimal(36), beneficiary="UBEN")) is None


@pytest.mark.parametrize("by", ["UNOBODY", "ULEAD1", "USUPER"])
def test_others_do_not_and_are_told_no_names(by: str) -> None:
    refused = refusal(person(by), filed(requested=Decimal(36), beneficiary="UBEN"))
    assert refused is not None
    assert refused.why is Why.NOT_A_VIEWER
    assert all(name.startswith("@") for name in refused.who_could)


def test_who_was_told_or_decided_reads_it_also_after_leaving_the_group() -> None:
    request = done(approve(filed(), "UVAL1"))
    warning = WarnOfDeadline(number=1042, deadline=request.deadline)
    request = done(perform(request, warning, SYSTEM, scene(request.deadline)))
    assert refusal(person("USUPER"), request) is None
    assert refusal(person("UVAL1"), request, register(validators=set())) is None
    assert refusal(person("UVAL2"), request, register(validators=set())) is not None


def test_supervisor_who_is_told_that_it_failed_reads_it() -> None:
    request = approved()
    assert refusal(person("USUPER"), request) is not None
    for result in (Result.FAILED, Result.GIVEN_UP):
        act = MarkExecuted(number=1042, done="The system refused it.", result=result)
        failed = done(perform(request, act, person("UOPS1"), scene(MORNING)))
        assert refusal(person("USUPER"), failed) is None


def test_owners_of_the_regulatory_hold_read_everything() -> None:
    hold = {"regulatory": {"title": "Regulatory", "owner": ["@compliance"]}}
    known = register(compliance={"UCOMP"})
    assert refusal(person("UCOMP"), filed(), known, policy(holds=hold)) is None
    assert refusal(person("UCOMP"), filed(), known) is not None


@pytest.mark.parametrize(
    ("what", "why"),
    [("is_bot", Why.BOT), ("is_deactivated", Why.DEACTIVATED), ("is_stranger", Why.STRANGER)],
)
def test_programs_strangers_and_deactivated_people_read_nothing_not_even_their_own(
    what: str, why: Why
) -> None:
    refused = refusal(person("UREQ", **{what: True}), filed())
    assert refused is not None
    assert refused.why is why


def test_guest_reads_what_they_filed_or_benefit_from_and_nothing_else() -> None:
    request = filed(beneficiary="UBEN")
    for by in ("UREQ", "UBEN"):
        assert refusal(person(by, is_guest=True), request) is None
    refused = refusal(person("UVAL1", is_guest=True), request)
    assert refused is not None
    assert refused.why is Why.GUEST


def test_group_that_slack_cannot_tell_opens_nothing() -> None:
    for known in (Register(unknown={"@validators": "x"}), register(MORNING - timedelta(seconds=61))):
        refused = refusal(person("UVAL1"), filed(), known)
        assert refused is not None
        assert refused.why is Why.GROUP_UNKNOWN
        assert refusal(person("UREQ"), filed(), known) is None
