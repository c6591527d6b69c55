"""Fallbacks: who gets a message in person whose channel takes none: those who must act on it now; pure."""

from __future__ import annotations

from models.message_kinds import MessageKind
from models.people import Register
from models.policy import Policy
from models.request import ExceptionRequest, Status
from models.roles import asked, auditors, hold_owners

#: Messages of which somebody must hear, so that administrators are told where one cannot be delivered.
ACTED_ON = frozenset(
    {
        MessageKind.CARD,
        MessageKind.HOLD_CARD,
        MessageKind.EXECUTION_CARD,
        MessageKind.EXPEDITE_CARD,
        MessageKind.ESCALATION,
        MessageKind.AUDIT_REVIEW,
        MessageKind.REPORT,
        MessageKind.POLICY_REVIEW,
        MessageKind.POLICY_CARE,
    }
)


def named_for(
    kind: MessageKind, request: ExceptionRequest, policy: Policy, detail: dict[str, str | int]
) -> tuple[str, ...] | None:
    """Whom a message is for, as the policy names them; None where nobody has to act on it as things stand."""
    match kind:
        case MessageKind.CARD if request.stage is not None and not request.open_holds:
            return asked(policy, request)
        case MessageKind.EXECUTION_CARD if request.status is Status.EXECUTION:
            return policy.execution.who
        case MessageKind.HOLD_CARD:
            hold = request.hold(str(detail.get("hold", "")))
            return hold_owners(policy, request, hold) if hold is not None and hold.is_open else None
        case MessageKind.ESCALATION:
            raised = request.escalation(str(detail.get("escalation", "")))
            is_open = raised is not None and raised.acknowledged_by is None and request.closed_at is None
            return policy.administrators if is_open else None
        case MessageKind.EXPEDITE_CARD:
            asked_now = request.expedite_of_round
            is_open = asked_now is not None and asked_now.answered_by is None
            return policy.expedited.authorizers if is_open else None
        case _:
            return None


def reached(
    named: tuple[str, ...], policy: Policy, register: Register, gone: frozenset[str]
) -> tuple[str, ...]:
    """The people of those named who are there; the administrators where nobody of them is."""
    people = tuple(one for one in register.members(named) if one not in gone)
    return people or tuple(one for one in register.members(policy.administrators) if one not in gone)


def reviewers(policy: Policy, register: Register) -> tuple[str, ...]:
    """Who gets the audit review in person where its channel takes no messages."""
    return reached(auditors(policy), policy, register, frozenset())
