"""Filing: a complete request is scored, routed and given its deadline (SOP steps 1 to 4)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from models.acts import File
from models.deadlines import deadline_of
from models.decidable import obstacle
from models.events import EventKind, event
from models.lifecycle.incomplete import file_incomplete
from models.lifecycle.limits import MAX_TEXT, fault_of_deviation, is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.routing import routed
from models.people import Person
from models.policy import Policy, Standard
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Filing, Score, Status
from models.scoring import NoTierDecidesError, deviation_of, score_of
from models.single_approval import is_enough


def file(act: File, by: Person, scene: Scene) -> Outcome | Refusal:
    """A new request in validation, or what is wrong with the form, field by field (SOP step 2).

    Where nobody sits before a form, what is wrong is not told to the sender but returned to the requester.
    """
    filing = act.filing
    faults = faults_of(filing, scene)
    scored = None if faults else score_filing(filing, scene)
    if isinstance(scored, Fault):
        faults = {Field.VALUE: scored}
    if act.trigger is not None and (faults or any(item.field for item in act.unread)):
        return file_incomplete(act, by, scene, faults, team_of(by, scene))
    if not isinstance(scored, Score):
        return Refusal(why=Why.FAULTS, faults=faults)
    undecidable = obstacle_to(filing, scored, by, scene)
    if undecidable is not None:
        return undecidable
    deadline = deadline_of(scene.policy, scored, scene.at)
    request = ExceptionRequest(
        workspace=scene.workspace,
        number=scene.number,
        policy_version=scene.policy_version,
        filed_by=by.id,
        filed_at=scene.at,
        filing=filing,
        score=scored,
        status=Status.VALIDATION,
        deadline=deadline,
        team=team_of(by, scene),
        like=scene.like,
        trigger=act.trigger,
    )
    named = {"trigger": act.trigger} if act.trigger is not None else {}
    return Outcome(
        request=request,
        events=(
            event(
                EventKind.FILED,
                filing=filing,
                status=Status.VALIDATION,
                team=request.team,
                like=request.like,
                **named,
            ),
            routed(request, scene.policy),
        ),
    )


def tier_of(filing: Filing, policy: Policy, at: datetime) -> str | None:
    """The name of the tier that a form leads to; None where it is not complete, or no tier may decide it."""
    scene = Scene(workspace="", at=at, policy=policy, policy_version="")
    if faults_of(filing, scene):
        return None
    scored = score_filing(filing, scene)
    return None if isinstance(scored, Fault) else scored.tier


def obstacle_to(filing: Filing, score: Score, by: Person, scene: Scene) -> Refusal | None:
    """Why nobody could decide the request, and who can mend that; None where it can be decided, or is not known.

    Neither whoever files it nor whoever benefits from it may decide it (Approval Logic 4).
    """
    return obstacle(
        score.tier,
        scene.policy,
        scene.register,
        scene.at,
        apart_from=(by.id, filing.beneficiary),
        is_one_enough=is_enough(scene.policy, score),
    )


def team_of(by: Person, scene: Scene) -> str:
    """The first of the policy's teams that somebody is in, as far as it is known; "" for none."""
    return next((team for team in scene.policy.teams if scene.register.includes((team,), by.id)), "")


def faults_of(filing: Filing, scene: Scene) -> dict[Field, Fault]:
    """What is wrong with the form, field by field; empty where it is complete."""
    policy = scene.policy
    faults: dict[Field, Fault] = {}
    standard = policy.standard(filing.standard)
    if standard is None:
        faults[Field.STANDARD] = Fault.UNKNOWN_STANDARD if filing.standard else Fault.MISSING
    else:
        faults |= _faults_of_measure(filing, standard)
    if not filing.customer.id:
        faults[Field.CUSTOMER] = Fault.MISSING
    for field, text in ((Field.RATIONALE, filing.rationale), (Field.IMPACT, filing.impact)):
        if is_blank(text):
            faults[field] = Fault.MISSING
    for field, text in (
        (Field.RATIONALE, filing.rationale),
        (Field.IMPACT, filing.impact),
        (Field.DEPENDENCIES, filing.dependencies),
        (Field.REQUESTED_WORDS, filing.requested_words),
    ):
        if len(text) > MAX_TEXT:
            faults[field] = Fault.TOO_LONG
    if not filing.value.amount.is_finite():
        faults[Field.VALUE] = Fault.NOT_A_NUMBER
    elif filing.value.amount < 0:
        faults[Field.VALUE] = Fault.NEGATIVE
    if policy.rate_for(filing.value.currency, scene.at) is None:
        faults[Field.CURRENCY] = Fault.UNKNOWN_CURRENCY
    if filing.needed_by is not None and filing.needed_by < scene.at.astimezone(policy.calendar.zone).date():
        faults[Field.NEEDED_BY] = Fault.PAST
    return faults


def _faults_of_measure(filing: Filing, standard: Standard) -> dict[Field, Fault]:
    """A number to compare where the standard has one; words and a percentage where it has none."""
    faults: dict[Field, Fault] = {}
    if standard.value is not None:
        if filing.requested is None:
            faults[Field.REQUESTED] = Fault.MISSING
        elif not filing.requested.is_finite():
            faults[Field.REQUESTED] = Fault.NOT_A_NUMBER
        elif filing.requested == standard.value:
            faults[Field.REQUESTED] = Fault.SAME_AS_STANDARD
        elif fault_of_deviation(deviation_of(standard, filing.requested) or Decimal(0)):
            faults[Field.REQUESTED] = Fault.TOO_LARGE
    elif is_blank(filing.requested_words):
        faults[Field.REQUESTED_WORDS] = Fault.MISSING
    if standard.is_scored_by_hand:
        if filing.deviation is None:
            faults[Field.DEVIATION] = Fault.MISSING
        elif (fault := fault_of_deviation(filing.deviation)) is not None:
            faults[Field.DEVIATION] = fault
    return faults


def score_filing(filing: Filing, scene: Scene) -> Score | Fault:
    """The score of a form without faults; a value above every tier's authority is a fault of its value."""
    standard = scene.policy.standard(filing.standard)
    computed = None
    if standard is not None and filing.requested is not None:
        computed = deviation_of(standard, filing.requested)
    deviation = computed if computed is not None else filing.deviation or Decimal(0)
    try:
        return score_of(
            scene.policy,
            deviation=deviation,
            by_hand=computed is None,
            confirmed=computed is not None,
            value=filing.value,
            at=scene.at,
        )
    except NoTierDecidesError:
        return Fault.OVER_ALL_AUTHORITY
