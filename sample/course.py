"""The course of a sample request: what people do next, given how it stands; it performs nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from models import ladders
from models.acts import (
    Acknowledge,
    Act,
    Amend,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    ClearCompliance,
    Complain,
    DocumentSource,
    File,
    MarkExecuted,
    RecordSnapshots,
    Reject,
    ResolveHold,
    ReturnForCompletion,
    ReviewComplaint,
    Withdraw,
)
from models.calendar import add_business_time
from models.deadlines import near_at
from models.holds import Hold, HoldKind, MissingItem
from models.lifecycle import Outcome
from models.people import SYSTEM, Person
from models.policy import Policy
from models.refusals import Field
from models.rehearsal import Played, Step
from models.request import ExceptionRequest, Result, Stage, Status
from models.snapshot import Snapshot
from sample.past_year import Case, Plot

#: More steps than any request takes; one that takes more would never end.
MOST = 40


class Course:
    """Yields a case's steps one by one; whoever performs them shows each with `seen` before asking for the next."""

    def __init__(
        self,
        case: Case,
        number: int,
        policy: Policy,
        groups: Mapping[str, Sequence[str]],
        words: Mapping[str, Sequence[str]],
    ) -> None:
        self._case = case
        self._number = number
        self._policy = policy
        self._groups = groups
        self._words = words
        self._random = Random(number)
        self._at = case.filed_at
        self._request: ExceptionRequest | None = None
        self._done: set[str] = set()

    def seen(self, played: Played) -> None:
        """What has come of a step, or of a timer between two."""
        if isinstance(played.result, Outcome):
            self._request = played.result.request

    def steps(self) -> Iterator[Step]:
        """The filing, what the sources say, and then what each person does whose turn it is, until it has ended."""
        yield self._step(self._case.filed_by, File(filing=self._case.filing))
        self._at += timedelta(seconds=self._random.randrange(4, 40))
        yield self._step(SYSTEM.id, RecordSnapshots(number=self._number, snapshots=tuple(self._snapshots())))
        for _ in range(MOST):
            request = self._request
            if request is None or request.status in (Status.CLOSING, Status.CLOSED):
                return
            if request.is_returned and self._case.plot is Plot.LAPSED:
                # Nobody answers, and after its time the system closes it.
                return
            if request.status is Status.EXECUTION and self._case.plot is Plot.EXPIRED:
                return
            yield from self._next(request)

    def _next(self, request: ExceptionRequest) -> Iterator[Step]:
        """What is done to a request as it stands, by whoever's turn it is."""
        if request.open_holds:
            yield from self._clear(request, request.open_holds[0])
        elif request.status is Status.EXECUTION:
            yield from self._carry_out(request)
        elif self._is_first("complaint", Plot.COMPLAINT):
            self._later(0.5, 2)
            yield self._step(request.filed_by, Complain(number=self._number, words=self._said("complaint")))
        elif self._is_first("urgent", Plot.URGENT):
            self._later(0.2, 1)
            yield self._step(
                request.filed_by, AskToExpedite(number=self._number, justification=self._said("urgent"))
            )
            self._later(0.2, 0.8)
            yield self._step(
                self._other("@ops-managers", request.filed_by),
                AnswerExpedite(
                    number=self._number, round=request.round, is_granted=True, words=self._said("expedited")
                ),
            )
        elif self._is_first("withdrawn", Plot.WITHDRAWN) and self._random.random() < 0.6:
            self._later(1, 5)
            yield self._step(request.filed_by, Withdraw(number=self._number, why=self._said("withdrawn")))
        else:
            yield from self._decide(request)

    def _decide(self, request: ExceptionRequest) -> Iterator[Step]:
        plot = self._case.plot
        if request.stage is Stage.VALIDATION:
            if plot in (Plot.RETURNED, Plot.LAPSED) and self._is_first("returned", plot):
                item = MissingItem(field=str(Field.RATIONALE), words=self._said("missing"))
                self._later(1, 4)
                yield self._step(
                    self._validator(request), ReturnForCompletion(number=self._number, items=(item,))
                )
                return
            if self._is_first("own", Plot.OWN_APPROVAL):
                self._later(0.2, 1)
                own = Approve(number=self._number, stage=Stage.VALIDATION, rationale=self._said("validated"))
                yield self._step(request.filed_by, own)
            self._later(0.4, 3)
            yield self._verdict(
                request, Stage.VALIDATION, plot is Plot.REJECTED_FIRST, self._validator(request)
            )
            return
        if self._is_first("late", Plot.LATE):
            yield from self._let_time_pass(request)
        self._later(0.6, 5)
        by = self._other(self._policy.tier(request.score.tier).authorizers[0], *_concerned(request))
        yield self._verdict(request, Stage.AUTHORIZATION, plot is Plot.REJECTED_SECOND, by)

    def _verdict(self, request: ExceptionRequest, stage: Stage, is_rejected: bool, by: str) -> Step:
        if is_rejected:
            return self._step(by, Reject(number=self._number, stage=stage, rationale=self._said("rejected")))
        said = self._said("validated" if stage is Stage.VALIDATION else "authorized")
        deviation = None if request.score.confirmed else request.score.deviation
        return self._step(by, Approve(number=self._number, stage=stage, rationale=said, deviation=deviation))

    def _let_time_pass(self, request: ExceptionRequest) -> Iterator[Step]:
        """Nobody decides until the deadline is near or past; whoever is told says that they know."""
        self._at = max(self._at, near_at(self._policy, request)) + timedelta(minutes=12)
        near = ladders.key_of(ladders.DEADLINE_NEAR, request.deadline.isoformat())
        yield self._step("U0SUPERVIS", Acknowledge(number=self._number, escalation=near))
        if self._random.random() < 0.7:
            self._at = max(self._at, request.deadline) + timedelta(minutes=15)
            past = ladders.key_of(ladders.DEADLINE_BREACHED, request.deadline.isoformat())
            yield self._step("U0DIRECTOR", Acknowledge(number=self._number, escalation=past))

    def _clear(self, request: ExceptionRequest, hold: Hold) -> Iterator[Step]:
        """Whoever's the hold is does what it waits for."""
        if hold.kind is HoldKind.RETURNED:
            self._later(2, 9)
            filing = request.filing
            added = replace(filing, rationale=f"{filing.rationale} {self._said('added')}")
            yield self._step(request.filed_by, Amend(number=self._number, filing=added))
        elif hold.kind is HoldKind.REGULATORY:
            self._later(1, 7)
            cleared = ClearCompliance(number=self._number, hold=hold.key, words=self._said("cleared"))
            yield self._step(self._other("@compliance"), cleared)
        elif hold.kind is HoldKind.CONFLICTING_DATA:
            self._later(1, 6)
            yield self._step(
                self._other("@data-quality"),
                ResolveHold(number=self._number, hold=hold.key, words=self._said("settled"), side=1),
            )
        elif hold.kind is HoldKind.DATA_UNAVAILABLE:
            self._later(1, 3)
            instead = self._said("instead")
            yield self._step(
                request.filed_by, DocumentSource(number=self._number, hold=hold.key, words=instead)
            )
            self._later(0.5, 2)
            yield self._step(
                self._other("@operations", request.filed_by),
                ResolveHold(number=self._number, hold=hold.key, words=instead),
            )
        else:
            self._later(1, 4)
            released = ResolveHold(number=self._number, hold=hold.key, words=self._said("authorized"))
            yield self._step("U0MANDIREC", released)

    def _carry_out(self, request: ExceptionRequest) -> Iterator[Step]:
        if self._is_first("withdrawn", Plot.WITHDRAWN):
            self._later(1, 6)
            yield self._step(request.filed_by, Withdraw(number=self._number, why=self._said("withdrawn")))
            return
        for complaint in request.complaints:
            if complaint.reviewed_by is None and complaint.key not in self._done:
                self._done.add(complaint.key)
                self._later(0.5, 3)
                found = ReviewComplaint(
                    number=self._number, complaint=complaint.key, words=self._said("reviewed")
                )
                yield self._step("U0CSMANAGR", found)
        self._later(1, 14)
        by = self._other("@operations", request.filed_by)
        if self._is_first("partial", Plot.IN_PART):
            yield self._executed(by, "partial", Result.PARTIAL)
        elif self._is_first("failed", Plot.FAILED_FIRST):
            yield self._executed(by, "failed", Result.FAILED)
        else:
            yield self._executed(by, "executed", Result.DONE)

    def _executed(self, by: str, words: str, result: Result) -> Step:
        return self._step(by, MarkExecuted(number=self._number, done=self._said(words), result=result))

    def _snapshots(self) -> Iterator[Snapshot]:
        for source in self._policy.sources:
            said = self._case.facts.get(source.name)
            if said is None:
                fault = f'{source.title} has no customer "{self._case.filing.customer.id}".'
                yield Snapshot.unavailable(source.name, source.title, self._at, fault)
            else:
                yield Snapshot.of(source.name, source.title, self._at, dict(said))

    def _validator(self, request: ExceptionRequest) -> str:
        return self._other(self._policy.validators.who[0], request.filed_by)

    def _other(self, who: str, *but: str) -> str:
        """Somebody of a group who is none of those."""
        return self._random.choice([one for one in self._groups[who] if one not in but])

    def _is_first(self, what: str, plot: Plot) -> bool:
        """Whether it belongs to the case's plot, and has not been done yet."""
        if self._case.plot is not plot or what in self._done:
            return False
        self._done.add(what)
        return True

    def _later(self, least: float, most: float) -> None:
        """Some business hours pass."""
        hours = least + (most - least) * self._random.random() ** 2
        self._at = add_business_time(self._policy.calendar, self._at, timedelta(seconds=int(hours * 3600)))

    def _said(self, what: str) -> str:
        return self._random.choice(self._words[what])

    def _step(self, by: str, act: Act) -> Step:
        person = SYSTEM if by == SYSTEM.id else Person(id=by, team="", name=by)
        return Step(at=self._at, by=person, act=act)


def _concerned(request: ExceptionRequest) -> tuple[str, ...]:
    """Whoever cannot give the second approval: the requester and who gave the first."""
    return (request.filed_by, *(decision.by for decision in request.decisions_of_round()))
