"""A past: requests performed in order of time as the desk would have, without Slack; for a demo that has a history."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.keeping import Keeping
from models import ledger, queries
from models.acts import File
from models.deadlines import timers_for
from models.lifecycle import Outcome, Scene
from models.queries import StoredRequest
from models.rehearsal import Played, Roll, Step, rehearse


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

    Nobody is told of anything, and what was to happen later has happened when it was due.
    """

    def __init__(self, connection: Connection, keeping: Keeping, start: Scene, roll: Roll) -> None:
        self._connection = connection
        self._keeping = keeping
        self._start = start
        self._roll = roll

    def relive(self, lives: Iterable[Life], until: datetime) -> int:
        """Perform the lives side by side, in the order of time up to `until`; how many there were.

        The lives come in the order of their filing.
        """
        under_way: list[tuple[datetime, int, _Way]] = []
        lived = 0
        for life in lives:
            self._go_on(under_way, life.filed_at)
            self._begin(under_way, life, until)
            lived += 1
        self._go_on(under_way, until)
        return lived

    def _begin(self, under_way: list[tuple[datetime, int, _Way]], life: Life, until: datetime) -> None:
        workspace, filing = self._start.workspace, life.filing.filing
        number = ledger.next_number(self._connection, workspace)
        since = life.filed_at - self._start.policy.recurrence.within
        like = queries.approved_like(self._connection, workspace, filing.standard, filing.reason.value, since)
        steps, seen = life.steps(number)
        scene = replace(self._start, number=number, like=like)
        course = rehearse(steps, scene, self._roll, until)
        way = _Way(course=course, seen=seen, next=next(course))
        self._keep(way)
        self._wait(under_way, number, way)

    def _go_on(self, under_way: list[tuple[datetime, int, _Way]], until: datetime) -> None:
        while under_way and under_way[0][0] <= until:
            _, number, way = heapq.heappop(under_way)
            self._keep(way)
            self._wait(under_way, number, way)

    def _wait(self, under_way: list[tuple[datetime, int, _Way]], number: int, way: _Way) -> None:
        following = next(way.course, None)
        if following is not None:
            way.next = following
            heapq.heappush(under_way, (following.step.at, number, way))
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
            events = links[-1].position
            way.stored = StoredRequest(request=request, events=events, head=links[-1].hash)
        elif way.stored is not None:
            self._keeping.refusal(self._connection, step.act, step.by, way.stored, result, step.at)
            number = way.stored.request.number
            way.stored = queries.stored_request(self._connection, self._start.workspace, number)
