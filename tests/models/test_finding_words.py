"""What people type after `list` and `search`, and what is understood by it."""

from __future__ import annotations

from datetime import date

import pytest

from models.finding import Standing, Wanted, Whose
from models.finding_words import looked_for, read_day, read_wanted
from tests.builders import policy

UNDERSTOOD = {
    "": Wanted(whose=Whose.MINE),
    "open": Wanted(standing=Standing.OPEN),
    "OPEN  Mine": Wanted(whose=Whose.MINE, standing=Standing.OPEN),
    "tier:manager": Wanted(tier="manager"),
    'tier:"Team lead"': Wanted(tier="team_lead"),
    "tier:team-lead": Wanted(tier="team_lead"),
    "standard:p-1": Wanted(standard="P-1"),
    "standard:OPS-999": Wanted(standard="OPS-999"),
    "status:Execution overdue": Wanted(standing=Standing.EXECUTION, is_overdue=True),
    "status:overdue": Wanted(is_overdue=True),
    'customer:"Café Müller"': Wanted(customer=("cafe", "muller")),
    "by:<@U0REQUEST1|rosa>": Wanted(by="U0REQUEST1"),
    "by:me": Wanted(by="UME"),
    "since:2026-10": Wanted(since=date(2026, 10, 1)),
    "since:2026-10-5 waiting": Wanted(whose=Whose.WAITING, since=date(2026, 10, 5)),
    "team": Wanted(whose=Whose.TEAM),
}


@pytest.mark.parametrize("typed", UNDERSTOOD)
def test_filters_are_understood_however_they_are_typed(typed: str) -> None:
    read = read_wanted(typed, policy(), "UME", Whose.MINE)
    assert read.wanted == UNDERSTOOD[typed]
    assert read.unknown == ()


@pytest.mark.parametrize(
    "typed", ["opne", "tier:boss", "by:@rosa", "since:yesterday", "status:", "colour:red", ":"]
)
def test_what_is_no_filter_is_told_apart(typed: str) -> None:
    assert read_wanted(f"mine {typed}", policy(), "UME", Whose.MINE).unknown == (typed,)


@pytest.mark.parametrize("typed", [f"standard:{'x' * 61}", f"by:U{'A' * 40}", f"by:<@U{'A' * 40}>"])
def test_value_that_is_longer_than_any_is_no_filter(typed: str) -> None:
    """What a list is of travels in its window, where Slack takes 3,000 characters."""
    assert read_wanted(typed, policy(), "UME", Whose.MINE).unknown == (typed,)


def test_words_of_a_search_are_looked_for_and_filters_among_them_count() -> None:
    read = read_wanted(
        "open payment TERM tier:manager colour:red", policy(), "UME", Whose.ALL, is_search=True
    )
    assert read.wanted == Wanted(words=("open", "payment", "term", "colour", "red"), tier="manager")
    assert read.unknown == ()


@pytest.mark.parametrize("typed", ["EX-1042", "ex1042", "ex 1042", "Ex_1042", "#EX-1042"])
def test_number_is_one_word_however_it_is_typed(typed: str) -> None:
    assert looked_for(typed) == ("ex1042",)


def test_number_alone_is_looked_for_as_it_is() -> None:
    assert looked_for("1042") == ("1042",)


def test_words_are_so_many_and_so_long_at_most() -> None:
    found = looked_for(" ".join(f"{n}{'x' * 100}" for n in range(30)))
    assert len(found) == 10
    assert {len(word) for word in found} == {40}


def test_no_typed_word_can_leave_its_place_in_the_query() -> None:
    assert looked_for("\"a' OR b* % _ & ¤c <d>") == ("a", "or", "b", "c", "d")


def test_day_is_the_first_of_what_is_named() -> None:
    assert [read_day(text) for text in ("2026", "2026-3", "2026-03-09", "March")] == [
        *(date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 9)),
        None,
    ]
