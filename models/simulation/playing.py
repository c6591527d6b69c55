"""Playing: one request's recorded steps performed under one policy, and the way that it goes; it compares nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.acts import Amend, Approve, MarkExecuted, Reject
from models.delegation import Delegation
from models.events import Event, EventKind
from models.lifecycle import Outcome, Scene
from models.policy import Policy
from models.refusals import Refusal, Why
from models.rehearsal import Played, rehearse
from models.request import ExceptionRequest, Stage, Status
from models.roles import asked
from models.simulation.recasting import Recast
from models.simulation.recorded_acts import RecordedStep
from models.simulation.way import Raised, Wait, Way

#: The acts that bring a request on: where one of them is not done, what comes after is not what anybody chose.
_DECISIVE = (Approve, Reject, MarkExecuted, Amend)
#: Why an approval is not done where one less is asked for.
_NOT_NEEDED = (Why.ALREADY_DECIDED, Why.STAGE_PASSED)


@dataclass(frozen=True, kw_only=True)
class Play:
    """What came of a request's steps under one policy; without a request, its filing was refused."""

    policy: Policy
    played: tuple[Played, ...]

    @property
    def request(self) -> ExceptionRequest | None:
        """The request as it stands in the end."""
        return self.standing(None)

    def standing(self, at: datetime | None) -> ExceptionRequest | None:
        """The request as it stood at a time, or in the end."""
        outcomes = (one for one in reversed(self.played) if isinstance(one.result, Outcome))
        last = next((one for one in outcomes if at is None or one.step.at <= at), None)
        return last.result.request if last is not None and isinstance(last.result, Outcome) else None

    def refused(self) -> Iterator[tuple[RecordedStep, Refusal]]:
        """The steps that were not done, in order."""
        for one in self.played:
            if isinstance(one.result, Refusal) and isinstance(one.step, RecordedStep):
                yield one.step, one.result

    def stopped_at(self) -> datetime | None:
        """When the first act that would have brought it on was not done; an approval that is not needed is none."""
        for step, refusal in self.refused():
            is_spared = isinstance(step.act, Approve) and refusal.why in _NOT_NEEDED
            if isinstance(step.act, _DECISIVE) and not is_spared:
                return step.at
        return None

    def way(self, request: ExceptionRequest, until: datetime | None = None) -> Way:
        """The way that the request went; what happened after `until` counts neither as breach nor as escalation."""
        counted = [event for at, event in self._events() if until is None or at <= until]
        raised = [event.changed for event in counted if event.kind is EventKind.ESCALATED]
        return Way(
            tier=request.score.tier,
            status=request.status,
            outcome=request.outcome,
            deadline=request.deadline,
            allowed=request.deadline - (request.clock_from or request.filed_at),
            round=request.round,
            breaches=sum(1 for event in counted if event.kind is EventKind.DEADLINE_BREACHED),
            escalations=tuple(
                Raised(kind=str(one["escalation"]).partition(":")[0], contact=str(one["contact"]))
                for one in raised
            ),
            holds=tuple(hold.kind for hold in request.holds),
            has_one_approval=request.waiver is not None,
            asked=tuple(self._asked(request)),
            waits_for=_waits_for(request),
            held_by=tuple(hold.kind for hold in request.open_holds),
        )

    def _events(self) -> Iterator[tuple[datetime, Event]]:
        for one in self.played:
            if isinstance(one.result, Outcome):
                yield from ((one.step.at, event) for event in one.result.events)

    def _asked(self, request: ExceptionRequest) -> Iterator[tuple[str, ...]]:
        """Whose turn it was at each decision, of earlier rounds too, and whose it is now."""
        for one in self.played:
            is_decision = isinstance(one.result, Outcome) and isinstance(one.step.act, Approve | Reject)
            if is_decision and one.before is not None:
                yield asked(self.policy, one.before)
        if request.stage is not None:
            yield asked(self.policy, request)


def play(
    steps: Iterable[RecordedStep],
    request: ExceptionRequest,
    policy: Policy,
    version: str,
    delegations: tuple[Delegation, ...],
    until: datetime,
) -> Play:
    """Perform a request's steps under a policy, with the timers that fall due up to `until`.

    Only the workspace, the number and the like cases of `request` count.
    """
    recast = Recast(delegations)
    start = Scene(
        workspace=request.workspace,
        at=until,
        policy=policy,
        policy_version=version,
        number=request.number,
        like=request.like,
    )
    played = rehearse(steps, start, recast.roll, until, recast.fit)
    return Play(policy=policy, played=tuple(_while_filed(played)))


def _while_filed(played: Iterable[Played]) -> Iterator[Played]:
    """All of it, or the filing alone where that was refused."""
    for one in played:
        yield one
        if one.before is None and isinstance(one.result, Refusal):
            return


def _waits_for(request: ExceptionRequest) -> Wait | None:
    if request.status is Status.CLOSED:
        return None
    if request.open_holds:
        return Wait.HOLD
    match request.stage:
        case Stage.VALIDATION:
            return Wait.FIRST_APPROVAL
        case Stage.AUTHORIZATION:
            return Wait.SECOND_APPROVAL
        case None:
            return Wait.EXECUTION if request.status is Status.EXECUTION else Wait.CLOSING
