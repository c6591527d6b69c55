"""What holds of every request at all times, and of every change; the state machines ask it after each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from models.acts import Act, Approve, Reject, Withdraw
from models.events import EventKind as Kind
from models.people import SYSTEM
from models.request import Ending, ExceptionRequest, Stage, Status, Verdict

#: The bands' own groups from the lowest up: each may authorise in its tier and in those before it.
LADDER = {"team_lead": "@leads", "manager": "@managers", "executive": "@executives"}

#: For each field that may change, the events of which one must have told it.
TELLS: Mapping[str, set[Kind]] = {
    "status": {
        Kind.VALIDATED,
        Kind.AUTHORIZED,
        Kind.REJECTED,
        Kind.EXECUTED,
        Kind.WITHDRAWN,
        Kind.CLOSED,
    },
    "decisions": {Kind.VALIDATED, Kind.AUTHORIZED, Kind.REJECTED},
    "score": {Kind.SCORE_CONFIRMED},
    "deadline": {Kind.ROUTED},
    "left_tiers": {Kind.ROUTED},
    "snapshots": {Kind.SNAPSHOT_TAKEN, Kind.SOURCE_UNAVAILABLE},
    "gatherings": {Kind.SNAPSHOT_TAKEN, Kind.SOURCE_UNAVAILABLE},
    "escalations": {Kind.ESCALATED, Kind.ACKNOWLEDGED},
    "breached_at": {Kind.DEADLINE_BREACHED, Kind.ROUTED},
    "executions": {Kind.EXECUTED},
    "ended": {Kind.WITHDRAWN},
    "missing": {Kind.CLOSING_INCOMPLETE, Kind.CLOSED},
    "closed_at": {Kind.CLOSED},
    "execute_by": {Kind.AUTHORIZED, Kind.WAIVED, Kind.ROUND_BEGUN, Kind.HOLD_CLOSED},
}
#: For each event, the fields that must have changed with it.
CHANGES: Mapping[Kind, set[str]] = {
    Kind.VALIDATED: {"status", "decisions"},
    Kind.AUTHORIZED: {"status", "decisions", "execute_by"},
    Kind.REJECTED: {"status", "decisions"},
    Kind.SCORE_CONFIRMED: {"score"},
    Kind.ROUTED: {"score"},
    Kind.SNAPSHOT_TAKEN: {"snapshots", "gatherings"},
    Kind.SOURCE_UNAVAILABLE: {"snapshots", "gatherings"},
    Kind.DEADLINE_NEAR: {"escalations"},
    Kind.DEADLINE_BREACHED: {"escalations", "breached_at"},
    Kind.ESCALATED: {"escalations"},
    Kind.ACKNOWLEDGED: {"escalations"},
    Kind.EXECUTED: {"status", "executions"},
    Kind.WITHDRAWN: {"status", "ended"},
    Kind.CLOSING_INCOMPLETE: set(),
    Kind.CLOSED: {"status", "closed_at"},
}


def changed_fields(before: ExceptionRequest, after: ExceptionRequest) -> set[str]:
    """The names of the fields that are different now, but for the version."""
    names = (f.name for f in fields(ExceptionRequest) if f.name != "version")
    return {name for name in names if getattr(before, name) != getattr(after, name)}


def check_change(before: ExceptionRequest | None, after: ExceptionRequest, kinds: list[str]) -> None:
    """Every change has its event, every event its change, and the version has grown by one."""
    told = {Kind(kind) for kind in kinds}
    assert told, "a change without an event"
    if before is None:
        assert kinds == [Kind.FILED, Kind.ROUTED]
        assert after.version == 1
        return
    assert after.version == before.version + 1
    assert before.status is not Status.CLOSED, "a closed record has changed"
    changed = changed_fields(before, after)
    assert changed <= set(TELLS), f"{changed - set(TELLS)} never change"
    for name in changed:
        assert told & TELLS[name], f"{name} has changed, and {kinds} do not tell it"
    for kind in told:
        assert CHANGES[kind] <= changed, f"{kind} was told, and {changed} have changed"
    assert after.decisions[: len(before.decisions)] == before.decisions
    if before.withdrawal is not None:
        assert after.withdrawal == before.withdrawal, "withdrawn twice"
        assert changed <= {"status", "snapshots", "gatherings", "escalations", "missing", "closed_at"}
    if before.outcome is not None:
        assert after.decisions == before.decisions
        is_withdrawn_now = before.outcome is Ending.APPROVED and after.outcome is Ending.WITHDRAWN
        assert is_withdrawn_now or after.outcome is before.outcome, (
            "a decided request has changed its decision"
        )


def check_decision(
    before: ExceptionRequest,
    after: ExceptionRequest,
    act: Act,
    by: str,
    at: datetime,
    groups: Mapping[str, set[str]],
) -> None:
    """Nothing is decided but by somebody who may, in an act of theirs."""
    if after.withdrawal != before.withdrawal:
        assert isinstance(act, Withdraw)
        assert by == before.filed_by, "somebody else has withdrawn it"
        assert before.stage is not None or before.status is Status.EXECUTION, "withdrawn after its end"
        assert after.decisions == before.decisions
        return
    if after.decisions == before.decisions:
        assert before.is_decided == after.is_decided, "decided by silence"
        assert (before.status is Status.VALIDATION) == (after.status is Status.VALIDATION)
        return
    assert isinstance(act, Approve | Reject)
    assert by != SYSTEM.id
    (decision,) = after.decisions[len(before.decisions) :]
    assert (decision.by, decision.at, decision.stage) == (by, at, before.stage)
    assert decision.stage is act.stage, "a form of one stage has decided another"
    assert decision.rationale.strip()
    may = groups["@validators"]
    if decision.stage is Stage.AUTHORIZATION:
        tiers = list(LADDER)
        may = set().union(*(groups[LADDER[name]] for name in tiers[tiers.index(before.score.tier) :]))
    assert by in may, f"{by} may not decide {decision.stage} of {before.score.tier}"


def check_request(request: ExceptionRequest) -> None:
    """What holds of a request however it came to be as it is."""
    people = [decision.by for decision in request.decisions]
    assert len(set(people)) == len(people), "one person twice"
    assert request.filed_by not in people, "the requester has decided"
    assert request.filing.beneficiary not in people, "the beneficiary has decided"
    stages = [decision.stage for decision in request.decisions]
    assert stages in ([], [Stage.VALIDATION], [Stage.VALIDATION, Stage.AUTHORIZATION])
    verdicts = [decision.verdict for decision in request.decisions]
    assert Verdict.REJECTED not in verdicts[:-1], "decided after a rejection"
    if request.outcome is Ending.APPROVED:
        assert verdicts == [Verdict.APPROVED, Verdict.APPROVED], "approved without two approvals"
        assert request.score.confirmed
    if request.status is Status.AUTHORIZATION:
        assert verdicts == [Verdict.APPROVED]
    if request.status is Status.VALIDATION:
        assert verdicts == []
    if request.status is Status.CLOSED and request.outcome is Ending.APPROVED:
        assert request.execution is not None
    if request.execution is not None:
        assert request.outcome is Ending.APPROVED
    if request.withdrawal is not None:
        assert request.status in (Status.CLOSING, Status.CLOSED), "withdrawn and still on its way"
        assert (request.withdrawal.by, request.execution) == (request.filed_by, None)
        assert Verdict.REJECTED not in verdicts
        assert all(decision.at <= request.withdrawal.at for decision in request.decisions)
    keys = [escalation.key for escalation in request.escalations]
    assert len(set(keys)) == len(keys), "an escalation was raised twice"
    breaches = [
        e for e in request.escalations if e.key == f"deadline_breached:{request.deadline.isoformat()}"
    ]
    assert request.breached_at is not None or not breaches, "a breach leaves no mark"
    assert request.breached_at is None or any(e.kind == "deadline_breached" for e in request.escalations)


def owed(request: ExceptionRequest, now: datetime, near: datetime) -> set[str]:
    """The keys of the escalations that an open request must have by now."""
    if request.is_decided:
        return set()
    deadline = request.deadline.isoformat()
    found = {f"deadline_near:{deadline}"} if now >= near else set()
    return found | ({f"deadline_breached:{deadline}"} if now >= request.deadline else set())
