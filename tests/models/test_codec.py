"""What is stored comes back exactly: numbers with their digits, times in UTC, texts letter by letter."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.acts import Acknowledge, Close, MarkBreached, WarnOfDeadline
from models.canonical import canonical_json
from models.codec import refusal_from_json, refusal_to_json, request_from_json, request_to_json
from models.events import EventKind, event, plain_json
from models.lifecycle import perform
from models.people import SYSTEM
from models.policy import Priority
from models.refusals import Fault, Field, Refusal, Why
from models.request import CarriedMessage, Evidence, ExceptionRequest
from models.snapshot import Snapshot
from tests.builders import MORNING, approve, approved, by_hand, done, executed, filed, person, reject, scene

TEXT = 'Ünïcode 🎉 \u202eright to left\u202c & <!channel> <@U1> "quoted" \\ \n\t\u0000 end'


def everything() -> ExceptionRequest:
    """A request in which every field holds something."""
    request = filed(
        **by_hand("33.333333333333333333333333333333333333333333333333"),
        rationale=TEXT,
        dependencies=TEXT,
        needed_by=date(2026, 5, 1),
        beneficiary="UBEN",
        evidence=(Evidence(file_id="F1", name=TEXT, permalink="https://x", mimetype="a/b", size=2**40),),
        message=CarriedMessage(channel="C1", ts="1.2", author="U9", text=TEXT),
    )
    for act in (WarnOfDeadline, MarkBreached):
        request = done(
            perform(request, act(number=1042, deadline=request.deadline), SYSTEM, scene(request.deadline))
        )
    act_known = Acknowledge(number=1042, escalation=request.escalations[0].key)
    request = done(perform(request, act_known, person("USUPER"), scene(request.deadline)))
    request = done(approve(request, "UVAL1", deviation=Decimal("12.000")))
    request = executed(done(approve(request, "UEXE1", evidence=request.filing.evidence)))
    request = replace(
        request,
        snapshots=(
            *request.snapshots,
            Snapshot.unavailable("x", "X", MORNING, TEXT),
            Snapshot.of("y", "Y", MORNING, {"n": None, "f": 0.1, "i": 2**70, "l": [True, {"a": TEXT}]}),
        ),
    )
    incomplete = done(perform(request, Close(number=1042), SYSTEM, scene(request.deadline)))
    assert incomplete.missing
    return incomplete


@pytest.mark.parametrize(
    "request_",
    [everything(), filed(gathered=False), approved(), done(reject(filed(), "UVAL1"))],
    ids=["everything", "new", "approved", "rejected"],
)
def test_request_comes_back_as_it_was(request_: ExceptionRequest) -> None:
    again = request_from_json(request_to_json(request_))
    assert again == request_
    assert request_to_json(again) == request_to_json(request_)
    assert again.deadline.isoformat() == request_.deadline.isoformat()
    assert str(again.score.deviation) == str(request_.score.deviation)
    assert [e.key for e in again.escalations] == [e.key for e in request_.escalations]


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**14), max_value=10**14),
    st.datetimes(timezones=st.just(UTC)),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_numbers_times_and_texts_are_kept(number: Decimal, at: datetime, text: str) -> None:
    request = filed()
    request = replace(
        request, filing=replace(request.filing, requested=number, rationale=text), filed_at=at, deadline=at
    )
    again = request_from_json(request_to_json(request))
    assert again == request
    assert again.filing.requested is not None
    assert again.filing.requested.as_tuple() == number.as_tuple()
    assert again.deadline.isoformat() == at.isoformat()


@pytest.mark.parametrize("why", list(Why))
def test_refusal_comes_back_as_it_was(why: Why) -> None:
    refusal = Refusal(
        why=why,
        who_could=("@validators", "U1"),
        by="U2",
        groups=("@x",),
        faults={Field.RATIONALE: Fault.MISSING, Field.VALUE: Fault.OVER_ALL_AUTHORITY},
    )
    again = refusal_from_json(refusal_to_json(refusal))
    assert again == refusal
    assert isinstance(again.why, Why)
    assert again.can_be_tried_again == refusal.can_be_tried_again


def test_only_what_may_pass_by_itself_can_be_tried_again() -> None:
    assert {why for why in Why if Refusal(why=why).can_be_tried_again} == {
        Why.GROUP_UNKNOWN,
        Why.FACTS_PENDING,
        Why.ON_HOLD,
        Why.FAULTS,
        Why.NOTHING_CHANGED,
        # Whoever attests in between may decide then.
        Why.NOT_TRAINED,
        Why.NOBODY_VALIDATES,
        Why.NOBODY_AUTHORIZES,
        Why.NO_SECOND_PERSON,
    }


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"number": "x"}'])
def test_text_that_is_no_request_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        request_from_json(text)
    with pytest.raises(ValueError, match="validation error"):
        refusal_from_json(text)


# --- Events and canonical JSON -----------------------------------------------------------------------------


def test_event_holds_plain_json_alone() -> None:
    happened = event(
        EventKind.FILED,
        number=Decimal("1E+3"),
        at=MORNING,
        day=date(2026, 3, 4),
        length=timedelta(hours=2),
        priority=Priority.HIGH,
        people={"U2", "U1"},
        filing=filed().filing,
        nothing=None,
    )
    plain = json.loads(canonical_json(dict(happened.changed)))
    assert plain == happened.changed
    assert (plain["number"], plain["at"], plain["day"]) == ("1000", "2026-03-04T08:00:00+00:00", "2026-03-04")
    assert (plain["length"], plain["priority"], plain["people"]) == (7200, "high", ["U1", "U2"])
    assert plain["filing"]["value"] == {"amount": "500", "currency": "EUR"}


def test_value_without_a_plain_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="object has no plain JSON form"):
        plain_json(object())


def test_canonical_json_has_one_spelling() -> None:
    assert canonical_json({"b": 1, "a": ["é", None, True]}) == '{"a":["é",null,true],"b":1}'
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="not JSON compliant"):
            canonical_json(value)
    with pytest.raises(TypeError):
        canonical_json(MORNING)
