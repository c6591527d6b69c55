"""One function decides what an act does: it asks for authority, then hands the act to its conversation."""

from __future__ import annotations

from dataclasses import replace

from models import authority
from models.acts import (
    Acknowledge,
    Act,
    Amend,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    ClearCompliance,
    ClimbLadder,
    Close,
    Complain,
    DocumentSource,
    Expire,
    ExtendDeadline,
    File,
    Lapse,
    MarkBreached,
    MarkExecuted,
    MarkHoldOverdue,
    Prohibit,
    RecordSnapshots,
    Reject,
    Remind,
    RemindAgain,
    ResolveHold,
    ReturnForCompletion,
    ReviewComplaint,
    RollBack,
    RouteToCompliance,
    SnoozeReminder,
    WarnOfDeadline,
    WarnOfExpiry,
    WarnOfLapse,
    Withdraw,
)
from models.events import naming
from models.lifecycle.amending import amend
from models.lifecycle.closing import close
from models.lifecycle.complaining import complain, review_complaint
from models.lifecycle.complying import clear_compliance, route_to_compliance
from models.lifecycle.deciding import approve, reject
from models.lifecycle.documenting import document_source, extend_deadline
from models.lifecycle.executing import mark_executed, roll_back
from models.lifecycle.expediting import answer_expedite, ask_to_expedite
from models.lifecycle.expiring import expire, warn_of_expiry
from models.lifecycle.filing import file
from models.lifecycle.gathering import record_snapshots
from models.lifecycle.guarding import guarded
from models.lifecycle.laddering import climb_ladder
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.overdue import mark_hold_overdue
from models.lifecycle.prohibiting import prohibit
from models.lifecycle.reminding import remind, remind_again, snooze
from models.lifecycle.resolving import resolve_hold
from models.lifecycle.returning import lapse, return_for_completion, warn_of_lapse
from models.lifecycle.timekeeping import acknowledge, mark_breached, warn_of_deadline
from models.lifecycle.withdrawing import withdraw
from models.people import Person
from models.refusals import Refusal, Why
from models.request import ExceptionRequest


def perform(request: ExceptionRequest | None, act: Act, by: Person, scene: Scene) -> Outcome | Refusal:
    """What the act does to the request (None for a filing), or why it is not done.

    The outcome's request has the next version, which its first event names: with it an act begins in the trail. A
    refusal changes nothing.
    """
    refused = authority.refusal(act, by, request, scene.policy, scene.register, scene.at)
    if refused is not None:
        return refused
    done = _perform(request, act, by, scene)
    if not isinstance(done, Refusal):
        done = guarded(done, scene)
    if isinstance(done, Refusal):
        return done
    version = 1 if request is None else request.version + 1
    first, *others = done.events
    events = (naming(first, version=version), *others)
    return Outcome(request=replace(done.request, version=version), events=events)


def _perform(request: ExceptionRequest | None, act: Act, by: Person, scene: Scene) -> Outcome | Refusal:
    if isinstance(act, File):
        return file(act, by, scene)
    if request is None:
        return Refusal(why=Why.NO_SUCH_REQUEST)
    match act:
        case RecordSnapshots():
            return record_snapshots(request, act, scene)
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
        case RollBack():
            return roll_back(request, act, by, scene)
        case WarnOfExpiry():
            return warn_of_expiry(request, act, scene)
        case Expire():
            return expire(request, act, scene)
        case Withdraw():
            return withdraw(request, act, by, scene)
        case AskToExpedite():
            return ask_to_expedite(request, act, scene)
        case AnswerExpedite():
            return answer_expedite(request, act, by, scene)
        case Close():
            return close(request, scene)
        case Complain():
            return complain(request, act, by, scene)
        case ReviewComplaint():
            return review_complaint(request, act, by, scene)
        case MarkHoldOverdue():
            return mark_hold_overdue(request, act, scene)
        case Remind():
            return remind(request, act, scene)
        case RemindAgain():
            return remind_again(request, act, scene)
        case SnoozeReminder():
            return snooze(request, act, by, scene)
        case ClimbLadder():
            return climb_ladder(request, act, scene)
        case ResolveHold():
            return resolve_hold(request, act, by, scene)
        case RouteToCompliance():
            return route_to_compliance(request, act, by, scene)
        case ClearCompliance():
            return clear_compliance(request, act, by, scene)
        case Prohibit():
            return prohibit(request, act, by, scene)
        case ReturnForCompletion():
            return return_for_completion(request, act, by, scene)
        case Amend():
            return amend(request, act, by, scene)
        case WarnOfLapse():
            return warn_of_lapse(request, act, scene)
        case Lapse():
            return lapse(request, act, scene)
        case DocumentSource():
            return document_source(request, act, by, scene)
        case ExtendDeadline():
            return extend_deadline(request, act, by, scene)
