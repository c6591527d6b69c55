"""Acts that concern the workspace and no request, as small frozen values; what they cause is decided elsewhere."""

from __future__ import annotations

from models.acts import OnDelegation
from models.notifying.acts import OnNotifications as OnNotifications
from models.oversight.alert_acts import TurnAwayAlert as TurnAwayAlert
from models.oversight.audit_review_acts import OnAuditReview as OnAuditReview
from models.oversight.exporting import Export as Export
from models.oversight.policy_care_acts import OnPolicyCare as OnPolicyCare
from models.oversight.policy_change_acts import OnPolicyChange as OnPolicyChange
from models.oversight.policy_review_acts import AskForPolicyReview as AskForPolicyReview
from models.oversight.policy_review_acts import ConcludePolicyReview as ConcludePolicyReview
from models.oversight.policy_review_acts import MarkPolicyReviewOverdue as MarkPolicyReviewOverdue
from models.oversight.policy_review_acts import OnPolicyReview as OnPolicyReview
from models.oversight.readiness_acts import ReportReadiness as ReportReadiness
from models.oversight.reporting import AskForReport as AskForReport
from models.oversight.reporting import OnReport as OnReport
from models.oversight.reporting import SendMonthlyReport as SendMonthlyReport
from models.oversight.training_acts import OnTraining as OnTraining

#: They belong to no request.
OnWorkspace = (
    OnReport
    | OnDelegation
    | OnPolicyReview
    | Export
    | OnAuditReview
    | OnPolicyChange
    | OnPolicyCare
    | OnNotifications
    | OnTraining
    | ReportReadiness
    | TurnAwayAlert
)
