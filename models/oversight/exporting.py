"""Exporting: taking the record out of the bot, for a period or one request; what is asked, and whether it may be.

It reads no record and writes no file: what there is to export is counted by whoever calls it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from models.events import Event, EventKind, event
from models.lifecycle.outcome import Scene
from models.membership import refusal_of_member
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from models.roles import exporters

#: The most events of one export in Slack; more are taken by the command, which streams them.
MOST_EVENTS = 20_000
#: The files of a decision packet, each a message of its own: the page that people read, and what is checked.
PAGE, PROOF = "page", "proof"
#: Nothing was recorded before and nothing will be after, and the calendar of some zone ends a day away.
_EARLIEST, _LATEST = date(1970, 1, 1), date(9990, 12, 31)


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    #: One request's whole story: a page to print, and JSON that is checked without the database.
    PACKET = "packet"


@dataclass(frozen=True, kw_only=True)
class Span:
    """From `start` until before `end`, both aware UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is taken out: one request, or all that happened on the days from `first` to the end of `last`."""

    format: Format
    first: date | None = None
    last: date | None = None
    request: int | None = None

    def until(self, at: datetime, policy: Policy) -> Wanted:
        """The same up to the day of a moment (aware UTC), where the last day is still to come then."""
        today = at.astimezone(policy.calendar.zone).date()
        if self.first is None or self.last is None or not self.first <= today < self.last:
            return self
        return replace(self, last=today)

    def span(self, policy: Policy) -> Span | None:
        """The days in the policy's time zone; None for one request, whose every event counts."""
        if self.first is None or self.last is None:
            return None
        first, last = (min(max(day, _EARLIEST), _LATEST) for day in (self.first, self.last))
        return Span(start=_midnight(first, policy), end=_midnight(last + timedelta(days=1), policy))


@dataclass(frozen=True, kw_only=True)
class Export:
    """Take the record out; `is_of_request` says which of the two the form asked for."""

    format: str = ""
    first: date | None = None
    last: date | None = None
    request: str = ""
    is_of_request: bool = False


@dataclass(frozen=True, kw_only=True)
class Found:
    """What there is to take out: how many events, and the SHA-256 over their hashes; not its content."""

    events: int
    digest: str
    is_known: bool = True


def refusal_of_exporter(by: Person, policy: Policy, register: Register, at: datetime) -> Refusal | None:
    """Why somebody may not take the record out (policy: `[exports]`)."""
    return refusal_of_member(by, exporters(policy), Why.NOT_EXPORTER, register, at)


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to judge an export."""
    return exporters(policy)


def wanted(act: Export, number: int | None) -> Wanted | Mapping[Field, Fault]:
    """What the form asks for, or what is wrong in it; `number` is the request that it names, if it names one."""
    faults: dict[Field, Fault] = {}
    chosen = act.format if act.format in list(Format) else None
    if chosen is None:
        faults[Field.FORMAT] = Fault.MISSING
    if act.is_of_request:
        if not act.request.strip():
            faults[Field.REQUEST] = Fault.MISSING
        elif number is None:
            faults[Field.REQUEST] = Fault.NO_SUCH_REQUEST
        return faults or Wanted(format=Format(chosen or ""), request=number)
    if chosen == Format.PACKET:
        faults[Field.FORMAT] = Fault.OF_ONE_REQUEST
    for field, day in ((Field.FIRST_DAY, act.first), (Field.LAST_DAY, act.last)):
        if day is None:
            faults[field] = Fault.MISSING
    if act.first is not None and act.last is not None and act.last < act.first:
        faults[Field.LAST_DAY] = Fault.ENDS_FIRST
    return faults or Wanted(format=Format(chosen or ""), first=act.first, last=act.last)


def fault_of(found: Found, asked: Wanted, *, most: int | None = MOST_EVENTS) -> Mapping[Field, Fault]:
    """What is wrong with what there is: nothing at all, or more than one file in Slack may hold."""
    field = Field.FIRST_DAY if asked.request is None else Field.REQUEST
    if not found.is_known:
        return {field: Fault.NO_SUCH_REQUEST}
    if found.events == 0:
        return {field: Fault.NOTHING_THERE}
    if most is not None and found.events > most:
        return {field: Fault.TOO_MUCH}
    return {}


def exported(
    asked: Wanted, found: Found, *, operator: str = "", files: Mapping[str, str] | None = None
) -> Event:
    """That the record was taken out: what, in which format, how many events, and the SHA-256 over their hashes.

    `operator` is the user of the operating system where a command did it, and `files` the SHA-256 of each file by
    its name, where they are known already.
    """
    return event(
        EventKind.EXPORTED,
        format=asked.format,
        first=asked.first,
        last=asked.last,
        request=asked.request,
        events=found.events,
        digest=found.digest,
        **({"operator": operator} if operator else {}),
        **({"files": files} if files else {}),
    )


def judge(act: Export, by: Person, scene: Scene, number: int | None) -> Wanted | Refusal:
    """What may be taken out, or why not: first who asks, then what."""
    refused = refusal_of_exporter(by, scene.policy, scene.register, scene.at)
    if refused is not None:
        return refused
    asked = wanted(act, number)
    if isinstance(asked, Wanted):
        return asked.until(scene.at, scene.policy)
    return Refusal(why=Why.FAULTS, faults=asked)


def _midnight(day: date, policy: Policy) -> datetime:
    return datetime.combine(day, time(), tzinfo=policy.calendar.zone).astimezone(UTC)
