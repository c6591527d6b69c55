"""Contributions: what one request, or one policy review, adds to the key figures; pure, and it adds nothing up.

A request's contribution follows from its state alone, so an act moves the figures by the difference of two of them,
and the figures can be made again from the requests. Its months are those of the policy that it was filed under.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.elapsed import time_used
from models.ladders import DEADLINE_BREACHED
from models.oversight.cells import Cell, Measure, hold_measure
from models.oversight.months import month_of
from models.oversight.policy_reviews import PolicyReview, ReviewOutcome
from models.refusals import Field
from models.request import Ending, ExceptionRequest

_MINUTE = timedelta(minutes=1)


def contribution(request: ExceptionRequest, zone: ZoneInfo) -> Counter[Cell]:
    """What the request counts for as it stands now, in the months of that zone (blueprint, KPIs to Track).

    A deadline that was missed stays missed, though the request may have more time since: its escalation tells.
    """
    filing = request.filing
    # What stands in for a tier and a reason until somebody has completed it was never said.
    tier = "" if request.is_incomplete else request.score.tier
    reason = "" if str(Field.REASON) in request.unsaid else filing.reason.value
    counted: Counter[Cell] = Counter()
    for measure, at, value in _counts(request):
        cell = Cell(
            month=month_of(at, zone),
            standard=filing.standard,
            tier=tier,
            team=request.team,
            reason=reason,
            measure=measure.value,
            value=value,
        )
        counted[cell] += 1
    return counted


def movement(
    before: ExceptionRequest | None, after: ExceptionRequest, zone: ZoneInfo
) -> tuple[tuple[Cell, int], ...]:
    """By how much each cell changes when a request becomes another; those alone that do, in an order of their own."""
    changed = contribution(after, zone)
    if before is not None:
        changed.subtract(contribution(before, zone))
    return tuple(sorted((cell, count) for cell, count in changed.items() if count))


def contribution_of_review(review: PolicyReview, zone: ZoneInfo) -> Counter[Cell]:
    """What a policy review counts for: that it was opened, and that it has changed the policy."""
    moments = [(Measure.REVIEW_OPENED, review.opened_at)]
    if review.concluded is not None and review.concluded.outcome is ReviewOutcome.CHANGED:
        moments.append((Measure.POLICY_CHANGED, review.concluded.at))
    return Counter(
        Cell(
            month=month_of(at, zone),
            standard=review.standard,
            tier="",
            team="",
            reason=review.reason.value,
            measure=measure.value,
        )
        for measure, at in moments
    )


def decision_minutes(request: ExceptionRequest, decided_at: datetime) -> int:
    """Whole minutes from the filing, or from the newest round, without the time that a hold stopped the clock.

    It is the length that the request's card names: `models.elapsed`.
    """
    return time_used(request, decided_at) // _MINUTE


def _counts(request: ExceptionRequest) -> Iterator[tuple[Measure, datetime, int]]:
    yield Measure.FILED, request.filed_at, 0
    if request.like:
        yield Measure.RECURRING, request.filed_at, 0
    yield from _outcome(request)
    for escalation in request.escalations:
        yield Measure.ESCALATION, escalation.at, 0
        if escalation.kind == DEADLINE_BREACHED:
            yield Measure.BREACH, escalation.at, 0
    for hold in request.holds:
        yield hold_measure(hold.kind), hold.opened_at, 0
    asked = request.expedite
    if asked is not None and asked.is_granted and asked.answered_at is not None:
        yield Measure.EXPEDITED, asked.answered_at, 0
    if request.waiver is not None:
        yield Measure.SINGLE_APPROVAL, request.waiver.at, 0


def _outcome(request: ExceptionRequest) -> Iterator[tuple[Measure, datetime, int]]:
    outcome = request.outcome
    if outcome in (Ending.APPROVED, Ending.REJECTED):
        last = [*request.decisions_of_round()][-1].at
        yield Measure(outcome.value), last, 0
        yield Measure.DECISION_MINUTES, last, decision_minutes(request, last)
    elif outcome is not None and request.ended is not None:
        yield Measure(outcome.value), request.ended.at, 0
