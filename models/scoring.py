"""Scoring: how far a request deviates, and which tier decides it; exact numbers, nothing rounded."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, localcontext

from models.money import Money
from models.policy import Policy, Standard, Tier
from models.request import Score

#: Digits that numbers are carried to; enough that neither a band's edge nor an authority is reached by rounding.
PRECISION = 50


class NoTierDecidesError(Exception):
    """No tier of the policy has authority over so high a value."""

    def __init__(self, value: Money, highest: Tier) -> None:
        super().__init__(f"{value} is above the authority of {highest.title}, the highest tier")
        self.value = value
        self.highest = highest


def deviation_of(standard: Standard, requested: Decimal) -> Decimal | None:
    """`|requested − standard| / |standard| × 100` in percent, or None where the standard is zero or no number.

    Whether it is under a band's edge is exact: the quotient is rounded towards zero at 50 digits,
    so 49.999… stays under 50 (blueprint, Threshold Logic).
    """
    if standard.value is None or standard.value == 0:
        return None
    with localcontext() as context:
        context.prec = PRECISION
        context.rounding = "ROUND_DOWN"
        quotient = abs(requested - standard.value) * 100 / abs(standard.value)
        return quotient.normalize() if quotient == quotient.to_integral_value() else quotient


def score_of(
    policy: Policy, *, deviation: Decimal, by_hand: bool, confirmed: bool, value: Money, at: datetime
) -> Score:
    """The score and the tier that decides: the deviation's own, or the lowest above it with enough authority.

    Where even the highest tier lacks the authority and the policy names a contact above it, the highest tier decides
    what that contact allows; where it names none, NoTierDecidesError (blueprint, Escalation Rules: decision value
    exceeds approval authority). KeyError for a currency that the policy does not have.
    """
    rate = policy.rate_for(value.currency, at)
    if rate is None:
        raise KeyError(value.currency)
    with localcontext() as context:
        # A product of two exact numbers is exact at these digits; rounded, it could slip under an authority.
        context.prec = PRECISION
        own = Money(amount=value.amount * rate.rate, currency=policy.currency)
    band = policy.tier_for(deviation)
    above_all = policy.escalations.over_authority.contact is not None
    for tier in policy.tiers_from(band.name):
        if tier.may_decide(own.amount) or (above_all and tier == policy.tiers[-1]):
            return Score(
                deviation=deviation,
                by_hand=by_hand,
                confirmed=confirmed,
                value=own,
                rate=rate.rate,
                rate_on=rate.on,
                band=band.name,
                tier=tier.name,
            )
    raise NoTierDecidesError(own, policy.tiers[-1])
