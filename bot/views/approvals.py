"""Where a request stands, in blocks: the two approvals, carrying out, and the clock."""

from __future__ import annotations

from datetime import datetime

from bot.views import blocks, executing, holds, waiving, words
from bot.views.audit_gaps import missing
from bot.views.elapsed import clock_used
from bot.views.endings import ending_of
from bot.views.text import Block, Names, ago, escape, person, when
from models.authority import asked
from models.deadlines import near_at
from models.ladders import COMPLAINT
from models.people import SYSTEM
from models.policy import Policy
from models.request import Decision, Ended, ExceptionRequest, Stage, Status, Verdict


def approvals(request: ExceptionRequest, policy: Policy, names: Names) -> Block:
    """The two approvals, and operations once both are given: who did what when, and whose turn it is."""
    lines = [_approval(1, Stage.VALIDATION, request, policy, names)]
    lines.append(_approval(2, Stage.AUTHORIZATION, request, policy, names))
    if request.is_approved:
        lines.append(executing.step(request, policy, names))
    return blocks.section("\n".join(lines))


def _approval(place: int, stage: Stage, request: ExceptionRequest, policy: Policy, names: Names) -> str:
    title = f"*{place}. {words.STAGES[stage]}*"
    decision = request.decision(stage)
    if decision is not None:
        return f"{title_of(decision)} {title}  ·  {decided(decision)}"
    if request.stage is stage and request.open_holds:
        only_returned = request.is_returned and len(request.open_holds) == 1
        until = "once it is completed" if only_returned else "once the hold is settled"
        return f"{words.LATER} {title}  ·  {until}"
    if request.stage is stage:
        return f"{words.WAITING} {title}  ·  waiting on {words.people(asked(policy, request), names)}"
    waived = waiving.by_policy(request, policy)
    if waived:
        alone = "" if request.waiver is not None else "; the first approval is the only one"
        return f"{words.LATER} {title}  ·  {waived}{alone}"
    if request.is_decided:
        return f"{words.LATER} {title}  ·  not needed"
    tier = escape(policy.tier(request.score.tier).title)
    if request.is_incomplete:
        tier = "the tier that it leads to"
    return f"{words.LATER} {title}  ·  then {tier}, a different person"


def title_of(decision: Decision) -> str:
    """The sign of a decision."""
    return words.DONE if decision.verdict is Verdict.APPROVED else words.REFUSED


def decided(decision: Decision) -> str:
    """Who decided what, and when (mrkdwn)."""
    return f"{decision.verdict} by {words.decider(decision)}{when(decision.at, lead=', ')}"


def ended(end: Ended, said: str = "") -> str:
    """How it ended other than by the approvers, by whom where it was a person, and when (mrkdwn).

    `said` stands for the ending's own words, where there is more to tell.
    """
    by = "" if end.by == SYSTEM.id else f" by {person(end.by)}"
    return f"*{said or words.ENDINGS[end.how]}*{by}{when(end.at, lead=', ')}"


def state(request: ExceptionRequest, policy: Policy, names: Names, *, is_own: bool = False) -> Block | None:
    """The line that tells a request that is on hold, overdue or decided from one that is on its way."""
    if request.open_holds:
        return blocks.section(
            "\n".join(
                holds.standing(hold, request, policy, names, is_on_card=True, is_own=is_own)
                for hold in request.open_holds
            )
        )
    if request.stage is not None:
        if request.breached_at is None:
            return None
        return blocks.section(
            f"{words.LATE} *Overdue* {when(request.deadline, lead='since ')}, {ago(request.deadline)}. "
            "It still waits for its decision."
        )
    if request.missing:
        return blocks.section(f"{words.CARE} *{words.status(request)}.* {incomplete(request, policy)}")
    if request.ended is not None and request.rolled_back is None:
        said = f"{words.sign(request)} {ended(request.ended, ending_of(request))}"
        end = when(request.closed_at, lead="closed ") if request.closed_at else "the record is being closed"
        return blocks.section(f"{said}  ·  {end}")
    said = f"*{words.status(request)}*"
    if request.status is Status.EXECUTION:
        said = executing.with_date(said, request)
    return blocks.section(f"{words.sign(request)} {said}{_ended(request)}")


def _ended(request: ExceptionRequest) -> str:
    late = request.breached_at is not None
    tail = "  ·  decided after its time" if late else ""
    return f"  ·  {when(request.closed_at, lead='closed ')}{tail}" if request.closed_at else tail


def incomplete(request: ExceptionRequest, policy: Policy) -> str:
    """What keeps the record from closing (mrkdwn)."""
    lacking = "; ".join(missing(item, policy) for item in request.missing)
    return f"The record lacks {lacking}. It is checked again when that is there."


def clock(request: ExceptionRequest, policy: Policy, at: datetime) -> list[str]:
    """What the clock has done or will do next, as small print (mrkdwn lines)."""
    lines = []
    # A complaint has a place of its own on the card.
    for raised in (raised for raised in request.escalations if raised.kind != COMPLAINT):
        named = words.contact(raised.contact, policy)
        known = ", not acknowledged yet" if request.stage is not None else ""
        if raised.acknowledged_by:
            known = f", acknowledged by {person(raised.acknowledged_by)}"
        lines.append(f"{words.TOLD} The {named} was {when(raised.at, lead='told ')}{known}.")
    if request.stage is not None and not request.is_paused and at < near_at(policy, request):
        near = policy.escalations.deadline_near
        told = words.contact(near.contact, policy)
        unless = when(near_at(policy, request), lead="still open ")
        lines.append(f"If it is {unless}, the {told} is told.")
    used = clock_used(request)
    if used:
        lines.append(used)
    return lines


def said(request: ExceptionRequest, stage: Stage) -> Decision | None:
    """The decision at a stage, if it was made with words."""
    decision = request.decision(stage)
    return decision if decision is not None and decision.rationale.strip() else None


def is_open(request: ExceptionRequest) -> bool:
    """Whether it can be decided now: a stage waits, the sources have been read, and nothing holds it."""
    return request.stage is not None and request.gatherings > 0 and not request.open_holds


def is_stuck(request: ExceptionRequest) -> bool:
    """Whether closing was tried and something was missing."""
    return request.status is Status.CLOSING and bool(request.missing)
