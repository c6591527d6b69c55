"""Keeping time: a near deadline, a breach and their acknowledgement; none of them ever decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.acts import Acknowledge, MarkBreached, WarnOfDeadline
from models.events import EventKind, event
from models.ladders import DEADLINE_BREACHED, DEADLINE_NEAR
from models.lifecycle.laddering import escalate
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Refusal, Why
from models.request import ExceptionRequest


def warn_of_deadline(request: ExceptionRequest, act: WarnOfDeadline, scene: Scene) -> Outcome | Refusal:
    """The operations supervisor is told (Escalation Rules: SLA breach imminent, immediate, high priority)."""
    moved = _moved(request, act.deadline)
    if moved is not None:
        return moved
    near = event(EventKind.DEADLINE_NEAR, deadline=request.deadline, missing=request.stage)
    subject = request.deadline.isoformat()
    return escalate(
        request, DEADLINE_NEAR, subject, scene.policy.escalations.deadline_near, scene, first=(near,)
    )


def mark_breached(request: ExceptionRequest, act: MarkBreached, scene: Scene) -> Outcome | Refusal:
    """The breach climbs to the next contact and marks the card; nothing is approved by silence."""
    moved = _moved(request, act.deadline)
    if moved is not None:
        return moved
    breached = event(EventKind.DEADLINE_BREACHED, deadline=request.deadline, missing=request.stage)
    marked = replace(request, breached_at=scene.at)
    subject = request.deadline.isoformat()
    return escalate(
        marked,
        DEADLINE_BREACHED,
        subject,
        scene.policy.escalations.deadline_breached,
        scene,
        first=(breached,),
    )


def acknowledge(request: ExceptionRequest, act: Acknowledge, by: Person, scene: Scene) -> Outcome | Refusal:
    """A contact knows; the trail says who and when."""
    if request.escalation(act.escalation) is None:
        return Refusal(why=Why.NO_SUCH_ESCALATION)
    escalations = tuple(
        replace(e, acknowledged_by=by.id, acknowledged_at=scene.at) if e.key == act.escalation else e
        for e in request.escalations
    )
    known = event(EventKind.ACKNOWLEDGED, escalation=act.escalation)
    return Outcome(request=replace(request, escalations=escalations), events=(known,))


def _moved(request: ExceptionRequest, deadline: datetime) -> Refusal | None:
    """A timer of a deadline that no longer holds does nothing."""
    if request.is_decided or request.is_paused or request.deadline != deadline:
        return Refusal(why=Why.DEADLINE_MOVED)
    return None
