"""The words for a single approval: the second one that the policy waives, before and after; it builds no block."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.views.text import percent
from models.money import Money
from models.policy import Policy
from models.request import ExceptionRequest
from models.single_approval import is_next


def caps(deviation: Decimal, value: Decimal, policy: Policy) -> str:
    """Up to where it is waived: `up to 5 % and EUR 1,000`; percent, and the policy's currency."""
    return f"up to {percent(deviation)} and {Money(amount=value, currency=policy.currency)}"


def by_policy(request: ExceptionRequest, policy: Policy) -> str:
    """`waived by policy (up to 5 % and EUR 1,000)`, as a waiver on record says or as the policy would; else empty."""
    if request.waiver is not None:
        said = caps(request.waiver.deviation_cap, request.waiver.value_cap, policy)
    elif is_next(policy, request):
        rule = policy.single_approval
        said = caps(rule.max_deviation, rule.max_value, policy)
    else:
        return ""
    return f"waived by policy ({said})"


def second_approval(request: ExceptionRequest, policy: Policy) -> str:
    """The same as a sentence, as it is or as it will be (mrkdwn); empty where both approvals are needed."""
    said = by_policy(request, policy)
    return f"The second approval is {said}." if said else ""


def are_due(request: ExceptionRequest, policy: Policy) -> str:
    """What has a deadline, with its verb: both approvals, or the only one."""
    alone = request.waiver is not None or is_next(policy, request)
    return "the approval is" if alone else "both approvals are"


def told(changed: Mapping[str, Any], policy: Policy) -> str:
    """The event of a waiver in a sentence, from what the event itself says (mrkdwn)."""
    waiver = changed["waiver"]
    said = caps(Decimal(str(waiver["deviation_cap"])), Decimal(str(waiver["value_cap"])), policy)
    return f"Second approval waived by policy ({said}); it is listed for review."
