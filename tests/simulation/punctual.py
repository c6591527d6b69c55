"""The state machine of the hard half with timers that fire in their moment, and the trails that it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from models.acts import Act
from models.deadlines import TimerKind
from models.people import Person
from models.refusals import Refusal
from models.request import ExceptionRequest
from models.simulation.simulating import Course
from tests.models.test_exceptional_ways import HardWays
from tests.models.test_state_machine import SOURCES


class PunctualWays(HardWays):
    """Nothing is ever late: when the clock moves, or an act makes something due, it fires at once."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._is_firing = False
        self.failing: set[str] = set()
        super().__init__()

    @property
    def now(self) -> datetime:
        """The time; whoever moves it lets everything fire that falls due on the way, each at its time."""
        assert self._at is not None
        return self._at

    @now.setter
    def now(self, at: datetime) -> None:
        if self._at is None:
            self._at = at
            return
        self._fire(until=at, which=lambda kind: True)
        self._at = at

    def _fire(self, until: datetime, which: Callable[[TimerKind], bool]) -> None:
        start, self._is_firing = self.now, True
        for count in range(500):
            if count == 20:
                # They would be read in vain every two hours until then.
                self.failing = set()
            self._at = until
            waiting = [due for due in self.due() if which(due[2].kind)]
            if not waiting:
                break
            due_at, number, timer = min(waiting, key=lambda due: due[:2])
            start = self._at = max(start, due_at)
            self.fire(number, timer, self.failing)
        else:
            raise AssertionError("the timers never come to rest")
        self._is_firing = False

    def slack_fails(self, **_: Any) -> None:
        """Never: what is put off is late."""

    @rule(failing=st.sets(st.sampled_from(SOURCES), max_size=2))
    def sources_fail(self, failing: set[str]) -> None:
        self.failing = failing

    def perform(self, act: Act, by: Person) -> Refusal | None:
        refusal = super().perform(act, by)
        if refusal is None and not self._is_firing:
            self._fire(until=self.now, which=lambda kind: kind is not TimerKind.GATHER)
            # What is done next, such as a delegation, must not look as if it had been done before.
            self.now += timedelta(seconds=1)
        return refusal

    def courses(self) -> list[Course]:
        """All that is on record."""
        return [
            Course(
                request=request,
                links=tuple(self.chains[number]),
                policy=self.policy,
                delegations=tuple(self.delegations),
            )
            for number, request in self.requests.items()
        ]


def essentials(request: ExceptionRequest) -> ExceptionRequest:
    """The request without what nobody can know again: who was told, and who was in which group."""
    return replace(
        request,
        version=0,
        snapshots=tuple(replace(snapshot, title="") for snapshot in request.snapshots),
        escalations=tuple(replace(raised, told=(), attempts=()) for raised in request.escalations),
        holds=tuple(replace(hold, told=()) for hold in request.holds),
        executions=tuple(replace(tried, told=()) for tried in request.executions),
        reminders=(),
        expedite=replace(request.expedite, told=()) if request.expedite else None,
    )
