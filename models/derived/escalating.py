"""Escalating, told: who further up was told and who knows, and the complaints that some of them review."""

from __future__ import annotations

from dataclasses import replace

from models.derived.told import Told
from models.escalated import Attempt, EscalationRaised
from models.policy import Priority
from models.request import ExceptionRequest
from models.ways import Complaint


def escalated(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """Somebody further up was told; what of, the key says first."""
    key = told.read("escalation", str)
    raised = EscalationRaised(
        key=key,
        kind=key.partition(":")[0],
        contact=told.read("contact", str),
        priority=told.read("priority", Priority),
        told=told.read_all("told", str),
        at=told.link.at,
        attempts=told.read_all("attempts", Attempt),
    )
    return replace(request, escalations=(*request.escalations, raised))


def attempted(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """Others were told too."""
    raised = _escalation(request, told)
    more = replace(
        raised,
        told=(*raised.told, *told.read_all("told", str)),
        attempts=(*raised.attempts, *told.read_all("attempts", Attempt)),
    )
    return _with(request, more)


def acknowledged(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """Somebody knows."""
    raised = _escalation(request, told)
    return _with(request, replace(raised, acknowledged_by=told.link.actor, acknowledged_at=told.link.at))


def complained(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """One complaint more."""
    return replace(request, complaints=(*request.complaints, told.read("complaint", Complaint)))


def complaint_reviewed(request: ExceptionRequest, told: Told) -> ExceptionRequest:
    """A complaint with what was found of it."""
    reviewed = told.read("complaint", Complaint)
    if request.complaint(reviewed.key) is None:
        raise told.fault(f'is about "{reviewed.key}", which no event has received')
    complaints = tuple(reviewed if each.key == reviewed.key else each for each in request.complaints)
    return replace(request, complaints=complaints)


def _escalation(request: ExceptionRequest, told: Told) -> EscalationRaised:
    key = told.read("escalation", str)
    raised = request.escalation(key)
    if raised is None:
        raise told.fault(f'is about the escalation "{key}", which no event has raised')
    return raised


def _with(request: ExceptionRequest, raised: EscalationRaised) -> ExceptionRequest:
    escalations = tuple(raised if each.key == raised.key else each for each in request.escalations)
    return replace(request, escalations=escalations)
