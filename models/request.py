"""An exception request and all that stands in it; values only, what may happen to it is the lifecycle's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.decided import Decision as Decision
from models.decided import Stage as Stage
from models.decided import Verdict as Verdict
from models.endings import Ended as Ended
from models.endings import Ending as Ending
from models.endings import Execution as Execution
from models.endings import Result as Result
from models.escalated import Attempt as Attempt
from models.escalated import EscalationRaised as EscalationRaised
from models.evidence import CarriedMessage as CarriedMessage
from models.evidence import Evidence as Evidence
from models.filed import Criticality as Criticality
from models.filed import Customer as Customer
from models.filed import Filing as Filing
from models.filed import Score as Score
from models.holds import Hold, HoldEnding, HoldKind, Pause
from models.people import SYSTEM
from models.reasons import Reason as Reason
from models.reminded import Reminder
from models.snapshot import Snapshot
from models.trigger import Trigger
from models.ways import Amendment, Complaint, Documentation, Expedite, Extension, Settled, Waiver

#: The first request of a workspace is EX-1001.
FIRST_NUMBER = 1001


class Status(StrEnum):
    """Where a request stands."""

    VALIDATION = "validation"
    AUTHORIZATION = "authorization"
    EXECUTION = "execution"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class ExceptionRequest:
    """A request to deviate from a standard, as it stands now; `version` counts its changes."""

    workspace: str
    number: int
    policy_version: str
    filed_by: str
    filed_at: datetime
    filing: Filing
    score: Score
    status: Status
    deadline: datetime
    round: int = 1
    version: int = 1
    left_tiers: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    gatherings: int = 0
    escalations: tuple[EscalationRaised, ...] = ()
    breached_at: datetime | None = None
    executions: tuple[Execution, ...] = ()
    ended: Ended | None = None
    missing: tuple[str, ...] = ()
    closed_at: datetime | None = None
    #: When the time to decide began to run: at the filing, or with the newest round.
    clock_from: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    paused_since: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    holds: tuple[Hold, ...] = ()
    documentation: tuple[Documentation, ...] = ()
    settled: tuple[Settled, ...] = ()
    expedite: Expedite | None = None
    amendments: tuple[Amendment, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    waiver: Waiver | None = None
    execute_by: datetime | None = None
    #: It was approved in a round that is over, so that operations was asked to carry it out.
    was_approved: bool = False
    #: The group that the requester was in at the filing, of those that the policy tells apart; "" for none.
    team: str = ""
    #: Requests for the same standard and reason that were approved before, within the policy's time, newest first.
    like: tuple[int, ...] = ()
    #: What filed it in the requester's name; None where they did so themselves.
    trigger: Trigger | None = None

    #: What was said at half the time left, to whom, and what of it was put off.
    reminders: tuple[Reminder, ...] = ()

    @property
    def id(self) -> str:
        """What people call it: `EX-1042`."""
        return f"EX-{self.number}"

    @property
    def stage(self) -> Stage | None:
        """The approval that it waits for, or None where it waits for none."""
        return Stage(self.status.value) if self.status in (Status.VALIDATION, Status.AUTHORIZATION) else None

    @property
    def is_decided(self) -> bool:
        """No decision is waited for: both approvals are given, one was refused, or it has ended before."""
        return self.stage is None

    @property
    def is_approved(self) -> bool:
        """Both approvals were given, or the second was waived, whatever has ended it after that."""
        stages = (Stage.VALIDATION,) if self.waiver is not None else tuple(Stage)
        given = (self.decision(stage) for stage in stages)
        return all(decision is not None and decision.verdict is Verdict.APPROVED for decision in given)

    @property
    def approved_at(self) -> datetime | None:
        """When its approval was complete, whatever has ended it since; None where it is not approved."""
        return [*self.decisions_of_round()][-1].at if self.is_approved else None

    @property
    def can_be_withdrawn(self) -> bool:
        """It has neither been refused nor carried out, not even in part, nor withdrawn before."""
        return self.carried_out is None and (self.stage is not None or self.status is Status.EXECUTION)

    @property
    def outcome(self) -> Ending | None:
        """What came of it, or None while a decision is waited for."""
        if not self.is_decided:
            return None
        if self.ended is not None:
            return self.ended.how
        rejected = any(d.verdict is Verdict.REJECTED for d in self.decisions_of_round())
        return Ending.REJECTED if rejected else Ending.APPROVED

    @property
    def execution(self) -> Execution | None:
        """How it was carried out in the end: in full, given up, or taken back again; None before that."""
        last = self.executions[-1] if self.executions else None
        return last if last is not None and last.result.is_final else None

    @property
    def carried_out(self) -> Execution | None:
        """What was carried out last, in full or in part, and stands: it can be rolled back."""
        if self.rolled_back is not None:
            return None
        done = (e for e in reversed(self.executions) if e.result in (Result.DONE, Result.PARTIAL))
        return next(done, None)

    @property
    def rolled_back(self) -> Execution | None:
        """That what was carried out was taken back, if it was; nothing comes after that."""
        last = self.execution
        return last if last is not None and last.result is Result.ROLLED_BACK else None

    @property
    def is_partial(self) -> bool:
        """Only a part of it was ever carried out, whatever became of that."""
        results = {execution.result for execution in self.executions}
        return Result.PARTIAL in results and Result.DONE not in results

    @property
    def result(self) -> Result | None:
        """What has come of carrying it out: the final result, in part, or a try that failed; None before any try."""
        if self.execution is not None:
            return self.execution.result
        if self.carried_out is not None:
            return Result.PARTIAL
        return self.executions[-1].result if self.executions else None

    @property
    def withdrawal(self) -> Ended | None:
        """That the requester took it back, if they did."""
        return self.ended if self.ended is not None and self.ended.how is Ending.WITHDRAWN else None

    @property
    def open_holds(self) -> tuple[Hold, ...]:
        """What stops it now, the oldest first."""
        return tuple(hold for hold in self.holds if hold.is_open)

    @property
    def conditions(self) -> tuple[str, ...]:
        """What compliance asks of whoever decides it and carries it out, the oldest first."""
        closed = (hold.closed for hold in self.holds if hold.closed is not None)
        return tuple(end.conditions for end in closed if end.how is HoldEnding.CONDITIONS)

    @property
    def changes(self) -> int:
        """A count that grows whenever what an approver decides on is another: a round, a settlement, a condition."""
        return self.round + len(self.settled) + len(self.conditions)

    @property
    def is_paused(self) -> bool:
        """Its time to decide stands still."""
        return self.paused_since is not None

    @property
    def is_returned(self) -> bool:
        """Its requester is asked to complete it."""
        return any(hold.kind is HoldKind.RETURNED for hold in self.open_holds)

    @property
    def is_incomplete(self) -> bool:
        """It was filed in somebody's name without all that is needed to score it, and nobody has completed it."""
        returned = (h for h in self.holds if h.kind is HoldKind.RETURNED and h.opened_by == SYSTEM.id)
        return any(h.closed is None or h.closed.how is not HoldEnding.RESOLVED for h in returned)

    @property
    def unsaid(self) -> frozenset[str]:
        """The fields of the form that hold a stand-in only, for nothing that fits was said there yet."""
        hold = self.holds[0] if self.is_incomplete else None
        return frozenset(item.field for item in hold.items if item.is_unsaid) if hold else frozenset()

    @property
    def is_expedited(self) -> bool:
        """The department manager has authorised the urgent path for this round."""
        asked = self.expedite_of_round
        return asked is not None and asked.is_granted

    @property
    def expedite_of_round(self) -> Expedite | None:
        """That the urgent path was asked for in this round, whatever was answered; one of an earlier round is over."""
        asked = self.expedite
        return asked if asked is not None and asked.round == self.round else None

    @property
    def can_be_amended(self) -> bool:
        """It waits for a decision, or was approved, and nothing of it has been carried out."""
        return self.can_be_withdrawn

    @property
    def customers_before(self) -> int:
        """How often an amendment changed whom it is for."""
        return sum(1 for amendment in self.amendments if "customer" in amendment.fields)

    @property
    def customer_since(self) -> datetime:
        """Since when it is about its customer: what was read or held before that was about another."""
        changed = [amendment.at for amendment in self.amendments if "customer" in amendment.fields]
        return changed[-1] if changed else self.filed_at

    def hold(self, key: str) -> Hold | None:
        """The hold of that key, if there was one."""
        return next((hold for hold in self.holds if hold.key == key), None)

    def open_hold(self, kind: HoldKind, subject: str = "") -> Hold | None:
        """The open hold of a kind about a subject, if there is one."""
        return next((h for h in self.open_holds if h.kind is kind and h.subject == subject), None)

    def documented(self, source: str) -> Documentation | None:
        """The newest document that stands in for a source, if the requester gave one."""
        return next((d for d in reversed(self.documentation) if d.source == source), None)

    def decisions_of_round(self) -> Iterator[Decision]:
        """The decisions that count: those of the present round."""
        return (decision for decision in self.decisions if decision.round == self.round)

    def decision(self, stage: Stage) -> Decision | None:
        """This round's decision at a stage, if it was made."""
        return next((d for d in self.decisions_of_round() if d.stage is stage), None)

    def complaint(self, key: str) -> Complaint | None:
        """The complaint of that key, if there was one."""
        return next((complaint for complaint in self.complaints if complaint.key == key), None)

    def reminder(self, key: str) -> Reminder | None:
        """The reminder of that key, if it was sent."""
        return next((one for one in self.reminders if one.key == key), None)

    def escalation(self, key: str) -> EscalationRaised | None:
        """The escalation of that key, if it was raised."""
        return next((e for e in self.escalations if e.key == key), None)

    def involved(self) -> tuple[str, ...]:
        """All who filed, benefit, decided, were escalated to, carried out or were asked above them, each once."""
        people = [self.filed_by, *([self.filing.beneficiary] if self.filing.beneficiary else [])]
        people += (decision.by for decision in self.decisions)
        people += (decision.for_whom for decision in self.decisions if decision.for_whom)
        for escalation in self.escalations:
            people += escalation.told
        if self.expedite is not None and self.expedite.answered_by is not None:
            people.append(self.expedite.answered_by)
        for execution in self.executions:
            people += [execution.by, *execution.told]
        for hold in self.holds:
            if hold.kind in (HoldKind.REGULATORY, HoldKind.OVER_AUTHORITY):
                people += [hold.opened_by, *hold.told, *([hold.closed.by] if hold.closed is not None else [])]
        return tuple(person for person in dict.fromkeys(people) if person != SYSTEM.id)


def number_of(text: str) -> int | None:
    """The number that a person means by `EX-1042`, `ex1042` or `1042`."""
    cleaned = text.strip().upper().removeprefix("EX").removeprefix("-").strip()
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 9 else None
