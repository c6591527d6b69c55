"""The policy's delegates: who may stand in for a role, which must be one that there is."""

from __future__ import annotations

import tomllib

import pytest

from bot.policy_faults import faults_of
from bot.policy_file import load, policy_from_json, policy_json
from bot.policy_report import report
from models.stead import holders
from tests.policy.written import SHIPPED, by_key, changed

DELEGATES = '[[delegates]]\nrole = "manager"'


def test_shipped_policy_lets_team_leads_stand_in_for_managers() -> None:
    policy = load(SHIPPED).policy
    assert holders(policy, "manager") == ("@ops-managers", "@executives", "@team-leads")
    assert holders(policy, "executive") == ("@executives",)
    assert policy_from_json(policy_json(policy)) == policy
    shown = next(line for line in report(load(SHIPPED)).splitlines() if "stand in for Manager" in line)
    assert "@team-leads" in shown


@pytest.mark.parametrize(
    ("change", "key", "sentence"),
    [
        (
            (DELEGATES, '[[delegates]]\nrole = "managers"'),
            "delegates[0].role",
            '"managers" is no tier, and not "validators"; did you mean "manager"?',
        ),
        (
            (DELEGATES, f'{DELEGATES}\nwho = ["@executives"]\n\n{DELEGATES}'),
            "delegates[1].role",
            "delegates[0] already names the delegates of manager; put these people there.",
        ),
    ],
)
def test_delegates_of_no_role_or_of_one_twice_are_told(
    change: tuple[str, str], key: str, sentence: str
) -> None:
    _, faults = faults_of(tomllib.loads(changed(change)))
    assert by_key(faults) == {key: sentence}


def test_delegates_of_the_validators_are_a_role_too() -> None:
    policy, faults = faults_of(tomllib.loads(changed((DELEGATES, '[[delegates]]\nrole = "validators"'))))
    assert faults == ()
    assert policy is not None
    assert holders(policy, "validators") == ("@ops-validators", "@team-leads")
