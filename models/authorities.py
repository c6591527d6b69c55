"""Authorities: up to which value somebody may decide a request, as the policy says or a contact has allowed."""

from __future__ import annotations

from decimal import Decimal

from models.holds import HoldEnding, HoldKind
from models.policy import Policy
from models.request import ExceptionRequest


def is_over_all(policy: Policy, request: ExceptionRequest) -> bool:
    """Whether the value is above what the tier that decides may decide, and above what was allowed for this request.

    The tier is the lowest that has the authority; only where none has is it the highest without it.
    """
    value = request.score.value.amount
    if policy.tier(request.score.tier).may_decide(value):
        return False
    released = released_up_to(request)
    return released is None or value > released


def released_up_to(request: ExceptionRequest) -> Decimal | None:
    """The most (policy currency) that a contact has allowed the highest tier for this request, or None."""
    allowed = [
        Decimal(hold.closed.chosen)
        for hold in request.holds
        if hold.kind is HoldKind.OVER_AUTHORITY
        and hold.closed is not None
        and hold.closed.how is HoldEnding.RESOLVED
    ]
    return max(allowed, default=None)
