"""Executing: operations carries out what was approved, says how it went, and takes it back (SOP step 6).

Nothing here ends an approval that is not carried out: that is its expiry.
"""

from __future__ import annotations

from dataclasses import replace

from models.acts import MarkExecuted, RollBack
from models.events import EventKind, event
from models.execution_authority import supervisors_there
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Execution, Result, Status

#: What the trail says of each result.
TOLD_AS = {
    Result.DONE: EventKind.EXECUTED,
    Result.PARTIAL: EventKind.EXECUTION_PARTIAL,
    Result.FAILED: EventKind.EXECUTION_FAILED,
    Result.GIVEN_UP: EventKind.EXECUTION_FAILED,
    Result.ROLLED_BACK: EventKind.ROLLED_BACK,
}


def mark_executed(
    request: ExceptionRequest, act: MarkExecuted, by: Person, scene: Scene
) -> Outcome | Refusal:
    """In full, or given up: the record goes to be closed. In part, or failed: it can be tried again until its date."""
    unfit = _unfit(act)
    if unfit is not None:
        return unfit
    if act.result is Result.ROLLED_BACK:
        return Refusal(why=Why.FAULTS, faults={Field.RESULT: Fault.MISSING})
    execution = Execution(by=by.id, at=scene.at, done=act.done, result=act.result, evidence=act.evidence)
    return _tried(request, execution, scene)


def roll_back(request: ExceptionRequest, act: RollBack, by: Person, scene: Scene) -> Outcome | Refusal:
    """What was carried out is taken back; a record that was closed is verified and closed anew."""
    unfit = _unfit(act)
    if unfit is not None:
        return unfit
    execution = Execution(
        by=by.id, at=scene.at, done=act.done, result=Result.ROLLED_BACK, evidence=act.evidence
    )
    return _tried(request, execution, scene)


def _unfit(act: MarkExecuted | RollBack) -> Refusal | None:
    fault = fault_of_text(act.done)
    return Refusal(why=Why.FAULTS, faults={Field.DONE: fault}) if fault is not None else None


def _tried(request: ExceptionRequest, execution: Execution, scene: Scene) -> Outcome:
    result = execution.result
    if result in (Result.FAILED, Result.GIVEN_UP):
        execution = replace(execution, told=supervisors_there(scene.policy, scene.register))
    tried = replace(request, executions=(*request.executions, execution))
    changed: dict[str, object] = {"execution": execution}
    if result.is_final:
        # A record that was closed is open again until it is verified anew; the trail keeps that it was closed.
        tried = replace(tried, status=Status.CLOSING, missing=(), closed_at=None)
        changed["status"] = tried.status
    else:
        changed["execute_by"] = request.execute_by
    return Outcome(request=tried, events=(event(TOLD_AS[result], **changed),))
