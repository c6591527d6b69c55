"""Resolving: a hold's owner closes it, each kind of hold in its own way; who may is the authority's to say."""

from __future__ import annotations

from models.acts import ResolveHold
from models.holds import Hold, HoldEnding, HoldKind
from models.lifecycle.holding import close_hold
from models.lifecycle.limits import MAX_TEXT, is_blank
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest


def resolve_hold(request: ExceptionRequest, act: ResolveHold, by: Person, scene: Scene) -> Outcome | Refusal:
    """The hold closed as its kind is; what is returned or prohibited, only its own acts can settle."""
    hold = request.hold(act.hold)
    if hold is None:
        return Refusal(why=Why.NO_SUCH_HOLD)
    match hold.kind:
        case HoldKind.DATA_UNAVAILABLE | HoldKind.CONFLICTING_DATA | HoldKind.OVER_AUTHORITY:
            return _with_reason(request, hold, act, by, scene)
        case HoldKind.REGULATORY | HoldKind.RETURNED:
            return Refusal(why=Why.NO_SUCH_HOLD)


def _with_reason(
    request: ExceptionRequest, hold: Hold, act: ResolveHold, by: Person, scene: Scene
) -> Outcome | Refusal:
    if is_blank(act.words):
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: Fault.MISSING})
    if len(act.words) > MAX_TEXT:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: Fault.TOO_LONG})
    return close_hold(
        request, hold.key, HoldEnding.RESOLVED, by.id, scene, words=act.words, evidence=act.evidence
    )
