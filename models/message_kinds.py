"""The kinds of durable messages, and what each is by its kind: living or said once, a reply, the workspace's."""

from __future__ import annotations

from enum import StrEnum


class MessageKind(StrEnum):
    """The durable messages in Slack."""

    CARD = "card"
    REQUESTER_CARD = "requester_card"
    EXECUTION_CARD = "execution_card"
    ESCALATION = "escalation"
    STORY = "story"
    EVIDENCE = "evidence"
    HOLD_CARD = "hold_card"
    EXPEDITE_CARD = "expedite_card"
    TOLD = "told"
    #: At half the time left, to each whose turn it is.
    REMINDER = "reminder"
    #: A word about a delegation, which belongs to no request.
    DELEGATION = "delegation"
    #: A policy review, to each who concludes it or hears that it is late.
    POLICY_REVIEW = "policy_review"
    #: The word in a request's thread that its approval opened a policy review, or counts in one.
    POLICY_REVIEW_WORD = "policy_review_word"
    #: A file of the record that somebody has taken out.
    EXPORT = "export"
    #: The key figures of some months, and the same as a page to print.
    REPORT = "report"
    REPORT_PAGE = "report_page"
    #: The weekly audit review, and that it is late.
    AUDIT_REVIEW = "audit_review"
    AUDIT_REVIEW_OVERDUE = "audit_review_overdue"
    #: A change of the policy that somebody proposes, to each administrator.
    POLICY_CHANGE = "policy_change"
    #: The word that another policy is in force.
    POLICY_TOLD = "policy_told"
    #: The policy's own review, to each who makes it or hears that it is late.
    POLICY_CARE = "policy_care"
    #: That somebody who decides is asked to attest to the criteria.
    TRAINING = "training"
    #: What the bot cannot do, to each administrator.
    READINESS = "readiness"
    #: The word about an alert that could not be filed in its sponsor's name.
    ALERT = "alert"
    #: What waits on somebody, in the morning.
    DIGEST = "digest"
    #: To each administrator: a place takes no messages.
    UNDELIVERED = "undelivered"

    @property
    def is_of_workspace(self) -> bool:
        """It belongs to no request."""
        return self in _OF_WORKSPACE

    @property
    def is_living(self) -> bool:
        """It is one message that is updated in place; the others are said once."""
        return self not in (
            MessageKind.STORY,
            MessageKind.EVIDENCE,
            MessageKind.TOLD,
            MessageKind.DELEGATION,
            MessageKind.POLICY_REVIEW_WORD,
            MessageKind.EXPORT,
            MessageKind.REPORT,
            MessageKind.REPORT_PAGE,
            MessageKind.AUDIT_REVIEW_OVERDUE,
            MessageKind.POLICY_TOLD,
            MessageKind.TRAINING,
            MessageKind.READINESS,
            MessageKind.ALERT,
            MessageKind.DIGEST,
        )

    @property
    def is_reply(self) -> bool:
        """It stands in the thread under the request's card."""
        return self in (MessageKind.STORY, MessageKind.EVIDENCE, MessageKind.POLICY_REVIEW_WORD)


_OF_WORKSPACE = frozenset(
    {
        MessageKind.DELEGATION,
        MessageKind.EXPORT,
        MessageKind.REPORT,
        MessageKind.REPORT_PAGE,
        MessageKind.AUDIT_REVIEW,
        MessageKind.AUDIT_REVIEW_OVERDUE,
        MessageKind.POLICY_REVIEW,
        MessageKind.POLICY_CHANGE,
        MessageKind.POLICY_TOLD,
        MessageKind.POLICY_CARE,
        MessageKind.TRAINING,
        MessageKind.READINESS,
        MessageKind.ALERT,
        MessageKind.DIGEST,
        MessageKind.UNDELIVERED,
    }
)
