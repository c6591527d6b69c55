"""Complaining: a customer's complaint about a request, and what was found of it; it stops and reopens nothing."""

from __future__ import annotations

from dataclasses import replace

from models.acts import Complain, ReviewComplaint
from models.events import EventKind, event
from models.ladders import COMPLAINT, key_of
from models.lifecycle.laddering import escalate
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Field, Refusal, Why
from models.request import ExceptionRequest
from models.ways import Complaint


def complain(request: ExceptionRequest, act: Complain, by: Person, scene: Scene) -> Outcome | Refusal:
    """The customer success manager is told (Escalation Rules: customer complaint, within 1 hour, urgent).

    After the decision it attaches to the record and waits for their review; the status stays as it is.
    """
    faulty = _fault_of(Field.COMPLAINT, act.words)
    if faulty is not None:
        return faulty
    key = f"complaint-{len(request.complaints) + 1}"
    complaint = Complaint(
        key=key,
        by=by.id,
        at=scene.at,
        words=act.words,
        escalation=key_of(COMPLAINT, key),
        after_decision=request.is_decided,
        message=act.message,
        trigger=act.trigger,
    )
    made = event(EventKind.COMPLAINED, complaint=complaint)
    filed = replace(request, complaints=(*request.complaints, complaint))
    return escalate(filed, COMPLAINT, key, scene.policy.escalations.complaint, scene, first=(made,))


def review_complaint(
    request: ExceptionRequest, act: ReviewComplaint, by: Person, scene: Scene
) -> Outcome | Refusal:
    """What the customer success manager found is on record; what was decided stays decided."""
    faulty = _fault_of(Field.REVIEW, act.words)
    if faulty is not None:
        return faulty
    found = request.complaint(act.complaint)
    if found is None:
        return Refusal(why=Why.NO_SUCH_COMPLAINT)
    reviewed = replace(found, reviewed_by=by.id, reviewed_at=scene.at, review=act.words)
    complaints = tuple(reviewed if c.key == found.key else c for c in request.complaints)
    said = event(EventKind.COMPLAINT_REVIEWED, complaint=reviewed)
    return Outcome(request=replace(request, complaints=complaints), events=(said,))


def _fault_of(field: Field, words: str) -> Refusal | None:
    fault = fault_of_text(words)
    return Refusal(why=Why.FAULTS, faults={field: fault}) if fault is not None else None
