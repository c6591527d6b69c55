"""Recasting: a recorded act as it is performed under another policy, by the same person; it performs nothing itself.

Nobody knows who would have been in which group under a draft, so whoever acted then may act again, whatever the
draft calls those who may. What does not depend on groups (two people, nobody in their own cause) holds as recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from models.acts import (
    Acknowledge,
    Act,
    AnswerExpedite,
    ClearCompliance,
    DocumentSource,
    ExtendDeadline,
    Prohibit,
    ResolveHold,
)
from models.delegation import Delegation
from models.holds import Hold, HoldKind
from models.people import Group, Register
from models.rehearsal import Step
from models.request import ExceptionRequest
from models.simulation.recorded_acts import RecordedStep

#: A key that no hold has.
_NONE = ""
_OnHold = DocumentSource | ResolveHold | ExtendDeadline | ClearCompliance | Prohibit
#: Holds that one owner answers, whatever they are about: what was answered then is an answer to the draft's too.
_ANSWERED_ALIKE = (HoldKind.REGULATORY, HoldKind.OVER_AUTHORITY)


@dataclass(frozen=True, kw_only=True)
class AsRecorded(Register):
    """A register in which `doing`, those who did something, are in every group that is asked of.

    A group's one member is the group itself, so that an escalation tells whom the policy names; nobody is away but
    those who had delegated their authority.
    """

    doing: frozenset[str] = frozenset()
    knows_staff: bool = False

    def includes(self, who: Iterable[str], person_id: str) -> bool:
        """Whether anybody is asked for at all, and the person did it, or is named."""
        names = tuple(who)
        return bool(names) and (person_id in self.doing or super().includes(names, person_id))

    def gaps(self, who: Iterable[str], at: datetime) -> tuple[str, ...]:
        """None: what was not known at the time was known when the act was done."""
        return ()

    def is_trained(self, person: str) -> bool:
        """Always: they decided, and would have read the criteria before."""
        return True

    def members(self, who: Iterable[str]) -> tuple[str, ...]:
        """The people and groups as they are named."""
        return tuple(dict.fromkeys(name for name in who if name not in self.absent))


class Recast:
    """Puts the recorded steps of one request on another stage; a `Fit` and a `Roll` for its rehearsal."""

    def __init__(self, delegations: tuple[Delegation, ...]) -> None:
        self._delegations = delegations
        self._step: Step | None = None

    def fit(self, step: Step, request: ExceptionRequest | None) -> Step:
        """The step with the keys and the round that the request has now for what the act was about."""
        self._step = step
        if request is None or not isinstance(step, RecordedStep):
            return step
        return replace(step, act=_fitted(step, request))

    def roll(self, act: Act, request: ExceptionRequest | None, at: datetime) -> Register:
        """Who counts for the act of the step that was fitted last."""
        step = self._step
        if not isinstance(step, RecordedStep):
            return AsRecorded(delegations=self._delegations)
        if request is None:
            # A filing asks for no group but the requester's own team.
            team = Group(handle=step.team, id=step.team, members=frozenset({step.by.id}), read_at=at)
            return AsRecorded(groups={step.team: team} if step.team else {}, delegations=self._delegations)
        doing = {step.by.id, *([step.for_whom] if step.for_whom else [])}
        return AsRecorded(doing=frozenset(doing), delegations=self._delegations)


def _fitted(step: RecordedStep, request: ExceptionRequest) -> Act:
    act = step.act
    match act:
        case Acknowledge():
            return replace(act, escalation=_escalation(act.escalation, request))
        case AnswerExpedite():
            return replace(act, round=request.round)
        case DocumentSource() | ResolveHold() | ExtendDeadline() | ClearCompliance() | Prohibit():
            return _on_hold(act, step, request)
        case _:
            return act


def _escalation(key: str, request: ExceptionRequest) -> str:
    """The escalation of that key; of one whose deadline is another now, the newest of its kind nobody acknowledged."""
    if request.escalation(key) is not None:
        return key
    kind = key.partition(":")[0]
    alike = [e.key for e in request.escalations if e.kind == kind and e.acknowledged_by is None]
    return alike[-1] if alike else key


def _on_hold(act: _OnHold, step: RecordedStep, request: ExceptionRequest) -> Act:
    hold = _hold(step, request)
    if not isinstance(act, ResolveHold) or hold is None:
        return replace(act, hold=hold.key if hold is not None else _NONE)
    # What a source says is chosen by its place, for it may be no value that could be typed.
    places = [place for place, said in enumerate(hold.values) if said.value == act.chosen]
    if places:
        return replace(act, hold=hold.key, chosen="", side=places[0])
    return replace(act, hold=hold.key)


def _hold(step: RecordedStep, request: ExceptionRequest) -> Hold | None:
    """The open hold that the act is about."""
    if step.about is None:
        return None
    kind, subject = step.about
    exactly = request.open_hold(kind, subject)
    if exactly is not None or kind not in _ANSWERED_ALIKE:
        return exactly
    return next((hold for hold in request.open_holds if hold.kind is kind), None)
