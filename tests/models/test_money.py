"""What a person types is a number or it is not; nothing is guessed at and nothing is rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.money import Money, parse_amount, parse_number, plain
from models.request import number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("45", "45"),
        (" 45 ", "45"),
        ("45.", "45"),
        (".5", "0.5"),
        ("007", "7"),
        ("+45", "45"),
        ("-45.5", "-45.5"),
        ("- 45", "-45"),
        ("49.999", "49.999"),
        ("1,250.50", "1250.5"),
        ("1,234", "1234"),
        ("1,234,567", "1234567"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234", "1234"),
        ("1\u202f234,5", "1234.5"),
        ("1 234,567", "1234.567"),
        ("12,5", "12.5"),
        ("0,25", "0.25"),
        ("1234,5678", "1234.5678"),
        ("999999999999999.999999", "999999999999999.999999"),
        ("000000000000000001", "1"),
    ],
)
def test_number_is_read_as_it_was_meant(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        ",",
        "-",
        "+",
        "--5",
        "+-5",
        "-+5",
        "5-",
        "1e5",
        "0x10",
        "1_000",
        "NaN",
        "inf",
        "-Infinity",
        "five",
        "5 %",
        "€5",
        "1.2.3",
        "1,23,456",
        "12,34,567.8",
        "1,234,5",
        "1.234,5",
        "1234,567",
        ",500",
        "5 5",
        "1 23",
        "1 234,567.8",
        "1,234 567",
        "٣",
        "５",
        "½",
        "1\n2",
        "1000000000000000",
        "1.0000001",
    ],
)
def test_what_is_no_number_or_could_be_two_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.is_finite()


@given(
    st.decimals(
        min_value=-(10**15) + 1, max_value=10**15 - 1, places=6, allow_nan=False, allow_infinity=False
    )
)
def test_number_that_is_shown_is_read_as_the_same(number: Decimal) -> None:
    assert parse_number(plain(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0.00", "0"),
        ("1E+3", "1,000"),
        ("1250.50", "1,250.5"),
        ("100", "100"),
        ("0.000001", "0.000001"),
        ("-18.0", "-18"),
        ("1000000", "1,000,000"),
    ],
)
def test_number_is_shown_as_people_write_it(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_money_is_shown_with_its_currency() -> None:
    assert str(Money(amount=Decimal("1250.50"), currency="EUR")) == "EUR 1,250.5"


@pytest.mark.parametrize("text", ["EX-1042", "ex-1042", "ex1042", "1042", " EX-1042 ", "Ex 1042", "EX- 1042"])
def test_request_is_known_by_its_number_however_it_is_written(text: str) -> None:
    assert number_of(text) == 1042


@pytest.mark.parametrize(
    "text", ["", "EX", "EX-", "list", "EX-10a", "EX-1 042", "1042!", "EX-EX-1", "1" * 13, "١٠٤٢", "10.5"]
)
def test_anything_else_is_no_request(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["8.000", " 250.000 ", "0.125", "1,250.500"])
def test_amount_with_three_decimals_could_be_read_in_two_ways(text: str) -> None:
    assert parse_amount(text) is None
    assert parse_number(text) is not None


@pytest.mark.parametrize(
    ("text", "amount"),
    [("8000", "8000"), ("8,000", "8000"), ("8.00", "8"), ("8.5", "8.5"), ("8 000", "8000")],
)
def test_amount_is_read_as_a_number_is(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)
