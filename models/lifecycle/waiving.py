"""Waiving: after the first approval the second is waived where the policy says so; nobody's approval is made up."""

from __future__ import annotations

from dataclasses import replace

from models.events import EventKind, event
from models.lifecycle.approved import into_execution
from models.lifecycle.outcome import Outcome, Scene
from models.request import Decision, ExceptionRequest, Status
from models.ways import Waiver


def waive(request: ExceptionRequest, decision: Decision, scene: Scene) -> Outcome:
    """The validated request with its second approval waived, approved by that (blueprint, FAQ).

    The waiver keeps the caps that it was given by, and its event is what the review finds it by.
    """
    rule = scene.policy.single_approval
    waiver = Waiver(at=scene.at, deviation_cap=rule.max_deviation, value_cap=rule.max_value)
    approved = into_execution(replace(request, waiver=waiver), scene)
    validated = event(EventKind.VALIDATED, decision=decision, status=approved.status)
    waived = event(
        EventKind.WAIVED,
        waiver=waiver,
        deviation=request.score.deviation,
        value=request.score.value,
        status=Status.EXECUTION,
        execute_by=approved.execute_by,
    )
    return Outcome(request=approved, events=(validated, waived))
