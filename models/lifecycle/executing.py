"""Executing: operations carries out what was approved and says what it did (SOP step 6)."""

from __future__ import annotations

from dataclasses import replace

from models.acts import MarkExecuted
from models.events import EventKind, event
from models.lifecycle.limits import MAX_TEXT, is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Execution, Status


def mark_executed(
    request: ExceptionRequest, act: MarkExecuted, by: Person, scene: Scene
) -> Outcome | Refusal:
    """The record goes to be closed."""
    if is_blank(act.done):
        return Refusal(why=Why.FAULTS, faults={Field.DONE: Fault.MISSING})
    if len(act.done) > MAX_TEXT:
        return Refusal(why=Why.FAULTS, faults={Field.DONE: Fault.TOO_LONG})
    execution = Execution(by=by.id, at=scene.at, done=act.done, evidence=act.evidence)
    executed = event(EventKind.EXECUTED, execution=execution, status=Status.CLOSING)
    return Outcome(
        request=replace(request, executions=(*request.executions, execution), status=Status.CLOSING),
        events=(executed,),
    )
