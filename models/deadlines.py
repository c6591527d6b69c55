"""Deadlines and timers: what will happen later is a pure function of how a request stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.calendar import due_after, end_of_business_day
from models.pausing import moved
from models.policy import Escalation, OverAuthority, Policy
from models.request import ExceptionRequest, Score, Status

#: How long after the first, second, … reading that failed a source is read again; the last one repeats.
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


class TimerKind(StrEnum):
    """What happens when a timer is due."""

    GATHER = "gather"
    DEADLINE_NEAR = "deadline_near"
    DEADLINE_BREACHED = "deadline_breached"
    CLOSE = "close"


@dataclass(frozen=True, kw_only=True)
class Timer:
    """Something to do at `due_at`, once for each version of its kind."""

    kind: TimerKind
    version: str
    due_at: datetime


def time_limit(policy: Policy, within: Escalation | OverAuthority, at: datetime) -> datetime:
    """When an escalation that is raised at `at` must have been taken up."""
    if isinstance(within.within, timedelta):
        return at + within.within
    return end_of_business_day(policy.calendar, at)


def deadline_of(policy: Policy, score: Score, filed_at: datetime) -> datetime:
    """When both approvals are due: the tier's decision time, elapsed or in business time, from the filing.

    A value above the deviation's own tier is decided the same business day, if that is sooner
    (blueprint, Escalation Rules: decision value exceeds approval authority).
    """
    deadline = due_after(policy.calendar, policy.tier(score.tier).decision_time, filed_at)
    if score.is_over_authority:
        deadline = min(deadline, time_limit(policy, policy.escalations.over_authority, filed_at))
    return deadline


def reckoned_deadline(policy: Policy, request: ExceptionRequest) -> datetime:
    """When both approvals are due, all told: the round's decision time, the pauses in it and its extensions.

    On the urgent path it is the expedited decision time, from when that was authorised, should it be sooner.
    A pause counts in the time that the tier's limit counts in; one that began after the deadline moves nothing.
    """
    limit = policy.tier(request.score.tier).decision_time
    deadline = deadline_of(policy, request.score, request.clock_from or request.filed_at)
    expedite = request.expedite
    if expedite is not None and expedite.is_granted and expedite.answered_at is not None:
        start = max(expedite.answered_at, request.clock_from or request.filed_at)
        sooner = due_after(policy.calendar, policy.expedited.decision_time, start)
        if sooner < deadline:
            deadline, limit = sooner, policy.expedited.decision_time
    deadline += sum((extension.length for extension in request.extensions), timedelta(0))
    for pause in request.pauses:
        deadline = moved(policy.calendar, deadline, pause, limit)
    return deadline


def near_at(policy: Policy, request: ExceptionRequest) -> datetime:
    """When the operations supervisor is told; at once where the decision time is that short."""
    began = request.clock_from or request.filed_at
    return max(began, request.deadline - policy.escalations.deadline_near.remaining)


def timers_for(request: ExceptionRequest, policy: Policy) -> tuple[Timer, ...]:
    """All that is still to come for a request as it stands; a timer that has fired stays named while it applies."""
    timers: list[Timer] = []
    deadline = request.deadline.isoformat()
    if request.stage is not None and not request.is_paused:
        timers.append(
            Timer(kind=TimerKind.DEADLINE_NEAR, version=deadline, due_at=near_at(policy, request)),
        )
        timers.append(Timer(kind=TimerKind.DEADLINE_BREACHED, version=deadline, due_at=request.deadline))
    gathering = _next_gathering(request, policy)
    if gathering is not None:
        timers.append(gathering)
    # What was withdrawn at once is closed when its sources have been read, for the record keeps what they said.
    if request.status is Status.CLOSING and request.gatherings:
        timers.append(Timer(kind=TimerKind.CLOSE, version=str(request.gatherings), due_at=_ended_at(request)))
    return tuple(timers)


def _ended_at(request: ExceptionRequest) -> datetime:
    """When the last thing was done to a request that waits to be closed."""
    if request.ended is not None:
        return request.ended.at
    return request.execution.at if request.execution else request.decisions[-1].at


def _next_gathering(request: ExceptionRequest, policy: Policy) -> Timer | None:
    """The next reading of the sources: at once after the filing, later for those that failed."""
    if request.status is Status.CLOSED:
        return None
    held = {snapshot.source: snapshot for snapshot in request.snapshots}
    missing = [s.name for s in policy.sources if s.name not in held or not held[s.name].is_available]
    if not missing:
        return None
    due = request.filed_at
    if request.gatherings:
        last = max((snapshot.taken_at for snapshot in request.snapshots), default=request.filed_at)
        due = last + RETRY_AFTER[min(request.gatherings, len(RETRY_AFTER)) - 1]
    return Timer(kind=TimerKind.GATHER, version=str(request.gatherings + 1), due_at=due)
