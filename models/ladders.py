"""Ladders: whom an escalation tells, step by step, and which rule it follows; pure, and it tells nobody itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.acts import Act, ClimbLadder, Complain, MarkBreached, MarkHoldOverdue, WarnOfDeadline
from models.holds import HoldKind
from models.people import Register
from models.policy import Escalation, Policy, Priority
from models.request import EscalationRaised, ExceptionRequest

#: The kinds of escalations; the first part of an escalation's key.
DEADLINE_NEAR = "deadline_near"
DEADLINE_BREACHED = "deadline_breached"
COMPLAINT = "complaint"
HOLD_OVERDUE = "hold_overdue"


class Step(StrEnum):
    """The steps of every ladder, from the first to the last."""

    PRIMARY = "primary"
    BACKUP = "backup"
    CHANNEL = "channel"
    ADMINISTRATORS = "administrators"


STEPS = tuple(Step)


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A step of one contact's ladder: the people or groups of it, or a channel."""

    step: Step
    who: tuple[str, ...] = ()
    channel: str = ""


def rungs(policy: Policy, contact: str) -> tuple[Rung, ...]:
    """The contact's ladder; a step that the policy leaves empty is not there, the administrators always are."""
    named = policy.contacts[contact]
    found = [Rung(step=Step.PRIMARY, who=named.who)]
    if named.backup:
        found.append(Rung(step=Step.BACKUP, who=named.backup))
    if named.channel is not None:
        found.append(Rung(step=Step.CHANNEL, channel=named.channel))
    return (*found, Rung(step=Step.ADMINISTRATORS, who=policy.administrators))


def people_on(policy: Policy, contact: str) -> tuple[str, ...]:
    """All people and groups of a contact's ladder, in its order."""
    return tuple(dict.fromkeys(who for rung in rungs(policy, contact) for who in rung.who))


def key_of(kind: str, subject: str) -> str:
    """The key of an escalation of a kind about a subject: a deadline, a hold's key, a complaint's key."""
    return f"{kind}:{subject}"


def rule_of(kind: str, policy: Policy) -> Escalation | None:
    """The rule of the policy's own that a kind follows; None for the other kinds."""
    rules = policy.escalations
    known: dict[str, Escalation] = {
        DEADLINE_NEAR: rules.deadline_near,
        DEADLINE_BREACHED: rules.deadline_breached,
        COMPLAINT: rules.complaint,
    }
    return known.get(kind)


def rule_for(contact: str, policy: Policy, priority: Priority = Priority.HIGH) -> Escalation:
    """The rule for a contact that a part of the policy names without one, as holds do: at once.

    It climbs after the time that the policy gives for a near deadline.
    """
    return Escalation(
        contact=contact,
        priority=priority,
        within=timedelta(0),
        acknowledge_within=policy.escalations.deadline_near.acknowledge_within,
    )


def rule_followed(raised: EscalationRaised, policy: Policy) -> Escalation:
    """The rule that an escalation which was raised follows."""
    return rule_of(raised.kind, policy) or rule_for(raised.contact, policy, raised.priority)


def rule_called(act: Act, request: ExceptionRequest, policy: Policy) -> Escalation | None:
    """The rule whose ladder the act sets in motion, or None where it tells nobody so."""
    match act:
        case WarnOfDeadline():
            return policy.escalations.deadline_near
        case MarkBreached():
            return policy.escalations.deadline_breached
        case Complain():
            return policy.escalations.complaint
        case MarkHoldOverdue():
            hold = request.hold(act.hold)
            part = policy.holds.get(hold.kind) if hold is not None else None
            contact = part.contact if part is not None else None
            if hold is not None and hold.kind is HoldKind.OVER_AUTHORITY:
                over = policy.escalations.over_authority
                return rule_for(over.contact, policy, over.priority) if over.contact is not None else None
            return rule_for(contact, policy) if contact is not None else None
        case ClimbLadder():
            raised = request.escalation(act.escalation)
            return rule_followed(raised, policy) if raised is not None else None
        case _:
            return None


def people_called(act: Act, request: ExceptionRequest, policy: Policy) -> tuple[str, ...]:
    """The people and groups whom the act may tell, in the ladder's order: where it climbs, from its step on."""
    rule = rule_called(act, request, policy)
    if rule is None:
        return ()
    first = act.step if isinstance(act, ClimbLadder) else 0
    steps = (rung for rung in rungs(policy, rule.contact) if STEPS.index(rung.step) >= first)
    return tuple(dict.fromkeys(who for rung in steps for who in rung.who))


def told_before(act: Act, request: ExceptionRequest) -> tuple[str, ...]:
    """Those whom an act that climbs does not tell again."""
    raised = request.escalation(act.escalation) if isinstance(act, ClimbLadder) else None
    return raised.told if raised is not None else ()


def is_needed(request: ExceptionRequest, raised: EscalationRaised) -> bool:
    """Whether there is still something to do for who was told: it climbs no further otherwise."""
    subject = raised.key.partition(":")[2]
    if raised.kind in (DEADLINE_NEAR, DEADLINE_BREACHED):
        # A deadline that has moved, or stands still, is told of anew when its time comes.
        is_due = request.stage is not None and not request.is_paused
        return is_due and subject == request.deadline.isoformat() and not is_overtaken(request, raised)
    if raised.kind == COMPLAINT:
        return any(c.key == subject and c.reviewed_by is None for c in request.complaints)
    if raised.kind == HOLD_OVERDUE:
        hold = request.hold(subject)
        return hold is not None and hold.is_open
    return not request.is_decided


def is_overtaken(request: ExceptionRequest, raised: EscalationRaised) -> bool:
    """Whether it told of a near deadline that has passed since: the breach climbs a ladder of its own.

    Were both to go on, somebody who stands on both would be told of the same breach twice.
    """
    return raised.kind == DEADLINE_NEAR and _breach_of(request, raised) is not None


def is_told_anew(request: ExceptionRequest, raised: EscalationRaised, person: str) -> bool:
    """Whether somebody (or a channel) that was told of a near deadline has another message about its breach."""
    breach = _breach_of(request, raised) if raised.kind == DEADLINE_NEAR else None
    if breach is None:
        return False
    return person in breach.told or any(attempt.channel == person for attempt in breach.attempts)


def _breach_of(request: ExceptionRequest, raised: EscalationRaised) -> EscalationRaised | None:
    """What told of the passing of the deadline that an escalation is about."""
    return request.escalation(key_of(DEADLINE_BREACHED, raised.key.partition(":")[2]))


def climbs(raised: EscalationRaised, policy: Policy) -> tuple[int, datetime] | None:
    """The step (its place in STEPS) that is told next and when (aware UTC), if nobody acknowledges until then.

    None where somebody has, where the policy sets no time, and at the ladder's end.
    """
    limit = rule_followed(raised, policy).acknowledge_within
    if raised.acknowledged_by is not None or limit is None or not raised.attempts:
        return None
    last = raised.attempts[-1]
    place = STEPS.index(Step(last.step)) + 1
    return (place, last.at + limit) if place < len(STEPS) else None


def why_absent(person: str, priority: Priority, register: Register, at: datetime) -> str:
    """Why no message would reach somebody who is on a ladder, in plain words; empty where one would."""
    if person in register.absent:
        return "deactivated, or a program"
    if register.delegate_of(person, at) is not None:
        return "delegated their authority"
    if priority is not Priority.URGENT and person in register.busy:
        return "in do-not-disturb"
    return ""
