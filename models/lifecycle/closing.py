"""Closing: the gate that verifies every audit field before a record closes (SOP step 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from models.events import EventKind, event
from models.holds import HoldKind
from models.lifecycle.executing import TOLD_AS
from models.lifecycle.limits import is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import Ending, ExceptionRequest, Result, Stage, Status, Verdict
from models.single_approval import is_rightful


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
        EventKind.CLOSED,
        outcome=request.outcome,
        result=request.result,
        is_partial=request.is_partial,
        status=Status.CLOSED,
        verified=tuple(AuditField),
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
        and hold.opened_at >= request.customer_since
        and hold.closed is not None
        and not is_blank(hold.closed.words)
    }
    # What ended before anybody could say what it asks has nothing to look up, and no reasons.
    for source in () if request.is_incomplete else scene.policy.sources:
        if source.name not in held:
            yield f"{AuditField.SNAPSHOT}:{source.name}"
    if not _is_workflow_whole(request, scene.policy):
        yield AuditField.WORKFLOW
    for decision in request.decisions_of_round():
        if is_blank(decision.rationale):
            yield f"{AuditField.RATIONALE}:{decision.stage}"
    # What ended because nobody did anything has no words but those of the clock.
    is_by_clock = request.ended is not None and request.ended.how in (Ending.EXPIRED, Ending.LAPSED)
    if request.ended is not None and not is_by_clock and is_blank(request.ended.why):
        yield f"{AuditField.RATIONALE}:{request.ended.how}"
    is_unfounded = is_blank(request.filing.rationale) or is_blank(request.filing.impact)
    if is_unfounded and not request.is_incomplete:
        yield AuditField.DOCUMENTATION
    is_told = all(not is_blank(execution.done) for execution in request.executions)
    if not is_told or (request.outcome is Ending.APPROVED and request.execution is None):
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
    if request.waiver is not None:
        steps.add(EventKind.WAIVED)
    steps |= {TOLD_AS[execution.result] for execution in request.executions}
    if request.ended is not None:
        steps.add(_ENDED[request.ended.how])
        if not all(snapshot.is_available for snapshot in request.snapshots):
            steps.add(EventKind.SOURCE_UNAVAILABLE)
    return {str(step) for step in steps}


def _is_workflow_whole(request: ExceptionRequest, policy: Policy) -> bool:
    """Two approvals of two people in their order, or what ended it before; nobody in their own cause.

    The second may be waived where the request's own version of the policy says so, and is on record as waived.
    """
    if request.waiver is not None and not is_rightful(policy, request, request.waiver):
        return False
    decisions = list(request.decisions_of_round())
    # Whoever decided in somebody's stead, and that one, each count once in all.
    ends = [one for decision in decisions for one in (decision.by, decision.for_whom) if one is not None]
    people = set(ends)
    if len(people) != len(ends) or people & {request.filed_by, request.filing.beneficiary}:
        return False
    stages = [decision.stage for decision in decisions]
    verdicts = [decision.verdict for decision in decisions]
    if stages != [Stage.VALIDATION, Stage.AUTHORIZATION][: len(stages)]:
        return False
    if request.ended is not None:
        # What was carried out in part can be rolled back after that; in full, it would not have ended so.
        is_open = request.execution is None or request.rolled_back is not None
        if request.ended.how is Ending.EXPIRED and not request.is_approved:
            return False
        is_own = request.withdrawal is None or request.withdrawal.by == request.filed_by
        return is_open and is_own and Verdict.REJECTED not in verdicts and _are_tries_whole(request)
    if request.outcome is Ending.REJECTED:
        return verdicts.index(Verdict.REJECTED) == len(verdicts) - 1
    return len(stages) == (1 if request.waiver is not None else 2) and _are_tries_whole(request)


def _are_tries_whole(request: ExceptionRequest) -> bool:
    """Nothing is tried after a final result, but for one rolling back of what was carried out before."""
    results = [execution.result for execution in request.executions]
    if Result.ROLLED_BACK in results:
        *results, last = results
        carried_out = Result.DONE in results or Result.PARTIAL in results
        if last is not Result.ROLLED_BACK or Result.ROLLED_BACK in results or not carried_out:
            return False
    return not any(result.is_final for result in results[:-1])
