"""Fallbacks: who gets a message in person whose channel takes none: those who must act on it now; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from models.expedite_authority import expediters
from models.message_kinds import MessageKind
from models.notifying.waiting import who_closes, who_decides
from models.oversight.unreachable import is_person
from models.people import Register
from models.policy import Policy
from models.request import ExceptionRequest, Status
from models.roles import auditors

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


def who_acts(
    kind: MessageKind,
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    detail: Mapping[str, str | int],
    at: datetime,
) -> tuple[str, ...] | None:
    """The ids of those for whom a message is, who may do what it asks; None where nobody has to as things stand."""
    match kind:
        case MessageKind.CARD if request.stage is not None and not request.open_holds:
            return who_decides(request, policy, register, at)
        case MessageKind.EXECUTION_CARD if request.status is Status.EXECUTION:
            return register.members(policy.execution.who)
        case MessageKind.HOLD_CARD:
            hold = request.hold(str(detail.get("hold", "")))
            if hold is None or not hold.is_open:
                return None
            return who_closes(request, hold, policy, register, at)
        case MessageKind.ESCALATION:
            raised = request.escalation(str(detail.get("escalation", "")))
            is_open = raised is not None and raised.acknowledged_by is None and request.closed_at is None
            # Whoever else it was raised to has it already.
            return () if is_open else None
        case MessageKind.EXPEDITE_CARD:
            asked_now = request.expedite_of_round
            is_open = asked_now is not None and asked_now.answered_by is None
            return expediters(policy, request, register, at) if is_open else None
        case _:
            return None


def in_the_stead_of(
    place: str, people: tuple[str, ...], policy: Policy, register: Register
) -> tuple[str, ...]:
    """Who gets a message that is for these people where its place takes none; the administrators where nobody is left.

    In the stead of a person nobody does while there are others, for those have messages of their own.
    """
    left = tuple(one for one in people if one != place)
    if left:
        return () if is_person(place) else left
    return tuple(one for one in register.members(policy.administrators) if one != place)


def reviewers(place: str, policy: Policy, register: Register) -> tuple[str, ...]:
    """Who gets the audit review in person where its channel takes no messages."""
    return in_the_stead_of(place, register.members(auditors(policy)), policy, register)
