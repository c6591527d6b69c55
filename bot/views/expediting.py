"""The urgent path in words and blocks: the mark on the cards, the thread's entries and the word to the requester."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.views import blocks, words
from bot.views.summary import excerpt
from bot.views.text import Block, Names, ago, escape, person, when
from bot.views.waiving import are_due
from models.authority import asked
from models.events import EventKind
from models.policy import Policy
from models.request import ExceptionRequest

Changed = Mapping[str, Any]

#: The labels over what each of them wrote.
WHY_URGENT = "Why it is urgent"
WHY_GRANTED = "Why the urgent path is right"
WHY_NOT = "Why the normal path stays"
#: How much of each text a card shows, in characters; the details show all of it.
SHOWN = 280


def heading(request: ExceptionRequest, policy: Policy) -> str:
    """The title of a card, with the mark of what is urgent while it waits for its decision."""
    named = words.heading(request, policy)
    return f"Urgent · {named}" if request.is_expedited and request.stage is not None else named


def marks(request: ExceptionRequest, policy: Policy, names: Names) -> list[Block]:
    """That it is urgent and who authorised it, or that somebody is asked to; none where nobody asked."""
    expedite = request.expedite_of_round
    if expedite is None or (request.stage is None and not expedite.is_granted):
        return []
    if expedite.answered_by is None or expedite.answered_at is None:
        could = words.people(policy.expedited.authorizers, names)
        said = (
            f"{words.WAITING} *Urgent path asked for*{when(expedite.asked_at, lead=', ')}. Waiting on {could} to "
            "authorise it; until then the normal path goes on."
        )
        return [blocks.section(said)]
    by = f"by {person(expedite.answered_by)}{when(expedite.answered_at, lead=', ')}"
    if expedite.is_granted:
        return [
            blocks.section(f"{words.URGENT} *Urgent path*, authorised {by}.{_what_stays(request, policy)}")
        ]
    return [blocks.section(f"{words.LATER} *Normal path*: the urgent one was not authorised, {by}.")]


def reasons(request: ExceptionRequest) -> list[Block]:
    """Why it is urgent and what the manager answered, as a block; none once it is decided, or where nobody asked."""
    if request.stage is None:
        return []
    parts = [part for label, text in whole(request) for part in excerpt(label, text, SHOWN)]
    return [blocks.rich(parts)] if parts else []


def _what_stays(request: ExceptionRequest, policy: Policy) -> str:
    if request.stage is None:
        return ""
    if request.open_holds:
        return " Nobody decides it before the hold is settled."
    due = f"{when(request.deadline, lead='due ')}, {ago(request.deadline)}"
    return f" {are_due(request, policy).capitalize()} {due}."


def sentence(kind: EventKind, changed: Changed, actor: str, request: ExceptionRequest, policy: Policy) -> str:
    """The thread's entry for one of the two events (mrkdwn)."""
    if kind is EventKind.EXPEDITE_ASKED:
        told = changed["expedite"]["told"]
        count = "1 department manager was" if len(told) == 1 else f"{len(told)} department managers were"
        return (
            f"{words.WAITING} {actor} asks for the urgent path. {count} asked to authorise it; until one of them "
            "does, the normal path goes on."
        )
    if not changed["expedite"]["is_granted"]:
        return f"{words.LATER} {actor} did not authorise the urgent path. The normal path goes on."
    due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
    return f"{words.URGENT} {actor} authorised the urgent path: {are_due(request, policy)} {due}."


def waiting_on(request: ExceptionRequest, policy: Policy, names: Names) -> str:
    """Whom the thread wakes when a request becomes urgent (mrkdwn); empty where nobody decides it now."""
    if request.stage is None or request.open_holds:
        return ""
    return f"Waiting on {words.people(asked(policy, request), names)}."


def typed(changed: Changed, limit: int) -> list[Block]:
    """What the person wrote, under its label; empty where the event is of another kind."""
    expedite = changed.get("expedite")
    if not isinstance(expedite, dict):
        return []
    if expedite["answered_by"] is None:
        return excerpt(WHY_URGENT, str(expedite["justification"]), limit)
    label = WHY_GRANTED if expedite["is_granted"] else WHY_NOT
    return excerpt(label, str(expedite["answer"]), limit)


def told(changed: Changed, actor: str, request: ExceptionRequest) -> str:
    """The word to the requester about the answer (mrkdwn)."""
    due, was = (datetime.fromisoformat(str(changed[key])) for key in ("deadline", "was"))
    if not changed["expedite"]["is_granted"]:
        return (
            f"{words.LATER} Your request {request.id} stays on the normal path: {actor} did not authorise the urgent "
            f"one. The decision is {when(due, lead='due ')}."
        )
    moved = f"The decision is now {when(due, lead='due ')}"
    stays = f"The decision was due sooner already and stays {when(due, lead='due ')}"
    return (
        f"{words.URGENT} Your request {request.id} is on the urgent path: {actor} authorised it. "
        f"{moved if due < was else stays}."
    )


def whole(request: ExceptionRequest) -> list[tuple[str, str]]:
    """Every text of the round's asking and its answer under its label, with nothing left out; as typed."""
    expedite = request.expedite_of_round
    if expedite is None:
        return []
    label = WHY_GRANTED if expedite.is_granted else WHY_NOT
    return [(WHY_URGENT, expedite.justification), *([(label, expedite.answer)] if expedite.answer else [])]


def in_trail(changed: Changed, actor: str, *, with_words: bool = True) -> str:
    """One of the two events as a line of the trail (mrkdwn), with what its doer typed or without."""
    expedite = changed["expedite"]
    if expedite["answered_by"] is None:
        reached = ", ".join(person(str(one)) for one in expedite["told"][:10])
        why = escape(blocks.one_line(str(expedite["justification"]), 200))
        return f"{actor} asked {reached} for the urgent path{f': {why}' if with_words else '.'}"
    verb = "authorised the urgent path" if expedite["is_granted"] else "kept it on the normal path"
    said = escape(blocks.one_line(str(expedite["answer"]), 200))
    return f"{actor} {verb}{f': {said}' if with_words else '.'}"
