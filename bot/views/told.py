"""A word to one person about something that concerns them: a decision, what was carried out, the end."""

from __future__ import annotations

import json

from bot.views import actions, blocks, complaint, complying, expediting, waiving, words
from bot.views.amending import told_of_form
from bot.views.approvals import said as decided_with
from bot.views.complained import told_to_review
from bot.views.executing import due_by
from bot.views.executing_told import told_of_execution
from bot.views.outage_told import told_of_outage
from bot.views.scene import Rendering
from bot.views.summary import excerpt, files, hero
from bot.views.text import Block, Message, escape, person
from models.events import EventKind
from models.request import Decision, Ending, ExceptionRequest, Stage, Verdict

#: How much of a typed text is told, in characters; the details show all of it.
TOLD_TEXT = 600


def told(scene: Rendering) -> Message:
    """The message that follows from the scene's event, in the words of who gets it."""
    if scene.event is None:
        raise ValueError("somebody is told of an event")
    special = told_to_review(scene) or told_of_outage(scene) or told_of_form(scene)
    if special is not None:
        return special
    of_execution = told_of_execution(scene, _whose(scene.request, scene.recipient))
    if of_execution is not None:
        return of_execution
    request = scene.request
    sentence, texts = _said(scene, scene.event.kind)
    shown = [blocks.section(sentence), hero(request, scene.policy)]
    if texts:
        shown.append(blocks.rich(texts))
    shown += _enclosed(request, scene.event.kind)
    shown.append(actions.row(actions.button("Details", actions.DETAILS, actions.carried(request.number))))
    # The requester may not be in the channel of the card.
    if scene.link and scene.recipient != request.filed_by:
        shown.append(blocks.small(f"<{escape(scene.link)}|Go to its card>"))
    return Message(text=sentence, blocks=shown)


def _said(scene: Rendering, kind: str) -> tuple[str, list[Block]]:
    request = scene.request
    whose = _whose(request, scene.recipient)
    if kind == EventKind.EXECUTED and request.execution is not None:
        by = person(request.execution.by)
        done = f"{words.DONE} {whose} was carried out by {by}."
        return done, excerpt("What was done", request.execution.done, TOLD_TEXT)
    if kind == EventKind.WITHDRAWN and request.withdrawal is not None:
        by = person(request.withdrawal.by)
        taken = f"{words.WITHDRAWN} {whose} was withdrawn by {by}. Nothing is carried out."
        return taken, excerpt("Why", request.withdrawal.why, TOLD_TEXT)
    if kind == EventKind.PROHIBITED and request.ended is not None:
        return complying.told_prohibited(scene, whose), excerpt("Why", request.ended.why, TOLD_TEXT)
    if complying.sets_conditions(scene) and scene.event is not None:
        said = complying.told_conditions(scene, whose, person(scene.event.actor))
        return said, complying.typed(json.loads(scene.event.changed), TOLD_TEXT)
    if kind in (EventKind.COMPLAINED, EventKind.COMPLAINT_REVIEWED) and scene.event is not None:
        changed = json.loads(scene.event.changed)
        said = complaint.told(EventKind(kind), whose, person(scene.event.actor), scene.policy)
        return said, complaint.typed_in(changed, TOLD_TEXT)
    if kind == EventKind.EXPEDITE_ANSWERED and scene.event is not None:
        changed = json.loads(scene.event.changed)
        answered = expediting.told(changed, person(scene.event.actor), request)
        return answered, expediting.typed(changed, TOLD_TEXT)
    decision = _last(request)
    by = f" by {words.decider(decision)}" if decision is not None else ""
    texts = excerpt("Why", decision.rationale, TOLD_TEXT) if decision is not None else []
    if request.outcome is Ending.REJECTED:
        return f"{words.REFUSED} {whose} was rejected{by}. That is final.", texts
    waived = waiving.by_policy(request, scene.policy) if request.waiver is not None else ""
    also = f" The second approval was {waived}." if waived else ""
    due = f" {due_by(request)}" if request.execute_by is not None else ""
    return f"{words.DONE} {whose} was approved{by}.{also} Operations carries it out{due or ' next'}.", texts


def _whose(request: ExceptionRequest, recipient: str) -> str:
    """The request, and what the recipient has to do with it."""
    if recipient == request.filed_by:
        return f"Your request {request.id}"
    for decision in request.decisions_of_round():
        verb = "validated" if decision.stage is Stage.VALIDATION else "authorised"
        verb = "rejected" if decision.verdict is Verdict.REJECTED else verb
        if decision.by == recipient:
            return f"{request.id}, which you {verb},"
        if decision.for_whom == recipient:
            return f"{request.id}, which {person(decision.by)} {verb} for you,"
    return request.id


def _last(request: ExceptionRequest) -> Decision | None:
    given = [decision for stage in Stage if (decision := decided_with(request, stage)) is not None]
    return given[-1] if given else None


def _enclosed(request: ExceptionRequest, kind: str) -> list[Block]:
    if kind == EventKind.EXECUTED and request.execution is not None:
        return files(request.execution.evidence)
    decision = _last(request)
    is_decision = kind not in (EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.EXPEDITE_ANSWERED)
    return files(decision.evidence) if decision is not None and is_decision else []
