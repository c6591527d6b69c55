"""Expediting: the urgent path is asked for and answered; it moves the deadline alone, and approves nothing.

Both approvals stay, of two different people, and a hold that is open holds an urgent request too.
"""

from __future__ import annotations

from dataclasses import replace

from models.acts import AnswerExpedite, AskToExpedite
from models.events import EventKind, event
from models.expedite_authority import expediters
from models.lifecycle.holding import in_time_again, reckoned
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Outcome, Scene
from models.people import Person
from models.refusals import Field, Refusal, Why
from models.request import ExceptionRequest
from models.ways import Expedite


def ask_to_expedite(request: ExceptionRequest, act: AskToExpedite, scene: Scene) -> Outcome | Refusal:
    """The department managers are asked (Exception Handling: urgent); until one answers, nothing is different."""
    fault = fault_of_text(act.justification)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.JUSTIFICATION: fault})
    asked = Expedite(
        asked_at=scene.at,
        justification=act.justification,
        round=request.round,
        told=expediters(scene.policy, request, scene.register, scene.at),
    )
    happened = event(EventKind.EXPEDITE_ASKED, expedite=asked, waiting_on=scene.policy.expedited.authorizers)
    return Outcome(request=replace(request, expedite=asked), events=(happened,))


def answer_expedite(
    request: ExceptionRequest, act: AnswerExpedite, by: Person, scene: Scene
) -> Outcome | Refusal:
    """Authorised, the deadline is the expedited one where that is sooner; kept to the normal path, it stays."""
    asked = request.expedite_of_round
    if asked is None:
        return Refusal(why=Why.NOT_ASKED)
    fault = fault_of_text(act.words)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    answered = replace(
        asked, answered_by=by.id, answered_at=scene.at, is_granted=act.is_granted, answer=act.words
    )
    changed = reckoned(replace(request, expedite=answered), scene)
    happened = event(
        EventKind.EXPEDITE_ANSWERED,
        expedite=answered,
        deadline=changed.deadline,
        was=request.deadline,
        missing=request.stage,
        **in_time_again(request, changed),
    )
    return Outcome(request=changed, events=(happened,))
