"""Laddering: telling somebody further up, and the next one when nobody acknowledges; it never decides anything."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models import ladders
from models.acts import ClimbLadder
from models.authority import asked
from models.deadlines import time_limit
from models.events import Event, EventKind, event
from models.ladders import STEPS, Rung, Step
from models.lifecycle.outcome import Outcome, Scene
from models.policy import Escalation, Priority
from models.refusals import Refusal, Why
from models.request import Attempt, EscalationRaised, ExceptionRequest


@dataclass(frozen=True, kw_only=True)
class _Climb:
    """The steps that were tried in one go, up to the first where somebody is; `gaps` are groups nobody knows now."""

    attempts: tuple[Attempt, ...]
    gaps: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(person for attempt in self.attempts for person in attempt.told)

    @property
    def has_reached(self) -> bool:
        """Somebody was told, or a channel."""
        return any(attempt.told or attempt.channel for attempt in self.attempts)


def escalate(
    request: ExceptionRequest,
    kind: str,
    subject: str,
    rule: Escalation,
    scene: Scene,
    *,
    first: tuple[Event, ...] = (),
) -> Outcome | Refusal:
    """Tell the first step of the rule's ladder where somebody is: contact, backup, the role's channel, administrators.

    `subject` is what it is about (a deadline, a hold's key, a complaint's key): with the kind it is the
    escalation's key, and it is raised once for each. `first` are the events that come before it.
    Refusals: ALREADY_RECORDED; GROUP_UNKNOWN while Slack cannot say who any of them are, so that it is put off and
    not lost.
    """
    key = ladders.key_of(kind, subject)
    if request.escalation(key) is not None:
        return Refusal(why=Why.ALREADY_RECORDED)
    climb = _climb(rule, 0, (), scene)
    if climb.gaps and not climb.has_reached:
        return Refusal(why=Why.GROUP_UNKNOWN, groups=climb.gaps)
    raised = EscalationRaised(
        key=key,
        kind=kind,
        contact=rule.contact,
        priority=rule.priority,
        told=climb.told,
        at=scene.at,
        attempts=climb.attempts,
    )
    escalated = event(
        EventKind.ESCALATED,
        escalation=key,
        contact=rule.contact,
        priority=rule.priority,
        told=climb.told,
        attempts=climb.attempts,
        within=time_limit(scene.policy, rule, scene.at),
        missing=request.stage,
        waiting_on=asked(scene.policy, request),
    )
    changed = replace(request, escalations=(*request.escalations, raised))
    return Outcome(request=changed, events=(*first, escalated))


def climb_ladder(request: ExceptionRequest, act: ClimbLadder, scene: Scene) -> Outcome | Refusal:
    """Nobody has acknowledged it in time: the next step is told, of those who were not told before."""
    raised = request.escalation(act.escalation)
    if raised is None:
        return Refusal(why=Why.NO_SUCH_ESCALATION)
    if raised.acknowledged_by is not None:
        return Refusal(why=Why.ALREADY_ACKNOWLEDGED, by=raised.acknowledged_by)
    if not ladders.is_needed(request, raised):
        return Refusal(why=Why.DEADLINE_MOVED)
    due = ladders.climbs(raised, scene.policy)
    if due is None or due[0] != act.step:
        return Refusal(why=Why.ALREADY_RECORDED)
    climb = _climb(ladders.rule_followed(raised, scene.policy), act.step, raised.told, scene)
    if climb.gaps and not climb.has_reached:
        return Refusal(why=Why.GROUP_UNKNOWN, groups=climb.gaps)
    further = replace(raised, told=(*raised.told, *climb.told), attempts=(*raised.attempts, *climb.attempts))
    escalations = tuple(further if e.key == raised.key else e for e in request.escalations)
    attempted = event(EventKind.ATTEMPTED, escalation=raised.key, told=climb.told, attempts=climb.attempts)
    return Outcome(request=replace(request, escalations=escalations), events=(attempted,))


def _climb(rule: Escalation, place: int, known: tuple[str, ...], scene: Scene) -> _Climb:
    """Try each step from a place in STEPS on, until somebody is there; `known` were told before."""
    attempts: list[Attempt] = []
    gaps: list[str] = []
    for rung in ladders.rungs(scene.policy, rule.contact):
        if STEPS.index(rung.step) < place:
            continue
        attempt, unknown = _attempt(rung, rule.priority, known, scene)
        attempts.append(attempt)
        gaps += unknown
        if attempt.told or attempt.channel:
            break
    return _Climb(attempts=tuple(attempts), gaps=tuple(dict.fromkeys(gaps)))


def _attempt(
    rung: Rung, priority: Priority, known: tuple[str, ...], scene: Scene
) -> tuple[Attempt, tuple[str, ...]]:
    """One step tried, and its groups of which Slack cannot say who is in them."""
    if rung.channel:
        return Attempt(step=rung.step, at=scene.at, channel=rung.channel), ()
    if rung.step is Step.ADMINISTRATORS:
        # Nobody comes after them: a message that waits for them is better than none.
        priority = Priority.URGENT
    register = scene.register
    told: list[str] = []
    absent: list[str] = []
    for person in replace(register, absent=frozenset()).members(rung.who):
        why = "told before" if person in known else ladders.why_absent(person, priority, register, scene.at)
        if why:
            absent.append(f"{person}: {why}")
        else:
            told.append(person)
    gaps = register.gaps(rung.who, scene.at)
    absent += (f"{group}: Slack could not say who is in it" for group in gaps)
    return Attempt(step=rung.step, at=scene.at, told=tuple(told), absent=tuple(absent)), gaps
