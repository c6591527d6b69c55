"""What a due timer does, as an act of the system; reading the sources is the ticks' own work."""

from __future__ import annotations

from datetime import datetime

from models.acts import (
    ClimbLadder,
    Close,
    Expire,
    Lapse,
    MarkBreached,
    MarkHoldOverdue,
    OnRequest,
    Remind,
    RemindAgain,
    TellOfDelegation,
    WarnOfDeadline,
    WarnOfExpiry,
    WarnOfLapse,
)
from models.deadlines import TimerKind, climb_of, overdue_hold_of, reminder_of, snoozed_of
from models.delegation_notices import TOLD_BY
from models.notifying.acts import SendDigests
from models.oversight.acts import OnWorkspace, SendMonthlyReport
from models.oversight.audit_review_acts import MarkAuditReviewOverdue, OpenAuditReview
from models.oversight.policy_care_acts import MarkPolicyCareOverdue, OpenPolicyCare
from models.oversight.policy_change_acts import TellOfPolicy
from models.oversight.policy_review_acts import AskForPolicyReview, MarkPolicyReviewOverdue


def act_of(kind: TimerKind, number: int, version: str) -> OnRequest:
    """The act of a timer of the request `number`; ValueError for a kind that is no single act of a request."""
    match kind:
        case TimerKind.DEADLINE_NEAR:
            return WarnOfDeadline(number=number, deadline=datetime.fromisoformat(version))
        case TimerKind.DEADLINE_BREACHED:
            return MarkBreached(number=number, deadline=datetime.fromisoformat(version))
        case TimerKind.CLOSE:
            return Close(number=number)
        case TimerKind.EXPIRY_NEAR:
            return WarnOfExpiry(number=number, execute_by=datetime.fromisoformat(version))
        case TimerKind.EXPIRE:
            return Expire(number=number, execute_by=datetime.fromisoformat(version))
        case TimerKind.LAPSE_NEAR:
            return WarnOfLapse(number=number, hold=version)
        case TimerKind.LAPSE:
            return Lapse(number=number, hold=version)
        case TimerKind.HOLD_OVERDUE:
            hold, due_at = overdue_hold_of(version)
            return MarkHoldOverdue(number=number, hold=hold, due_at=due_at)
        case TimerKind.REMIND:
            reminder, deadline = reminder_of(version)
            return Remind(number=number, reminder=reminder, deadline=deadline)
        case TimerKind.REMIND_AGAIN:
            reminder, person = snoozed_of(version)
            return RemindAgain(number=number, reminder=reminder, person=person)
        case TimerKind.CLIMB:
            step, escalation = climb_of(version)
            return ClimbLadder(number=number, escalation=escalation, step=step)
        case _:
            raise ValueError(f"{kind} is no single act of a request")


def act_for_workspace(kind: TimerKind, version: str) -> OnWorkspace:
    """The act of a timer that belongs to no request; ValueError for a kind that belongs to one."""
    match kind:
        case TimerKind.DELEGATION_BEGINS | TimerKind.DELEGATION_ENDS:
            return TellOfDelegation(delegation=int(version), what=TOLD_BY[kind])
        case TimerKind.MONTHLY_REPORT:
            return SendMonthlyReport(day=version)
        case TimerKind.DIGEST:
            return SendDigests()
        case TimerKind.AUDIT_REVIEW:
            return OpenAuditReview(day=version)
        case TimerKind.AUDIT_REVIEW_OVERDUE:
            return MarkAuditReviewOverdue(review=int(version))
        case TimerKind.POLICY_RECORDED:
            return TellOfPolicy(position=int(version))
        case TimerKind.POLICY_CARE:
            return OpenPolicyCare(planned=version)
        case TimerKind.POLICY_CARE_OVERDUE:
            return MarkPolicyCareOverdue(care=int(version))
        case TimerKind.POLICY_REVIEW_ASKED:
            return AskForPolicyReview(review=int(version))
        case TimerKind.POLICY_REVIEW_OVERDUE:
            return MarkPolicyReviewOverdue(review=int(version))
        case _:
            raise ValueError(f"{kind} is no act for the workspace")
