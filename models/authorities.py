"""Authorities: up to which value somebody may decide a request, as the policy says or a contact has allowed."""

from __future__ import annotations

from decimal import Decimal

from models.holds import HoldEnding, HoldKind
from models.policy import Policy
from models.request import ExceptionRequest

#: The fields of the form that make it another request: a value that was allowed was allowed for the one before.
_ANOTHER = frozenset({"customer", "standard", "beneficiary"})


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
    """The most (policy currency) that a contact has allowed the highest tier for this request, or None.

    What was allowed for another customer, another standard or another beneficiary is not allowed for this one.
    """
    changed = [made.at for made in request.amendments if not _ANOTHER.isdisjoint(made.fields)]
    allowed = [
        Decimal(hold.closed.chosen)
        for hold in request.holds
        if hold.kind is HoldKind.OVER_AUTHORITY
        and hold.closed is not None
        and hold.closed.how is HoldEnding.RESOLVED
        and (not changed or hold.closed.at > changed[-1])
    ]
    return max(allowed, default=None)
