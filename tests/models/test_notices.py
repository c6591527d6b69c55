"""Which messages follow from an act: living ones are brought up to date, the others are said once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from models.acts import Acknowledge, Act, Close, MarkBreached, MarkExecuted, WarnOfDeadline
from models.audit_chain import GENESIS, AuditEvent, append
from models.events import EventKind, event
from models.lifecycle import Outcome, perform
from models.notices import STORY, MessageKind, Notice, card_key, plan
from models.people import SYSTEM, Person
from models.request import ExceptionRequest, Stage
from tests.builders import (
    MORNING,
    approve,
    approved,
    by_hand,
    done,
    executed,
    filed,
    person,
    policy,
    reject,
    scene,
    withdraw,
)


def link(kind: EventKind, actor: str = "UVAL1", position: int = 7) -> AuditEvent:
    return append(
        event(kind),
        workspace="T1",
        number=1042,
        position=position,
        at=MORNING,
        actor=actor,
        policy_version="v1",
        previous=GENESIS,
    )


def planned(request: ExceptionRequest, *kinds: EventKind, actor: str = "UVAL1") -> tuple[Notice, ...]:
    links = [link(kind, actor, n) for n, kind in enumerate(kinds, start=7)]
    return plan(request, links, policy())


def told(request: ExceptionRequest, kind: EventKind, actor: str) -> list[str]:
    return [n.recipient for n in planned(request, kind, actor=actor) if n.kind is MessageKind.TOLD]


def living(request: ExceptionRequest) -> set[tuple[str, str]]:
    notices = planned(request, EventKind.VALIDATED)
    return {(n.kind.value, n.recipient) for n in notices if n.kind.is_living}


def acted(request: ExceptionRequest, act: Act, by: Person = SYSTEM, **seen: Any) -> ExceptionRequest:
    return done(perform(request, act, by, scene(request.deadline, **seen)))


def test_card_and_the_requesters_own_card_follow_each_change() -> None:
    assert living(filed()) == {("card", "#executive"), ("requester_card", "UREQ")}


def test_keys_tell_messages_apart_and_stay_the_same_for_one_message() -> None:
    request = filed()
    first, second = planned(request, EventKind.ROUTED), planned(request, EventKind.VALIDATED)
    assert [n.key for n in first if n.kind.is_living] == [n.key for n in second if n.kind.is_living]
    everything = planned(executed(), *EventKind)
    assert len({n.key for n in everything}) == len(everything)
    assert card_key(request, "#executive") == "card:1042:#executive"


def test_request_that_moved_leaves_a_card_behind() -> None:
    moved = done(approve(filed(**by_hand(30)), "UVAL1", deviation=Decimal(60)))
    assert {channel for kind, channel in living(moved) if kind == "card"} == {"#executive", "#manager"}


def test_operations_is_asked_once_both_approvals_are_given() -> None:
    validated = done(approve(filed(), "UVAL1"))
    assert ("execution_card", "#operations") not in living(validated)
    assert ("execution_card", "#operations") in living(approved())
    assert ("execution_card", "#operations") not in living(done(reject(validated, "UEXE1")))


def test_everybody_who_was_told_of_an_escalation_has_a_message_of_it() -> None:
    request = filed()
    request = acted(request, WarnOfDeadline(number=1042, deadline=request.deadline))
    request = acted(request, MarkBreached(number=1042, deadline=request.deadline))
    notices = [n for n in planned(request, EventKind.ESCALATED) if n.kind is MessageKind.ESCALATION]
    assert [n.recipient for n in notices] == ["USUPER", "UDIRECTOR"]
    assert [n.detail["escalation"] for n in notices] == [e.key for e in request.escalations]


def test_thread_tells_each_event_of_the_story_once() -> None:
    notices = planned(filed(), *EventKind)
    entries = [n for n in notices if n.kind is MessageKind.STORY]
    assert len(entries) == len(STORY)
    assert {n.recipient for n in entries} == {""}
    assert EventKind.FILED not in STORY
    assert EventKind.REFUSED not in STORY


def test_refusal_causes_no_message() -> None:
    assert planned(filed(), EventKind.REFUSED) == ()
    assert plan(filed(), (), policy()) == ()


def test_requester_is_told_of_the_approval() -> None:
    assert told(approved(), EventKind.AUTHORIZED, "UEXE1") == ["UREQ"]


def test_requester_alone_is_told_of_a_rejection() -> None:
    assert told(done(reject(filed(), "UVAL1")), EventKind.REJECTED, "UVAL1") == ["UREQ"]
    second = done(reject(done(approve(filed(), "UVAL1")), "UEXE1"))
    assert told(second, EventKind.REJECTED, "UEXE1") == ["UREQ"]


def test_all_who_were_involved_are_told_of_the_execution_but_not_who_did_it() -> None:
    request = filed(beneficiary="UBEN")
    request = acted(request, WarnOfDeadline(number=1042, deadline=request.deadline))
    request = acted(
        request, Acknowledge(number=1042, escalation=request.escalations[0].key), person("USUPER")
    )
    done_by_operations = acted(approved(request), MarkExecuted(number=1042, done="Done."), person("UOPS1"))
    assert told(done_by_operations, EventKind.EXECUTED, "UOPS1") == [
        "UREQ",
        "UBEN",
        "UVAL1",
        "UEXE1",
        "USUPER",
    ]


def test_end_of_a_record_is_told_to_nobody_for_all_have_heard_what_came_of_it() -> None:
    trail = tuple(kind.value for kind in EventKind)
    rejected = acted(done(reject(filed(), "UVAL1")), Close(number=1042), trail=trail)
    assert told(rejected, EventKind.CLOSED, "system") == []
    closed = acted(executed(), Close(number=1042), trail=trail)
    assert told(closed, EventKind.CLOSED, "system") == []


def test_all_who_were_involved_are_told_of_a_withdrawal_but_not_the_requester_and_not_again_at_its_end() -> (
    None
):
    request = filed(beneficiary="UBEN")
    request = acted(request, WarnOfDeadline(number=1042, deadline=request.deadline))
    withdrawn = done(withdraw(done(approve(request, "UVAL1"))))
    assert told(withdrawn, EventKind.WITHDRAWN, "UREQ") == ["UBEN", "UVAL1", "USUPER"]
    assert MessageKind.STORY in {notice.kind for notice in planned(withdrawn, EventKind.WITHDRAWN)}
    closed = acted(withdrawn, Close(number=1042), trail=tuple(kind.value for kind in EventKind))
    assert told(closed, EventKind.CLOSED, "system") == []


def test_card_of_operations_follows_a_withdrawal_where_there_is_one() -> None:
    assert ("execution_card", "#operations") in living(done(withdraw(approved())))
    assert ("execution_card", "#operations") not in living(done(withdraw(done(approve(filed(), "UVAL1")))))


def test_nobody_is_told_twice_of_one_event() -> None:
    request = executed(approved(filed(by="UOPS2")))
    assert told(request, EventKind.EXECUTED, "UOPS1") == ["UOPS2", "UVAL1", "UEXE1"]


@pytest.mark.parametrize("kind", list(EventKind))
def test_no_event_tells_the_one_who_caused_it(kind: EventKind) -> None:
    request = executed()
    for actor in request.involved():
        assert actor not in told(request, kind, actor)


def test_real_acts_plan_what_their_events_say() -> None:
    result = approve(filed(), "UVAL1")
    assert isinstance(result, Outcome)
    links = [link(e.kind, "UVAL1", n) for n, e in enumerate(result.events, start=4)]
    assert [(n.kind.value, n.recipient) for n in plan(result.request, links, policy())] == [
        ("card", "#executive"),
        ("requester_card", "UREQ"),
        ("story", ""),
    ]


def test_validator_of_this_round_is_the_one_who_is_told() -> None:
    second = done(reject(done(approve(filed(), "UVAL1")), "UEXE1"))
    older = replace(second, decisions=(replace(second.decisions[0], by="UVAL2", round=0), *second.decisions))
    first = older.decision(Stage.VALIDATION)
    assert first is not None
    assert first.by == "UVAL1"
    assert "UVAL2" not in told(older, EventKind.REJECTED, "UEXE1")
