"""What the workspace gives the bot, as it is asked: whatever its plan, its policy and Slack's answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.directory import Directory
from bot.gateway import Gateway, Identity
from bot.survey import survey
from models.checks import Item, What
from models.policy import Policy
from models.policy_versions import policy_from_json, policy_json
from models.readiness.condition import Condition
from models.readiness.judging import judge
from tests.bot.answering import AnsweringSlack, limited, refused
from tests.builders import MORNING, policy

ME = Identity(team="T1", team_name="Alder", user_id="UBOT", bot_id="B1", slack_at=MORNING)


def of_people() -> Policy:
    """A policy that names people where the test policy names groups: `@leads` is one person, ULEADS."""
    text = re.sub(r'"@(\w+)"', lambda found: f'"U{found[1].upper()}"', policy_json(policy()))
    return policy_from_json(text)


@pytest.mark.parametrize("code", ["plan_upgrade_required", "paid_teams_only"])
async def test_workspace_whose_plan_has_no_groups_lacks_those_that_the_policy_names(
    slack: AnsweringSlack, gateway: Gateway, code: str
) -> None:
    slack.answers("usergroups.list", lambda: refused(code), times=2)
    found = await survey(gateway, policy(), ME, MORNING)
    assert found.survey.groups == {}
    assert found.faults == {}
    told = judge(Condition(at=MORNING, policy=policy(), survey=found.survey))
    assert {check.what for check in told if check.item is Item.TIERS} == {What.TIER_NO_VALIDATOR}
    directory = Directory(gateway=gateway, clock=Clock(lambda: MORNING), team="T1")
    await directory.learn_names()
    assert directory.names().channels, "its channels are known all the same"
    assert (await directory.register(["@validators"])).missing == {"@validators"}


async def test_policy_of_people_alone_needs_no_group(slack: AnsweringSlack, gateway: Gateway) -> None:
    found = await survey(gateway, of_people(), ME, MORNING)
    assert slack.count("usergroups.list") == 0
    told = judge(Condition(at=MORNING, policy=of_people(), survey=found.survey))
    assert {check.what for check in told if check.item is Item.TIERS} == {What.TIER_ONE_VALIDATOR}


async def test_clock_is_judged_by_when_slack_was_asked_and_not_by_how_long_the_rest_took(
    slack: AnsweringSlack, gateway: Gateway
) -> None:
    found = await survey(gateway, policy(), ME, MORNING)
    much_later = MORNING + timedelta(minutes=20)
    told = judge(Condition(at=much_later, policy=policy(), survey=found.survey))
    assert [check.what for check in told if check.item is Item.CLOCK] == [What.CLOCK_RIGHT]


async def test_people_of_whom_slack_does_not_tell_are_said_not_to_be_known(
    slack: AnsweringSlack, gateway: Gateway
) -> None:
    slack.answers("users.info", lambda: limited(30))
    found = await survey(gateway, of_people(), ME, MORNING)
    assert Item.AUTHORITIES in found.faults
    condition = Condition(at=MORNING, policy=of_people(), survey=found.survey, unknown=found.faults)
    (told,) = (check for check in judge(condition) if check.item is Item.AUTHORITIES)
    assert told.what is What.NOT_LOOKED_AT
