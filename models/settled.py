"""What a request is measured against once a conflict was settled, and the score that follows; it settles nothing."""

from __future__ import annotations

from models.money import Money
from models.policy import Correction, Policy, Standard
from models.request import ExceptionRequest, Score
from models.scoring import deviation_of, score_of
from models.ways import Settled

#: The fields of the form that say the decision value.
_VALUE = frozenset({"value", "currency"})


def settled_for(request: ExceptionRequest, corrects: Correction) -> Settled | None:
    """What the newest settlement says that holds for the request as it stands: its customer and its standard."""
    return next(
        (
            settled
            for settled in reversed(request.settled)
            if settled.corrects == corrects
            and settled.customer == request.filing.customer.id
            and settled.standard in ("", request.filing.standard)
        ),
        None,
    )


def standard_of(request: ExceptionRequest, policy: Policy) -> Standard | None:
    """The standard that the request is measured against: with the settled value, where there is one."""
    standard = policy.standard(request.filing.standard)
    settled = settled_for(request, Correction.STANDARD)
    if standard is None or settled is None:
        return standard
    return standard.model_copy(update={"value": settled.value})


def value_of(request: ExceptionRequest, policy: Policy) -> Money:
    """The decision value that the request is scored by: what was settled (policy currency), or what was entered.

    Where the requester has entered another one since, it is the higher of the two, so that neither hides the other.
    """
    entered, settled = request.filing.value, settled_for(request, Correction.VALUE)
    if settled is None:
        return entered
    value = Money(amount=settled.value, currency=policy.currency)
    since = (made for made in request.amendments if made.at >= settled.at)
    if all(_VALUE.isdisjoint(made.fields) for made in since):
        return value
    own = policy.in_own_currency(entered, request.filed_at)
    return entered if own is not None and own.amount > value.amount else value


def score_again(request: ExceptionRequest, policy: Policy) -> Score:
    """The request's score with all that was settled; a deviation that is not computed stays as it is.

    A standard that was settled at zero has no percentage, so that the validator confirms the one that there is.
    Raises NoTierDecidesError where no tier has the authority.
    """
    was, standard = request.score, standard_of(request, policy)
    computed = None
    if standard is not None and request.filing.requested is not None:
        computed = deviation_of(standard, request.filing.requested)
    is_by_hand = computed is None
    return score_of(
        policy,
        deviation=was.deviation if computed is None else computed,
        by_hand=is_by_hand,
        confirmed=was.by_hand and was.confirmed if is_by_hand else True,
        value=value_of(request, policy),
        at=request.filed_at,
    )
