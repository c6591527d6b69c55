"""Recorded acts: what people and sources did to a request, read back from its audit trail; it performs nothing.

What the system did because a time had come is left out, and so is what was refused: the one comes anew, and the other
never was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import JsonValue

from models.acts import (
    Acknowledge,
    Act,
    Amend,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    ClearCompliance,
    Close,
    Complain,
    DocumentSource,
    ExtendDeadline,
    File,
    MarkExecuted,
    Prohibit,
    RecordSnapshots,
    Reject,
    ResolveHold,
    ReturnForCompletion,
    ReviewComplaint,
    RollBack,
    RouteToCompliance,
    Withdraw,
)
from models.audit_chain import AuditEvent
from models.events import EventKind
from models.holds import HoldEnding, HoldKind
from models.people import SYSTEM, Person
from models.policy import Policy
from models.rehearsal import Step
from models.request import Filing, Result, Stage
from models.simulation import recorded_values as recorded
from models.simulation.recorded_values import Changed


class UnreadableRecordError(Exception):
    """An event of the trail does not say what its act needs to be performed again."""

    def __init__(self, link: AuditEvent) -> None:
        super().__init__(f"Event {link.position} of its trail, {link.kind}, does not say what its act needs.")
        self.position = link.position


@dataclass(frozen=True, kw_only=True)
class RecordedStep(Step):
    """A step with what its act leaves to the circumstances.

    `for_whom` is whom a decider stood in for. `about` is the kind and the subject of the hold that the act names:
    its key may be another under another policy. `team` is the requester's, at the filing.
    """

    for_whom: str | None = None
    about: tuple[HoldKind, str] | None = None
    team: str = ""


def recorded_steps(links: Iterable[AuditEvent], policy: Policy) -> tuple[RecordedStep, ...]:
    """The steps that a request's trail tells of, in its order; `policy` is the version that it was filed under.

    An approval says that a second one followed wherever none was waived. UnreadableRecordError where an event lacks
    what its act needs.
    """
    reading = _Reading(policy)
    for link in links:
        try:
            reading.take(link)
        except (KeyError, TypeError, ValueError):
            raise UnreadableRecordError(link) from None
    return tuple(reading.steps)


class _Reading:
    """A trail read so far."""

    def __init__(self, policy: Policy) -> None:
        self.steps: list[RecordedStep] = []
        self._titles = {source.name: source.title for source in policy.sources}
        self._form: Mapping[str, JsonValue] = {}
        self._holds: dict[str, tuple[HoldKind, str]] = {}
        self._confirmed: JsonValue = None
        self._last: AuditEvent | None = None

    def take(self, link: AuditEvent) -> None:
        """Read the next event."""
        read = _READERS.get(link.kind)
        if read is not None:
            read(self, link, json.loads(link.changed))
        self._last = link

    def _add(self, link: AuditEvent, act: Act, **what: Any) -> None:
        by = (
            SYSTEM if link.actor == SYSTEM.id else Person(id=link.actor, team=link.workspace, name=link.actor)
        )
        self.steps.append(RecordedStep(at=link.at, by=by, act=act, **what))

    def _filed(self, link: AuditEvent, changed: Changed) -> None:
        filing = recorded.filing(changed)
        self._form = changed["filing"] if isinstance(changed["filing"], dict) else {}
        act = File(filing=filing, trigger=recorded.trigger(changed), unread=recorded.unread(changed))
        self._add(link, act, team=str(changed.get("team", "")))

    def _read(self, link: AuditEvent, changed: Changed) -> None:
        """One source was read, or could not be; what was read at one time is one act."""
        snapshot = recorded.snapshot(changed, self._titles)
        last = self._last
        goes_on = last is not None and last.at == link.at and last.kind in _READINGS
        before = self.steps[-1].act if goes_on else None
        if isinstance(before, RecordSnapshots) and snapshot.source not in {
            s.source for s in before.snapshots
        }:
            act = replace(before, snapshots=(*before.snapshots, snapshot))
            self.steps[-1] = replace(self.steps[-1], act=act)
            return
        self._add(link, RecordSnapshots(number=link.number, snapshots=(snapshot,)))

    def _score_confirmed(self, link: AuditEvent, changed: Changed) -> None:
        self._confirmed = changed["deviation"]

    def _approved(self, link: AuditEvent, changed: Changed) -> None:
        decision = recorded.decision(changed)
        act = Approve(
            number=link.number,
            stage=decision.stage,
            rationale=decision.rationale,
            evidence=decision.evidence,
            deviation=None if self._confirmed is None else recorded.number(self._confirmed),
            second_follows=decision.stage is Stage.VALIDATION,
        )
        self._confirmed = None
        self._add(link, act, for_whom=decision.for_whom)

    def _waived(self, link: AuditEvent, changed: Changed) -> None:
        """No second approval followed the one before."""
        act = self.steps[-1].act
        if not isinstance(act, Approve):
            raise TypeError("what is waived is an approval's second")
        self.steps[-1] = replace(self.steps[-1], act=replace(act, second_follows=False))

    def _rejected(self, link: AuditEvent, changed: Changed) -> None:
        decision = recorded.decision(changed)
        act = Reject(
            number=link.number,
            stage=decision.stage,
            rationale=decision.rationale,
            evidence=decision.evidence,
        )
        self._add(link, act, for_whom=decision.for_whom)

    def _acknowledged(self, link: AuditEvent, changed: Changed) -> None:
        self._add(link, Acknowledge(number=link.number, escalation=str(changed["escalation"])))

    def _executed(self, link: AuditEvent, changed: Changed) -> None:
        tried = recorded.execution(changed)
        if tried.result is Result.ROLLED_BACK:
            self._add(link, RollBack(number=link.number, done=tried.done, evidence=tried.evidence))
            return
        act = MarkExecuted(number=link.number, done=tried.done, result=tried.result, evidence=tried.evidence)
        self._add(link, act)

    def _withdrawn(self, link: AuditEvent, changed: Changed) -> None:
        self._add(link, Withdraw(number=link.number, why=recorded.ended(changed).why))

    def _closed_record(self, link: AuditEvent, changed: Changed) -> None:
        if link.actor != SYSTEM.id:
            self._add(link, Close(number=link.number))

    def _documented(self, link: AuditEvent, changed: Changed) -> None:
        given, key = recorded.documentation(changed), str(changed["hold"])
        act = DocumentSource(number=link.number, hold=key, words=given.words, evidence=given.evidence)
        self._add(link, act, about=self._holds[key])

    def _extended(self, link: AuditEvent, changed: Changed) -> None:
        extension = recorded.extension(changed)
        # What a hold lengthens by itself is told with the hold; only a supervisor does it for a source.
        if extension.by == SYSTEM.id or not extension.subject:
            return
        about = (HoldKind.DATA_UNAVAILABLE, extension.subject)
        key = next(key for key, known in reversed(self._holds.items()) if known == about)
        self._add(link, ExtendDeadline(number=link.number, hold=key, why=extension.why), about=about)

    def _hold_opened(self, link: AuditEvent, changed: Changed) -> None:
        hold = recorded.hold(changed)
        self._holds[hold.key] = (hold.kind, hold.subject)
        if hold.kind is HoldKind.REGULATORY and hold.opened_by != SYSTEM.id:
            self._add(link, RouteToCompliance(number=link.number, why=hold.why))

    def _hold_closed(self, link: AuditEvent, changed: Changed) -> None:
        """By its owner's own act; what an amendment, an end or a prohibition closes is told with those."""
        closed, key = recorded.closed(changed), str(changed["hold"])
        kind, _ = about = self._holds[key]
        if closed.how not in (HoldEnding.RESOLVED, HoldEnding.CONDITIONS) or kind is HoldKind.RETURNED:
            return
        act: Act = ResolveHold(
            number=link.number, hold=key, words=closed.words, chosen=closed.chosen, evidence=closed.evidence
        )
        if kind is HoldKind.REGULATORY:
            conditions = closed.conditions if closed.how is HoldEnding.CONDITIONS else None
            act = ClearCompliance(number=link.number, hold=key, words=closed.words, conditions=conditions)
        self._add(link, act, about=about)

    def _prohibited(self, link: AuditEvent, changed: Changed) -> None:
        key = str(changed["hold"])
        act = Prohibit(number=link.number, hold=key, why=recorded.ended(changed).why)
        self._add(link, act, about=self._holds[key])

    def _returned(self, link: AuditEvent, changed: Changed) -> None:
        if changed.get("by_itself"):
            # An incomplete filing is returned by itself, under any policy.
            return
        act = ReturnForCompletion(number=link.number, items=recorded.items(changed))
        whom = changed.get("for_whom")
        self._add(link, act, for_whom=None if whom is None else str(whom))

    def _amended(self, link: AuditEvent, changed: Changed) -> None:
        amendment = changed["amendment"]
        if not isinstance(amendment, dict):
            raise TypeError("an amendment is an object")
        self._form = recorded.amended(self._form, amendment)
        filing = recorded.value(Filing, dict(self._form))
        self._add(link, Amend(number=link.number, filing=filing, why=str(amendment["why"])))

    def _asked_to_expedite(self, link: AuditEvent, changed: Changed) -> None:
        asked = recorded.expedite(changed)
        self._add(link, AskToExpedite(number=link.number, justification=asked.justification))

    def _answered_expedite(self, link: AuditEvent, changed: Changed) -> None:
        answered = recorded.expedite(changed)
        act = AnswerExpedite(
            number=link.number, round=answered.round, is_granted=answered.is_granted, words=answered.answer
        )
        self._add(link, act)

    def _complained(self, link: AuditEvent, changed: Changed) -> None:
        made = recorded.complaint(changed)
        self._add(
            link, Complain(number=link.number, words=made.words, message=made.message, trigger=made.trigger)
        )

    def _complaint_reviewed(self, link: AuditEvent, changed: Changed) -> None:
        found = recorded.complaint(changed)
        self._add(link, ReviewComplaint(number=link.number, complaint=found.key, words=found.review))


