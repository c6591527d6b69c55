"""Judging what is kept: sources, thresholds, the audit, the process, the key figures and what comes round; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from models.checks import Can, Check, Fact, Item, Level, Moment, What
from models.policy import Policy
from models.readiness.condition import Condition, Kept
from models.readiness.judging_people import not_looked_at
from models.roles import auditors

#: How long before its day the policy's review is near.
NEAR = timedelta(days=30)
#: How late what comes round may begin, for the bot may have been down or busy.
GRACE = timedelta(hours=1)


def judge_record(condition: Condition) -> Iterator[Check]:
    """The sources, thresholds, audit, process, key figures and schedule of the policy's checklist."""
    policy, kept = condition.policy, condition.kept
    yield from _sources(condition)
    yield _process(policy) if policy is not None else not_looked_at(Item.PROCESS, condition)
    if policy is None or kept is None:
        for item in (Item.THRESHOLDS, Item.AUDIT, Item.KPIS, Item.SCHEDULE):
            yield not_looked_at(item, condition)
        return
    yield _thresholds(kept, condition.at)
    yield from _audit(policy, kept, condition)
    yield from _figures(policy, kept, condition)
    yield from _schedule(kept)


def _sources(condition: Condition) -> Iterator[Check]:
    if condition.sources is None:
        yield not_looked_at(Item.SOURCES, condition)
        return
    for source in condition.sources:
        facts: dict[str, Fact] = {"source": source.title, "fault": source.fault}

        def check(what: What, level: Level, title: str, facts: dict[str, Fact]) -> Check:
            can = Can.OPERATORS if level is not Level.GREEN else Can.NOBODY
            return Check(item=Item.SOURCES, what=what, level=level, can=can, subject=title, facts=facts)

        if source.fault:
            yield check(What.SOURCE_UNREADABLE, Level.RED, source.title, facts)
        elif source.customers == 0:
            yield check(What.NO_CUSTOMERS, Level.RED, source.title, facts)
        else:
            known = f"; {source.customers:,} customers can be chosen" if source.customers is not None else ""
            dated = ", and its data are as current as the policy asks" if source.is_dated else ""
            facts |= {"took": f"{source.took / timedelta(milliseconds=1):,.0f} ms", "known": dated + known}
            yield check(What.SOURCE_READ, Level.GREEN, source.title, facts)


def _thresholds(kept: Kept, at: datetime) -> Check:
    """Reviewed, and when it is due again (blueprint, FAQ: annually)."""
    due, last = kept.review_due, kept.reviewed_at
    facts: dict[str, Fact] = {"due": _time(due, is_day=True), "last": _time(last, is_day=True)}
    what, level, can = What.THRESHOLDS_REVIEWED, Level.GREEN, Can.NOBODY
    if kept.is_review_overdue or (due is not None and due + GRACE < at):
        what, level, can = What.THRESHOLDS_OVERDUE, Level.RED, Can.OWNER
    elif due is None or due - at <= NEAR:
        what, level, can = What.THRESHOLDS_NEAR, Level.AMBER, Can.OWNER
    return Check(item=Item.THRESHOLDS, what=what, level=level, can=can, facts=facts)


def _audit(policy: Policy, kept: Kept, condition: Condition) -> Iterator[Check]:
    """The record holds, and its weekly review is made in time."""

    def check(what: What, level: Level, can: Can = Can.NOBODY, **facts: Fact) -> Check:
        return Check(item=Item.AUDIT, what=what, level=level, can=can, facts=facts)

    verified = kept.verification
    if verified is None:
        yield check(
            What.AUDIT_NOT_VERIFIED, Level.AMBER, Can.OPERATORS, why=condition.unknown.get(Item.AUDIT, "")
        )
    elif not verified.is_whole:
        number, problem = verified.problems[0] if verified.problems else (0, "")
        where = f"EX-{number}" if number else "the workspace's own chain"
        yield check(
            What.AUDIT_BROKEN,
            Level.RED,
            Can.AUDITORS,
            found=f"{verified.found:,}",
            first=f"{where}, {problem}",
            when=_time(verified.at),
        )
    else:
        yield check(
            What.AUDIT_HOLDS,
            Level.GREEN,
            when=_time(verified.at),
            chains=f"{verified.chains:,}",
            events=f"{verified.events:,}",
        )
    if not auditors(policy):
        yield check(What.AUDIT_NO_REVIEWER, Level.AMBER, Can.OPERATORS)
    elif kept.audit_review_late is not None:
        yield check(What.AUDIT_REVIEW_LATE, Level.RED, Can.AUDITORS, review=str(kept.audit_review_late))


def _process(policy: Policy) -> Check:
    """Where the process is written down (the link is not fetched)."""
    if policy.process_link:
        facts = {"link": policy.process_link}
        return Check(item=Item.PROCESS, what=What.PROCESS_LINKED, level=Level.GREEN, facts=facts)
    return Check(item=Item.PROCESS, what=What.PROCESS_UNLINKED, level=Level.AMBER, can=Can.OPERATORS)


def _figures(policy: Policy, kept: Kept, condition: Condition) -> Iterator[Check]:
    """The key figures are what the events tell, and last month's report was sent."""
    found: list[Check] = []

    def add(what: What, level: Level, can: Can, **facts: Fact) -> None:
        found.append(Check(item=Item.KPIS, what=what, level=level, can=can, facts=facts))

    if kept.figures_differ is None:
        why = condition.unknown.get(Item.KPIS, "")
        add(What.KPIS_NOT_COMPARED, Level.AMBER, Can.OPERATORS, why=why)
    elif kept.figures_differ:
        add(What.KPIS_DIFFER, Level.RED, Can.OPERATORS, count=f"{kept.figures_differ:,}")
    channel = policy.reports.channel
    if channel is None:
        add(What.REPORT_NOWHERE, Level.AMBER, Can.OPERATORS)
    elif kept.report_due is not None and kept.report_due + GRACE < condition.at:
        add(What.REPORT_LATE, Level.RED, Can.OPERATORS, due=_time(kept.report_due))
    elif kept.report_fault:
        add(What.REPORT_NOT_TAKEN, Level.RED, Can.WORKSPACE, channel=channel, fault=kept.report_fault)
    yield from found
    if not found:
        facts: dict[str, Fact] = {"cells": f"{kept.figures or 0:,}", "due": _time(kept.report_due)}
        yield Check(item=Item.KPIS, what=What.KPIS_RIGHT, level=Level.GREEN, facts=facts)


def _schedule(kept: Kept) -> Iterator[Check]:
    """What comes round is waiting for its time (blueprint: weekly audit review, annual policy review)."""
    for one in kept.planned:
        is_missing = one.due_at is None
        yield Check(
            item=Item.SCHEDULE,
            what=What.UNSCHEDULED if is_missing else What.SCHEDULED,
            level=Level.RED if is_missing else Level.GREEN,
            can=Can.OPERATORS if is_missing else Can.NOBODY,
            subject=one.name,
            facts={"what": one.name, "due": _time(one.due_at, is_day=True)},
        )


def _time(at: datetime | None, *, is_day: bool = False) -> Fact:
    return Moment(at=at, is_day=is_day) if at is not None else "not known"
