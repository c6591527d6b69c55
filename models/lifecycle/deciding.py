"""Deciding: two approvals from two different people, or one rejection (Approval Logic, SOP step 5)."""

from __future__ import annotations

from dataclasses import replace

from models import single_approval
from models.acts import Approve, Decide, Reject
from models.deadlines import reckoned_deadline
from models.events import Event, EventKind, event, naming
from models.lifecycle.approved import into_execution
from models.lifecycle.holding import in_time_again
from models.lifecycle.limits import MAX_TEXT, fault_of_deviation, is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.routing import routed
from models.lifecycle.waiving import waive
from models.people import Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import Decision, ExceptionRequest, Stage, Status, Verdict
from models.scoring import NoTierDecidesError, score_of
from models.settled import value_of
from models.stead import for_whom


def approve(request: ExceptionRequest, act: Approve, by: Person, scene: Scene) -> Outcome | Refusal:
    """The next stage, or execution once both approvals are given (Approval Logic 3) or the second is waived."""
    unfit = _unfit(request, act)
    if unfit is not None:
        return unfit
    decided = _with_decision(request, act, Verdict.APPROVED, by, scene)
    decision = decided.decisions[-1]
    if act.stage is Stage.AUTHORIZATION:
        decided = into_execution(decided, scene)
        authorized = event(
            EventKind.AUTHORIZED, decision=decision, status=decided.status, execute_by=decided.execute_by
        )
        return Outcome(request=decided, events=(authorized,))
    if single_approval.is_next(scene.policy, request) and not act.second_follows:
        return waive(decided, decision, scene)
    decided = replace(decided, status=Status.AUTHORIZATION)
    validated = event(EventKind.VALIDATED, decision=decision, status=Status.AUTHORIZATION)
    if not request.score.by_hand:
        return Outcome(request=decided, events=(validated,))
    confirmed = _confirm_score(decided, act, scene)
    if isinstance(confirmed, Refusal):
        return confirmed
    return replace(confirmed, events=(*confirmed.events, validated))


def reject(request: ExceptionRequest, act: Reject, by: Person, scene: Scene) -> Outcome | Refusal:
    """Either rejection is final; the record goes to be closed."""
    unfit = _unfit(request, act)
    if unfit is not None:
        return unfit
    decided = _with_decision(request, act, Verdict.REJECTED, by, scene)
    rejected = event(EventKind.REJECTED, decision=decided.decisions[-1], status=Status.CLOSING)
    return Outcome(request=replace(decided, status=Status.CLOSING), events=(rejected,))


def _unfit(request: ExceptionRequest, act: Decide) -> Refusal | None:
    """Nobody decides before the facts were read, what they have not read, or without a rationale.

    Audit Trail: decision rationale.
    """
    if act.seen is not None and act.seen != request.changes:
        return Refusal(why=Why.CHANGED_SINCE)
    if request.gatherings == 0:
        return Refusal(why=Why.FACTS_PENDING)
    if is_blank(act.rationale):
        return Refusal(why=Why.FAULTS, faults={Field.RATIONALE: Fault.MISSING})
    if len(act.rationale) > MAX_TEXT:
        return Refusal(why=Why.FAULTS, faults={Field.RATIONALE: Fault.TOO_LONG})
    return None


def _with_decision(
    request: ExceptionRequest, act: Decide, verdict: Verdict, by: Person, scene: Scene
) -> ExceptionRequest:
    decision = Decision(
        stage=act.stage,
        verdict=verdict,
        by=by.id,
        at=scene.at,
        rationale=act.rationale,
        round=request.round,
        evidence=act.evidence,
        for_whom=for_whom(by.id, act.stage, request, scene.policy, scene.register, scene.at),
        saw=tuple(snapshot.sha256 for snapshot in request.snapshots if snapshot.is_available),
        saw_documents=tuple(given.sha256 for given in request.documentation),
    )
    return replace(request, decisions=(*request.decisions, decision))


def _confirm_score(request: ExceptionRequest, act: Approve, scene: Scene) -> Outcome | Refusal:
    """The validator confirms a deviation that was scored by hand, and may correct it (SOP step 3: edge cases)."""
    deviation = request.score.deviation if act.deviation is None else act.deviation
    fault = fault_of_deviation(deviation)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.DEVIATION: fault})
    try:
        score = score_of(
            scene.policy,
            deviation=deviation,
            by_hand=True,
            confirmed=True,
            value=value_of(request, scene.policy),
            at=request.filed_at,
        )
    except NoTierDecidesError:
        return Refusal(why=Why.FAULTS, faults={Field.DEVIATION: Fault.OVER_ALL_AUTHORITY})
    events: list[Event] = [
        event(
            EventKind.SCORE_CONFIRMED,
            deviation=deviation,
            was=request.score.deviation,
            tier=score.tier,
            score=score,
        )
    ]
    confirmed = replace(request, score=score)
    if (score.band, score.tier) != (request.score.band, request.score.tier):
        # The deadline follows the band too: a value above the band's own tier is decided the same business day.
        left = (request.score.tier,) if score.tier != request.score.tier else ()
        deadline = reckoned_deadline(scene.policy, confirmed)
        confirmed = replace(
            confirmed,
            deadline=deadline,
            # With more time than it had, it is no longer late; the trail keeps that it was.
            breached_at=request.breached_at if deadline <= scene.at else None,
            left_tiers=(*request.left_tiers, *left),
        )
        events.append(naming(routed(confirmed, scene.policy), **in_time_again(request, confirmed)))
    return Outcome(request=confirmed, events=tuple(events))
