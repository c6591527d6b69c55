"""What a policy may keep is a warning: it is told, and the policy is used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.policy_file import load
from tests.policy.written import SHIPPED, by_key, changed

TODAY = date(2026, 11, 20)

WARNINGS = {
    "a person as a team": (
        ('teams = ["@sales",', 'teams = ["@sales", "U0ADMIN001",'),
        {"teams[1]": "U0ADMIN001 is a person: requests are told apart by user groups."},
    ),
    "two tiers that share a channel": (
        ('"#exceptions-manager"', '"#exceptions-team-lead"'),
        {
            "tiers[1].channel": "Manager and Team lead share #exceptions-team-lead: their requests will stand mixed "
            "in it."
        },
    ),
    "validators who authorise": (
        ('authorizers = ["@team-leads"]', 'authorizers = ["U0TEAMLD01", "@ops-validators"]'),
        {
            "tiers[0].authorizers": "@ops-validators both validates and authorises for Team lead: it takes two of "
            "them for each request, and neither approval comes from another team."
        },
    ),
    "an expedited path that is slower": (
        ('decision_time = "4h"', 'decision_time = "1d"'),
        {
            "expedited.decision_time": "The expedited path takes 24h and the fastest tier 24h: expediting would "
            "gain nothing."
        },
    ),
    "a decision time that is always near its end": (
        ('remaining = "2h"', 'remaining = "24h"'),
        {
            "tiers[0].decision_time": "24h is no more than the 24h at which a deadline is near: each request of Team "
            "lead escalates as soon as it is filed."
        },
    ),
    "an expedited path in business time that is slower": (
        ('decision_time = "4h"', 'decision_time = "3 business days"'),
        {
            "expedited.decision_time": "The expedited path takes 3 business days and the fastest tier 24h: expediting "
            "would gain nothing."
        },
    ),
    "business hours that are near their end while it is open": (
        ('decision_time = "24h"', 'decision_time = "2 business hours"'),
        {
            "tiers[0].decision_time": "2 business hours can be no more than the 2h at which a deadline is near: now "
            "and then a request of Team lead escalates as soon as it is filed."
        },
    ),
    "an old rate": (
        ("on = 2026-11-02", "on = 2026-05-23"),
        {"rates[0].on": "The newest rate of USD is 181 days old; add a row with today's."},
    ),
    "a rate of the future": (
        ("on = 2026-11-02", "on = 2026-11-21"),
        {"rates[0].on": "USD has no rate before 2026-11-21; until then that one is used."},
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_is_told_and_the_policy_used(name: str, tmp_path: Path) -> None:
    change, expected = WARNINGS[name]
    file = tmp_path / "policy.toml"
    file.write_text(changed(change), encoding="utf-8")
    loaded = load(file, today=TODAY)
    assert by_key(loaded.warnings) == expected
    assert all(warning.is_warning for warning in loaded.warnings)


def test_the_policy_as_shipped_has_no_warning() -> None:
    assert load(SHIPPED, today=TODAY).warnings == ()


@pytest.mark.parametrize(("day", "is_old"), [(date(2027, 5, 1), False), (date(2027, 5, 2), True)])
def test_a_rate_is_old_after_180_days(day: date, is_old: bool) -> None:
    assert bool(load(SHIPPED, today=day).warnings) is is_old


def test_an_old_rate_beside_a_new_one_is_no_warning(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    older = '[[rates]]\ncurrency = "USD"\nrate = "0.9"\non = 2020-01-01\n\n[[rates]]\ncurrency = "USD"'
    file.write_text(changed(('[[rates]]\ncurrency = "USD"', older)), encoding="utf-8")
    assert load(file, today=TODAY).warnings == ()


def test_without_a_day_the_age_of_rates_is_not_judged() -> None:
    assert load(SHIPPED).warnings == ()
