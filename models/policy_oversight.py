"""The parts of the policy that look back: reports, recurrence, audit review, exports, the policy's own review."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Literal

from pydantic import Field

from models.business_time import BusinessTime, BusinessUnit, DecisionTime
from models.notation import Channel, Day, Duration, Key, TimeOfDay, Who
from models.policy_part import Part


def _business_days(count: int) -> BusinessTime:
    return BusinessTime(count=count, unit=BusinessUnit.DAY)


class Reports(Part):
    """The KPI report (blueprint, KPIs to Track): who may ask for it, and where it is posted each month."""

    readers: tuple[Who, ...] = Field(
        (),
        description="Who may see the figures; none: whoever authorises in a tier, the owner, administrators.",
    )
    channel: Channel | None = Field(None, description="Where last month's report is posted; none: nowhere.")
    day: int = Field(1, ge=1, le=28, description="The day of the month on which it is posted.")
    at: TimeOfDay = time(9)


class Recurrence(Part):
    """Recurring exceptions trigger policy review (blueprint, FAQ: are exceptions precedent-setting)."""

    count: int = Field(
        3, ge=2, le=1000, description="So many approved for the same standard and the same reason …"
    )
    within: Duration = Field(timedelta(days=90), description="… within this time open one policy review.")
    conclude_within: DecisionTime = Field(
        default=_business_days(10), description="The time for the standard's owner to conclude it."
    )
    contact: Key | None = Field(None, description="Who is told when nobody has concluded it by then.")


class AuditReview(Part):
    """The comprehensive audit review (blueprint, Audit Trail Requirements: weekly, compliance)."""

    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"
    at: TimeOfDay = time(9)
    reviewers: tuple[Who, ...] = Field((), description="Who reviews; none: the owner of [holds.regulatory].")
    channel: Channel | None = Field(
        None, description="Where it is asked for; none: the channel of [holds.regulatory]."
    )
    sample: int = Field(5, ge=0, le=100, description="How many of the other requests are drawn at random.")
    within: DecisionTime = Field(
        default=_business_days(3), description="The time to sign it off; it escalates when that has passed."
    )
    contact: Key | None = Field(None, description="Who is told when it is overdue.")


class Exports(Part):
    """Who may take the record out of the bot; each export is itself recorded."""

    who: tuple[Who, ...] = Field((), description="None: whoever reviews the audit, and the administrators.")


class PolicyCare(Part):
    """The policy's own review (blueprint, FAQ: reviewed annually and whenever significant business changes occur)."""

    reviewed_on: Day | None = Field(
        None,
        description="When the policy was reviewed last; none: when it was recorded first.",
        examples=[date(2026, 11, 2)],
    )
    every: Duration = Field(
        timedelta(days=365), description="How long after that it is to be reviewed again."
    )
    conclude_within: DecisionTime = Field(
        default=_business_days(20), description="The time for its owner to do so, once reminded."
    )
    contact: Key | None = Field(None, description="Who is told when the owner has not done so by then.")
