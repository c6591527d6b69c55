"""Holding: what opening and closing a hold does to a request and its clock; why one is opened is others' to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from models.calendar import due_after
from models.deadlines import reckoned_deadline
from models.events import Event, EventKind, event
from models.evidence import Evidence
from models.expiry import execute_by_of
from models.holds import Hold, HoldClosed, HoldEnding, HoldKind, MissingItem, Pause, SourceValue
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.routing import routed
from models.request import Ended, ExceptionRequest, Score, Status
from models.ways import Extension


def open_hold(
    request: ExceptionRequest,
    kind: HoldKind,
    by: str,
    scene: Scene,
    *,
    why: str,
    subject: str = "",
    due_at: datetime | None = None,
    told: tuple[str, ...] = (),
    items: tuple[MissingItem, ...] = (),
    values: tuple[SourceValue, ...] = (),
) -> Outcome:
    """The request on hold: its time stands still from now on where the kind pauses, or is extended once.

    `due_at` is the hold's own deadline where the policy's `holds` do not say one.
    """
    part = scene.policy.holds.get(kind)
    if due_at is None and part is not None and part.within is not None:
        due_at = due_after(scene.policy.calendar, part.within, scene.at)
    hold = Hold(
        key=f"{kind}-{len(request.holds) + 1}",
        kind=kind,
        opened_by=by,
        opened_at=scene.at,
        why=why,
        subject=subject,
        due_at=due_at,
        told=told,
        items=items,
        values=values,
    )
    held = replace(request, holds=(*request.holds, hold))
    events: list[Event] = [event(EventKind.HOLD_OPENED, hold=hold)]
    if kind.pauses and held.stage is not None and held.paused_since is None:
        held = replace(held, paused_since=scene.at)
        events.append(event(EventKind.PAUSED, since=scene.at, hold=hold.key))
    extends = part.extends if part is not None and held.stage is not None else None
    # A source lengthens the time once in a round, however often it goes away; a further time is the supervisor's.
    has_extended = bool(subject) and any(extension.subject == subject for extension in request.extensions)
    if extends is not None and not has_extended:
        extended = extend(held, extends, by, scene, subject=subject, why=why)
        held, events = extended.request, [*events, *extended.events]
    return Outcome(request=held, events=tuple(events))


def close_hold(
    request: ExceptionRequest,
    key: str,
    how: HoldEnding,
    by: str,
    scene: Scene,
    *,
    words: str = "",
    chosen: str = "",
    conditions: str = "",
    evidence: tuple[Evidence, ...] = (),
) -> Outcome:
    """The request without the hold: with the last one that paused it, the clock runs on from now."""
    closed = HoldClosed(
        how=how,
        by=by,
        at=scene.at,
        words=words,
        chosen=chosen,
        conditions=conditions,
        evidence=evidence,
    )
    holds = tuple(replace(hold, closed=closed) if hold.key == key else hold for hold in request.holds)
    freed = replace(request, holds=holds)
    changed: dict[str, object] = {"hold": key, "closed": closed}
    if how is HoldEnding.RESOLVED and freed.status is Status.EXECUTION and not freed.open_holds:
        # Time on hold does not count towards the approval's end either; conditions void the approval.
        freed = replace(freed, execute_by=execute_by_of(scene.policy, freed))
        if freed.execute_by != request.execute_by:
            changed["execute_by"] = freed.execute_by
    events: list[Event] = [event(EventKind.HOLD_CLOSED, **changed)]
    if freed.paused_since is not None and not any(hold.kind.pauses for hold in freed.open_holds):
        pause = Pause(start=freed.paused_since, end=scene.at)
        freed = reckoned(replace(freed, paused_since=None, pauses=(*freed.pauses, pause)), scene)
        events.append(
            event(
                EventKind.RESUMED,
                since=pause.start,
                paused=pause.end - pause.start,
                deadline=freed.deadline,
                **in_time_again(request, freed),
            )
        )
    return Outcome(request=freed, events=tuple(events))


def extend(
    request: ExceptionRequest, length: timedelta, by: str, scene: Scene, *, subject: str, why: str
) -> Outcome:
    """The deadline that much later."""
    extension = Extension(by=by, at=scene.at, length=length, subject=subject, why=why)
    extended = reckoned(replace(request, extensions=(*request.extensions, extension)), scene)
    return Outcome(
        request=extended,
        events=(
            event(
                EventKind.EXTENDED,
                extension=extension,
                deadline=extended.deadline,
                **in_time_again(request, extended),
            ),
        ),
    )


def begin_round(request: ExceptionRequest, scene: Scene, *, why: str) -> Outcome:
    """A new round: the decisions of the last one are void, validation is first, and the clock begins anew.

    What was authorised for the last round is over too: the urgent path can be asked for anew.
    """
    void = tuple(decision.by for decision in request.decisions_of_round())
    fresh = replace(
        request,
        round=request.round + 1,
        status=Status.VALIDATION,
        clock_from=scene.at,
        pauses=(),
        paused_since=scene.at if any(hold.kind.pauses for hold in request.open_holds) else None,
        extensions=tuple(_still_due(request)),
        waiver=None,
        execute_by=None,
        was_approved=request.was_approved or request.is_approved,
    )
    fresh = reckoned(fresh, scene)
    begun = event(
        EventKind.ROUND_BEGUN,
        round=fresh.round,
        why=why,
        void=void,
        status=Status.VALIDATION,
        deadline=fresh.deadline,
        breached_at=fresh.breached_at,
        paused_since=fresh.paused_since,
        extensions=fresh.extensions,
        was_approved=fresh.was_approved,
    )
    return Outcome(request=fresh, events=(begun,))


def then_begin_round(outcome: Outcome, scene: Scene, *, why: str) -> Outcome:
    """What has come of an act, and a new round after it.

    The round sets the clock: that it runs on is not told, for that would be with a time that no longer holds.
    """
    begun = begin_round(outcome.request, scene, why=why)
    told = (each for each in outcome.events if each.kind is not EventKind.RESUMED)
    return Outcome(request=begun.request, events=(*told, *begun.events))


def _still_due(request: ExceptionRequest) -> Iterator[Extension]:
    """The first extension for each source that is still away: the new round has that time too, and no more."""
    for hold in request.open_holds:
        if hold.kind is HoldKind.DATA_UNAVAILABLE:
            yield from [e for e in request.extensions if e.subject == hold.subject][:1]


def rescore(request: ExceptionRequest, score: Score, scene: Scene) -> Outcome:
    """The request with another score: it may go to another tier, and its deadline with it."""
    was = request.score
    left = (was.tier,) if score.tier != was.tier else ()
    scored = reckoned(replace(request, score=score, left_tiers=(*request.left_tiers, *left)), scene)
    rescored = event(
        EventKind.RESCORED,
        deviation=score.deviation,
        was=was.deviation,
        tier=score.tier,
        score=score,
        deadline=scored.deadline,
        **in_time_again(request, scored),
    )
    events = [rescored]
    if (score.band, score.tier) != (was.band, was.tier):
        events.append(routed(scored, scene.policy))
    return Outcome(request=scored, events=tuple(events))


def ending(request: ExceptionRequest, ended: Ended) -> ExceptionRequest:
    """The request that has ended: what still held it is void, and the record goes to be closed."""
    void = HoldClosed(how=HoldEnding.VOID, by=ended.by, at=ended.at)
    holds = tuple(replace(hold, closed=void) if hold.is_open else hold for hold in request.holds)
    return replace(request, ended=ended, status=Status.CLOSING, holds=holds, paused_since=None)


def ending_told(before: ExceptionRequest, after: ExceptionRequest) -> dict[str, object]:
    """What the event of an ending names besides it: the holds that are void with it, and what it did to the clock."""
    open_before = {hold.key for hold in before.open_holds}
    void = tuple(
        hold.key
        for hold in after.holds
        if hold.key in open_before and hold.closed is not None and hold.closed.how is HoldEnding.VOID
    )
    clock = ("deadline", "breached_at", "paused_since", "pauses")
    told = {name: getattr(after, name) for name in clock if getattr(after, name) != getattr(before, name)}
    return told | ({"void": void} if void else {})


def in_time_again(before: ExceptionRequest, after: ExceptionRequest) -> dict[str, object]:
    """What an event names that gave a late request more time than it had taken: that it is late no more."""
    is_again = before.breached_at is not None and after.breached_at is None
    return {"breached_at": None} if is_again else {}


def reckoned(request: ExceptionRequest, scene: Scene) -> ExceptionRequest:
    """With the deadline that follows; with more time it is no longer late, and the trail keeps that it was."""
    deadline = reckoned_deadline(scene.policy, request)
    breached_at = request.breached_at if deadline <= scene.at else None
    return replace(request, deadline=deadline, breached_at=breached_at)
