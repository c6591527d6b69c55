"""One function decides what an act does: it asks for authority, then hands the act to its conversation."""

from __future__ import annotations

from dataclasses import replace

from models import authority
from models.acts import (
    Acknowledge,
    Act,
    Approve,
    Close,
    File,
    MarkBreached,
    MarkExecuted,
    RecordSnapshots,
    Reject,
    ResolveHold,
    WarnOfDeadline,
    Withdraw,
)
from models.lifecycle.closing import close
from models.lifecycle.deciding import approve, reject
from models.lifecycle.executing import mark_executed
from models.lifecycle.filing import file
from models.lifecycle.gathering import record_snapshots
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.resolving import resolve_hold
from models.lifecycle.timekeeping import acknowledge, mark_breached, warn_of_deadline
from models.lifecycle.withdrawing import withdraw
from models.people import Person
from models.refusals import Refusal, Why
from models.request import ExceptionRequest


def perform(request: ExceptionRequest | None, act: Act, by: Person, scene: Scene) -> Outcome | Refusal:
    """What the act does to the request (None for a filing), or why it is not done.

    The outcome's request has the next version; a refusal changes nothing.
    """
    refused = authority.refusal(act, by, request, scene.policy, scene.register, scene.at)
    if refused is not None:
        return refused
    done = _perform(request, act, by, scene)
    if isinstance(done, Refusal) or request is None:
        return done
    return replace(done, request=replace(done.request, version=request.version + 1))


def _perform(request: ExceptionRequest | None, act: Act, by: Person, scene: Scene) -> Outcome | Refusal:
    if isinstance(act, File):
        return file(act, by, scene)
    if request is None:
        return Refusal(why=Why.NO_SUCH_REQUEST)
    match act:
        case RecordSnapshots():
            return record_snapshots(request, act)
        case Approve():
            return approve(request, act, by, scene)
        case Reject():
            return reject(request, act, by, scene)
        case WarnOfDeadline():
            return warn_of_deadline(request, act, scene)
        case MarkBreached():
            return mark_breached(request, act, scene)
        case Acknowledge():
            return acknowledge(request, act, by, scene)
        case MarkExecuted():
            return mark_executed(request, act, by, scene)
        case Withdraw():
            return withdraw(request, act, by, scene)
        case Close():
            return close(request, scene)
        case ResolveHold():
            return resolve_hold(request, act, by, scene)
