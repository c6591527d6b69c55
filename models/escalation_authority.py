"""Escalation authority: who may say that they know of an escalation, and what they found; pure and total."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.ladders import COMPLAINT
from models.membership import refusal_of_member
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import EscalationRaised, ExceptionRequest, Status


def contacts_of(raised: EscalationRaised, policy: Policy) -> tuple[str, ...]:
    """Whose an escalation is: those whom it reached, its contact and the backup."""
    contact = policy.contacts[raised.contact]
    return tuple(dict.fromkeys((*raised.told, *contact.who, *contact.backup)))


def refusal_of_contact(
    escalation: str,
    person: Person,
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    at: datetime,
) -> Refusal | None:
    """Why the person may not acknowledge it; an administrator may, whoever was told."""
    raised = request.escalation(escalation)
    if raised is None:
        return Refusal(why=Why.NO_SUCH_ESCALATION)
    could = contacts_of(raised, policy)
    refused = refusal_of_member(person, (*could, *policy.administrators), Why.NOT_CONTACT, register, at)
    if refused is not None:
        return replace(refused, who_could=could)
    # A complaint may come after the record is closed, and somebody has to take it up.
    if request.status is Status.CLOSED and raised.kind != COMPLAINT:
        return Refusal(why=Why.ALREADY_CLOSED, who_could=could)
    if raised.acknowledged_by is not None:
        return Refusal(why=Why.ALREADY_ACKNOWLEDGED, who_could=could, by=raised.acknowledged_by)
    return None


def refusal_of_reviewer(
    complaint: str,
    person: Person,
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    at: datetime,
) -> Refusal | None:
    """Why the person may not say what they found of a complaint, which is done once the request is decided."""
    made = request.complaint(complaint)
    raised = request.escalation(made.escalation) if made is not None else None
    if made is None or raised is None:
        return Refusal(why=Why.NO_SUCH_COMPLAINT)
    could = contacts_of(raised, policy)
    refused = refusal_of_member(person, (*could, *policy.administrators), Why.NOT_REVIEWER, register, at)
    if refused is not None:
        return replace(refused, who_could=could)
    if made.reviewed_by is not None:
        return Refusal(why=Why.ALREADY_REVIEWED, who_could=could, by=made.reviewed_by)
    if not request.is_decided:
        return Refusal(why=Why.NOT_DECIDED, who_could=could)
    return None
