"""Acts that concern no request, each performed by its own module within the desk's own transaction (door 1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot import (
    alerting,
    audit_reviewing,
    delegating,
    delivering,
    exporting,
    notifying,
    policy_caring,
    policy_changing,
    policy_reviewing,
    readiness_telling,
    reporting,
    training,
)
from models import matter_rows
from models.acts import Delegate, EndDelegation, TellOfDelegation
from models.lifecycle import Scene
from models.notifying.acts import NoteReachable, NoteUndelivered, SendDigests, SetPreferences
from models.oversight.acts import AskForReport, Export, OnWorkspace, SendMonthlyReport, TurnAwayAlert
from models.oversight.audit_review_acts import (
    AskToSignOff,
    MarkAuditReviewOverdue,
    MarkItems,
    OpenAuditReview,
    SignOffAuditReview,
)
from models.oversight.policy_care_acts import MarkPolicyCareOverdue, OpenPolicyCare, ReviewPolicy
from models.oversight.policy_change_acts import (
    ApprovePolicyChange,
    ProposePolicyChange,
    RejectPolicyChange,
    TellOfPolicy,
    WithdrawPolicyChange,
)
from models.oversight.policy_review_acts import (
    AskForPolicyReview,
    ConcludePolicyReview,
    MarkPolicyReviewOverdue,
)
from models.oversight.readiness_acts import ReportReadiness
from models.oversight.schedule import schedule
from models.oversight.training_acts import AskToAttest, AttestTraining
from models.people import SYSTEM, Person
from models.policy import Policy
from models.refusals import Refusal


def perform(connection: Connection, act: OnWorkspace, by: Person, scene: Scene) -> Refusal | None:
    """The act, written with all that follows from it; or why it was not done. The desk has locked the workspace."""
    match act:
        case Delegate() | EndDelegation() | TellOfDelegation():
            refused = delegating.perform(connection, act, by, scene)
        case AskForPolicyReview() | ConcludePolicyReview() | MarkPolicyReviewOverdue():
            refused = policy_reviewing.perform(connection, act, by, scene)
        case (
            ProposePolicyChange()
            | ApprovePolicyChange()
            | RejectPolicyChange()
            | WithdrawPolicyChange()
            | TellOfPolicy()
        ):
            refused = policy_changing.perform(connection, act, by, scene)
        case OpenPolicyCare() | ReviewPolicy() | MarkPolicyCareOverdue():
            refused = policy_caring.perform(connection, act, by, scene)
        case AskForReport() | SendMonthlyReport():
            refused = reporting.perform(connection, act, by, scene)
        case AttestTraining() | AskToAttest():
            refused = training.perform(connection, act, by, scene)
        case TurnAwayAlert():
            refused = alerting.perform(connection, act, by, scene)
        case ReportReadiness():
            refused = readiness_telling.perform(connection, act, by, scene)
        case Export():
            refused = exporting.perform(connection, act, by, scene)
        case NoteUndelivered() | NoteReachable():
            refused = delivering.perform(connection, act, by, scene)
        case SetPreferences() | SendDigests():
            refused = notifying.perform(connection, act, by, scene)
        case (
            OpenAuditReview() | MarkItems() | AskToSignOff() | SignOffAuditReview() | MarkAuditReviewOverdue()
        ):
            refused = audit_reviewing.perform(connection, act, by, scene)
    # A timer that has fired makes room for the next one, and these say when the policy is due to be reviewed.
    if by == SYSTEM or isinstance(act, ApprovePolicyChange | ReviewPolicy):
        keep_schedule(connection, scene.workspace, scene.policy, scene.at)
    return refused


def keep_schedule(connection: Connection, workspace: str, policy: Policy, at: datetime) -> None:
    """See to it that the next of all that comes round is waiting."""
    reviewed_at = policy_caring.reviewed_at(connection, workspace, policy) or at
    matter_rows.keep_schedule(connection, workspace, schedule(policy, reviewed_at, at), at)
