"""A near deadline and a breach climb the ladder, once for each deadline; neither of them ever decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.acts import Acknowledge, Close, MarkBreached, WarnOfDeadline
from models.events import EventKind
from models.lifecycle import Outcome, perform
from models.people import SYSTEM, Register
from models.policy import Policy, Priority
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Status
from tests.builders import (
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
)

WARN, BREACH = WarnOfDeadline, MarkBreached


def fire(
    request: ExceptionRequest, act: type[WarnOfDeadline | MarkBreached], **seen: Any
) -> Outcome | Refusal:
    """What becomes of a timer that is due for the request's deadline."""
    at = seen.pop("at", request.deadline)
    deadline = seen.pop("deadline", request.deadline)
    return perform(request, act(number=1042, deadline=deadline), SYSTEM, scene(at, **seen))


def with_contact(who: list[str], backup: list[str]) -> Policy:
    contacts = {key: contact.model_dump() for key, contact in policy().contacts.items()}
    contacts["supervisor"] |= {"who": who, "backup": backup}
    return policy(contacts=contacts)


def test_supervisor_is_told_of_a_near_deadline_with_high_priority() -> None:
    request = filed()
    at = request.deadline - timedelta(hours=2)
    result = fire(request, WARN, at=at)
    raised = done(result).escalations[0]
    assert (raised.contact, raised.priority, raised.told) == ("supervisor", Priority.HIGH, ("USUPER",))
    assert (raised.kind, raised.at, raised.acknowledged_by) == ("deadline_near", at, None)
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.DEADLINE_NEAR, EventKind.ESCALATED]
    changed = result.events[1].changed
    assert (changed["missing"], changed["waiting_on"]) == ("validation", ["@validators"])
    assert changed["within"] == at.isoformat()


def test_second_approval_waits_on_the_tiers_own_authorizers() -> None:
    result = fire(done(approve(filed(), "UVAL1")), WARN)
    assert isinstance(result, Outcome)
    assert result.events[1].changed["missing"] == "authorization"
    assert result.events[1].changed["waiting_on"] == ["@executives"]


def test_breach_climbs_to_the_next_contact_and_marks_the_request() -> None:
    request = done(fire(filed(), WARN))
    result = fire(request, BREACH)
    breached = done(result)
    assert breached.breached_at == request.deadline
    assert [e.contact for e in breached.escalations] == ["supervisor", "director"]
    assert breached.escalations[1].priority is Priority.URGENT
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.DEADLINE_BREACHED, EventKind.ESCALATED]


def test_breach_decides_nothing_and_the_decision_may_still_be_made() -> None:
    request = done(fire(done(fire(filed(), WARN)), BREACH))
    assert (request.status, request.decisions, request.outcome) == (Status.VALIDATION, (), None)
    late = request.deadline + timedelta(days=3)
    validated = done(approve(request, "UVAL1", at=late))
    assert done(approve(validated, "UEXE1", at=late)).status is Status.EXECUTION


@pytest.mark.parametrize("act", [WARN, BREACH])
def test_timer_of_another_deadline_does_nothing(act: type[WarnOfDeadline]) -> None:
    request = filed()
    for deadline in (request.deadline - timedelta(microseconds=1), request.deadline + timedelta(days=1)):
        assert refused(fire(request, act, deadline=deadline)).why is Why.DEADLINE_MOVED


@pytest.mark.parametrize("act", [WARN, BREACH])
def test_timer_does_nothing_after_the_decision(act: type[WarnOfDeadline]) -> None:
    for request in (approved(), executed(), done(reject(filed(), "UVAL1"))):
        assert refused(fire(request, act)).why is Why.DEADLINE_MOVED


@pytest.mark.parametrize("act", [WARN, BREACH])
def test_escalation_is_raised_once_for_each_deadline(act: type[WarnOfDeadline]) -> None:
    raised = done(fire(filed(), act))
    assert refused(fire(raised, act)).why is Why.ALREADY_RECORDED
    moved = replace(raised, deadline=raised.deadline + timedelta(hours=24))
    assert len(done(fire(moved, act)).escalations) == 2


@pytest.mark.parametrize("act", [WARN, BREACH])
def test_nobody_raises_an_escalation_by_hand(act: type[WarnOfDeadline]) -> None:
    request = filed()
    for by in ("UREQ", "UVAL1", "UADMIN", "USUPER"):
        result = perform(request, act(number=1042, deadline=request.deadline), person(by), scene())
        assert refused(result).why is Why.SYSTEM_ONLY


# --- Who is told -------------------------------------------------------------------------------------------


def told(own: Policy, known: Register | None = None) -> tuple[str, ...]:
    request = filed(policy=own)
    at = request.deadline
    return done(fire(request, WARN, policy=own, register=known or register(at))).escalations[0].told


def test_everybody_in_a_contacts_group_is_told() -> None:
    assert told(with_contact(["@leads", "USUPER"], [])) == ("ULEAD1", "ULEAD2", "USUPER")


