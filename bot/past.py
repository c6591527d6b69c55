"""A past: requests and matters performed in order of time as the desk would have; for a demo's history."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import Connection

from bot import policy_reviewing, workspace_acts
from bot.audit import verify
from bot.keeping import Keeping
from models import ledger, outbox_rows, queries
from models.acts import File
from models.deadlines import TimerKind, timers_for
from models.due import act_for_workspace
from models.lifecycle import Outcome, Scene
from models.matter_queries import open_matters
from models.oversight.acts import OnWorkspace
from models.oversight.audit_review_acts import OpenAuditReview
from models.oversight.audit_review_notices import cards_of
from models.oversight.audit_reviews import AuditReview, Verification
from models.oversight.matters import OF_WORKSPACE
from models.oversight.policy_reviewing import cards
from models.oversight.policy_reviews import PolicyReview
from models.people import SYSTEM, Person, Register
from models.queries import StoredRequest
from models.refusals import Refusal
from models.rehearsal import Played, Step, rehearse

#: How often those whom a matter concerns look whether there is one.
LOOK = timedelta(days=1)
#: Chains are verified for reviews that are no older: to verify them for each review of a year takes too long.
VERIFIED = timedelta(days=8)

#: What people do about the matters that are open at a time, one act after another.
Looking = Callable[[Connection, datetime], Iterable[tuple[Person, OnWorkspace]]]


@dataclass(frozen=True, kw_only=True)
class Life:
    """A request that is to have been: when it was filed, and what people did, given the number that it got.

    `seen` is shown each step that was performed, and each timer, before the next step is asked for.
    """

    filed_at: datetime
    filing: File
    steps: Callable[[int], tuple[Iterable[Step], Callable[[Played], None]]]


@dataclass
class _Way:
    """A request on its way: what comes next of it, and how it is stored now."""

    course: Iterator[Played]
    seen: Callable[[Played], None]
    next: Played
    stored: StoredRequest | None = None


class Past:
    """What happened in one workspace before its bot was there: acts performed, each kept as the desk keeps it.

    What was to happen later has happened when it was due, and nobody is told now of what is long past.
    `start` says the workspace and its policy, `register` who was in which group at a time.
    """

    def __init__(
        self,
        connection: Connection,
        keeping: Keeping,
        start: Scene,
        register: Callable[[datetime], Register],
        looking: Looking,
    ) -> None:
        self._connection = connection
        self._keeping = keeping
        self._start = start
        self._register = register
        self._looking = looking
        self._under_way: list[tuple[datetime, int, _Way]] = []

    def relive(self, lives: Iterable[Life], since: datetime, until: datetime) -> int:
        """Perform the lives side by side, in the order of time, and what came round; how many lives there were.

        The lives come in the order of their filing, all of them between the two times.
        """
        workspace, policy = self._start.workspace, self._start.policy
        workspace_acts.keep_schedule(self._connection, workspace, policy, since)
        self._next_look, lived = since + LOOK, 0
        for life in lives:
            self._go_on(life.filed_at, until)
            self._begin(life, until)
            lived += 1
        self._go_on(until, until)
        self._tell_of_what_is_open(until)
        return lived

    def _tell_of_what_is_open(self, at: datetime) -> None:
        """Nobody is told now of what is long past, but the matters that wait for somebody have their cards."""
        workspace = self._start.workspace
        outbox_rows.forget_messages(self._connection, workspace)
        audits = open_matters(self._connection, workspace, AuditReview)
        reviews = open_matters(self._connection, workspace, PolicyReview)
        notices = [*chain.from_iterable(map(cards_of, audits)), *chain.from_iterable(map(cards, reviews))]
        outbox_rows.want_messages(self._connection, workspace, OF_WORKSPACE, notices, at)

    def _go_on(self, to: datetime, until: datetime) -> None:
        """All that happened up to a time, the earliest first."""
        while True:
            timer = queries.next_timer(self._connection, self._start.workspace)
            step_at = self._under_way[0][0] if self._under_way else to
            first = min(step_at, self._next_look, timer.due_at if timer else to)
            if timer is not None and timer.due_at == first <= to:
                ledger.end_timer(self._connection, timer.id, timer.due_at)
                # Whose morning it was is told to nobody now, and a year of looks for it would take minutes.
                if timer.kind != TimerKind.DIGEST:
                    self._perform(SYSTEM, self._act_of(timer.kind, timer.version, first, until), first)
            elif self._next_look == first <= to:
                self._next_look += LOOK
                for by, act in self._looking(self._connection, first):
                    self._perform(by, act, first)
            elif self._under_way and step_at <= to:
                _, number, way = heapq.heappop(self._under_way)
                self._keep(way)
                self._wait(number, way)
            else:
                return

    def _act_of(self, kind: str, version: str, at: datetime, until: datetime) -> OnWorkspace:
        act = act_for_workspace(TimerKind(kind), version)
        if isinstance(act, OpenAuditReview) and until - at < VERIFIED:
            return replace(act, verification=self._verified(at))
        return act

    def _verified(self, at: datetime) -> Verification:
        """That the chains hold; timers are kept when a request has ended, so that rows are not compared on the way."""
        chains, events, broken = verify(self._connection)
        return Verification(at=at, chains=chains, events=events, found=len(broken))

    def _perform(self, by: Person, act: OnWorkspace, at: datetime) -> Refusal | None:
        scene = replace(self._start, at=at, register=self._register(at))
        refused = workspace_acts.perform(self._connection, act, by, scene)
        if refused is not None:
            self._keeping.refusal(self._connection, act, by, None, refused, at)
        return refused

    def _begin(self, life: Life, until: datetime) -> None:
        workspace, filing = self._start.workspace, life.filing.filing
        number = ledger.next_number(self._connection, workspace)
        since = life.filed_at - self._start.policy.recurrence.within
        like = queries.approved_like(self._connection, workspace, filing.standard, filing.reason.value, since)
        steps, seen = life.steps(number)
        scene = replace(self._start, number=number, like=like)
        course = rehearse(steps, scene, lambda _act, _request, at: self._register(at), until)
        way = _Way(course=course, seen=seen, next=next(course))
        self._keep(way)
        self._wait(number, way)

    def _wait(self, number: int, way: _Way) -> None:
        following = next(way.course, None)
        if following is not None:
            way.next = following
            heapq.heappush(self._under_way, (following.step.at, number, way))
        elif way.stored is not None:
            request = way.stored.request
            wanted = timers_for(request, self._start.policy)
            ledger.keep_timers(self._connection, request, wanted, way.next.step.at)

    def _keep(self, way: _Way) -> None:
        """Write what has come of the step, as the desk does."""
        step, result, scene = way.next.step, way.next.result, way.next.scene
        way.seen(way.next)
        if isinstance(result, Outcome):
            request, links = self._keeping.record(self._connection, way.stored, result, step.by, scene)
            was = way.stored.request if way.stored else None
            policy_reviewing.follow(self._connection, was, request, self._keeping.policies, step.at)
            events = links[-1].position
            way.stored = StoredRequest(request=request, events=events, head=links[-1].hash)
        elif way.stored is not None:
            self._keeping.refusal(self._connection, step.act, step.by, way.stored, result, step.at)
            number = way.stored.request.number
            way.stored = queries.stored_request(self._connection, self._start.workspace, number)
