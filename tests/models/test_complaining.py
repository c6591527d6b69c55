"""A customer's complaint is escalated at once; it stops nothing and reopens nothing, and may be reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.acts import Acknowledge, ClimbLadder, Complain, ReviewComplaint
from models.audit_chain import AuditEvent
from models.canonical import canonical_json
from models.complaints import waits_on
from models.deadlines import TimerKind, climb_of, timers_for
from models.events import EventKind
from models.evidence import CarriedMessage
from models.lifecycle import Outcome, perform
from models.notices import MessageKind, plan
from models.people import SYSTEM
from models.policy import Policy, Priority
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ending, ExceptionRequest, Status
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
    reject,
    scene,
    withdraw,
)

HOUR = timedelta(hours=1)


def _own() -> Policy:
    contacts = {key: one.model_dump() for key, one in policy().contacts.items()}
    contacts["success"] |= {"backup": ["USUPER"], "channel": "#customer-success"}
    rules = policy().escalations.model_dump()
    rules["complaint"] |= {"acknowledge_within": HOUR}
    return policy(contacts=contacts, escalations=rules)


OWN = _own()


def complain(
    request: ExceptionRequest, by: str = "UREQ", words: str = "They wait for an answer.", **what: Any
) -> Outcome | Refusal:
    act = Complain(number=1042, words=words, message=what.pop("message", None))
    return perform(request, act, person(by, **what), scene(LATER, policy=OWN))


def review(
    request: ExceptionRequest, by: str = "USUCCESS", words: str = "We were late.", key: str = "complaint-1"
) -> Outcome | Refusal:
    act = ReviewComplaint(number=1042, complaint=key, words=words)
    return perform(request, act, person(by), scene(LATER, policy=OWN))


def acknowledge(request: ExceptionRequest, by: str = "USUCCESS") -> Outcome | Refusal:
    act = Acknowledge(number=1042, escalation=request.complaints[-1].escalation)
    return perform(request, act, person(by), scene(LATER, policy=OWN))


def closed() -> ExceptionRequest:
    return replace(executed(), status=Status.CLOSED, closed_at=LATER)


def test_customer_success_manager_is_told_at_once_and_urgently() -> None:
    result = complain(filed())
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.COMPLAINED, EventKind.ESCALATED]
    (raised,) = result.request.escalations
    assert (raised.kind, raised.contact, raised.priority) == ("complaint", "success", Priority.URGENT)
    assert (raised.told, raised.at) == (("USUCCESS",), LATER)
    assert result.events[1].changed["within"] == (LATER + HOUR).isoformat()
    (complaint,) = result.request.complaints
    assert (complaint.by, complaint.words, complaint.after_decision) == (
        "UREQ",
        "They wait for an answer.",
        False,
    )
    assert complaint.escalation == raised.key


def test_complaint_climbs_to_backup_channel_and_administrators_until_it_is_acknowledged() -> None:
    request = done(complain(filed()))
    for _ in range(3):
        (timer,) = (t for t in timers_for(request, OWN) if t.kind is TimerKind.CLIMB)
        step, key = climb_of(timer.version)
        act = ClimbLadder(number=1042, escalation=key, step=step)
        request = done(perform(request, act, SYSTEM, scene(timer.due_at, policy=OWN)))
    attempts = request.escalations[0].attempts
    assert [(a.told or a.channel) for a in attempts] == [
        ("USUCCESS",),
        ("USUPER",),
        "#customer-success",
        ("UADMIN",),
    ]
    assert [a.at for a in attempts] == [LATER + HOUR * n for n in range(4)]
    known = done(acknowledge(done(complain(filed()))))
    assert not [t for t in timers_for(known, OWN) if t.kind is TimerKind.CLIMB]


def test_do_not_disturb_keeps_no_complaint_away() -> None:
    seen = scene(LATER, policy=OWN)
    busy = replace(seen, register=replace(seen.register, busy=frozenset({"USUCCESS"})))
    request = done(perform(filed(), Complain(number=1042, words="Late."), person("UREQ"), busy))
    assert request.escalations[0].told == ("USUCCESS",)


def test_complaint_stops_nothing() -> None:
    request = done(complain(filed()))
    assert (request.status, request.deadline, request.open_holds) == (Status.VALIDATION, filed().deadline, ())
    validated = done(approve(request, "UVAL1"))
    assert done(approve(validated, "UEXE1")).status is Status.EXECUTION


def test_each_complaint_is_one_of_its_own() -> None:
    request = done(complain(done(complain(filed())), words="Again."))
    assert [c.key for c in request.complaints] == ["complaint-1", "complaint-2"]
    assert len({e.key for e in request.escalations}) == 2


@pytest.mark.parametrize("by", ["UREQ", "UVAL1", "UEXE1", "UOPS1", "UADMIN"])
def test_whoever_may_see_the_request_may_record_a_complaint(by: str) -> None:
    assert done(complain(filed(), by)).complaints[0].by == by


def test_nobody_else_records_a_complaint() -> None:
    assert refused(complain(filed(), "UOTHER")).why is Why.NOT_A_VIEWER
    assert refused(complain(filed(), "UVAL1", is_guest=True)).why is Why.GUEST
    assert refused(complain(filed(), "UVAL1", is_bot=True)).why is Why.BOT


@pytest.mark.parametrize(
    ("words", "fault"), [(" \u200b ", Fault.MISSING), ("x" * 3001, Fault.TOO_LONG)], ids=["blank", "long"]
)
def test_complaint_and_review_say_something(words: str, fault: Fault) -> None:
    assert refused(complain(filed(), words=words)).faults == {Field.COMPLAINT: fault}
    complained = done(complain(approved()))
    assert refused(review(complained, words=words)).faults == {Field.REVIEW: fault}


def test_message_is_carried_over() -> None:
    message = CarriedMessage(channel="C1", ts="1.0", author="UMEMBER", text="The customer calls daily.")
    assert done(complain(filed(), message=message)).complaints[0].message == message


# --- After the decision ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "decided",
    [approved, executed, closed, lambda: done(reject(filed(), "UVAL1")), lambda: done(withdraw(filed()))],
    ids=["approved", "executed", "closed", "rejected", "withdrawn"],
)
def test_complaint_after_the_decision_attaches_and_reopens_nothing(decided: Any) -> None:
    before = decided()
    request = done(complain(before))
    assert request.complaints[0].after_decision
    assert (request.status, request.outcome, request.decisions) == (
        before.status,
        before.outcome,
        before.decisions,
    )
    reviewed = done(review(done(acknowledge(request))))
    assert (reviewed.status, reviewed.outcome) == (before.status, before.outcome)
    assert reviewed.complaints[0].review == "We were late."


def test_complaint_of_a_closed_record_climbs_too() -> None:
    request = done(complain(closed()))
    (timer,) = (t for t in timers_for(request, OWN) if t.kind is TimerKind.CLIMB)
    step, key = climb_of(timer.version)
    act = ClimbLadder(number=1042, escalation=key, step=step)
    further = done(perform(request, act, SYSTEM, scene(timer.due_at, policy=OWN)))
    assert further.escalations[0].told == ("USUCCESS", "USUPER")
    assert further.status is Status.CLOSED


def test_review_is_on_record_and_stops_the_climb() -> None:
    result = review(done(complain(approved())))
    assert isinstance(result, Outcome)
    (event,) = result.events
    assert event.kind is EventKind.COMPLAINT_REVIEWED
    complaint = result.request.complaints[0]
    assert (complaint.reviewed_by, complaint.reviewed_at) == ("USUCCESS", LATER)
    assert not [t for t in timers_for(result.request, OWN) if t.kind is TimerKind.CLIMB]
    assert result.request.outcome is Ending.APPROVED


def test_only_the_contact_those_told_or_an_administrator_review_it() -> None:
    request = done(complain(approved()))
    for by in ("UREQ", "UVAL1", "UEXE1", "UOPS1"):
        assert refused(review(request, by)).why is Why.NOT_REVIEWER
    for by in ("USUCCESS", "USUPER", "UADMIN"):
        assert done(review(request, by)).complaints[0].reviewed_by == by


def test_complaint_is_reviewed_once_and_after_the_decision() -> None:
    assert refused(review(done(complain(filed())))).why is Why.NOT_DECIDED
    again = refused(review(done(review(done(complain(approved()))))))
    assert (again.why, again.by) == (Why.ALREADY_REVIEWED, "USUCCESS")
    assert refused(review(approved())).why is Why.NO_SUCH_COMPLAINT


def test_complaint_made_before_the_decision_may_be_reviewed_after_it() -> None:
    request = done(complain(filed()))
    rejected = done(reject(request, "UVAL1"))
    assert done(review(rejected)).complaints[0].reviewed_by == "USUCCESS"


def told_to_review(outcome: Outcome | Refusal) -> list[tuple[str, str]]:
    """Who is told that which complaint is due for review."""
    assert isinstance(outcome, Outcome)
    links = [
        AuditEvent(
            workspace="T1",
            number=1042,
            position=number,
            kind=happened.kind.value,
            at=LATER,
            actor="UVAL1",
            policy_version="3f9a6c01b7d2",
            changed=canonical_json(dict(happened.changed)),
            previous="0" * 64,
            hash="1" * 64,
        )
        for number, happened in enumerate(outcome.events, start=1)
    ]
    planned = [notice for notice in plan(outcome.request, links, OWN) if "complaint" in notice.detail]
    assert all(notice.kind is MessageKind.TOLD for notice in planned)
    assert len({notice.key for notice in planned}) == len(planned)
    return [(notice.recipient, str(notice.detail["complaint"])) for notice in planned]


def test_who_took_up_a_complaint_is_told_when_the_decision_makes_its_review_due() -> None:
    known = done(acknowledge(done(complain(filed()))))
    assert told_to_review(approve(known, "UVAL1")) == []
    due = [("USUCCESS", "complaint-1")]
    assert told_to_review(approve(done(approve(known, "UVAL1")), "UEXE1")) == due
    assert told_to_review(reject(known, "UVAL1")) == due
    assert told_to_review(withdraw(known)) == due


def test_those_told_last_are_told_of_the_review_where_nobody_took_the_complaint_up() -> None:
    request = done(complain(filed()))
    assert told_to_review(reject(request, "UVAL1")) == [("USUCCESS", "complaint-1")]
    for last in ("USUPER", "#customer-success"):
        (timer,) = (t for t in timers_for(request, OWN) if t.kind is TimerKind.CLIMB)
        step, key = climb_of(timer.version)
        act = ClimbLadder(number=1042, escalation=key, step=step)
        request = done(perform(request, act, SYSTEM, scene(timer.due_at, policy=OWN)))
        assert told_to_review(reject(request, "UVAL1")) == [(last, "complaint-1")]


def test_each_complaint_that_is_not_reviewed_is_told_of_once() -> None:
    request = done(complain(done(acknowledge(done(complain(filed())))), words="Again."))
    decided = approve(done(approve(request, "UVAL1")), "UEXE1")
    assert told_to_review(decided) == [("USUCCESS", "complaint-1"), ("USUCCESS", "complaint-2")]
    # What ends it after the decision makes nothing due that was not due before.
    assert told_to_review(withdraw(done(decided))) == []
    reviewed = done(review(done(approve(done(approve(done(complain(filed())), "UVAL1")), "UEXE1"))))
    assert told_to_review(withdraw(reviewed)) == []


def test_complaint_waits_on_who_was_told_until_it_is_taken_up_and_then_for_their_review() -> None:
    request = done(complain(filed()))
    assert waits_on(request) == {"USUCCESS"}
    known = done(acknowledge(request, "USUPER"))
    assert waits_on(known) == set()
    rejected = done(reject(known, "UVAL1"))
    assert waits_on(rejected) == {"USUPER"}
    assert waits_on(done(review(rejected))) == set()
    assert waits_on(done(complain(closed()))) == {"USUCCESS"}


def test_other_escalations_of_a_closed_record_are_not_acknowledged() -> None:
    request = done(complain(closed()))
    other = replace(request.escalations[0], kind="deadline_near", key="deadline_near:x", contact="supervisor")
    both = replace(request, escalations=(*request.escalations, other))
    act = Acknowledge(number=1042, escalation=other.key)
    assert refused(perform(both, act, person("USUPER"), scene(MORNING, policy=OWN))).why is Why.ALREADY_CLOSED
    assert done(acknowledge(request)).escalations[0].acknowledged_by == "USUCCESS"
