"""Cells: what the key figures are counted in; what a request contributes to them is said elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from models.holds import HoldKind


class Measure(StrEnum):
    """What is counted (blueprint, KPIs to Track); each says in which month a request counts.

    A request counts once at most in each of APPROVED to EXPIRED, and in one of them alone: its outcome as it stands
    now. What a later act makes void (an amendment, a withdrawal) is taken back.
    """

    #: It was filed; the month that it was filed in.
    FILED = "filed"
    #: It was filed while a like case had been approved within the policy's time; the month that it was filed in.
    RECURRING = "recurring"
    #: Its approval is complete, and stands; the month of the last decision.
    APPROVED = "approved"
    #: An approver rejected it; the month of that decision.
    REJECTED = "rejected"
    #: Its requester took it back, also after the approval; the month of the withdrawal.
    WITHDRAWN = "withdrawn"
    #: Compliance, or the contact above all authority, refused it; the month of the refusal.
    PROHIBITED = "prohibited"
    #: It was returned to be completed, and nobody answered; the month that it lapsed in.
    LAPSED = "lapsed"
    #: It was approved and not carried out in time; the month that the approval ended in.
    EXPIRED = "expired"
    #: How long it took to be approved or rejected; the month of the last decision. The cell's value is the whole
    #: minutes from the filing, or from the newest round, until then, without the time that a hold stopped the clock.
    DECISION_MINUTES = "decision_minutes"
    #: A deadline passed undecided; the month that this was found in. One for each deadline that was missed.
    BREACH = "breach"
    #: Somebody further up was told, of whatever kind; the month that it was raised in. A further step is no other one.
    ESCALATION = "escalation"
    #: The department manager authorised the urgent path, the last time that it was asked for; the month of the answer.
    EXPEDITED = "expedited"
    #: The second approval was waived, and no later round has made that void; the month of the waiver.
    SINGLE_APPROVAL = "single_approval"
    #: A hold was opened, each kind for itself; the month that it was opened in.
    HOLD_DATA_UNAVAILABLE = "hold.data_unavailable"
    HOLD_CONFLICTING_DATA = "hold.conflicting_data"
    HOLD_REGULATORY = "hold.regulatory"
    HOLD_RETURNED = "hold.returned"
    HOLD_OVER_AUTHORITY = "hold.over_authority"
    #: Recurring exceptions opened a policy review; the month that it was opened in. It has no tier and no team.
    REVIEW_OPENED = "review_opened"
    #: A policy review was concluded with a change of the policy; the month of the conclusion. No tier, and no team.
    POLICY_CHANGED = "policy_changed"


#: What is counted of reviews, which belong to a standard and a reason, and to no request.
OF_REVIEWS = frozenset({Measure.REVIEW_OPENED, Measure.POLICY_CHANGED})


def hold_measure(kind: HoldKind) -> Measure:
    """The measure that counts the holds of a kind."""
    return Measure(f"hold.{kind}")


class Cell(NamedTuple):
    """One box of the count: a named tuple, for it is a key, made and compared in every transaction of the desk.

    `month` is written `2026-11`. `tier` is the one that the request stands in now, or was decided in; `team` is the
    requester's at the filing, "" for none. `value` is 0 for what is counted alone.
    """

    month: str
    standard: str
    tier: str
    team: str
    reason: str
    measure: str
    value: int = 0
