"""Routing: the event that tells which tier decides and why."""

from __future__ import annotations

from models.events import Event, EventKind, event
from models.policy import Policy
from models.request import ExceptionRequest


def routed(request: ExceptionRequest, policy: Policy) -> Event:
    """The event that tells the tier and why (SOP steps 3 and 4)."""
    score = request.score
    over = policy.escalations.over_authority
    return event(
        EventKind.ROUTED,
        tier=score.tier,
        band=score.band,
        deviation=score.deviation,
        scored_by_hand=score.by_hand,
        value=score.value,
        rate=score.rate,
        rate_on=score.rate_on,
        over_authority={"priority": over.priority, "passed_over": score.band}
        if score.is_over_authority
        else None,
        deadline=request.deadline,
    )
