"""Single approval: where the policy lets the first approval be the only one; pure, and it waives nothing.

The approval logic's two approvals are the rule; the FAQ's single one for low impact is a switch of the policy.
"""

from __future__ import annotations

from models.policy import Policy
from models.request import ExceptionRequest, Score, Stage
from models.ways import Waiver


def is_enough(policy: Policy, score: Score) -> bool:
    """Whether a request so scored needs the first approval only (FAQ: how many approvals are required).

    The deviation (percent) and the value (policy currency) are at most the caps; a deviation that a person
    estimated needs both approvals, whatever it is.
    """
    rule = policy.single_approval
    return (
        rule.enabled
        and not score.by_hand
        and score.deviation <= rule.max_deviation
        and score.value.amount <= rule.max_value
    )


def is_next(policy: Policy, request: ExceptionRequest) -> bool:
    """Whether the approval that the request waits for is the only one that it needs."""
    return request.stage is Stage.VALIDATION and is_enough(policy, request.score)


def is_rightful(policy: Policy, request: ExceptionRequest, waiver: Waiver) -> bool:
    """Whether a waiver on record is one that the request's policy allows, with the policy's own caps."""
    rule = policy.single_approval
    caps = (waiver.deviation_cap, waiver.value_cap)
    return caps == (rule.max_deviation, rule.max_value) and is_enough(policy, request.score)
