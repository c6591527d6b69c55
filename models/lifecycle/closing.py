"""Closing: the gate that verifies every audit field before a record closes (SOP step 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from models.events import EventKind, event
from models.holds import HoldKind
from models.lifecycle.limits import is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.refusals import Refusal, Why
from models.request import Ending, ExceptionRequest, Stage, Status, Verdict


class AuditField(StrEnum):
    """What the blueprint's Audit Trail Requirements ask for at each decision and each exception."""

    TRAIL = "trail"
    SNAPSHOT = "snapshot"
    WORKFLOW = "workflow"
    RATIONALE = "rationale"
    DOCUMENTATION = "documentation"
    EXECUTION = "execution"


_ENDED = {
    Ending.WITHDRAWN: EventKind.WITHDRAWN,
    Ending.PROHIBITED: EventKind.PROHIBITED,
    Ending.LAPSED: EventKind.LAPSED,
    Ending.EXPIRED: EventKind.EXPIRED,
}


def close(request: ExceptionRequest, scene: Scene) -> Outcome | Refusal:
    """A closed record, or one that names what is missing from it."""
    if request.status is not Status.CLOSING:
        return Refusal(why=Why.ALREADY_CLOSED if request.status is Status.CLOSED else Why.NOT_APPROVED)
    missing = tuple(missing_from(request, scene))
    if missing:
        incomplete = event(EventKind.CLOSING_INCOMPLETE, missing=missing)
        return Outcome(request=replace(request, missing=missing), events=(incomplete,))
    closed = event(
        EventKind.CLOSED, outcome=request.outcome, status=Status.CLOSED, verified=tuple(AuditField)
    )
    return Outcome(
        request=replace(request, status=Status.CLOSED, missing=(), closed_at=scene.at), events=(closed,)
    )


def missing_from(request: ExceptionRequest, scene: Scene) -> Iterator[str]:
    """Each audit field that is not there, as `field` or `field:detail`."""
    if not scene.is_trail_intact or not _steps(request) <= set(scene.trail):
        yield AuditField.TRAIL
    # Where nothing will be decided or done, it is enough on record that a source could not be read.
    has_ended = request.ended is not None
    held = {snapshot.source for snapshot in request.snapshots if snapshot.is_available or has_ended}
    # What stands in for a source that stayed away is on record too.
    held |= {documentation.source for documentation in request.documentation}
    held |= {
        hold.subject
        for hold in request.holds
        if hold.kind is HoldKind.DATA_UNAVAILABLE
        and hold.closed is not None
        and not is_blank(hold.closed.words)
    }
    for source in scene.policy.sources:
        if source.name not in held:
            yield f"{AuditField.SNAPSHOT}:{source.name}"
    if not _is_workflow_whole(request):
        yield AuditField.WORKFLOW
    for decision in request.decisions_of_round():
        if is_blank(decision.rationale):
            yield f"{AuditField.RATIONALE}:{decision.stage}"
    if request.ended is not None and request.ended.how is not Ending.EXPIRED and is_blank(request.ended.why):
        yield f"{AuditField.RATIONALE}:{request.ended.how}"
    if is_blank(request.filing.rationale) or is_blank(request.filing.impact):
        yield AuditField.DOCUMENTATION
    if request.outcome is Ending.APPROVED and (request.execution is None or is_blank(request.execution.done)):
        yield AuditField.EXECUTION


def _steps(request: ExceptionRequest) -> set[str]:
    """The events that a whole trail has."""
    steps = {EventKind.FILED, EventKind.ROUTED}
    if any(snapshot.is_available for snapshot in request.snapshots):
        steps.add(EventKind.SNAPSHOT_TAKEN)
    for decision in request.decisions_of_round():
        if decision.verdict is Verdict.REJECTED:
            steps.add(EventKind.REJECTED)
        else:
            is_first = decision.stage is Stage.VALIDATION
            steps.add(EventKind.VALIDATED if is_first else EventKind.AUTHORIZED)
            if is_first and request.score.by_hand:
                steps.add(EventKind.SCORE_CONFIRMED)
    if request.execution is not None:
        steps.add(EventKind.EXECUTED)
    if request.ended is not None:
        steps.add(_ENDED[request.ended.how])
        if not all(snapshot.is_available for snapshot in request.snapshots):
            steps.add(EventKind.SOURCE_UNAVAILABLE)
    return {str(step) for step in steps}


def _is_workflow_whole(request: ExceptionRequest) -> bool:
    """Two approvals of two people in their order, or what ended it before; nobody in their own cause."""
    decisions = list(request.decisions_of_round())
    people = {decision.by for decision in decisions}
    if len(people) != len(decisions) or people & {request.filed_by, request.filing.beneficiary}:
        return False
    stages = [decision.stage for decision in decisions]
    verdicts = [decision.verdict for decision in decisions]
    if stages != [Stage.VALIDATION, Stage.AUTHORIZATION][: len(stages)]:
        return False
    if request.ended is not None:
        is_open = request.execution is None and Verdict.REJECTED not in verdicts
        return is_open and (request.withdrawal is None or request.withdrawal.by == request.filed_by)
    if request.outcome is Ending.REJECTED:
        return verdicts.index(Verdict.REJECTED) == len(verdicts) - 1
    return len(stages) == (1 if request.waiver is not None else 2)
