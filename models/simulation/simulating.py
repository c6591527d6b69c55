"""Simulating: each request's recorded acts under its own version of the policy and under a draft, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.audit_chain import AuditEvent
from models.delegation import Delegation
from models.policy import Policy
from models.refusals import Fault, Field, Why
from models.request import ExceptionRequest
from models.simulation.way import Way


@dataclass(frozen=True, kw_only=True)
class Course:
    """What is on record of one request: how it stands, its trail from the first event on, and its own policy.

    `delegations` are those that may count: all that were in force since the filing.
    """

    request: ExceptionRequest
    links: tuple[AuditEvent, ...]
    policy: Policy
    delegations: tuple[Delegation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotDone:
    """A person's recorded act that is not done under the draft, and why."""

    act: str
    why: Why
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One request as it was, and as it would be under the draft."""

    number: int
    was: Way
    would: Way
    not_done: tuple[NotDone, ...] = ()

    @property
    def moves(self) -> bool:
        """Another tier would decide."""
        return self.was.tier != self.would.tier

    @property
    def shift(self) -> timedelta:
        """How much later the deadline would be; negative where it would be earlier."""
        return self.would.deadline - self.was.deadline

    @property
    def stands_still(self) -> bool:
        """It would wait for something that nobody has done, for under its own policy nobody had to."""
        return self.would.waits_for is not None and self.would.waits_for is not self.was.waits_for

    @property
    def ends_otherwise(self) -> bool:
        """Something else would come of it."""
        return not self.stands_still and self.was.outcome is not self.would.outcome

    @property
    def is_changed(self) -> bool:
        """Anything at all would be different."""
        return self.was != self.would


@dataclass(frozen=True, kw_only=True)
class Unfilable:
    """A request that could not be filed under the draft, with what is wrong, field by field."""

    number: int
    faults: Mapping[Field, Fault]


@dataclass(frozen=True, kw_only=True)
class Unplayable:
    """A request whose acts cannot be performed again from its record; the text says why, as a sentence."""

    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """What a draft would have changed: every request that was played, in the order of their numbers.

    `policies` are the versions that the requests were filed under; `until` is the time up to which timers fired.
    """

    draft: Policy
    version: str
    policies: Mapping[str, Policy]
    until: datetime
    compared: tuple[Compared, ...]
    unfilable: tuple[Unfilable, ...] = ()
    unplayable: tuple[Unplayable, ...] = ()

    @property
    def changed(self) -> tuple[Compared, ...]:
        """Those of which anything would be different."""
        return tuple(one for one in self.compared if one.is_changed)


def simulate(courses: Iterable[Course], draft: Policy, version: str, until: datetime) -> Simulation:
    """What would have come of the requests under the draft, whose version is `version`.

    Each request's recorded acts of people and sources are performed again, once under its own version and once
    under the draft; timers fire anew up to `until` (aware UTC). Whoever acted then acts again: see `recasting`.
    """
    raise NotImplementedError
