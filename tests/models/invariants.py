"""What holds of every request at all times, and of every change; the state machines ask it after each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import pairwise

from models.acts import Act, Approve, Expire, Lapse, MarkExecuted, Prohibit, Reject, RollBack, Withdraw
from models.deadlines import TimerKind, reckoned_deadline, timers_for
from models.delegation import Delegation
from models.events import EventKind as Kind
from models.people import SYSTEM
from models.policy import Policy
from models.request import Decision, Ending, ExceptionRequest, Stage, Status, Verdict

#: The bands' own groups from the lowest up: each may authorise in its tier and in those before it.
LADDER = {"team_lead": "@leads", "manager": "@managers", "executive": "@executives"}

#: What ends a request otherwise than by its approvers; whatever held it is void with that.
ENDS = {Kind.WITHDRAWN, Kind.PROHIBITED, Kind.LAPSED, Kind.EXPIRED}
TRIES = {Kind.EXECUTED, Kind.EXECUTION_PARTIAL, Kind.EXECUTION_FAILED, Kind.ROLLED_BACK}
READ = {Kind.SNAPSHOT_TAKEN, Kind.SOURCE_UNAVAILABLE}
#: What may still happen to a record that is closed: a complaint, whatever follows from it, and a roll back.
AFTER_THE_END = {
    Kind.COMPLAINED,
    Kind.COMPLAINT_REVIEWED,
    Kind.ESCALATED,
    Kind.ATTEMPTED,
    Kind.ACKNOWLEDGED,
    Kind.ROLLED_BACK,
}

#: For each field that may change, the events of which one must have told it.
TELLS: Mapping[str, set[Kind]] = {
    "status": {
        Kind.VALIDATED,
        Kind.AUTHORIZED,
        Kind.WAIVED,
        Kind.REJECTED,
        Kind.ROUND_BEGUN,
        Kind.CLOSED,
        *TRIES,
        *ENDS,
    },
    "round": {Kind.ROUND_BEGUN},
    "filing": {Kind.AMENDED},
    "decisions": {Kind.VALIDATED, Kind.AUTHORIZED, Kind.REJECTED},
    "score": {Kind.SCORE_CONFIRMED, Kind.RESCORED, Kind.AMENDED},
    "deadline": {Kind.ROUTED, Kind.EXTENDED, Kind.RESUMED, Kind.ROUND_BEGUN, Kind.EXPEDITE_ANSWERED, *ENDS},
    "left_tiers": {Kind.ROUTED},
    "snapshots": {*READ, Kind.AMENDED},
    "gatherings": {*READ, Kind.AMENDED},
    "reminders": {Kind.REMINDED, Kind.SNOOZED, Kind.REMINDED_AGAIN},
    "escalations": {Kind.ESCALATED, Kind.ATTEMPTED, Kind.ACKNOWLEDGED},
    "breached_at": {
        Kind.DEADLINE_BREACHED,
        Kind.ROUTED,
        Kind.EXTENDED,
        Kind.RESUMED,
        Kind.ROUND_BEGUN,
    },
    "executions": TRIES,
    "ended": ENDS,
    "missing": {Kind.CLOSING_INCOMPLETE, Kind.CLOSED, Kind.ROLLED_BACK},
    "closed_at": {Kind.CLOSED, Kind.ROLLED_BACK},
    "clock_from": {Kind.ROUND_BEGUN},
    "pauses": {Kind.RESUMED, Kind.ROUND_BEGUN, *ENDS},
    "paused_since": {Kind.PAUSED, Kind.RESUMED, Kind.ROUND_BEGUN, *ENDS},
    "extensions": {Kind.EXTENDED, Kind.ROUND_BEGUN},
    "holds": {Kind.HOLD_OPENED, Kind.HOLD_CLOSED, Kind.HOLD_OVERDUE, *ENDS},
    "documentation": {Kind.DOCUMENTED, Kind.AMENDED},
    "settled": {Kind.HOLD_CLOSED},
    "expedite": {Kind.EXPEDITE_ASKED, Kind.EXPEDITE_ANSWERED},
    "amendments": {Kind.AMENDED},
    "complaints": {Kind.COMPLAINED, Kind.COMPLAINT_REVIEWED},
    "waiver": {Kind.WAIVED, Kind.ROUND_BEGUN},
    "was_approved": {Kind.ROUND_BEGUN},
    "execute_by": {Kind.AUTHORIZED, Kind.WAIVED, Kind.ROUND_BEGUN, Kind.HOLD_CLOSED},
}
#: For each event, the fields that must have changed with it.
CHANGES: Mapping[Kind, set[str]] = {
    Kind.VALIDATED: {"status", "decisions"},
    Kind.AUTHORIZED: {"status", "decisions", "execute_by"},
    Kind.WAIVED: {"status", "decisions", "execute_by", "waiver"},
    Kind.REJECTED: {"status", "decisions"},
    Kind.SCORE_CONFIRMED: {"score"},
    Kind.RESCORED: {"score"},
    Kind.ROUTED: {"score"},
    Kind.SNAPSHOT_TAKEN: {"snapshots", "gatherings"},
    Kind.SOURCE_UNAVAILABLE: {"snapshots", "gatherings"},
    Kind.DEADLINE_NEAR: {"escalations"},
    Kind.DEADLINE_BREACHED: {"escalations", "breached_at"},
    Kind.ESCALATED: {"escalations"},
    Kind.REMINDED: {"reminders"},
    Kind.SNOOZED: {"reminders"},
    Kind.REMINDED_AGAIN: {"reminders"},
    Kind.ATTEMPTED: {"escalations"},
    Kind.ACKNOWLEDGED: {"escalations"},
    Kind.EXECUTED: {"status", "executions"},
    Kind.EXECUTION_PARTIAL: {"executions"},
    Kind.EXECUTION_FAILED: {"executions"},
    Kind.ROLLED_BACK: {"executions"},
    Kind.WITHDRAWN: {"status", "ended"},
    Kind.PROHIBITED: {"status", "ended", "holds"},
    Kind.LAPSED: {"status", "ended", "holds"},
    Kind.EXPIRED: {"status", "ended"},
    Kind.CLOSING_INCOMPLETE: set(),
    Kind.CLOSED: {"status", "closed_at"},
    Kind.HOLD_OPENED: {"holds"},
    Kind.HOLD_CLOSED: {"holds"},
    Kind.HOLD_OVERDUE: {"holds"},
    Kind.HOLD_OFFERED: set(),
    Kind.EXTENDED: {"extensions"},
    Kind.PAUSED: set(),
    Kind.RESUMED: {"pauses"},
    Kind.DOCUMENTED: {"documentation"},
    Kind.ROUND_BEGUN: {"round"},
    Kind.RETURNED: {"holds"},
    Kind.AMENDED: {"amendments"},
    Kind.LAPSE_NEAR: set(),
    Kind.EXPEDITE_ASKED: {"expedite"},
    Kind.EXPEDITE_ANSWERED: {"expedite"},
    Kind.COMPLAINED: {"complaints", "escalations"},
    Kind.COMPLAINT_REVIEWED: {"complaints"},
    Kind.EXPIRY_NEAR: set(),
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
        assert kinds[:2] == [Kind.FILED, Kind.ROUTED]
        assert set(kinds[2:]) <= {Kind.HOLD_OPENED, Kind.PAUSED, Kind.RETURNED}
        assert after.version == 1
        return
    assert after.version == before.version + 1
    assert before.status is not Status.CLOSED or told <= AFTER_THE_END, "a closed record has changed"
    changed = changed_fields(before, after)
    assert changed <= set(TELLS), f"{changed - set(TELLS)} never change"
    for name in changed:
        assert told & TELLS[name], f"{name} has changed, and {kinds} do not tell it"
    # The first score of what was not complete may happen to be what stood for none.
    unscored = {Kind.ROUTED} if before.is_incomplete else set[Kind]()
    for kind in told - unscored:
        assert CHANGES[kind] <= changed, f"{kind} was told, and {changed} have changed"
    assert after.decisions[: len(before.decisions)] == before.decisions
    assert [hold.key for hold in after.holds[: len(before.holds)]] == [hold.key for hold in before.holds]
    if before.ended is not None:
        assert after.ended == before.ended, "ended twice"
        after_the_end = {
            "status",
            "snapshots",
            "gatherings",
            "escalations",
            "missing",
            "closed_at",
            "complaints",
        }
        assert changed <= after_the_end
    if before.outcome is not None and Kind.ROUND_BEGUN not in told:
        assert after.decisions == before.decisions
        ends_now = before.outcome is Ending.APPROVED and after.ended is not None
        assert ends_now or after.outcome is before.outcome, "a decided request has changed its decision"
    if before.outcome is not None and Kind.ROUND_BEGUN in told:
        assert before.status is Status.EXECUTION, "what had ended has begun anew"
        assert before.carried_out is None, "what was carried out is decided anew"


def check_decision(
    before: ExceptionRequest,
    after: ExceptionRequest,
    act: Act,
    by: str,
    at: datetime,
    groups: Mapping[str, set[str]],
) -> None:
    """Nothing is decided but by somebody who may, in an act of theirs."""
    if after.ended != before.ended:
        assert after.decisions == before.decisions
        check_end(before, after, act, by, at)
        return
    if after.decisions == before.decisions:
        begun = after.round != before.round
        assert begun or before.is_decided == after.is_decided or is_try(act), "decided by silence"
        assert begun or (before.status is Status.VALIDATION) == (after.status is Status.VALIDATION)
        return
    assert not before.open_holds, "decided while it was on hold"
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
    # Who decides in somebody's stead has that one's authority; that the two are linked is the caller's to see.
    whose = decision.for_whom or by
    assert whose in may, f"{whose} may not decide {decision.stage} of {before.score.tier}"


def is_try(act: Act) -> bool:
    """Whether operations says how carrying it out went."""
    return isinstance(act, MarkExecuted | RollBack)


def check_end(before: ExceptionRequest, after: ExceptionRequest, act: Act, by: str, at: datetime) -> None:
    """A request ends otherwise than by its approvers only by the act, and the person, that may end it so."""
    assert before.ended is None
    assert after.ended is not None
    match after.ended.how:
        case Ending.WITHDRAWN:
            assert isinstance(act, Withdraw)
            assert by == before.filed_by, "somebody else has withdrawn it"
            assert before.stage is not None or before.status is Status.EXECUTION, "withdrawn after its end"
        case Ending.PROHIBITED:
            assert isinstance(act, Prohibit)
            assert by not in (SYSTEM.id, before.filed_by, before.filing.beneficiary)
        case Ending.LAPSED:
            assert isinstance(act, Lapse)
            assert before.is_returned, "nobody was asked to complete it"
        case Ending.EXPIRED:
            assert isinstance(act, Expire)
            assert before.execute_by is not None
            assert at >= before.execute_by, "it ended before its date"
            assert before.status is Status.EXECUTION
        case _:
            raise AssertionError(f"{after.ended.how} is the approvers' word")


def check_request(request: ExceptionRequest, policy: Policy) -> None:
    """What holds of a request however it came to be as it is."""
    for n in range(1, request.round + 1):
        check_round([decision for decision in request.decisions if decision.round == n])
    assert request.filed_by not in {decision.by for decision in request.decisions}, (
        "the requester has decided"
    )
    of_round = list(request.decisions_of_round())
    assert request.filing.beneficiary not in {decision.by for decision in of_round}, (
        "the beneficiary has decided"
    )
    verdicts = [decision.verdict for decision in of_round]
    assert Verdict.REJECTED not in [d.verdict for d in request.decisions[:-1]], "decided after a rejection"
    if request.outcome in (Ending.APPROVED, Ending.EXPIRED):
        needed = 1 if request.waiver is not None else 2
        assert verdicts == [Verdict.APPROVED] * needed, "approved without all approvals"
        assert request.score.confirmed
    if request.waiver is not None:
        assert policy.single_approval.enabled
        assert not request.score.by_hand
        assert request.score.deviation <= request.waiver.deviation_cap
        assert request.score.value.amount <= request.waiver.value_cap
    if request.status is Status.AUTHORIZATION:
        assert verdicts == [Verdict.APPROVED]
    if request.status is Status.VALIDATION:
        assert verdicts == []
    if request.status is Status.CLOSED and request.outcome is Ending.APPROVED:
        assert request.execution is not None
    if request.carried_out is not None:
        assert request.outcome in (Ending.APPROVED, Ending.EXPIRED, Ending.PROHIBITED), (
            "done without approval"
        )
    if request.ended is not None:
        assert request.status in (Status.CLOSING, Status.CLOSED), "ended and still on its way"
        # What was carried out in part before the end can still be taken back.
        assert request.execution is None or request.rolled_back is not None
        assert Verdict.REJECTED not in verdicts
        assert all(decision.at <= request.ended.at for decision in request.decisions)
        assert not request.open_holds, "ended and still on hold"
    check_clock(request, policy)
    check_holds(request)
    if request.is_incomplete:
        assert request.trigger is not None
        seen = (*request.decisions, *request.snapshots, *request.left_tiers)
        assert not seen, "it was seen before it was whole"
        assert request.is_returned or request.ended is not None, "it waits for nobody"
    keys = [escalation.key for escalation in request.escalations]
    assert len(set(keys)) == len(keys), "an escalation was raised twice"
    breaches = [
        e for e in request.escalations if e.key == f"deadline_breached:{request.deadline.isoformat()}"
    ]
    assert request.breached_at is not None or not breaches, "a breach leaves no mark"
    assert request.breached_at is None or any(e.kind == "deadline_breached" for e in request.escalations)


def check_round(decisions: list[Decision]) -> None:
    """In each round everybody decides once, and validation comes first."""
    people = [decision.by for decision in decisions]
    assert len(set(people)) == len(people), "one person twice in a round"
    stages = [decision.stage for decision in decisions]
    assert stages in ([], [Stage.VALIDATION], [Stage.VALIDATION, Stage.AUTHORIZATION])


def check_delegations(request: ExceptionRequest, delegations: Sequence[Delegation]) -> None:
    """The two ends of a delegation are one person: not in both approvals, nor in one's own cause."""

    def linked(ones: set[str], others: set[str], at: datetime) -> bool:
        return bool(ones & others) or any(
            # One that was made in the moment of a decision may have been made after it.
            delegation.made_at < at
            and delegation.was_active(request.filed_at, at)
            and delegation.links(one, other)
            for delegation in delegations
            for one in ones
            for other in others
        )

    decided: list[set[str]] = []
    for decision in request.decisions_of_round():
        parts = {decision.by, *([decision.for_whom] if decision.for_whom else [])}
        concerned = {request.filed_by, *([request.filing.beneficiary] if request.filing.beneficiary else [])}
        assert not linked(parts, concerned, decision.at), "decided in their own cause by a delegation"
        assert not any(linked(parts, other, decision.at) for other in decided), (
            "one person twice by a delegation"
        )
        decided.append(parts)
        if decision.for_whom is not None:
            link = [d for d in delegations if (d.by, d.to) == (decision.for_whom, decision.by)]
            # It may have been ended in the same moment, after the decision.
            in_force = [d for d in link if d.begins <= decision.at <= d.until]
            assert in_force, "in the stead of one who has not delegated"


