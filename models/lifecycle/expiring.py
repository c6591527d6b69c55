"""Expiring: an approval that is not carried out by its date ends, with notice before; nobody decides it anew."""

from __future__ import annotations

from datetime import datetime

from models.acts import Expire, WarnOfExpiry
from models.events import EventKind, event
from models.lifecycle.holding import ending, ending_told
from models.lifecycle.outcome import Outcome, Scene
from models.people import SYSTEM
from models.refusals import Refusal, Why
from models.request import Ended, Ending, ExceptionRequest, Status


def warn_of_expiry(request: ExceptionRequest, act: WarnOfExpiry, scene: Scene) -> Outcome | Refusal:
    """The requester and operations are told once for each date; nothing else changes."""
    moved = _moved(request, act.execute_by)
    # Where nobody could tell them before, they are told that it has ended, and not that it will.
    if moved is not None or scene.at >= act.execute_by:
        return moved or Refusal(why=Why.DEADLINE_MOVED)
    near = event(EventKind.EXPIRY_NEAR, execute_by=request.execute_by, result=request.result)
    return Outcome(request=request, events=(near,))


def expire(request: ExceptionRequest, act: Expire, scene: Scene) -> Outcome | Refusal:
    """The approval ends; what was carried out in part stays on record, and can still be rolled back."""
    moved = _moved(request, act.execute_by)
    if moved is not None or scene.at < act.execute_by:
        return moved or Refusal(why=Why.DEADLINE_MOVED)
    ended = Ended(how=Ending.EXPIRED, by=SYSTEM.id, at=scene.at)
    done = ending(request, ended)
    expired = event(
        EventKind.EXPIRED,
        ended=ended,
        status=Status.CLOSING,
        execute_by=request.execute_by,
        result=request.result,
        **ending_told(request, done),
    )
    return Outcome(request=done, events=(expired,))


def _moved(request: ExceptionRequest, execute_by: datetime) -> Refusal | None:
    """A timer of a date that no longer holds, or that stands still while the request is on hold, does nothing."""
    waits = request.status is Status.EXECUTION and not request.open_holds
    if waits and request.execute_by == execute_by:
        return None
    return Refusal(why=Why.DEADLINE_MOVED)
