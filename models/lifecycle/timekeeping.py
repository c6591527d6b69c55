"""Keeping time: a near deadline, a breach and their acknowledgement; none of them ever decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.acts import Acknowledge, MarkBreached, WarnOfDeadline
from models.authority import asked
from models.deadlines import time_limit
from models.events import Event, EventKind, event
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.policy import Escalation
from models.refusals import Refusal, Why
from models.request import EscalationRaised, ExceptionRequest


def warn_of_deadline(request: ExceptionRequest, act: WarnOfDeadline, scene: Scene) -> Outcome | Refusal:
    """The operations supervisor is told (Escalation Rules: SLA breach imminent, immediate, high priority)."""
    moved = _moved(request, act.deadline)
    if moved is not None:
        return moved
    near = event(EventKind.DEADLINE_NEAR, deadline=request.deadline, missing=request.stage)
    return _escalate(request, "deadline_near", scene.policy.escalations.deadline_near, near, scene)


def mark_breached(request: ExceptionRequest, act: MarkBreached, scene: Scene) -> Outcome | Refusal:
    """The breach climbs to the next contact and marks the card; nothing is approved by silence."""
    moved = _moved(request, act.deadline)
    if moved is not None:
        return moved
    breached = event(EventKind.DEADLINE_BREACHED, deadline=request.deadline, missing=request.stage)
    marked = replace(request, breached_at=scene.at)
    return _escalate(marked, "deadline_breached", scene.policy.escalations.deadline_breached, breached, scene)


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
    if request.is_decided or request.deadline != deadline:
        return Refusal(why=Why.DEADLINE_MOVED)
    return None


def _escalate(
    request: ExceptionRequest, kind: str, rule: Escalation, first: Event, scene: Scene
) -> Outcome | Refusal:
    """Tell the rule's contact; its backup, then the administrators, where nobody is known to be there.

    It is raised once for each deadline. While Slack cannot say who any of them are, it is put off and not lost.
    """
    if request.escalation(_key(kind, request)) is not None:
        return Refusal(why=Why.ALREADY_RECORDED)
    ladder = scene.policy.ladder(rule)
    told = next((people for who in ladder if (people := scene.register.members(who))), ())
    gaps = scene.register.gaps([name for who in ladder for name in who], scene.at)
    if gaps and not told:
        return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
    raised = EscalationRaised(
        key=_key(kind, request),
        kind=kind,
        contact=rule.contact,
        priority=rule.priority,
        told=told,
        at=scene.at,
    )
    escalated = event(
        EventKind.ESCALATED,
        escalation=raised.key,
        contact=rule.contact,
        priority=rule.priority,
        told=told,
        within=time_limit(scene.policy, rule, scene.at),
        missing=request.stage,
        waiting_on=asked(scene.policy, request),
    )
    changed = replace(request, escalations=(*request.escalations, raised))
    return Outcome(request=changed, events=(first, escalated))


def _key(kind: str, request: ExceptionRequest) -> str:
    return f"{kind}:{request.deadline.isoformat()}"
