"""A draft of the policy from what was entered: in order, or each fault beside the key that it is about."""

from __future__ import annotations

import pytest

from bot.policy_drafting import drafted, number_typed
from bot.policy_file import load
from models.policy_diff import differences
from tests.policy.written import SHIPPED

BASE = load(SHIPPED).policy


def changed(**entered: str | list[str]) -> list[tuple[str, str | None]]:
    """What a draft says differently."""
    draft = drafted(BASE, entered)
    assert draft.policy is not None, draft
    return [(change.key, change.now) for change in differences(BASE, draft.policy)]


def test_start_of_a_tier_moves_the_end_of_the_one_under_it() -> None:
    assert changed(**{"tiers[2].at_least": "45"}) == [("tiers[1].below", "45"), ("tiers[2].at_least", "45")]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("45", "45"),
        (" 45 % ", "45"),
        ("100,000", "100000"),
        ("1 250 000.5", "1250000.5"),
        ("1,5", "1,5"),
        ('"49.5"', "49.5"),
        ("x", "x"),
    ],
)
def test_numbers_are_read_as_people_write_them_and_no_comma_is_guessed_at(typed: str, number: str) -> None:
    assert number_typed(typed) == number


def test_what_is_entered_as_it_is_changes_nothing() -> None:
    entered: dict[str, str | list[str]] = {
        "tiers[1].at_least": "20",
        "tiers[1].authority": "100,000",
        "tiers[1].decision_time": "48h",
        "expedited.decision_time": "4h",
        "contacts.operations_director.backup": ["@executives"],
    }
    assert changed(**entered) == []


def test_people_of_a_contact_are_the_same_in_any_order() -> None:
    key = "contacts.operations_director.who"
    first = drafted(BASE, {key: ["U0DIRECTOR", "@executives"]}).policy
    assert first is not None
    again = drafted(first, {key: ["@executives", "U0DIRECTOR"]}).policy
    assert again == first


def test_empty_authority_is_none_and_said_where_the_rest_forbids_it() -> None:
    draft = drafted(BASE, {"tiers[0].authority": ""})
    assert draft.policy is None
    assert draft.faults or draft.others


def test_each_fault_stands_beside_what_was_entered() -> None:
    key = "contacts.operations_supervisor.who"
    draft = drafted(
        BASE,
        {
            "tiers[2].at_least": "10",
            "tiers[1].authority": "much",
            "tiers[1].decision_time": "soon",
            key: ["ops", "U0SUPERVIS"],
        },
    )
    assert draft.policy is None
    assert "holds no number" in draft.faults["tiers[2].at_least"]
    assert "is no number here" in draft.faults["tiers[1].authority"]
    assert "is no length of time" in draft.faults["tiers[1].decision_time"]
    assert '"ops" is neither a user group nor a user id' in draft.faults[key]
    assert draft.others == ()


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("tiers[1].authority", "much", '"much" is no number here; write a number, such as 20 or 49.5, with'),
        ("tiers[0].authority", "-5", "Authority cannot be negative, as -5 is; write at least 0."),
        ("tiers[2].authority", "-5", "Authority cannot be negative, as -5 is; write at least 100000."),
        ("tiers[1].decision_time", "1000000h", '"1000000h" is longer than a year; write a shorter time'),
        ("tiers[1].decision_time", "1" * 5000 + "h", "is longer than a year"),
        ("tiers[1].decision_time", "99999 business days", '"99999 business days" is too long; write at most'),
        ("tiers[1].decision_time", "0h", '"0h" is out of bounds; write a time longer than'),
        ("tiers[1].decision_time", "000 business days", "write at least"),
    ],
)
def test_faults_are_said_as_a_form_needs_them(key: str, typed: str, said: str) -> None:
    draft = drafted(BASE, {key: typed})
    assert said in draft.faults[key]
    assert "in quotes" not in draft.faults[key]


def test_tier_above_one_without_a_limit_is_left_empty_in_a_form() -> None:
    draft = drafted(BASE, {"tiers[1].authority": "", "tiers[2].authority": "5"})
    assert draft.faults["tiers[2].authority"].endswith("so leave this empty.")
