"""Documenting: a source that cannot be read stops a request, and what stands in for it lets it go on.

It follows the blueprint's "Data unavailable from required source": alternate documentation is asked for, the
decision timeline is extended by 24 hours, and a further extension needs the supervisor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.acts import DocumentSource, ExtendDeadline, ResolveHold
from models.events import Event, EventKind, event
from models.holds import Hold, HoldEnding, HoldKind
from models.lifecycle.holding import close_hold, extend, open_hold
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.outages import extension_length, has_come
from models.people import SYSTEM, Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest
from models.snapshot import Snapshot
from models.ways import Documentation

#: How much of a source's fault is kept as the reason of its hold, in characters.
MAX_FAULT = 1000


def follow(
    request: ExceptionRequest, new: Iterable[Snapshot], known: frozenset[str], scene: Scene
) -> Outcome:
    """What follows from the new snapshots, which the request holds already: holds opened, holds that may close.

    `known` are the sources that were away before: their outage goes on, and is not told anew. What is read
    again closes no hold by itself, for whoever owns it may have seen more than that.
    """
    events: list[Event] = []
    for snapshot in new:
        hold = request.open_hold(HoldKind.DATA_UNAVAILABLE, snapshot.source)
        if snapshot.is_available and hold is not None:
            events.append(event(EventKind.HOLD_OFFERED, hold=hold.key, source=snapshot.source, has="read"))
        elif not snapshot.is_available and hold is None and snapshot.source not in known:
            stopped = _stop(request, snapshot, scene)
            request, events = stopped.request, [*events, *stopped.events]
    return Outcome(request=request, events=tuple(events))


def _stop(request: ExceptionRequest, snapshot: Snapshot, scene: Scene) -> Outcome:
    part = scene.policy.holds.get(HoldKind.DATA_UNAVAILABLE)
    if part is None or request.stage is None:
        return Outcome(request=request, events=())
    return open_hold(
        request,
        HoldKind.DATA_UNAVAILABLE,
        SYSTEM.id,
        scene,
        why=(snapshot.fault or "")[:MAX_FAULT],
        subject=snapshot.source,
        # Without a channel of its own, the hold's card stands where operations works.
        told=() if part.channel else (scene.policy.execution.channel,),
    )


def document_source(
    request: ExceptionRequest, act: DocumentSource, by: Person, scene: Scene
) -> Outcome | Refusal:
    """The requester's words and files are kept in the source's place, and the hold offers to close."""
    hold = request.hold(act.hold)
    if hold is None:
        return Refusal(why=Why.NO_SUCH_HOLD)
    fault = fault_of_text(act.words)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    given = Documentation(source=hold.subject, by=by.id, at=scene.at, words=act.words, evidence=act.evidence)
    return Outcome(
        request=replace(request, documentation=(*request.documentation, given)),
        events=(
            event(
                EventKind.DOCUMENTED,
                hold=hold.key,
                source=hold.subject,
                documentation=given,
                sha256=given.sha256,
            ),
            event(EventKind.HOLD_OFFERED, hold=hold.key, source=hold.subject, has="documentation"),
        ),
    )


def resolve(
    request: ExceptionRequest, hold: Hold, act: ResolveHold, by: Person, scene: Scene
) -> Outcome | Refusal:
    """The hold closed by its owner; without the source and without a document only with their reason."""
    fault = fault_of_text(act.words)
    if fault is Fault.MISSING and has_come(request, hold):
        fault = None
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    return close_hold(
        request, hold.key, HoldEnding.RESOLVED, by.id, scene, words=act.words, evidence=act.evidence
    )


def extend_deadline(
    request: ExceptionRequest, act: ExtendDeadline, by: Person, scene: Scene
) -> Outcome | Refusal:
    """The time to decide once more lengthened for a source that stays away, by the supervisor and with a reason."""
    hold = request.hold(act.hold)
    if hold is None:
        return Refusal(why=Why.NO_SUCH_HOLD)
    fault = fault_of_text(act.why)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    return extend(request, extension_length(scene.policy), by.id, scene, subject=hold.subject, why=act.why)
