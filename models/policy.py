"""The policy as data: tiers, people, times, standards; checked as a whole, and it knows no file and no Slack."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, model_validator

from models.business_time import DecisionTime
from models.money import Money
from models.notation import (
    Channel,
    ClosingTime,
    Currency,
    Day,
    Duration,
    Exact,
    Key,
    Link,
    People,
    TimeOfDay,
    TimeZone,
    Title,
    Who,
    Within,
)
from models.policy_alerts import Alerts as Alerts
from models.policy_check import faults_in
from models.policy_notifications import Notifications as Notifications
from models.policy_oversight import AuditReview as AuditReview
from models.policy_oversight import Exports as Exports
from models.policy_oversight import PolicyCare as PolicyCare
from models.policy_oversight import Recurrence as Recurrence
from models.policy_oversight import Reports as Reports
from models.policy_part import Part
from models.policy_sources import Source as Source
from models.policy_standard import Standard as Standard
from models.policy_training import Training as Training
from models.policy_ways import Agreement as Agreement
from models.policy_ways import Correction as Correction
from models.policy_ways import Delegates as Delegates
from models.policy_ways import Hold as Hold
from models.policy_ways import RegulatoryRule as RegulatoryRule
from models.policy_ways import Returns as Returns
from models.policy_ways import SingleApproval as SingleApproval
from models.policy_ways import Validity as Validity
from models.public_holidays import Region

#: Validation context under which a policy that was recorded long ago is read without today's checks.
RECORDED = {"recorded": True}


class Priority(StrEnum):
    """How pressing an escalation is (blueprint, Escalation Rules)."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Tier(Part):
    """A band of deviation and who may authorise in it (blueprint, Threshold Logic)."""

    name: Key
    title: Title
    at_least: Exact = Field(ge=0, description="The band's lower bound in percent; it belongs to the band.")
    below: Exact | None = Field(
        None, description="The band's upper bound in percent; it does not belong to it. None: open above."
    )
    channel: Channel
    authorizers: People
    authority: Exact | None = Field(
        None,
        ge=0,
        description="The most that this tier may decide, in the policy's currency; none: no limit.",
    )
    decision_time: DecisionTime

    def covers(self, deviation: Decimal) -> bool:
        """Whether the deviation (percent, never rounded) falls into this band."""
        return self.at_least <= deviation and (self.below is None or deviation < self.below)

    def may_decide(self, value: Decimal) -> bool:
        """Whether the value (policy currency) is within this tier's authority."""
        return self.authority is None or value <= self.authority


class Role(Part):
    """Some people and the channel where they are asked."""

    who: People
    channel: Channel | None = None


class Execution(Role):
    """Operations carries out what was approved (blueprint, SOP step 6)."""

    channel: Channel


class Contact(Part):
    """Somebody to escalate to, with a stand-in."""

    title: Title
    who: People
    backup: tuple[Who, ...] = ()
    channel: Channel | None = Field(None, description="The role's own channel, told after the backup.")


class Escalation(Part):
    """When somebody further up is told, how soon and how pressingly (blueprint, Escalation Rules)."""

    contact: Key
    priority: Priority
    within: Within
    acknowledge_within: Duration | None = Field(
        None,
        description="Nobody has acknowledged it by then: the next step is told. None: the first step only.",
    )


class NearDeadline(Escalation):
    """The deadline is near; at or under `remaining` it escalates at once."""

    remaining: Duration


class OverAuthority(Part):
    """Decision value exceeds approval authority: the next level approver, the same business day."""

    priority: Priority
    within: Within
    contact: Key | None = Field(
        None, description="Who is asked for a value above every tier's authority; none: it cannot be filed."
    )


class Escalations(Part):
    """The escalation ladder."""

    deadline_near: NearDeadline
    deadline_breached: Escalation
    complaint: Escalation
    over_authority: OverAuthority


class Expedited(Part):
    """The urgent path: who may authorise it and its decision time."""

    authorizers: People
    decision_time: DecisionTime


