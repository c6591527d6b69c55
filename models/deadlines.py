"""Deadlines and timers: what will happen later is a pure function of how a request stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.calendar import due_after, due_before, end_of_business_day
from models.expiry import notice_at
from models.halfway import halfway
from models.holds import HoldKind, Pause
from models.ladders import climbs, is_needed
from models.pausing import moved
from models.policy import Escalation, OverAuthority, Policy
from models.request import ExceptionRequest, Result, Score, Status

#: How long after the first, second, … reading that failed a source is read again; the last one repeats.
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


class TimerKind(StrEnum):
    """What happens when a timer is due."""

    GATHER = "gather"
    DEADLINE_NEAR = "deadline_near"
    DEADLINE_BREACHED = "deadline_breached"
    CLOSE = "close"
    EXPIRY_NEAR = "expiry_near"
    EXPIRE = "expire"
    LAPSE_NEAR = "lapse_near"
    LAPSE = "lapse"
    CLIMB = "climb"
    #: Half of their time is over for those whose turn it is; the time is over until which one of them put that off.
    REMIND = "remind"
    REMIND_AGAIN = "remind_again"
    HOLD_OVERDUE = "hold_overdue"
    DELEGATION_BEGINS = "delegation_begins"
    DELEGATION_ENDS = "delegation_ends"
    #: These come round again, one of each at a time.
    AUDIT_REVIEW = "audit_review"
    MONTHLY_REPORT = "monthly_report"
    POLICY_CARE = "policy_care"
    DIGEST = "digest"
    #: A policy review has been opened, and its owner is asked for it; the version is the review's number.
    POLICY_REVIEW_ASKED = "policy_review_asked"
    #: Another policy is in force, and its owner is told; the version is the place of its event in the chain.
    POLICY_RECORDED = "policy_recorded"
    #: A matter of the workspace has not been concluded in its time; the version is the matter's number.
    AUDIT_REVIEW_OVERDUE = "audit_review_overdue"
    POLICY_REVIEW_OVERDUE = "policy_review_overdue"
    POLICY_CARE_OVERDUE = "policy_care_overdue"


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

    On the urgent path it is the expedited decision time, from when that was authorised, should it be sooner: what
    paused or lengthened the time before that was authorised is over and moves only the other one.
    A pause counts in the time that the limit counts in; one that began after the deadline moves nothing.
    """
    limit = policy.tier(request.score.tier).decision_time
    deadline = deadline_of(policy, request.score, request.clock_from or request.filed_at)
    deadline += sum((extension.length for extension in request.extensions), timedelta(0))
    for pause in request.pauses:
        deadline = moved(policy.calendar, deadline, pause, limit)
    authorised_at = request.expedite.answered_at if request.expedite and request.is_expedited else None
    return min(deadline, _expedited(policy, request, authorised_at)) if authorised_at else deadline


def _expedited(policy: Policy, request: ExceptionRequest, start: datetime) -> datetime:
    limit = policy.expedited.decision_time
    deadline = due_after(policy.calendar, limit, start)
    # The data of a source that was away when the urgent path was authorised are waited for on it too.
    away = {h.subject for h in request.holds if h.closed is None or h.closed.at >= start}
    deadline += sum((e.length for e in request.extensions if e.at > start or e.subject in away), timedelta(0))
    for pause in request.pauses:
        if pause.end > start:
            since = Pause(start=max(pause.start, start), end=pause.end)
            deadline = moved(policy.calendar, deadline, since, limit)
    return deadline


def near_at(policy: Policy, request: ExceptionRequest) -> datetime:
    """When the operations supervisor is told; at once where the decision time is that short."""
    began = request.clock_from or request.filed_at
    return max(began, request.deadline - policy.escalations.deadline_near.remaining)


def is_near(policy: Policy, request: ExceptionRequest, at: datetime) -> bool:
    """Whether it is late or about to be: its decision, or carrying it out before the approval ends."""
    if request.status is Status.EXECUTION and request.execute_by is not None:
        return not request.open_holds and at >= notice_at(policy, request.execute_by)
    return request.stage is not None and not request.is_paused and at >= near_at(policy, request)


def timers_for(request: ExceptionRequest, policy: Policy) -> tuple[Timer, ...]:
    """All that is still to come for a request as it stands; a timer that has fired stays named while it applies."""
    timers: list[Timer] = []
    deadline = request.deadline.isoformat()
    if request.stage is not None and not request.is_paused:
        timers.append(
            Timer(kind=TimerKind.DEADLINE_NEAR, version=deadline, due_at=near_at(policy, request)),
        )
        timers.append(Timer(kind=TimerKind.DEADLINE_BREACHED, version=deadline, due_at=request.deadline))
    timers += _reminding(request, policy)
    timers += _lapsing(request, policy)
    gathering = _next_gathering(request, policy)
    if gathering is not None:
        timers.append(gathering)
    # What was withdrawn at once is closed when its sources have been read, for the record keeps what they said.
    if request.status is Status.CLOSING and (request.gatherings or request.is_incomplete):
        version = str(request.gatherings)
        # A record that was rolled back after it had been closed is closed a second time.
        version += f":{Result.ROLLED_BACK}" if request.rolled_back is not None else ""
        timers.append(Timer(kind=TimerKind.CLOSE, version=version, due_at=_ended_at(request)))
    timers += _expiring(request, policy)
    for hold in request.open_holds:
        # What was returned has notices and an end of its own.
        if hold.due_at is not None and hold.kind is not HoldKind.RETURNED:
            version = f"{hold.key}:{hold.due_at.isoformat()}"
            timers.append(Timer(kind=TimerKind.HOLD_OVERDUE, version=version, due_at=hold.due_at))
    # A complaint may come after the record was closed, and climbs all the same.
    for raised in request.escalations:
        due = climbs(raised, policy) if is_needed(request, raised) else None
        if due is not None:
            timers.append(Timer(kind=TimerKind.CLIMB, version=f"{due[0]}:{raised.key}", due_at=due[1]))
    return tuple(timers)


