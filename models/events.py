"""Events: what has happened, past tense, as it goes into the audit trail; one that is written never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum

from pydantic import JsonValue


class EventKind(StrEnum):
    """Every kind of event (blueprint, Audit Trail Requirements)."""

    FILED = "request.filed"
    ROUTED = "request.routed"
    SCORE_CONFIRMED = "score.confirmed"
    SNAPSHOT_TAKEN = "snapshot.taken"
    SOURCE_UNAVAILABLE = "source.unavailable"
    VALIDATED = "request.validated"
    AUTHORIZED = "request.authorized"
    REJECTED = "request.rejected"
    DEADLINE_NEAR = "deadline.near"
    DEADLINE_BREACHED = "deadline.breached"
    ESCALATED = "escalation.raised"
    ACKNOWLEDGED = "escalation.acknowledged"
    EXECUTED = "request.executed"
    WITHDRAWN = "request.withdrawn"
    CLOSING_INCOMPLETE = "closing.incomplete"
    CLOSED = "request.closed"
    HOLD_OPENED = "hold.opened"
    HOLD_CLOSED = "hold.closed"
    HOLD_OVERDUE = "hold.overdue"
    #: The hold offers to close: what it waited for has come.
    HOLD_OFFERED = "hold.offered"
    EXTENDED = "deadline.extended"
    PAUSED = "clock.paused"
    RESUMED = "clock.resumed"
    DOCUMENTED = "source.documented"
    RESCORED = "request.rescored"
    ROUND_BEGUN = "round.begun"
    PROHIBITED = "request.prohibited"
    RETURNED = "request.returned"
    AMENDED = "request.amended"
    LAPSE_NEAR = "return.lapse_near"
    LAPSED = "request.lapsed"
    EXPEDITE_ASKED = "expedite.asked"
    EXPEDITE_ANSWERED = "expedite.answered"
    COMPLAINED = "complaint.received"
    COMPLAINT_REVIEWED = "complaint.reviewed"
    EXPIRY_NEAR = "approval.expiry_near"
    EXPIRED = "approval.expired"
    EXECUTION_PARTIAL = "execution.partial"
    EXECUTION_FAILED = "execution.failed"
    ROLLED_BACK = "execution.rolled_back"
    WAIVED = "approval.waived"
    ATTEMPTED = "escalation.attempted"
    DELEGATED = "authority.delegated"
    DELEGATION_ENDED = "delegation.ended"
    POLICY_REVIEW_OPENED = "policy_review.opened"
    #: Its card goes to those who conclude it.
    POLICY_REVIEW_ASKED = "policy_review.asked"
    POLICY_REVIEW_CASE_ADDED = "policy_review.case_added"
    POLICY_REVIEW_CONCLUDED = "policy_review.concluded"
    POLICY_REVIEW_OVERDUE = "policy_review.overdue"
    REFUSED = "act.refused"
    POLICY_RECORDED = "policy.recorded"
    POLICY_PROPOSED = "policy.proposed"
    POLICY_APPROVED = "policy.approved"
    POLICY_REJECTED = "policy.rejected"
    POLICY_TAKEN_BACK = "policy.taken_back"
    #: The owner and the administrators were told that another policy is in force.
    POLICY_TOLD = "policy.told"
    POLICY_CARE_OPENED = "policy_care.opened"
    POLICY_CARE_REVIEWED = "policy_care.reviewed"
    POLICY_CARE_OVERDUE = "policy_care.overdue"
    AUDIT_REVIEW_OPENED = "audit_review.opened"
    AUDIT_ITEMS_MARKED = "audit_review.items_marked"
    AUDIT_REVIEW_SIGNED_OFF = "audit_review.signed_off"
    AUDIT_REVIEW_OVERDUE = "audit_review.overdue"
    #: A channel, or somebody, takes no messages, so that others get them; it takes them again.
    DELIVERY_FAILED = "delivery.failed"
    DELIVERY_RESTORED = "delivery.restored"
    #: Half of the time was over, and those whose turn it was were reminded; somebody put that off; it came round.
    REMINDED = "reminder.sent"
    SNOOZED = "reminder.snoozed"
    REMINDED_AGAIN = "reminder.again"
    #: People were sent what waits on them, in their morning.
    DIGESTS_SENT = "digest.sent"
    #: Somebody has chosen what they are told.
    PREFERENCES_SET = "preferences.set"
    TRAINING_ATTESTED = "training.attested"
    #: Those who decide and had not attested were asked to.
    TRAINING_ASKED = "training.asked"
    #: What the bot found at its start that it cannot do, or that all is well again.
    READINESS_FOUND = "readiness.found"
    #: The record, or a part of it, was taken out of the bot.
    EXPORTED = "audit.exported"
    #: The report of some months was posted in its channel.
    REPORT_POSTED = "report.posted"
    #: The key figures did not say what the trail tells, and were made to.
    FIGURES_MENDED = "figures.mended"
    #: An alert names somebody in whose name it cannot be filed; others were told of it.
    ALERT_TURNED_AWAY = "alert.turned_away"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to a request; `changed` is what is different now (plain JSON)."""

    kind: EventKind
    changed: Mapping[str, JsonValue]


def event(kind: EventKind, /, **changed: object) -> Event:
    """An event, with what changed turned into plain JSON: exact numbers and times become text."""
    return Event(kind=kind, changed={key: plain_json(value) for key, value in changed.items()})


def naming(happened: Event, /, **more: object) -> Event:
    """The event, naming more of what is different now."""
    return event(happened.kind, **{**happened.changed, **more})


def plain_json(value: object) -> JsonValue:
    """A value of the models as plain JSON; TypeError for a kind of value that has no plain form."""
    if value is None or isinstance(value, bool | int | float | str):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, Mapping):
        return {str(key): plain_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain_json(item) for item in items]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain_json(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain JSON form")
