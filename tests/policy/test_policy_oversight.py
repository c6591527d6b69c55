"""The policy's parts that look back: what holds where they are left out, and who must be named for them."""

from __future__ import annotations

import tomllib

import pytest

from bot.policy_faults import faults_of
from models import roles
from tests.builders import policy
from tests.policy.written import changed

HOLD = {"title": "Regulatory", "owner": ["@compliance"], "channel": "#compliance"}


def test_reports_are_for_whoever_authorises_the_owner_and_administrators_unless_readers_are_named() -> None:
    assert roles.report_readers(policy()) == ("@leads", "@managers", "@executives", "@operations", "@admins")
    assert roles.report_readers(policy(reports={"readers": ["UONE"]})) == ("UONE",)


def test_compliance_makes_the_audit_review_unless_reviewers_are_named() -> None:
    own = policy(holds={"regulatory": HOLD})
    assert roles.auditors(policy()) == ()
    assert roles.auditors(own) == ("@compliance",)
    assert roles.audit_channel(own) == "#compliance"
    named = policy(holds={"regulatory": HOLD}, audit_review={"reviewers": ["UONE"], "channel": "#audit"})
    assert roles.auditors(named) == ("UONE",)
    assert roles.audit_channel(named) == "#audit"


def test_auditors_and_administrators_export_unless_others_are_named() -> None:
    assert roles.exporters(policy()) == ("@admins",)
    assert roles.exporters(policy(holds={"regulatory": HOLD})) == ("@compliance", "@admins")
    assert roles.exporters(policy(exports={"who": ["UONE"]})) == ("UONE",)


@pytest.mark.parametrize("part", ["recurrence", "audit_review", "policy_review"])
def test_who_is_told_of_an_overdue_review_is_a_contact(part: str) -> None:
    written = tomllib.loads(changed())
    written[part]["contact"] = "nobody_here"
    _, faults = faults_of(written)
    assert [fault.key for fault in faults] == [f"{part}.contact"]
    assert 'There is no contact "nobody_here"' in faults[0].sentence


def test_groups_named_for_looking_back_are_groups_of_the_policy() -> None:
    own = policy(teams=["@sales"], reports={"readers": ["@readers"]}, exports={"who": ["@export"]})
    assert {"@sales", "@readers", "@export"} <= own.groups()
