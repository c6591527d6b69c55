"""The shipped policy is the blueprint's, its schema is current, and the sample workspace has all that it names."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from bot.policy_file import load
from bot.policy_schema import schema_text
from models.policy import Policy, Priority
from tests.policy.written import SHIPPED, changed

POLICY = load(SHIPPED).policy
ROOT = SHIPPED.parent


def test_tiers_and_their_decision_times_are_the_blueprints() -> None:
    assert [(tier.name, tier.at_least, tier.below) for tier in POLICY.tiers] == [
        ("team_lead", Decimal(0), Decimal(20)),
        ("manager", Decimal(20), Decimal(50)),
        ("executive", Decimal(50), None),
    ]
    assert [tier.decision_time for tier in POLICY.tiers] == [timedelta(hours=n) for n in (24, 48, 72)]
    assert POLICY.expedited.decision_time == timedelta(hours=4)


def test_escalations_are_the_blueprints() -> None:
    ladder = POLICY.escalations
    assert ladder.deadline_near.remaining == timedelta(hours=2)
    assert (ladder.deadline_near.contact, ladder.deadline_near.priority) == (
        "operations_supervisor",
        Priority.HIGH,
    )
    assert ladder.deadline_near.within == timedelta(0)
    assert (ladder.complaint.priority, ladder.complaint.within) == (Priority.URGENT, timedelta(hours=1))
    assert (ladder.over_authority.priority, ladder.over_authority.within) == (
        Priority.NORMAL,
        "same business day",
    )
    assert ladder.deadline_breached.contact != ladder.deadline_near.contact


def test_holds_are_the_blueprints() -> None:
    assert {name: (hold.owner, hold.extends) for name, hold in POLICY.holds.items()} == {
        "data_unavailable": (("@operations",), timedelta(hours=24)),
        "conflicting_data": (("@data-quality",), None),
        "regulatory": (("@compliance",), None),
    }


def test_standards_are_of_every_kind() -> None:
    assert len(POLICY.standards) >= 12
    assert any(standard.value == 0 for standard in POLICY.standards)
    assert any(standard.value is not None and standard.value < 0 for standard in POLICY.standards)
    wordy = [standard for standard in POLICY.standards if standard.value is None]
    assert len(wordy) >= 3
    assert all(standard.rule for standard in wordy)
    payment = POLICY.standard("OPS-017")
    assert payment is not None
    assert (payment.title, payment.value, payment.unit) == ("Payment term", Decimal(30), "days")


def test_the_sample_workspace_has_everybody_and_every_channel_that_the_policy_names() -> None:
    sample = ROOT / "sample" / "workspace.toml"
    if not sample.exists():
        pytest.skip("There is no sample workspace to compare with.")
    workspace = tomllib.loads(sample.read_text(encoding="utf-8"))
    handles = {"@" + group["handle"] for group in workspace["groups"] if not group.get("disabled")}
    assert POLICY.groups() <= handles
    people = {person["id"] for person in workspace["people"] if not person.get("deleted")}
    named = json.dumps(POLICY.model_dump(mode="json"))
    assert {word for word in named.split('"') if word.startswith("U0")} <= people
    channels = {"#" + channel["name"] for channel in workspace["channels"] if channel["app_is_member"]}
    assert {word for word in named.split('"') if word.startswith("#")} <= channels


def test_the_schema_in_the_repository_is_current() -> None:
    kept = (ROOT / "policy.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text(), "run: python app.py policy schema --write"
    assert SHIPPED.read_text(encoding="utf-8").startswith("#:schema ./policy.schema.json\n")


def as_editors_see(value: Any) -> Any:
    """TOML as an editor's schema check sees it: days and times are texts."""
    match value:
        case dict():
            return {key: as_editors_see(part) for key, part in value.items()}
        case list():
            return [as_editors_see(part) for part in value]
        case date() | datetime() | time():
            return value.isoformat()
    return value


def test_the_schema_allows_the_policy_as_shipped() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    validator.check_schema(validator.schema)
    assert list(validator.iter_errors(as_editors_see(tomllib.loads(changed())))) == []


@pytest.mark.parametrize(
    "change",
    [
        ('decision_time = "48h"', 'decision_time = "16 business hours"'),
        ('decision_time = "4h"', 'decision_time = "1 business day"'),
        ("closes = 17:00:00", 'closes = "24:00"'),
        ("[calendar]", '[calendar]\npublic_holidays = "DE-BE"'),
    ],
)
def test_what_the_schema_and_the_check_allow(change: tuple[str, str]) -> None:
    written = tomllib.loads(changed(change))
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    assert list(validator.iter_errors(as_editors_see(written))) == []
    policy = Policy.model_validate(written)
    assert Policy.model_validate(policy.model_dump(mode="json")) == policy


@pytest.mark.parametrize(
    "change",
    [
        ('decision_time = "48h"', 'decision_time = "2 working days"'),
        ("[calendar]", '[calendar]\npublic_holidays = "Germany"'),
        ('decision_time = "48h"', 'decison_time = "48h"'),
        ('decision_time = "48h"', "decision_time = 48"),
        ('decision_time = "48h"', 'decision_time = "two days"'),
        ("below = 50", "below = 49.5"),
        ("below = 50", 'below = "49,5"'),
        ('channel = "#operations"', 'channel = "operations"'),
        ('within = "same business day"', 'within = "soon"'),
        ("opens = 09:00:00", "opens = 9"),
        ('authorizers = ["@team-leads"]', "authorizers = []"),
        ('process_link = "https://', 'process_link = "'),
    ],
)
def test_the_schema_tells_an_editor_what_the_check_would(change: tuple[str, str]) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    assert list(validator.iter_errors(as_editors_see(tomllib.loads(changed(change)))))


def test_the_newest_rate_of_the_day_converts_a_value() -> None:
    rates = [
        {"currency": "USD", "rate": rate, "on": on}
        for rate, on in (("0.9", "2026-01-01"), ("0.8", "2026-06-01"))
    ]
    policy = Policy.model_validate({**POLICY.model_dump(), "rates": rates})
    found = policy.rate_for("USD", datetime.fromisoformat("2026-05-31T23:00:00+00:00"))
    assert found is not None
    assert found.rate == Decimal("0.8"), "it is the first of June in Berlin already"
