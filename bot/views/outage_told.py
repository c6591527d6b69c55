"""A word about a source that cannot be read: to the requester what is asked, to its owners what has come."""

from __future__ import annotations

from bot.views import actions, blocks, outages, words
from bot.views.outage_card import asked_of_requester
from bot.views.scene import Rendering
from bot.views.summary import excerpt, files, hero
from bot.views.text import Block, Message, escape, joined, person, when
from models.events import EventKind
from models.holds import Hold
from models.outages import documents, hold_of, holds_of_outages, opened_with, read
from models.people import SYSTEM

#: How much of a typed text is told, in characters; the details show all of it.
TOLD_TEXT = 600


def told_of_outage(scene: Rendering) -> Message | None:
    """The message that follows from the scene's event, or None where the event tells of no such hold."""
    if scene.event is None:
        return None
    hold = hold_of(scene.request, scene.event)
    if hold is None:
        return None
    match scene.event.kind:
        case EventKind.HOLD_OPENED:
            return _asked(scene, hold)
        case EventKind.HOLD_OFFERED:
            return _offered(scene, hold)
        case EventKind.HOLD_CLOSED:
            return _closed(scene, hold)
        case _:
            return None


def _asked(scene: Rendering, hold: Hold) -> Message:
    request, policy = scene.request, scene.policy
    sources = opened_with(request, hold)
    away = joined((f"*{_source(scene, one)}*" for one in sources), "and")
    it = "It is" if len(sources) == 1 else "Each is"
    said = (
        f"{words.HOLD} Your request {request.id} is on hold: {away} could not be read.\n"
        f"{it} read again by itself; if that works first, nothing more is needed from you."
    )
    due = ""
    if request.stage is not None:
        longer = outages.extended(request, policy)
        due = f"Both approvals are {when(request.deadline, lead='due ')}{f', {longer}' if longer else ''}."
    shown = [
        blocks.section(said),
        hero(request, policy),
        *asked_of_requester(request, policy),
        actions.row(_details(scene)),
        *([blocks.small(due)] if due else []),
    ]
    return Message(text=f"Your request {request.id} is on hold: {away} could not be read", blocks=shown)


def _offered(scene: Rendering, hold: Hold) -> Message:
    request, source = scene.request, _source(scene, hold)
    given = documents(request, hold)
    texts: list[Block] = []
    if given and read(request, hold.subject) is None:
        said = f"{words.FILES} {person(given[-1].by)} gave documentation in place of *{source}* for {request.id}."
        texts = [blocks.rich(excerpt("What it stands for", given[-1].words, TOLD_TEXT))]
        texts += files(given[-1].evidence)
    else:
        said = f"{words.DONE} *{source}* could be read again for {request.id}."
    # This is said once and stays as it is, so the button is on the hold's card alone, which knows when it is closed.
    said = f"{said} The hold can be closed, on its card." if hold.is_open else f"{said} The hold is closed."
    shown = [blocks.section(said), hero(request, scene.policy), *texts, actions.row(_details(scene))]
    if scene.link:
        label = "Close it on its card" if hold.is_open else "Go to its card"
        shown.append(blocks.small(f"<{escape(scene.link)}|{label}>"))
    return Message(text=said, blocks=shown)


def _closed(scene: Rendering, hold: Hold) -> Message:
    request, closed = scene.request, hold.closed
    by = f" by {person(closed.by)}" if closed is not None and closed.by != SYSTEM.id else ""
    said = f"{words.DONE} The hold on your request {request.id} for *{_source(scene, hold)}* was closed{by}."
    still = [f"*{_source(scene, one)}*" for one in holds_of_outages(request)]
    if still:
        said += f" It is still on hold for {joined(still, 'and')}."
    elif request.open_holds:
        said += " It is still on hold for something else; your card says what."
    elif request.stage is not None:
        said += f" The decision goes on; both approvals are {when(request.deadline, lead='due ')}."
    texts = excerpt("In their words", closed.words, TOLD_TEXT) if closed is not None and closed.words else []
    shown = [blocks.section(said), hero(request, scene.policy), *([blocks.rich(texts)] if texts else [])]
    return Message(text=said, blocks=[*shown, actions.row(_details(scene))])


def _source(scene: Rendering, hold: Hold) -> str:
    return escape(words.source(hold.subject, scene.policy))


def _details(scene: Rendering) -> Block:
    return actions.button("Details", actions.DETAILS, actions.carried(scene.request.number))
