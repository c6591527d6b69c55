"""Prohibiting: compliance, or whoever is above all authority, says that a request may not be done; it is final."""

from __future__ import annotations

from models.acts import Prohibit
from models.events import EventKind, event
from models.holds import HoldEnding
from models.lifecycle.holding import close_hold, ending, ending_told
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Field, Refusal, Why
from models.request import Ended, Ending, ExceptionRequest, Status


def prohibit(request: ExceptionRequest, act: Prohibit, by: Person, scene: Scene) -> Outcome | Refusal:
    """The hold is closed as refused, the request ends, and the record goes to be closed."""
    fault = fault_of_text(act.why)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    closed = close_hold(request, act.hold, HoldEnding.REFUSED, by.id, scene, words=act.why)
    ended = Ended(how=Ending.PROHIBITED, by=by.id, at=scene.at, why=act.why)
    # The clock does not run on: there is nothing left to decide.
    kept = tuple(happened for happened in closed.events if happened.kind is not EventKind.RESUMED)
    done = ending(closed.request, ended)
    prohibited = event(
        EventKind.PROHIBITED, ended=ended, hold=act.hold, status=Status.CLOSING, **ending_told(request, done)
    )
    return Outcome(request=done, events=(*kept, prohibited))
