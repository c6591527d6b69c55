"""Which values of different sources say the same: numbers, texts and days, each as sources write them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from models.agreement import agree, conflicts, day_in, is_readable, number_in
from models.holds import SourceValue
from models.policy import Agreement
from models.policy_ways import AgreementKind
from models.snapshot import Snapshot
from tests.builders import MORNING

BERLIN = ZoneInfo("Europe/Berlin")


def agreement(kind: str = "number", **changed: object) -> Agreement:
    given = {"name": "term", "title": "Payment term", "kind": kind, "fields": ["crm.term", "contracts.term"]}
    return Agreement.model_validate(given | changed)


def snapshots(**values: JsonValue) -> list[Snapshot]:
    return [Snapshot.of(source, source.upper(), MORNING, {"term": value}) for source, value in values.items()]


@pytest.mark.parametrize(
    ("first", "second", "tolerance", "is_same"),
    [
        ("30", "30.00", "0", True),
        ("30", "45", "0", False),
        ("1,250.50", "1250.5", "0", True),
        ("1 250,50", "1250.5", "0", True),
        ("３０", "30", "0", True),
        ("100", "100.5", "0.5", True),
        ("100", "100.51", "0.5", False),
        ("-5", "5", "9", False),
        ("0.3333333333333333333", "0.3333333333333333333", "0", True),
        ("30 days", "30", "0", False),
        ("n/a", "n/a", "0", False),
        ("1234,567", "1234567", "0", False),
    ],
)
def test_numbers_agree_within_the_tolerance(first: str, second: str, tolerance: str, is_same: bool) -> None:
    assert agree(agreement(tolerance=tolerance), [first, second], BERLIN) == is_same


def test_tolerance_holds_between_the_lowest_and_the_highest_of_three() -> None:
    assert not agree(agreement(tolerance=1), ["1", "2", "3"], BERLIN)


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("Gold", "  GOLD ", True),
        ("Straße", "STRASSE", True),
        ("Ｇｏｌｄ\u00a0plan", "gold  plan", True),
        ("Cafe\u0301", "Café", True),
        ("Gold", "Silver", False),
        ("Sao", "São", False),
    ],
)
def test_texts_agree_whatever_their_capitals_and_spaces(first: str, second: str, is_same: bool) -> None:
    assert agree(agreement("text"), [first, second], BERLIN) == is_same


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("20261130", date(2026, 11, 30)),
        ("2026-11-30T08:15:00", date(2026, 11, 30)),
        ("2026-11-30 23:59", date(2026, 11, 30)),
        ("2026-11-30T23:30:00Z", date(2026, 12, 1)),
        ("2026-11-30t23:30:00+00:00", date(2026, 12, 1)),
        ("2026-12-01T00:30:00+09:00", date(2026, 11, 30)),
        ("30.11.2026", date(2026, 11, 30)),
        ("5.4.2026", date(2026, 4, 5)),
        ("30/11/2026", date(2026, 11, 30)),
        ("11/30/2026", date(2026, 11, 30)),
        ("4/4/2026", date(2026, 4, 4)),
        ("2026/11/30", date(2026, 11, 30)),
        ("30 Nov 2026", date(2026, 11, 30)),
        ("30. November 2026", date(2026, 11, 30)),
        ("30-Nov-2026", date(2026, 11, 30)),
        ("November 30, 2026", date(2026, 11, 30)),
        ("nov 30th, 2026", date(2026, 11, 30)),
        ("03/04/2026", None),
        ("2026-11-31", None),
        ("31.02.2026", None),
        ("30 Xyz 2026", None),
        ("1796000000", None),
        ("soon", None),
        ("0001-01-01T00:00:00+23:59", None),
    ],
)
def test_day_is_read_in_the_common_ways_and_never_guessed(written: str, day: date | None) -> None:
    assert day_in(written, BERLIN) == day
    assert is_readable(agreement("date"), written, BERLIN) == (day is not None)


def test_days_agree_in_the_policys_time_zone() -> None:
    assert agree(agreement("date"), ["2026-11-30T23:30:00Z", "1 December 2026"], BERLIN)
    assert not agree(agreement("date"), ["2026-11-30T23:30:00Z", "30.11.2026"], BERLIN)
    assert not agree(agreement("date"), ["03/04/2026", "03/04/2026"], BERLIN), "it could be two days"


def test_conflict_has_what_each_source_says_in_the_agreements_order() -> None:
    found = list(conflicts([agreement()], snapshots(contracts="45", crm=30), BERLIN))
    assert [conflict.values for conflict in found] == [
        (
            SourceValue(source="crm", field="term", value="30"),
            SourceValue(source="contracts", field="term", value="45"),
        )
    ]


@pytest.mark.parametrize("missing", [None, "", "  \u00a0"])
def test_field_without_a_value_is_nothing_to_compare(missing: JsonValue) -> None:
    assert not list(conflicts([agreement()], snapshots(contracts="45", crm=missing), BERLIN))
    assert not list(conflicts([agreement()], snapshots(contracts="45"), BERLIN))


def test_field_that_the_source_does_not_have_is_nothing_to_compare() -> None:
    other = agreement(fields=["crm.other", "contracts.term"])
    assert not list(conflicts([other], snapshots(contracts="45", crm="30"), BERLIN))


def test_source_that_could_not_be_read_is_nothing_to_compare_yet() -> None:
    away = Snapshot.unavailable("crm", "CRM", MORNING, "It is away.")
    assert not list(conflicts([agreement()], [away, *snapshots(contracts="45")], BERLIN))


def test_two_of_three_fields_are_compared_while_the_third_is_missing() -> None:
    of_three = agreement(fields=["crm.term", "contracts.term", "history.term"])
    assert not list(conflicts([of_three], snapshots(crm="30", contracts="30"), BERLIN))
    assert list(conflicts([of_three], snapshots(crm="30", contracts="45"), BERLIN))


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.1"), (1e-7, "0.0000001"), (True, "true"), ([1], "[1]")])
def test_value_of_another_shape_is_told_as_json(value: JsonValue, text: str) -> None:
    (found,) = conflicts([agreement("text")], snapshots(crm=value, contracts="other"), BERLIN)
    assert found.values[0].value == text


def test_number_is_exact() -> None:
    assert str(number_in("0.12345678901234567890")) == "0.12345678901234567890"


@given(st.one_of(st.text(), st.from_regex(r"[0-9./: TZ+-]{4,30}", fullmatch=True)))
def test_no_value_of_a_source_breaks_the_comparison(value: str) -> None:
    for kind in AgreementKind:
        asked = agreement(kind.value)
        if is_readable(asked, value, BERLIN):
            assert agree(asked, [value, f"  {value} "], BERLIN)
        else:
            assert not agree(asked, [value, value], BERLIN)
