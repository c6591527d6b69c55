"""A value above every tier's authority: who is asked, what they may say, and what it allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.acts import Amend, Approve, File, MarkHoldOverdue, Prohibit, ResolveHold
from models.authorities import is_over_all, released_up_to
from models.delegation import Delegation
from models.events import EventKind
from models.holds import Hold, HoldEnding, HoldKind
from models.lifecycle import Outcome, Scene, perform
from models.lifecycle.guarding import guarded
from models.people import SYSTEM, Register
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from models.request import Customer, Ending, ExceptionRequest, Stage, Status
from models.roles import hold_owners
from tests.builders import (
    LATER,
    MORNING,
    approve,
    by_hand,
    done,
    euros,
    filed,
    filing,
    person,
    policy,
    refused,
    register,
    scene,
)

#: Above the EUR 100,000 of the executives.
TOO_MUCH = euros(250_000)


def named(who: tuple[str, ...] = ("UCHIEF",), backup: tuple[str, ...] = ("UCHAIR",)) -> Policy:
    """The policy with a contact above all authority."""
    given = policy()
    contacts = {key: contact.model_dump() for key, contact in given.contacts.items()}
    contacts["chief"] = {"title": "Chief operating officer", "who": who, "backup": backup}
    escalations = given.escalations.model_dump()
    escalations["over_authority"]["contact"] = "chief"
    return policy(contacts=contacts, escalations=escalations)


POLICY = named()


def at(moment: datetime = LATER, given: Policy = POLICY, who: Register | None = None) -> Scene:
    return scene(moment, policy=given, register=who or register(moment))


def over(moment: datetime = MORNING, given: Policy = POLICY, **form: Any) -> ExceptionRequest:
    return filed(at=moment, policy=given, **({"value": TOO_MUCH} | form))


def the_hold(request: ExceptionRequest) -> Hold:
    assert len(request.open_holds) == 1
    return request.open_holds[0]


def released(
    request: ExceptionRequest, by: str = "UCHIEF", moment: datetime = LATER, **what: Any
) -> Outcome | Refusal:
    given = {"words": "The order is worth it.", "hold": request.holds[-1].key} | what
    return perform(request, ResolveHold(number=1042, **given), person(by), at(moment))


def refuse(request: ExceptionRequest, by: str = "UCHIEF", **what: Any) -> Outcome | Refusal:
    given = {"why": "We do not take that risk.", "hold": request.holds[-1].key} | what
    return perform(request, Prohibit(number=1042, **given), person(by), at())


def decide(request: ExceptionRequest, by: str, **what: Any) -> Outcome | Refusal:
    stage = request.stage or Stage.AUTHORIZATION
    act = Approve(number=1042, stage=stage, rationale="Fine.", **what)
    return perform(request, act, person(by), at())


def test_without_a_contact_it_cannot_be_filed() -> None:
    refusal = refused(perform(None, File(filing=filing(value=TOO_MUCH)), person("UREQ"), scene()))
    assert refusal.faults == {Field.VALUE: Fault.OVER_ALL_AUTHORITY}


def test_with_a_contact_it_is_filed_to_the_highest_tier_and_held_for_them() -> None:
    request = over(requested=Decimal(33))
    assert (request.score.band, request.score.tier) == ("team_lead", "executive")
    hold = the_hold(request)
    assert (hold.kind, hold.told, request.is_paused) == (HoldKind.OVER_AUTHORITY, ("UCHIEF",), True)
    assert hold.why == (
        "The decision value is above EUR 100,000, the most that Executive, the highest tier, may decide."
    )
    assert refused(approve(request, "UVAL1")).why is Why.ON_HOLD


def test_value_at_the_highest_authority_is_not_held() -> None:
    assert over(value=euros(100_000)).open_holds == ()
    assert over(value=euros("100000.01")).open_holds != ()


@pytest.mark.parametrize(
    ("filed_at", "due"),
    [
        (MORNING, datetime(2026, 3, 4, 16, 0, tzinfo=UTC)),
        (datetime(2026, 3, 4, 18, 0, tzinfo=UTC), datetime(2026, 3, 5, 16, 0, tzinfo=UTC)),
        (datetime(2026, 3, 6, 18, 0, tzinfo=UTC), datetime(2026, 3, 9, 16, 0, tzinfo=UTC)),
    ],
)
def test_it_is_due_the_same_business_day_or_at_the_end_of_the_next(filed_at: datetime, due: datetime) -> None:
    assert the_hold(over(filed_at)).due_at == due


def test_released_it_is_the_highest_tiers_with_the_time_that_was_left() -> None:
    request = over()
    later = MORNING + timedelta(hours=5)
    free = done(released(request, moment=later))
    assert (free.open_holds, free.stage, released_up_to(free)) == ((), Stage.VALIDATION, Decimal(250_000))
    assert free.deadline == request.deadline + timedelta(hours=5)
    closed = free.holds[0].closed
    assert closed is not None
    assert (closed.how, closed.by, closed.words) == (HoldEnding.RESOLVED, "UCHIEF", "The order is worth it.")
    authorized = done(decide(done(decide(free, "UVAL1")), "UEXE1"))
    assert authorized.status is Status.EXECUTION


def test_release_allows_this_value_and_nothing_above_it() -> None:
    free = done(released(over()))
    more = replace(free, score=replace(free.score, value=euros("250000.01")))
    held = guarded(Outcome(request=more, events=()), at())
    assert the_hold(done(held)).kind is HoldKind.OVER_AUTHORITY
    less = replace(free, score=replace(free.score, value=euros(249_000)))
    assert not is_over_all(POLICY, less)
    assert done(guarded(Outcome(request=less, events=()), at())).open_holds == ()


def test_corrected_deviation_of_a_value_that_was_released_is_not_held_again() -> None:
    free = done(released(over(**by_hand(10))))
    corrected = done(decide(free, "UVAL1", deviation=Decimal(60)))
    assert (corrected.score.tier, corrected.open_holds) == ("executive", ())


def test_correction_that_leads_above_all_authority_is_held() -> None:
    tiers = [tier.model_dump() for tier in POLICY.tiers]
    tiers[1]["authority"] = None
    given = POLICY.model_copy(update={"tiers": tuple(type(POLICY.tiers[0]).model_validate(t) for t in tiers)})
    request = over(given=given, **by_hand(30))
    assert (request.score.tier, request.open_holds) == ("manager", ())
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.", deviation=Decimal(60))
    corrected = done(perform(request, act, person("UVAL1"), at(given=given)))
    assert (corrected.score.tier, corrected.status) == ("executive", Status.AUTHORIZATION)
    assert the_hold(corrected).kind is HoldKind.OVER_AUTHORITY


def test_refused_it_has_ended_for_good() -> None:
    result = refuse(over())
    end = done(result)
    assert (end.outcome, end.status) == (Ending.PROHIBITED, Status.CLOSING)
    assert isinstance(result, Outcome)
    assert [happened.kind for happened in result.events] == [EventKind.HOLD_CLOSED, EventKind.PROHIBITED]


@pytest.mark.parametrize("answer", [released, refuse])
def test_the_contact_answers_or_the_backup_and_nobody_else(answer: Any) -> None:
    for by in ("UEXE1", "UADMIN", "UVAL1", "UREQ"):
        assert refused(answer(over(), by)).why is Why.NOT_HOLD_OWNER
    assert done(answer(over(), "UCHAIR"))


@pytest.mark.parametrize("answer", [released, refuse])
def test_the_contact_does_not_answer_in_their_own_cause(answer: Any) -> None:
    own, benefit = over(by="UCHIEF"), over(beneficiary="UCHIEF")
    assert refused(answer(own)).why is Why.REQUESTER
    assert refused(answer(benefit)).why is Why.BENEFICIARY
    assert the_hold(own).told == the_hold(benefit).told == ("UCHAIR",)


def test_nobody_of_the_contact_left_tells_the_administrators() -> None:
    given = named(who=("UREQ",), backup=())
    assert the_hold(over(given=given)).told == ("UADMIN",)


def test_administrators_who_were_told_in_their_place_answer() -> None:
    given = named(who=("UREQ",), backup=())
    request = over(given=given)
    (hold,) = request.open_holds
    act = ResolveHold(number=1042, hold=hold.key, words="The order is worth it.")
    assert hold_owners(given, request, hold) == ("UREQ", *given.administrators)
    assert done(perform(request, act, person("UADMIN"), at(given=given))).open_holds == ()
    assert hold_owners(POLICY, request, the_hold(over())) == ("UCHIEF", "UCHAIR")


def test_administrators_answer_in_place_of_a_group_only_where_they_were_told() -> None:
    given = named(who=("@chiefs",), backup=())
    who = register(LATER, chiefs={"UREQ"})
    request = done(
        perform(None, File(filing=filing(value=TOO_MUCH)), person("UREQ"), at(given=given, who=who))
    )
    hold = the_hold(request)
    assert hold.told == ("UADMIN",)
    act = ResolveHold(number=1042, hold=hold.key, words="The order is worth it.")
    assert done(perform(request, act, person("UADMIN"), at(given=given, who=who))).open_holds == ()
    others = replace(request, holds=(replace(hold, told=("UCHIEF",)),))
    refusal = refused(perform(others, act, person("UADMIN"), at(given=given, who=who)))
    assert (refusal.why, refusal.who_could) == (Why.NOT_HOLD_OWNER, ("@chiefs",))


@pytest.mark.parametrize("answer", [released, refuse])
@pytest.mark.parametrize("form", [{"by": "UEXE1"}, {"beneficiary": "UEXE1"}])
def test_the_other_end_of_a_delegation_does_not_answer(answer: Any, form: dict[str, Any]) -> None:
    made = Delegation(
        number=1,
        by="UCHIEF",
        to="UEXE1",
        roles=("executive",),
        starts=MORNING,
        ends=MORNING + timedelta(days=3),
        made_at=MORNING,
    )
    request = over(who=register(executives={"UEXE1", "UEXE2"}), **form)
    known = replace(register(LATER), delegations=(made,))
    given: dict[str, Any] = {"words": "It is worth it."} if answer is released else {"why": "It is not."}
    act = (ResolveHold if answer is released else Prohibit)(number=1042, hold=the_hold(request).key, **given)
    refusal = refused(perform(request, act, person("UCHIEF"), at(who=known)))
    assert (refusal.why, refusal.by) == (Why.ONE_PERSON, "UEXE1")
    assert done(perform(request, act, person("UCHAIR"), at(who=known)))
    late = MarkHoldOverdue(number=1042, hold=the_hold(request).key, due_at=the_hold(request).due_at or LATER)
    assert "UCHAIR" in done(perform(request, late, SYSTEM, at(who=known))).holds[-1].told


@pytest.mark.parametrize(
    "change",
    [
        {"customer": Customer(id="C-2", name="Another Sample Ltd")},
        {"beneficiary": "UCHIEF"},
        {"standard": "P-W", "requested": None, "requested_words": "One.", "deviation": Decimal(30)},
    ],
)
def test_release_does_not_outlive_a_change_of_whom_or_what_it_is_for(change: dict[str, Any]) -> None:
    free = done(released(over()))
    act = Amend(number=1042, filing=replace(free.filing, **change), why="It is for another one.")
    again = done(perform(free, act, person("UREQ"), at(LATER + timedelta(minutes=1))))
    assert the_hold(again).kind is HoldKind.OVER_AUTHORITY
    moment = LATER + timedelta(minutes=2)
    assert done(released(again, by="UCHAIR", moment=moment)).open_holds == ()


def test_contact_who_has_left_is_passed_over() -> None:
    who = replace(register(), absent=frozenset({"UCHIEF"}))
    request = done(perform(None, File(filing=filing(value=TOO_MUCH)), person("UREQ"), at(who=who)))
    assert the_hold(request).told == ("UCHAIR",)


def test_group_that_slack_cannot_tell_of_puts_the_filing_off() -> None:
    given = named(who=("@chiefs",), backup=())
    act = File(filing=filing(value=TOO_MUCH))
    refusal = refused(perform(None, act, person("UREQ"), at(given=given)))
    assert (refusal.why, refusal.groups) == (Why.GROUP_UNKNOWN, ("@chiefs",))


def amended(request: ExceptionRequest, value: int) -> Outcome | Refusal:
    act = Amend(number=1042, filing=replace(request.filing, value=euros(value)), why="The order has changed.")
    return perform(request, act, person("UREQ"), at())


def test_raised_above_all_authority_it_is_held_and_lowered_again_it_goes_on() -> None:
    request = over(value=euros(90_000))
    assert request.open_holds == ()
    raised = done(amended(request, 150_000))
    assert (the_hold(raised).kind, raised.is_paused) == (HoldKind.OVER_AUTHORITY, True)
    lowered = done(amended(raised, 80_000))
    assert (lowered.open_holds, lowered.is_paused) == ((), False)
    assert lowered.holds[-1].closed is not None
    assert lowered.holds[-1].closed.how is HoldEnding.VOID


def test_value_that_is_settled_lower_needs_no_contact_any_more() -> None:
    held = over()
    lower = replace(held, score=replace(held.score, value=euros(90_000)))
    free = done(guarded(Outcome(request=lower, events=()), at()))
    assert (free.open_holds, free.is_paused) == ((), False)
    assert free.holds[0].closed is not None
    assert (free.holds[0].closed.how, free.holds[0].closed.by) == (HoldEnding.VOID, SYSTEM.id)


def test_raised_above_what_was_released_it_is_held_again() -> None:
    again = done(amended(done(released(over())), 300_000))
    assert the_hold(again).key != "over_authority-1"
    assert released_up_to(again) == Decimal(250_000)
    assert released_up_to(done(released(again))) == Decimal(300_000)


def test_overdue_the_backup_has_the_card_too() -> None:
    request = over()
    hold = the_hold(request)
    assert hold.due_at is not None
    act = MarkHoldOverdue(number=1042, hold=hold.key, due_at=hold.due_at)
    outcome = perform(request, act, SYSTEM, at(hold.due_at))
    late = done(outcome)
    assert the_hold(late).told == ("UCHIEF", "UCHAIR")
    assert isinstance(outcome, Outcome)
    assert outcome.events[0].changed["told"] == ["UCHIEF", "UCHAIR"]
    assert [(e.contact, e.told, e.priority) for e in late.escalations] == [("chief", ("UCHIEF",), "normal")]
    assert done(released(late, "UCHAIR")).open_holds == ()
    own = over(by="UCHAIR")
    assert the_hold(done(perform(own, act, SYSTEM, at(hold.due_at)))).told == ("UCHIEF",)


def test_words_are_needed() -> None:
    assert refused(released(over(), words="\u200b")).faults == {Field.WORDS: Fault.MISSING}
    assert refused(refuse(over(), why=" ")).faults == {Field.WORDS: Fault.MISSING}


def test_form_that_was_opened_before_the_value_was_raised_releases_nothing() -> None:
    before = over()
    raised = done(amended(before, 900_000))
    assert refused(released(raised, seen=before.changes)).why is Why.CHANGED_SINCE
    assert released_up_to(done(released(raised, seen=raised.changes))) == Decimal(900_000)