class Calendar(Part):
    """Business days and hours, in one time zone."""

    time_zone: TimeZone
    business_days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(
        min_length=1, examples=[["mon", "tue", "wed", "thu", "fri"]]
    )
    opens: TimeOfDay
    closes: ClosingTime
    holidays: tuple[Day, ...] = ()
    public_holidays: Region | None = Field(
        None, description="A country or a part of it, whose public holidays are free days too."
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that business hours are reckoned in."""
        return ZoneInfo(self.time_zone)


class Rate(Part):
    """What one unit of a currency is worth in the policy's, on a date."""

    currency: Currency
    rate: Exact = Field(gt=0)
    on: Day


class Policy(Part):
    """The whole policy; what its parts must hold together is checked by `models.policy_check`."""

    title: Title
    owner: Who
    process_link: Link = ""
    currency: Currency
    rates: tuple[Rate, ...] = ()
    tiers: tuple[Tier, ...] = Field(min_length=1)
    validators: Role
    execution: Execution
    administrators: People
    contacts: dict[Key, Contact]
    escalations: Escalations
    holds: dict[Key, Hold] = Field(default_factory=dict)
    regulatory: tuple[RegulatoryRule, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    returns: Returns = Field(default_factory=Returns)
    validity: Validity = Field(default_factory=Validity)
    single_approval: SingleApproval = Field(default_factory=SingleApproval)
    delegates: tuple[Delegates, ...] = ()
    teams: tuple[Who, ...] = Field(
        (), description="Groups that requesters belong to; the reports tell requests apart by them."
    )
    reports: Reports = Field(default_factory=Reports)
    recurrence: Recurrence = Field(default_factory=Recurrence)
    audit_review: AuditReview = Field(default_factory=AuditReview)
    exports: Exports = Field(default_factory=Exports)
    policy_review: PolicyCare = Field(default_factory=PolicyCare)
    notifications: Notifications = Field(default_factory=Notifications)
    training: Training = Field(default_factory=Training)
    alerts: Alerts = Field(default_factory=Alerts)
    expedited: Expedited
    calendar: Calendar
    sources: tuple[Source, ...] = Field(min_length=1)
    customers: Key = Field(description="The source that customers are searched in.", examples=["crm"])
    standards: tuple[Standard, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self, info: ValidationInfo) -> Self:
        """A version on record was checked when it was recorded; a check added since must not make it unreadable."""
        if info.context != RECORDED:
            faults = faults_in(self)
            if faults:
                raise ValueError(" ".join(str(fault) for fault in faults))
        return self

    def tier_for(self, deviation: Decimal) -> Tier:
        """The one tier whose band holds the deviation (percent, at least 0, never rounded).

        Raises ValueError for a deviation under 0 or none at all, which no band holds.
        """
        if not deviation.is_finite() or deviation < 0:
            raise ValueError(f"a deviation is at least 0 %, not {deviation}")
        return next(tier for tier in self.tiers if tier.covers(deviation))

    def tier(self, name: str) -> Tier:
        """The tier of that name; KeyError where there is none."""
        for tier in self.tiers:
            if tier.name == name:
                return tier
        raise KeyError(name)

    def tiers_from(self, name: str) -> tuple[Tier, ...]:
        """The tier and those above it, lowest first: a higher tier may act for a lower one."""
        names = [tier.name for tier in self.tiers]
        return self.tiers[names.index(name) :]

    def standard(self, reference: str) -> Standard | None:
        """The standard of that reference, if the policy has it."""
        return next((s for s in self.standards if s.reference == reference), None)

    def currencies(self) -> tuple[str, ...]:
        """The currencies that a value may be given in, the policy's own first."""
        return tuple(dict.fromkeys([self.currency, *(rate.currency for rate in self.rates)]))

    def rate_for(self, currency: str, at: datetime) -> Rate | None:
        """The newest rate for the currency dated at or before the day; the oldest one where all are later."""
        if currency == self.currency:
            return Rate(currency=currency, rate=Decimal(1), on=at.astimezone(self.calendar.zone).date())
        dated = sorted((rate for rate in self.rates if rate.currency == currency), key=lambda rate: rate.on)
        past = [rate for rate in dated if rate.on <= at.astimezone(self.calendar.zone).date()]
        return past[-1] if past else (dated[0] if dated else None)

    def in_own_currency(self, value: Money, at: datetime) -> Money | None:
        """The value in the policy's currency by the dated rate, or None where the policy has no rate for it."""
        rate = self.rate_for(value.currency, at)
        return None if rate is None else Money(amount=value.amount * rate.rate, currency=self.currency)

    def groups(self) -> frozenset[str]:
        """Every user group that the policy names, by its handle with the @."""
        named: set[str] = {self.owner, *self.validators.who, *self.execution.who, *self.administrators}
        for tier in self.tiers:
            named |= set(tier.authorizers)
        for contact in self.contacts.values():
            named |= {*contact.who, *contact.backup}
        for hold in self.holds.values():
            named |= set(hold.owner)
        for delegates in self.delegates:
            named |= set(delegates.who)
        named |= set(self.expedited.authorizers) | {standard.owner for standard in self.standards}
        named |= {*self.teams, *self.reports.readers, *self.audit_review.reviewers, *self.exports.who}
        named |= {*self.alerts.sponsors, *self.alerts.fallback}
        return frozenset(who for who in named if who.startswith("@"))
