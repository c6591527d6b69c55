"""Overdue holds: a hold has a deadline of its own, and when it passes somebody further up is told; it closes none."""

from __future__ import annotations

from dataclasses import replace

from models.acts import MarkHoldOverdue
from models.events import EventKind, event
from models.ladders import HOLD_OVERDUE, rule_called
from models.lifecycle.laddering import escalate
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.over_authority import told_when_late
from models.refusals import Refusal, Why
from models.request import ExceptionRequest
from models.roles import hold_owners


def mark_hold_overdue(request: ExceptionRequest, act: MarkHoldOverdue, scene: Scene) -> Outcome | Refusal:
    """The hold is marked, and its contact is told where the policy names one; the hold stays open for its owners.

    A timer of a hold that was closed, or whose deadline has moved, does nothing.
    """
    hold = request.hold(act.hold)
    if hold is None:
        return Refusal(why=Why.NO_SUCH_HOLD)
    if not hold.is_open:
        return Refusal(why=Why.HOLD_CLOSED)
    if hold.due_at != act.due_at:
        return Refusal(why=Why.DEADLINE_MOVED)
    if hold.overdue_at is not None:
        return Refusal(why=Why.ALREADY_RECORDED)
    late = replace(hold, overdue_at=scene.at, told=told_when_late(request, hold, scene))
    marked = replace(request, holds=tuple(late if h.key == hold.key else h for h in request.holds))
    overdue = event(
        EventKind.HOLD_OVERDUE,
        hold=hold.key,
        due_at=hold.due_at,
        told=late.told,
        waiting_on=hold_owners(scene.policy, request, hold),
    )
    rule = rule_called(act, request, scene.policy)
    if rule is None:
        return Outcome(request=marked, events=(overdue,))
    return escalate(marked, HOLD_OVERDUE, hold.key, rule, scene, first=(overdue,))
