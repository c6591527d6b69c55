"""A form is complete, or each field that is not says why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.acts import File
from models.events import EventKind
from models.lifecycle import Outcome, perform
from models.lifecycle.filing import faults_of
from models.lifecycle.limits import MAX_DEVIATION, MAX_TEXT
from models.money import Money
from models.refusals import Fault, Field, Why
from models.request import Customer, Stage, Status
from tests.builders import MORNING, by_hand, done, euros, filing, person, refused, scene


def faults(**form: Any) -> dict[Field, Fault]:
    """What the desk says of the form; the form alone is judged as the desk judges it."""
    result = perform(None, File(filing=filing(**form)), person("UREQ"), scene())
    if isinstance(result, Outcome):
        assert faults_of(filing(**form), scene()) == {}
        return {}
    assert result.why is Why.FAULTS
    return dict(result.faults)


LONG = "x" * (MAX_TEXT + 1)
TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("form", "field", "fault"),
    [
        ({"standard": ""}, Field.STANDARD, Fault.MISSING),
        ({"standard": "P-404"}, Field.STANDARD, Fault.UNKNOWN_STANDARD),
        ({"customer": Customer(id="", name="")}, Field.CUSTOMER, Fault.MISSING),
        ({"requested": None}, Field.REQUESTED, Fault.MISSING),
        ({"requested": Decimal(30)}, Field.REQUESTED, Fault.SAME_AS_STANDARD),
        ({"requested": Decimal("30.000")}, Field.REQUESTED, Fault.SAME_AS_STANDARD),
        ({"requested": Decimal("NaN")}, Field.REQUESTED, Fault.NOT_A_NUMBER),
        ({"requested": Decimal("Infinity")}, Field.REQUESTED, Fault.NOT_A_NUMBER),
        ({"requested": Decimal("999999999999999")}, Field.REQUESTED, Fault.TOO_LARGE),
        (by_hand(requested_words=" \n"), Field.REQUESTED_WORDS, Fault.MISSING),
        (by_hand(requested_words=LONG), Field.REQUESTED_WORDS, Fault.TOO_LONG),
        (by_hand() | {"deviation": None}, Field.DEVIATION, Fault.MISSING),
        (by_hand("-0.01"), Field.DEVIATION, Fault.NEGATIVE),
        (by_hand(MAX_DEVIATION + 1), Field.DEVIATION, Fault.TOO_LARGE),
        (by_hand("NaN"), Field.DEVIATION, Fault.NOT_A_NUMBER),
        ({"standard": "P-0", "requested": Decimal(3)}, Field.DEVIATION, Fault.MISSING),
        ({"value": euros("-0.01")}, Field.VALUE, Fault.NEGATIVE),
        ({"value": euros("NaN")}, Field.VALUE, Fault.NOT_A_NUMBER),
        ({"value": euros("100000.01")}, Field.VALUE, Fault.OVER_ALL_AUTHORITY),
        ({"value": Money(amount=Decimal(1), currency="XXX")}, Field.CURRENCY, Fault.UNKNOWN_CURRENCY),
        ({"rationale": " "}, Field.RATIONALE, Fault.MISSING),
        ({"rationale": "\u200b\u2060 \ufeff"}, Field.RATIONALE, Fault.MISSING),
        ({"impact": "\u3164\u200e"}, Field.IMPACT, Fault.MISSING),
        ({"rationale": LONG}, Field.RATIONALE, Fault.TOO_LONG),
        ({"impact": ""}, Field.IMPACT, Fault.MISSING),
        ({"impact": LONG}, Field.IMPACT, Fault.TOO_LONG),
        ({"dependencies": LONG}, Field.DEPENDENCIES, Fault.TOO_LONG),
        ({"needed_by": date(2026, 3, 3)}, Field.NEEDED_BY, Fault.PAST),
    ],
)
def test_each_field_that_is_wrong_is_named(form: dict[str, Any], field: Field, fault: Fault) -> None:
    assert faults(**form) == {field: fault}


def test_all_that_is_wrong_is_named_at_once() -> None:
    assert set(faults(standard="", rationale="", impact=LONG, needed_by=date(2020, 1, 1))) == {
        Field.STANDARD,
        Field.RATIONALE,
        Field.IMPACT,
        Field.NEEDED_BY,
    }


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"rationale": "x" * MAX_TEXT},
        {"value": euros(0)},
        {"value": euros(100000)},
        {"needed_by": TODAY},
        {"requested": Decimal(0)},
        {"requested": Decimal(-5)},
        {"dependencies": ""},
        by_hand(0),
        by_hand(MAX_DEVIATION),
    ],
)
def test_form_on_the_edge_is_complete(form: dict[str, Any]) -> None:
    assert faults(**form) == {}


def test_today_is_the_policys_own_day() -> None:
    late = MORNING.replace(hour=23, minute=30)  # Past midnight in Berlin.
    act = File(filing=filing(needed_by=TODAY))
    assert refused(perform(None, act, person("UREQ"), scene(late))).faults == {Field.NEEDED_BY: Fault.PAST}


def test_new_request_stands_in_validation_under_the_policy_of_its_filing() -> None:
    result = perform(None, File(filing=filing()), person("UREQ"), scene())
    request = done(result)
    assert (request.status, request.stage, request.outcome) == (Status.VALIDATION, Stage.VALIDATION, None)
    assert (request.number, request.version, request.policy_version) == (1042, 1, "v1")
    assert (request.filed_by, request.filed_at, request.workspace) == ("UREQ", MORNING, "T1")
    assert (request.score.deviation, request.score.by_hand, request.score.confirmed) == (
        Decimal(50),
        False,
        True,
    )
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.FILED, EventKind.ROUTED]


def test_routing_tells_the_tier_that_was_passed_over_and_the_rate() -> None:
    value = Money(amount=Decimal(3000), currency="USD")
    result = perform(None, File(filing=filing(requested=Decimal(31), value=value)), person("UREQ"), scene())
    assert isinstance(result, Outcome)
    routed = result.events[1].changed
    assert (routed["tier"], routed["band"], routed["rate"]) == ("manager", "team_lead", "0.9")
    assert routed["value"] == {"amount": "2700.0", "currency": "EUR"}
    assert routed["over_authority"] == {"priority": "normal", "passed_over": "team_lead"}


def test_score_by_hand_waits_for_the_validator() -> None:
    for form in (by_hand(30), {"standard": "P-0", "requested": Decimal(3), "deviation": Decimal(30)}):
        score = done(perform(None, File(filing=filing(**form)), person("UREQ"), scene())).score
        assert (score.deviation, score.by_hand, score.confirmed, score.tier) == (
            Decimal(30),
            True,
            False,
            "manager",
        )


def test_own_percentage_never_replaces_a_computed_one() -> None:
    request = done(perform(None, File(filing=filing(deviation=Decimal(1))), person("UREQ"), scene()))
    assert (request.score.deviation, request.score.by_hand) == (Decimal(50), False)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("is_bot", Why.BOT),
        ("is_deactivated", Why.DEACTIVATED),
        ("is_stranger", Why.STRANGER),
        ("is_guest", None),
    ],
)
def test_staff_and_guests_ask_and_nobody_else(what: str, why: Why | None) -> None:
    result = perform(None, File(filing=filing()), person("UREQ", **{what: True}), scene())
    assert (refused(result).why if why else done(result).filed_by) == (why or "UREQ")
