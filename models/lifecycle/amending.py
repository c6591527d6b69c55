"""Amending: the requester changes the form; what concerns the decision begins a new round, a typo voids nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.acts import Amend
from models.authorities import is_over_all
from models.events import Event, EventKind, event, naming
from models.holds import HoldEnding, HoldKind
from models.lifecycle.filing import faults_of, obstacle_to, score_filing
from models.lifecycle.holding import begin_round, close_hold, rescore
from models.lifecycle.limits import MAX_TEXT, is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.routing import routed
from models.people import Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import Evidence, ExceptionRequest, Filing, Score
from models.scoring import NoTierDecidesError
from models.settled import score_again
from models.ways import Amendment

#: What the approvers decide on, and who may: a change of these voids decisions that were made before.
MATERIAL = frozenset(
    {
        Field.STANDARD,
        Field.CUSTOMER,
        Field.REQUESTED,
        Field.REQUESTED_WORDS,
        Field.DEVIATION,
        Field.VALUE,
        Field.CURRENCY,
        Field.BENEFICIARY,
    }
)
#: Holds that are about what the sources say of the customer; a regulatory one stays, whoever the customer is.
_OF_CUSTOMER = (HoldKind.DATA_UNAVAILABLE, HoldKind.CONFLICTING_DATA)


def amend(request: ExceptionRequest, act: Amend, by: Person, scene: Scene) -> Outcome | Refusal:
    """The form as it is now, which answers a return where one is open; what changed is told with old and new."""
    if not request.can_be_amended:
        return Refusal(why=Why.ALREADY_EXECUTED, by=request.executions[-1].by if request.executions else None)
    if act.seen is not None and act.seen != len(request.amendments):
        return Refusal(why=Why.CHANGED_SINCE)
    filing = amended(request, act.filing)
    faults = faults_of_amendment(request, filing, scene)
    changes = changes_of(request.filing, filing)
    returned = request.open_hold(HoldKind.RETURNED)
    is_first_whole = request.is_incomplete
    if not faults and not changes and not is_first_whole and (returned is None or is_blank(act.why)):
        return Refusal(why=Why.NOTHING_CHANGED)
    if returned is None and is_blank(act.why):
        faults[Field.WHY] = Fault.MISSING
    if len(act.why) > MAX_TEXT:
        faults[Field.WHY] = Fault.TOO_LONG
    if faults:
        return Refusal(why=Why.FAULTS, faults=faults)
    # What was never scored is scored now, whatever was added to it.
    is_material = is_first_whole or not MATERIAL.isdisjoint(changes)
    score = score_of_amendment(request, filing, scene) if is_material else request.score
    if isinstance(score, Fault):
        return Refusal(why=Why.FAULTS, faults={Field.VALUE: score})
    # Only now does it ask anybody for a decision, so that it is judged as a filing is.
    undecidable = obstacle_to(filing, score, by, scene) if is_first_whole else None
    if undecidable is not None:
        return undecidable
    amendment = Amendment(
        by=by.id,
        at=scene.at,
        fields=tuple(str(field) for field in changes),
        is_material=is_material,
        why=act.why,
        was_approved=request.is_approved,
    )
    is_like_others = is_first_whole or Field.STANDARD in changes or Field.REASON in changes
    like = scene.like if is_like_others else request.like
    told = _amended(request, filing, amendment, changes, returned.key if returned else None, like)
    changed = replace(request, filing=filing, like=like, amendments=(*request.amendments, amendment))
    freed = _freed(changed, by, scene, words=act.why, changes=changes, score=score)
    if not is_material:
        return Outcome(request=freed.request, events=(told, *freed.events))
    renew = _scored_first if is_first_whole else _renewed
    renewed = renew(freed.request, score, scene)
    # As in `then_begin_round`: the new round sets the clock.
    closed = tuple(each for each in freed.events if each.kind is not EventKind.RESUMED)
    return Outcome(request=renewed.request, events=(told, *closed, *renewed.events))


def amended(request: ExceptionRequest, filing: Filing) -> Filing:
    """The form with what an amendment cannot take away: files that were given, and the message it was filed from."""
    held = {file.file_id for file in request.filing.evidence}
    added = tuple(file for file in filing.evidence if file.file_id not in held)
    is_same_customer = filing.customer.id == request.filing.customer.id
    return replace(
        filing,
        customer=request.filing.customer if is_same_customer else filing.customer,
        evidence=(*request.filing.evidence, *added),
        message=request.filing.message,
    )


def faults_of_amendment(request: ExceptionRequest, filing: Filing, scene: Scene) -> dict[Field, Fault]:
    """What is wrong with the amended form, field by field; a day that was given in time may have passed since."""
    faults = faults_of(filing, scene)
    filed_on = request.filed_at.astimezone(scene.policy.calendar.zone).date()
    was_in_time = filing.needed_by is not None and filing.needed_by >= filed_on
    if filing.needed_by == request.filing.needed_by and was_in_time:
        faults.pop(Field.NEEDED_BY, None)
    return faults


def score_of_amendment(request: ExceptionRequest, filing: Filing, scene: Scene) -> Score | Fault:
    """The score of an amended form without faults, with what was settled of its customer and its standard.

    Values are converted by the rate of the filing's day; the requester's own percentage is to be confirmed anew.
    """
    scored = score_filing(filing, replace(scene, at=request.filed_at))
    if isinstance(scored, Fault):
        return scored
    fields = tuple(str(field) for field in changes_of(request.filing, filing))
    draft = Amendment(by=request.filed_by, at=scene.at, fields=fields, is_material=True)
    changed = replace(request, filing=filing, score=scored, amendments=(*request.amendments, draft))
    try:
        return score_again(changed, scene.policy)
    except NoTierDecidesError:
        return Fault.OVER_ALL_AUTHORITY


def changes_of(was: Filing, now: Filing) -> Mapping[Field, tuple[object, object]]:
    """The fields that are different, each with what it was and what it is, in the order of the form."""
    before, after = _values(was), _values(now)
    return {field: (before[field], after[field]) for field in before if before[field] != after[field]}


def _values(filing: Filing) -> dict[Field, object]:
    return {
        Field.STANDARD: filing.standard,
        Field.CUSTOMER: filing.customer,
        Field.REQUESTED: filing.requested,
        Field.REQUESTED_WORDS: filing.requested_words,
        Field.DEVIATION: filing.deviation,
        Field.VALUE: filing.value.amount,
        Field.CURRENCY: filing.value.currency,
        Field.REASON: filing.reason,
        Field.RATIONALE: filing.rationale,
        Field.IMPACT: filing.impact,
        Field.CRITICALITY: filing.criticality,
        Field.DEPENDENCIES: filing.dependencies,
        Field.NEEDED_BY: filing.needed_by,
        Field.EVIDENCE: tuple(file.name for file in filing.evidence),
        Field.BENEFICIARY: filing.beneficiary,
    }


def _amended(
    request: ExceptionRequest,
    filing: Filing,
    amendment: Amendment,
    changes: Mapping[Field, tuple[object, object]],
    answers: str | None,
    like: tuple[int, ...],
) -> Event:
    """The event that tells every changed field with old and new; `answers` is the return that it completes."""
    added: tuple[Evidence, ...] = filing.evidence[len(request.filing.evidence) :]
    # As `_freed` does: what was read and given of another customer is no longer the request's.
    clears = ("snapshots", "gatherings", "documentation") if Field.CUSTOMER in changes else ()
    return event(
        EventKind.AMENDED,
        amendment={
            "fields": {field: {"was": was, "now": now} for field, (was, now) in changes.items()},
            "is_material": amendment.is_material,
            "why": amendment.why,
            "was_approved": amendment.was_approved,
            "evidence": added,
        },
        clears=clears,
        answers=answers,
        like=like,
    )


def _freed(
    request: ExceptionRequest,
    by: Person,
    scene: Scene,
    *,
    words: str,
    changes: Mapping[Field, tuple[object, object]],
    score: Score,
) -> Outcome:
    """Without the return that is answered now, and without what was about another customer or a higher value."""
    is_new_customer = Field.CUSTOMER in changes
    is_over = is_over_all(scene.policy, replace(request, score=score))
    void = {*(_OF_CUSTOMER if is_new_customer else ()), *(() if is_over else (HoldKind.OVER_AUTHORITY,))}
    events: list[Event] = []
    for hold in request.open_holds:
        if hold.kind is HoldKind.RETURNED:
            closed = close_hold(request, hold.key, HoldEnding.RESOLVED, by.id, scene, words=words)
        elif hold.kind in void:
            closed = close_hold(request, hold.key, HoldEnding.VOID, by.id, scene)
        else:
            continue
        request, events = closed.request, [*events, *closed.events]
    if is_new_customer:
        # What the sources said of somebody else stays in the trail, and must not be taken for this customer's.
        request = replace(request, snapshots=(), gatherings=0, documentation=())
    return Outcome(request=request, events=tuple(events))


def _renewed(request: ExceptionRequest, score: Score, scene: Scene) -> Outcome:
    """In a new round, scored again; both are told with the deadline that follows from the two of them."""
    was = request.score
    begun = begin_round(replace(request, score=score), scene, why="amended")
    is_scored_otherwise = (score.deviation, score.band, score.tier) != (was.deviation, was.band, was.tier)
    if not is_scored_otherwise:
        # Another value within the same tier: the approvers are told of the new round alone.
        (told,) = begun.events
        return replace(begun, events=(naming(told, score=score),)) if score != was else begun
    scored = rescore(replace(begun.request, score=was), score, scene)
    return Outcome(request=scored.request, events=(*begun.events, *scored.events))


def _scored_first(request: ExceptionRequest, score: Score, scene: Scene) -> Outcome:
    """In a new round, with its first score: no tier has had it before, so that it leaves none."""
    begun = begin_round(replace(request, score=score), scene, why="amended")
    (told,) = begun.events
    return replace(begun, events=(naming(told, score=score), routed(begun.request, scene.policy)))