_READINGS = (EventKind.SNAPSHOT_TAKEN, EventKind.SOURCE_UNAVAILABLE)
#: What is read from each kind of event; the kinds that are not here tell of no act of their own.
_READERS: Mapping[str, Callable[[_Reading, AuditEvent, Changed], None]] = {
    EventKind.FILED: _Reading._filed,
    EventKind.SNAPSHOT_TAKEN: _Reading._read,
    EventKind.SOURCE_UNAVAILABLE: _Reading._read,
    EventKind.SCORE_CONFIRMED: _Reading._score_confirmed,
    EventKind.VALIDATED: _Reading._approved,
    EventKind.AUTHORIZED: _Reading._approved,
    EventKind.WAIVED: _Reading._waived,
    EventKind.REJECTED: _Reading._rejected,
    EventKind.ACKNOWLEDGED: _Reading._acknowledged,
    EventKind.EXECUTED: _Reading._executed,
    EventKind.EXECUTION_PARTIAL: _Reading._executed,
    EventKind.EXECUTION_FAILED: _Reading._executed,
    EventKind.ROLLED_BACK: _Reading._executed,
    EventKind.WITHDRAWN: _Reading._withdrawn,
    EventKind.CLOSED: _Reading._closed_record,
    EventKind.CLOSING_INCOMPLETE: _Reading._closed_record,
    EventKind.DOCUMENTED: _Reading._documented,
    EventKind.EXTENDED: _Reading._extended,
    EventKind.HOLD_OPENED: _Reading._hold_opened,
    EventKind.HOLD_CLOSED: _Reading._hold_closed,
    EventKind.PROHIBITED: _Reading._prohibited,
    EventKind.RETURNED: _Reading._returned,
    EventKind.AMENDED: _Reading._amended,
    EventKind.EXPEDITE_ASKED: _Reading._asked_to_expedite,
    EventKind.EXPEDITE_ANSWERED: _Reading._answered_expedite,
    EventKind.COMPLAINED: _Reading._complained,
    EventKind.COMPLAINT_REVIEWED: _Reading._complaint_reviewed,
}
