"""Judging a policy that is not in force yet: whom and which channels it names that are not there; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from models.checks import Check, Item, Level
from models.policy import Policy
from models.readiness.condition import Condition, Survey
from models.readiness.judging_bot import judge_channels
from models.readiness.judging_people import judge_names
from models.readiness.naming import channels, named


def judge_file(
    policy: Policy, survey: Survey, at: datetime, file: str, held: Policy | None = None
) -> Iterator[Check]:
    """Each name of the file that would be at fault, once it is in force; not those of the policy that is (`held`).

    `file` is what the policy is called. Nothing is broken yet, so none of it is red.
    """
    known = {*named(held), *channels(held)} if held is not None else set()
    condition = Condition(at=at, policy=policy, survey=survey)
    found: list[Check] = []
    if survey.groups is not None:
        found += judge_names(policy, survey, condition)
    if survey.channels is not None:
        found += judge_channels(survey, condition)
    for check in found:
        if check.level is not Level.GREEN and check.subject not in known:
            facts = {**check.facts, "policy": file}
            yield replace(check, item=Item.POLICY, level=Level.AMBER, facts=facts)
