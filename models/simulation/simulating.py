"""Simulating: each request's recorded acts under its own version of the policy and under a draft, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.acts import Approve
from models.audit_chain import AuditEvent
from models.delegation import Delegation
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Fault, Field, Why
from models.request import ExceptionRequest
from models.simulation.playing import Play, play
from models.simulation.recorded_acts import RecordedStep, UnreadableRecordError, recorded_steps
from models.simulation.way import Way
from models.single_approval import is_next

#: What is said of a request that does not come out of its own acts as it is stored; in brackets follows what differs.
NOT_AGAIN = "Performed again under its own version, it does not come out as it is on record"


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
        is_new = self.would.waits_for is not None and self.would.waits_for is not self.was.waits_for
        return is_new and not self.ends_otherwise

    @property
    def ends_otherwise(self) -> bool:
        """Something else would come of it."""
        return self.would.outcome is not None and self.was.outcome is not self.would.outcome

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
    simulation = Simulation(draft=draft, version=version, policies={}, until=until, compared=())
    policies: dict[str, Policy] = {}
    drafts: dict[str, Policy] = {}
    compared: list[Compared] = []
    unfilable: list[Unfilable] = []
    unplayable: list[Unplayable] = []
    for course in sorted(courses, key=lambda course: course.request.number):
        own = course.request.policy_version
        policies.setdefault(own, course.policy)
        # Nobody knows what a source that the draft adds would have said: it says what those said that there were.
        drafts.setdefault(own, draft.model_copy(update={"sources": course.policy.sources}))
        match _compared(course, drafts[own], version, until):
            case Compared() as one:
                compared.append(one)
            case Unfilable() as one:
                unfilable.append(one)
            case Unplayable() as one:
                unplayable.append(one)
    return replace(
        simulation,
        policies=policies,
        compared=tuple(compared),
        unfilable=tuple(unfilable),
        unplayable=tuple(unplayable),
    )


def _compared(
    course: Course, draft: Policy, version: str, until: datetime
) -> Compared | Unfilable | Unplayable:
    request = course.request
    try:
        steps = recorded_steps(course.links, course.policy)
    except UnreadableRecordError as error:
        return Unplayable(number=request.number, why=str(error))
    own = play(steps, request, course.policy, request.policy_version, course.delegations, until)
    was = own.request
    if was is None or not steps or (other := _otherwise(own.standing(course.links[-1].at), request)):
        what = "its filing" if was is None else other
        return Unplayable(number=request.number, why=f"{NOT_AGAIN} ({what}).")
    recast = tuple(_insisting(steps, own))
    drafted = play(recast, request, draft, version, course.delegations, until)
    would = drafted.request
    if would is None:
        ((_, refusal),) = drafted.refused()
        return Unfilable(number=request.number, faults=refusal.faults)
    not_done = _not_done(own, drafted)
    stopped_at = drafted.stopped_at()
    if stopped_at is not None and _ended_by_clock(would, since=stopped_at):
        # That nobody did what nobody had to do then must not end it: it is left where it stands.
        before = (step for step in recast if step.at <= stopped_at)
        drafted = play(before, request, draft, version, course.delegations, stopped_at)
        would = drafted.request or would
    one = Compared(number=request.number, was=own.way(was), would=drafted.way(would), not_done=not_done)
    if one.stands_still:
        # What comes of its standing still is nobody's forecast: in truth somebody would have been asked.
        one = replace(one, would=drafted.way(would, until=stopped_at or steps[-1].at))
    return one


def _ended_by_clock(request: ExceptionRequest, since: datetime) -> bool:
    """Whether it has ended after a time, and because nobody did anything."""
    return request.ended is not None and request.ended.by == SYSTEM.id and request.ended.at > since


def _otherwise(played: ExceptionRequest | None, stored: ExceptionRequest) -> str:
    """What is different of a request that was played under its own policy; empty where it is as it is stored."""
    if played is None:
        return "its filing"
    pairs = {
        "its tier": (played.score.tier, stored.score.tier),
        "what came of it": (played.outcome, stored.outcome),
        "its rounds": (played.round, stored.round),
        "its decisions": (
            [(d.stage, d.verdict, d.by, d.at) for d in played.decisions],
            [(d.stage, d.verdict, d.by, d.at) for d in stored.decisions],
        ),
        "its deadline": (played.deadline, stored.deadline),
        "its holds": ([h.key for h in played.holds], [h.key for h in stored.holds]),
    }
    return next((what for what, (one, other) in pairs.items() if one != other), "")


def _insisting(steps: Iterable[RecordedStep], own: Play) -> Iterator[RecordedStep]:
    """The steps, in which a second approval follows the first one by choice only where it did so by choice then.

    Where its own policy asked for two approvals anyway, the draft says how many there are to be.
    """
    alone = {
        one.step.at
        for one in own.played
        if one.before is not None and is_next(own.policy, one.before) and isinstance(one.step.act, Approve)
    }
    for step in steps:
        if isinstance(step.act, Approve) and step.act.second_follows and step.at not in alone:
            yield replace(step, act=replace(step.act, second_follows=False))
        else:
            yield step


def _not_done(own: Play, drafted: Play) -> tuple[NotDone, ...]:
    """The acts that are not done under the draft and were done then."""
    never = {(type(step.act), step.at) for step, _ in own.refused()}
    return tuple(
        NotDone(act=type(step.act).__name__, why=refusal.why, at=step.at)
        for step, refusal in drafted.refused()
        if (type(step.act), step.at) not in never
    )
