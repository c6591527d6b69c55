"""The trail's plain sentences for the exceptional ways of a request; `{actor}` is who did it."""

from __future__ import annotations

from collections.abc import Mapping

from models.events import EventKind

SENTENCES: Mapping[EventKind, str] = {
    EventKind.HOLD_OFFERED: "What the hold waited for has come; it can be closed.",
    EventKind.EXTENDED: "The time to decide was extended.",
    EventKind.PAUSED: "The time to decide stood still from here on.",
    EventKind.RESUMED: "The time to decide ran on.",
    EventKind.DOCUMENTED: "{actor} gave alternate documentation.",
    EventKind.RESCORED: "The deviation was scored again.",
    EventKind.ROUND_BEGUN: "A new round began; earlier decisions no longer count.",
    EventKind.PROHIBITED: "{actor} prohibited it. That is final.",
    EventKind.RETURNED: "{actor} returned it to be completed.",
    EventKind.AMENDED: "{actor} changed the request.",
    EventKind.LAPSE_NEAR: "Notice was given that it closes if nobody completes it.",
    EventKind.LAPSED: "Nobody completed it in time, so it was closed.",
    EventKind.EXPEDITE_ASKED: "{actor} asked for the urgent path.",
    EventKind.EXPEDITE_ANSWERED: "{actor} answered for the urgent path.",
    EventKind.COMPLAINED: "{actor} recorded a customer's complaint.",
    EventKind.COMPLAINT_REVIEWED: "{actor} reviewed the complaint.",
    EventKind.EXPIRY_NEAR: "Notice was given that the approval ends soon.",
    EventKind.EXPIRED: "It was not carried out in time, so the approval ended.",
    EventKind.EXECUTION_PARTIAL: "{actor} carried out a part of it.",
    EventKind.EXECUTION_FAILED: "{actor} tried to carry it out, and it failed.",
    EventKind.ROLLED_BACK: "{actor} took back what had been carried out.",
    EventKind.WAIVED: "The second approval was waived, as the policy allows.",
    EventKind.ATTEMPTED: "Somebody further up the ladder was told.",
    EventKind.DELEGATED: "{actor} delegated their authority.",
    EventKind.DELEGATION_ENDED: "{actor} ended a delegation.",
    EventKind.POLICY_REVIEW_OPENED: "Recurring exceptions opened a policy review.",
    EventKind.POLICY_REVIEW_ASKED: "The standard's owner was asked for the policy review.",
    EventKind.POLICY_REVIEW_CASE_ADDED: "Another approved case was added to the policy review.",
    EventKind.POLICY_REVIEW_CONCLUDED: "{actor} concluded the policy review.",
    EventKind.POLICY_REVIEW_OVERDUE: "Nobody concluded the policy review in its time.",
    EventKind.AUDIT_REVIEW_OPENED: "A comprehensive audit review was opened.",
    EventKind.AUDIT_ITEMS_MARKED: "{actor} marked items of an audit review.",
    EventKind.AUDIT_REVIEW_SIGNED_OFF: "{actor} signed an audit review off.",
    EventKind.AUDIT_REVIEW_OVERDUE: "An audit review was not signed off in its time.",
    EventKind.POLICY_REJECTED: "{actor} rejected the proposed change of the policy.",
    EventKind.POLICY_TAKEN_BACK: "{actor} took back their proposal to change the policy.",
    EventKind.POLICY_TOLD: "The policy's owner and administrators were told of the change.",
    EventKind.POLICY_CARE_OPENED: "The policy's owner was asked for its review.",
    EventKind.POLICY_CARE_REVIEWED: "{actor} reviewed the policy.",
    EventKind.POLICY_CARE_OVERDUE: "Nobody reviewed the policy in its time.",
    EventKind.PREFERENCES_SET: "{actor} chose what they are told.",
    EventKind.TRAINING_ATTESTED: "{actor} attested that they know the decision criteria.",
    EventKind.TRAINING_ASKED: "{actor} had those asked who had not attested to the decision criteria.",
    EventKind.FIGURES_MENDED: "{actor} had the key figures made again from the record.",
}
