"""Withdrawing: the requester takes a request back before it is carried out, and says why."""

from __future__ import annotations

from models.acts import Withdraw
from models.events import EventKind, event
from models.lifecycle.holding import ending, ending_told
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Field, Refusal, Why
from models.request import Ended, Ending, ExceptionRequest, Status


def withdraw(request: ExceptionRequest, act: Withdraw, by: Person, scene: Scene) -> Outcome | Refusal:
    """The record goes to be closed; decisions that were made stay in it."""
    fault = fault_of_text(act.why)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WHY: fault})
    ended = Ended(how=Ending.WITHDRAWN, by=by.id, at=scene.at, why=act.why)
    done = ending(request, ended)
    withdrawn = event(EventKind.WITHDRAWN, ended=ended, status=Status.CLOSING, **ending_told(request, done))
    return Outcome(request=done, events=(withdrawn,))
