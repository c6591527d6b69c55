"""Resolving: a hold's owner closes it, each kind of hold in its own way; who may is the authority's to say."""

from __future__ import annotations

from models.acts import ResolveHold
from models.holds import HoldKind
from models.lifecycle import documenting, over_authority, reconciling
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Refusal, Why
from models.request import ExceptionRequest


def resolve_hold(request: ExceptionRequest, act: ResolveHold, by: Person, scene: Scene) -> Outcome | Refusal:
    """The hold closed as its kind is; what is returned or prohibited, only its own acts can settle."""
    hold = request.hold(act.hold)
    if hold is None:
        return Refusal(why=Why.NO_SUCH_HOLD)
    match hold.kind:
        case HoldKind.DATA_UNAVAILABLE:
            return documenting.resolve(request, hold, act, by, scene)
        case HoldKind.CONFLICTING_DATA:
            return reconciling.settle(request, hold, act, by, scene)
        case HoldKind.OVER_AUTHORITY:
            return over_authority.release(request, hold, act, by, scene)
        case HoldKind.REGULATORY | HoldKind.RETURNED:
            return Refusal(why=Why.NO_SUCH_HOLD)
