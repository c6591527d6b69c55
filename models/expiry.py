"""Expiry: by when an approval must be carried out, and when notice of that is given; pure, it ends nothing.

The time runs from the last approval. Time on hold after it does not count: two holds that overlap are one stretch,
and the due time moves when the last of them is closed. A request's `needed_by` is a wish, and no expiry.
"""

from __future__ import annotations

from datetime import datetime

from models.calendar import due_after, due_before
from models.holds import Pause
from models.pausing import moved
from models.policy import Policy
from models.request import ExceptionRequest


def execute_by_of(policy: Policy, request: ExceptionRequest) -> datetime:
    """When an approved request must be carried out in full (UTC): the policy's `validity.within`, less time on hold.

    The request has at least one decision in its round; the last of them gave the approval.
    """
    approved_at = max(decision.at for decision in request.decisions_of_round())
    due = due_after(policy.calendar, policy.validity.within, approved_at)
    for pause in _on_hold_since(request, approved_at):
        due = moved(policy.calendar, due, pause, policy.validity.within)
    return due


def notice_at(policy: Policy, execute_by: datetime) -> datetime:
    """When notice is given that an approval ends at `execute_by` (UTC).

    "Two business days before" is the opening of the day that leaves two whole business days and the last one.
    """
    return due_before(policy.calendar, policy.validity.notice, execute_by)


def _on_hold_since(request: ExceptionRequest, approved_at: datetime) -> list[Pause]:
    """The stretches on hold after the approval that are over, the oldest first, none overlapping another."""
    over = sorted(
        (hold.opened_at, hold.closed.at)
        for hold in request.holds
        # Nobody approves on hold, so that none lasts from before the approval until after it.
        if hold.closed is not None and hold.opened_at >= approved_at
    )
    stretches: list[Pause] = []
    for start, end in over:
        if stretches and start <= stretches[-1].end:
            last = stretches.pop()
            stretches.append(Pause(start=last.start, end=max(last.end, end)))
        else:
            stretches.append(Pause(start=start, end=end))
    return stretches
