"""The policy as data: tiers, people, times, standards; checked as a whole, and it knows no file and no Slack."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from models.money import Money

_DURATION = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?")
_PERSON = r"[UW][A-Z0-9]{2,}"
_GROUP = r"@[a-z0-9._-]+"


def _duration(value: object) -> object:
    """A length of elapsed time as the policy writes it: `24h`, `90m`, `1d 12h`."""
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.groups()):
        raise ValueError(f'"{value}" is no length of time; write it like "24h", "90m" or "1d 12h"')
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def duration_text(length: timedelta) -> str:
    """A length of time in the policy's own notation: `24h`, `1h 30m`."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if n]
    return " ".join(parts) or "0m"


def _decimal(value: object) -> object:
    """Numbers are written in quotes, or whole: a TOML float has lost its exact value before it is read."""
    if isinstance(value, float):
        raise ValueError(f'write {value} in quotes ("{value}"), so that it is kept exactly')
    return value


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration, json_schema_input_type=str),
    PlainSerializer(duration_text, return_type=str),
    Field(description='Elapsed time: "24h", "90m", "1d 12h".'),
]
Exact = Annotated[
    Decimal, BeforeValidator(_decimal, json_schema_input_type=str | int), Field(allow_inf_nan=False)
]
Who = Annotated[
    str,
    Field(
        pattern=rf"^({_PERSON}|{_GROUP})$",
        description='A user group ("@ops-managers") or a user id ("U024BE7LH").',
    ),
]
People = Annotated[tuple[Who, ...], Field(min_length=1)]
Channel = Annotated[
    str,
    Field(pattern=r"^(#[^\s#]{1,80}|[CG][A-Z0-9]{2,})$", description='A channel ("#operations" or its id).'),
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Part(BaseModel):
    """A part of the policy: frozen, and an unknown key in it is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Priority(StrEnum):
    """How pressing an escalation is (blueprint, Escalation Rules)."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Tier(Part):
    """A band of deviation and who may authorise in it (blueprint, Threshold Logic)."""

    name: Key
    title: str
    at_least: Exact = Field(ge=0, description="The band's lower bound in percent; it belongs to the band.")
    below: Exact | None = Field(
        None, description="The band's upper bound in percent; it does not belong to it."
    )
    channel: Channel
    authorizers: People
    authority: Exact | None = Field(
        None,
        ge=0,
        description="The most that this tier may decide, in the policy's currency; none: no limit.",
    )
    decision_time: Duration = Field(gt=timedelta(0))

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

    title: str
    who: People
    backup: tuple[Who, ...] = ()


class Escalation(Part):
    """When somebody further up is told, how soon and how pressingly (blueprint, Escalation Rules)."""

    contact: Key
    priority: Priority
    within: Duration | Literal["same business day"]


class NearDeadline(Escalation):
    """The deadline is near; at or under `remaining` it escalates at once."""

    remaining: Duration


class OverAuthority(Part):
    """Decision value exceeds approval authority: the next level approver, the same business day."""

    priority: Priority
    within: Duration | Literal["same business day"]


class Escalations(Part):
    """The escalation ladder."""

    deadline_near: NearDeadline
    deadline_breached: Escalation
    complaint: Escalation
    over_authority: OverAuthority


class Hold(Part):
    """What stops a request, and whose it is (blueprint, Exception Handling)."""

    title: str
    owner: People
    channel: Channel | None = None
    extends: Duration | None = None


class Expedited(Part):
    """The urgent path: who may authorise it and its decision time."""

    authorizers: People
    decision_time: Duration = Field(gt=timedelta(0))


class Calendar(Part):
    """Business days and hours, in one time zone."""

    time_zone: str
    business_days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(min_length=1)
    opens: time
    closes: time
    holidays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.time_zone not in available_timezones():
            raise ValueError(f'"{self.time_zone}" is no time zone; write one like "Europe/Berlin"')
        if self.opens >= self.closes:
            raise ValueError(f"opens ({self.opens}) must be before closes ({self.closes})")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that business hours are reckoned in."""
        return ZoneInfo(self.time_zone)


class Rate(Part):
    """What one unit of a currency is worth in the policy's, on a date."""

    currency: Currency
    rate: Exact = Field(gt=0)
    on: date


class Standard(Part):
    """A policy that one may ask to deviate from; without a number it is scored by hand."""

    reference: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=120)
    value: Exact | None = None
    unit: str = ""
    rule: str = Field("", max_length=300, description="The standard in words, where it has no number.")
    owner: Who

    @property
    def is_scored_by_hand(self) -> bool:
        """A standard of zero or of no number has no percentage: a person scores it."""
        return self.value is None or self.value == 0


class Source(Part):
    """Where data about the customer is read from (blueprint, Data Sources)."""

    name: Key
    title: str
    kind: Literal["csv"]
    path: str
    key: str = Field(description="The column that holds the customer's id.")
    label: str | None = Field(
        None, description="The column that holds the customer's name (customer source only)."
    )
    facts: dict[str, str] = Field(
        default_factory=dict, description="Columns shown on the card, with their titles."
    )
    time_limit: Duration = timedelta(seconds=5)


class Policy(Part):
    """The whole policy; `Policy.model_validate` tells all that is wrong with it at once."""

    title: str
    owner: Who
    process_link: str = ""
    currency: Currency
    rates: tuple[Rate, ...] = ()
    tiers: tuple[Tier, ...] = Field(min_length=1)
    validators: Role
    execution: Execution
    administrators: People
    contacts: dict[Key, Contact]
    escalations: Escalations
    holds: dict[Key, Hold] = Field(default_factory=dict)
    expedited: Expedited
    calendar: Calendar
    sources: tuple[Source, ...] = Field(min_length=1)
    customers: Key = Field(description="The source that customers are searched in.")
    standards: tuple[Standard, ...] = Field(min_length=1)

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
        named |= set(self.expedited.authorizers) | {standard.owner for standard in self.standards}
        return frozenset(who for who in named if who.startswith("@"))