def reminder_key(request: ExceptionRequest) -> str | None:
    """The key of the reminder for the round and the stage that it is in; None where no decision is waited for."""
    return None if request.stage is None else f"{request.round}.{request.stage}"


def _reminding(request: ExceptionRequest, policy: Policy) -> list[Timer]:
    """The reminder at half the time left, and those that were put off; nobody can decide what is on hold.

    Where the supervisor is told of the near deadline by then, nobody is reminded beside it.
    """
    key = reminder_key(request)
    if key is None or request.is_paused or request.open_holds:
        return []
    near, sent = near_at(policy, request), request.reminder(key)
    if sent is None:
        due_at = halfway(policy, request)
        version = f"{key}:{request.deadline.isoformat()}"
        return [Timer(kind=TimerKind.REMIND, version=version, due_at=due_at)] if due_at < near else []
    waiting = ((one, sent.snooze_of(one)) for one in sent.told)
    return [
        Timer(
            kind=TimerKind.REMIND_AGAIN,
            version=f"{key}:{one}:{int(min(snooze.until, near).timestamp())}",
            due_at=min(snooze.until, near),
        )
        for one, snooze in waiting
        if snooze is not None
    ]


def reminder_of(version: str) -> tuple[str, datetime]:
    """The reminder's key and the deadline that a REMIND timer's version names."""
    key, _, deadline = version.partition(":")
    return key, datetime.fromisoformat(deadline)


def snoozed_of(version: str) -> tuple[str, str]:
    """The reminder's key and the person that a REMIND_AGAIN timer's version names."""
    key, person, _ = version.split(":")
    return key, person


def overdue_hold_of(version: str) -> tuple[str, datetime]:
    """The hold's key and its deadline that a HOLD_OVERDUE timer's version names."""
    hold, _, due_at = version.partition(":")
    return hold, datetime.fromisoformat(due_at)


def climb_of(version: str) -> tuple[int, str]:
    """The step (its place on the ladder) and the escalation's key that a CLIMB timer's version names."""
    step, _, escalation = version.partition(":")
    return int(step), escalation


def _ended_at(request: ExceptionRequest) -> datetime:
    """When the last thing was done to a request that waits to be closed."""
    if request.rolled_back is not None:
        return request.rolled_back.at
    if request.ended is not None:
        return request.ended.at
    return request.execution.at if request.execution else request.decisions[-1].at


def _expiring(request: ExceptionRequest, policy: Policy) -> list[Timer]:
    """The notice that an approval ends, and its end; neither while the request is on hold."""
    execute_by = request.execute_by
    if request.status is not Status.EXECUTION or execute_by is None or request.open_holds:
        return []
    version = execute_by.isoformat()
    return [
        Timer(kind=TimerKind.EXPIRY_NEAR, version=version, due_at=notice_at(policy, execute_by)),
        Timer(kind=TimerKind.EXPIRE, version=version, due_at=execute_by),
    ]


def _lapsing(request: ExceptionRequest, policy: Policy) -> list[Timer]:
    """The notice that a returned request will be closed, and its closing, while nobody has completed it."""
    hold = request.open_hold(HoldKind.RETURNED)
    if hold is None or hold.due_at is None:
        return []
    notice = max(hold.opened_at, due_before(policy.calendar, policy.returns.notice, hold.due_at))
    return [
        Timer(kind=TimerKind.LAPSE_NEAR, version=hold.key, due_at=notice),
        Timer(kind=TimerKind.LAPSE, version=hold.key, due_at=hold.due_at),
    ]


def _next_gathering(request: ExceptionRequest, policy: Policy) -> Timer | None:
    """The next reading of the sources: at once after the filing, later for those that failed."""
    # Of what is not complete it is not known whom to ask about.
    if request.status is Status.CLOSED or request.is_incomplete:
        return None
    held = {snapshot.source: snapshot for snapshot in request.snapshots}
    missing = [s.name for s in policy.sources if s.name not in held or not held[s.name].is_available]
    if not missing:
        return None
    due = request.customer_since
    if request.gatherings:
        last = max((snapshot.taken_at for snapshot in request.snapshots), default=request.filed_at)
        due = last + RETRY_AFTER[min(request.gatherings, len(RETRY_AFTER)) - 1]
    # Of another customer than before they are read from the beginning, and what was read of that one never comes.
    others = f".{request.customers_before}" if request.customers_before else ""
    return Timer(kind=TimerKind.GATHER, version=f"{request.gatherings + 1}{others}", due_at=due)
