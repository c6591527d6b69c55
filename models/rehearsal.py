"""A rehearsal: one request's acts performed in order, with the timers that fall due between them; it keeps nothing.

It reads no clock: each act has its time. What the sources said comes as an act of its own, for nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.acts import Act
from models.deadlines import Timer, TimerKind, timers_for
from models.due import act_of
from models.lifecycle import Outcome, Scene, perform
from models.people import SYSTEM, Person, Register
from models.refusals import Refusal
from models.request import ExceptionRequest

#: Who is in which group when an act is performed on a request as it stands; the groups are read at that time.
Roll = Callable[[Act, ExceptionRequest | None, datetime], Register]
#: A step as it is performed on a request as it stands, asked for before its groups are; a timer's are steps too.
Fit = Callable[["Step", ExceptionRequest | None], "Step"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """An act by somebody at a time."""

    at: datetime
    by: Person
    act: Act


@dataclass(frozen=True, kw_only=True)
class Played:
    """A step that was performed: on what, in which scene, and what came of it."""

    step: Step
    scene: Scene
    before: ExceptionRequest | None
    result: Outcome | Refusal


def as_it_is(step: Step, request: ExceptionRequest | None) -> Step:
    """The step itself."""
    return step


def rehearse(
    steps: Iterable[Step], start: Scene, roll: Roll, until: datetime, fit: Fit = as_it_is
) -> Iterator[Played]:
    """What comes of the steps, and of every timer up to `until`, in order of time.

    `start` gives the workspace, the policy and its version, the request's number and its like cases; its time and
    register do not count. A refused step changes nothing, and the next one follows. A timer that an act has made
    due in the past fires at once.
    """
    course = _Course(start, roll, fit)
    for step in steps:
        yield from course.up_to(step.at)
        yield course.perform(step)
    yield from course.up_to(until)


class _Course:
    """How one request stands on its way."""

    def __init__(self, start: Scene, roll: Roll, fit: Fit) -> None:
        self._start = start
        self._roll = roll
        self._fit = fit
        self._now: datetime | None = None
        self._request: ExceptionRequest | None = None
        self._trail: list[str] = []
        self._fired: set[tuple[TimerKind, str]] = set()

    def up_to(self, until: datetime) -> Iterator[Played]:
        """Fire all that falls due until a time, the earliest first."""
        while (due := self._next_due(until)) is not None and self._request is not None:
            self._fired.add((due.kind, due.version))
            act = act_of(due.kind, self._request.number, due.version)
            at = due.due_at if self._now is None else max(self._now, due.due_at)
            yield self.perform(Step(at=at, by=SYSTEM, act=act))

    def perform(self, step: Step) -> Played:
        before = self._request
        step, self._now = self._fit(step, before), step.at
        scene = Scene(
            workspace=self._start.workspace,
            at=step.at,
            policy=self._start.policy,
            policy_version=self._start.policy_version,
            register=self._roll(step.act, before, step.at),
            number=self._start.number,
            trail=tuple(self._trail),
            like=self._start.like,
        )
        result = perform(before, step.act, step.by, scene)
        if isinstance(result, Outcome):
            self._request = result.request
            self._trail += [event.kind.value for event in result.events]
        return Played(step=step, scene=scene, before=before, result=result)

    def _next_due(self, until: datetime) -> Timer | None:
        if self._request is None:
            return None
        waiting = (
            timer
            for timer in timers_for(self._request, self._start.policy)
            if timer.due_at <= until
            and timer.kind is not TimerKind.GATHER
            and (timer.kind, timer.version) not in self._fired
        )
        return min(waiting, key=lambda timer: timer.due_at, default=None)