def check_clock(request: ExceptionRequest, policy: Policy) -> None:
    """The deadline is what follows from all that moved it, and it stands still exactly while something pauses it."""
    pausing = [hold for hold in request.open_holds if hold.kind.pauses]
    if request.stage is None:
        return
    assert request.deadline == reckoned_deadline(policy, request), "the deadline is not what follows"
    assert (request.paused_since is not None) == bool(pausing), (
        "it is paused without a reason, or not with one"
    )
    kinds = {timer.kind for timer in timers_for(request, policy)}
    if request.is_paused:
        assert not kinds & {TimerKind.DEADLINE_NEAR, TimerKind.DEADLINE_BREACHED}, "the clock runs on hold"
    for pause in request.pauses:
        assert pause.start <= pause.end
    assert all(one.end <= two.start for one, two in pairwise(request.pauses)), "two pauses at once"
    by_itself = [e.subject for e in request.extensions if e.by == SYSTEM.id]
    assert len(by_itself) == len(set(by_itself)), "extended twice for one source"


def check_holds(request: ExceptionRequest) -> None:
    """Each hold has a key of its own, and a matter holds a request once at a time."""
    keys = [hold.key for hold in request.holds]
    assert len(keys) == len(set(keys))
    matters = [(hold.kind, hold.subject) for hold in request.open_holds]
    assert len(matters) == len(set(matters)), "held twice for one matter"
    for hold in request.holds:
        if hold.closed is not None:
            assert hold.closed.at >= hold.opened_at


def owed(request: ExceptionRequest, now: datetime, near: datetime) -> set[str]:
    """The keys of the escalations that an open request must have by now; none while its time stands still."""
    if request.is_decided or request.is_paused:
        return set()
    deadline = request.deadline.isoformat()
    found = {f"deadline_near:{deadline}"} if now >= near else set()
    return found | ({f"deadline_breached:{deadline}"} if now >= request.deadline else set())