def test_backup_is_told_where_nobody_is_in_the_contacts_group() -> None:
    at = filed().deadline
    assert told(with_contact(["@leads"], ["@managers"]), register(at, leads=set())) == (
        "UBOTH",
        "UMAN1",
        "UMAN2",
    )


def test_backup_is_told_where_slack_cannot_say_who_is_in_the_contacts_group() -> None:
    known = register(filed().deadline)
    groups = {handle: group for handle, group in known.groups.items() if handle != "@leads"}
    without = Register(groups=groups, unknown={"@leads": "ratelimited"})
    assert told(with_contact(["@leads"], ["USTANDIN"]), without) == ("USTANDIN",)


def test_backup_is_told_where_the_contact_has_left() -> None:
    known = replace(register(filed().deadline), absent=frozenset({"USUPER"}))
    assert told(with_contact(["USUPER"], ["USTANDIN"]), known) == ("USTANDIN",)
    assert told(with_contact(["USUPER", "UOTHER"], ["USTANDIN"]), known) == ("UOTHER",)
    everybody = replace(known, absent=frozenset({"USUPER", "USTANDIN"}))
    assert told(with_contact(["USUPER"], ["USTANDIN"]), everybody) == ("UADMIN",)


def test_administrators_are_told_where_neither_contact_nor_backup_is_there() -> None:
    at = filed().deadline
    own = with_contact(["@leads"], ["@executives"])
    assert told(own, register(at, leads=set(), executives=set())) == ("UADMIN",)


def test_escalation_that_would_reach_nobody_is_put_off_while_slack_cannot_say() -> None:
    own = with_contact(["@leads"], ["@executives"])
    nobody = Register(unknown={"@leads": "ratelimited", "@executives": "x", "@admins": "x"})
    request = filed(policy=own)
    refusal = refused(fire(request, WARN, policy=own, register=nobody))
    assert (refusal.why, refusal.groups) == (Why.GROUP_UNKNOWN, ("@leads", "@executives", "@admins"))
    assert refusal.can_be_tried_again


def test_escalation_is_on_record_even_where_all_groups_are_empty() -> None:
    at = filed().deadline
    own = with_contact(["@leads"], [])
    assert told(own, register(at, leads=set(), admins=set())) == ()


# --- Acknowledging -----------------------------------------------------------------------------------------


def acknowledge(request: ExceptionRequest, by: str, key: str | None = None) -> Outcome | Refusal:
    act = Acknowledge(number=1042, escalation=key or request.escalations[0].key)
    return perform(request, act, person(by), scene(request.deadline))


def test_contact_says_that_they_know() -> None:
    request = done(fire(filed(), WARN))
    result = acknowledge(request, "USUPER")
    known = done(result).escalations[0]
    assert (known.acknowledged_by, known.acknowledged_at) == ("USUPER", request.deadline)
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.ACKNOWLEDGED]
    assert done(result).status is request.status


def test_only_a_contact_who_was_told_or_an_administrator_acknowledges() -> None:
    request = done(fire(filed(), WARN))
    for by in ("UREQ", "UVAL1", "UEXE1", "UDIRECTOR"):
        assert refused(acknowledge(request, by)).why is Why.NOT_CONTACT
    breached = done(fire(request, BREACH))
    key = breached.escalations[1].key
    assert done(acknowledge(breached, "UMAN1", key)).escalations[1].acknowledged_by == "UMAN1"


def test_administrator_who_was_told_acknowledges() -> None:
    own = with_contact(["@leads"], [])
    request = filed(policy=own)
    at = request.deadline
    raised = done(fire(request, WARN, policy=own, register=register(at, leads=set())))
    assert done(acknowledge(raised, "UADMIN")).escalations[0].acknowledged_by == "UADMIN"


def test_administrator_acknowledges_whoever_was_told() -> None:
    raised = done(fire(filed(), WARN))
    assert done(acknowledge(raised, "UADMIN")).escalations[0].acknowledged_by == "UADMIN"


def test_second_acknowledgement_is_told_whose_was_first() -> None:
    known = done(acknowledge(done(fire(filed(), WARN)), "USUPER"))
    again = refused(acknowledge(known, "USUPER"))
    assert (again.why, again.by) == (Why.ALREADY_ACKNOWLEDGED, "USUPER")


def test_there_is_nothing_to_acknowledge_before_an_escalation() -> None:
    assert refused(acknowledge(filed(), "USUPER", "deadline_near:x")).why is Why.NO_SUCH_ESCALATION


def test_closed_record_is_not_acknowledged_any_more() -> None:
    raised = done(fire(filed(), WARN))
    trail = ("request.filed", "request.routed", "snapshot.taken", "request.rejected")
    closed = done(
        perform(done(reject(raised, "UVAL1")), Close(number=1042), SYSTEM, scene(MORNING, trail=trail))
    )
    assert closed.status is Status.CLOSED
    assert refused(acknowledge(closed, "USUPER")).why is Why.ALREADY_CLOSED
