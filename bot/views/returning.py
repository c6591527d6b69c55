"""A return in words and blocks: the form that says what is missing, the list of it, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.alerted import wanted
from bot.views.delegation_words import acting
from bot.views.fields import FIELDS
from bot.views.scene import Rendering
from bot.views.summary import excerpt
from bot.views.text import Block, Names, escape, person, when
from models.business_time import limit_text
from models.holds import Hold, HoldKind
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Field
from models.request import Ending, ExceptionRequest

#: The longest text for one missing thing, in characters: it is a line of a list, and stands over a field.
ITEM_LENGTH = 500

Changed = Mapping[str, Any]


def return_modal(request: ExceptionRequest, policy: Policy) -> dict[str, Any]:
    """The modal in which a validator says, field by field, what is missing."""
    due = limit_text(policy.returns.within)
    shown = [
        blocks.section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}"),
        blocks.small("Say what is missing wherever it is. What you leave empty is in order."),
        *(_wanted(field, now) for field, now in _fields(request, policy)),
        inputs.entry(Field.ITEMS, "Something else", _text("Anything that has no field of its own")),
        blocks.small(
            f"The requester gets this list and has {due} to complete it; the time to decide stands still. "
            "Without an answer it is closed."
        ),
    ]
    for block in shown:
        if block["type"] == "input":
            block["optional"] = True
    return inputs.modal(
        actions.RETURNING,
        f"Return {request.id}",
        shown,
        submit="Return",
        metadata=actions.carried(request.number),
    )


def _fields(request: ExceptionRequest, policy: Policy) -> Iterator[tuple[Field, str]]:
    """The fields that may lack something, and what stands in the short ones now."""
    filing, standard = request.filing, policy.standard(request.filing.standard)
    if words.has_figures(request, policy):
        yield Field.REQUESTED, words.ask(request, policy).asked
    else:
        yield Field.REQUESTED_WORDS, ""
    if standard is not None and standard.is_scored_by_hand and filing.deviation is not None:
        yield Field.DEVIATION, f"{filing.deviation:f} %"
    yield Field.VALUE, str(filing.value)
    yield Field.RATIONALE, ""
    yield Field.IMPACT, ""
    yield Field.DEPENDENCIES, "" if filing.dependencies.strip() else "nothing entered"
    count = len(filing.evidence)
    yield Field.EVIDENCE, f"{count or 'no'} {'file' if count == 1 else 'files'}"


def _wanted(field: Field, now: str) -> Block:
    hint = f"Now: {blocks.one_line(now, 100)}." if now else ""
    return inputs.entry(field, FIELDS[field], _text("What is missing"), hint=hint)


def _text(placeholder: str) -> inputs.Element:
    return inputs.text(is_long=True, placeholder=placeholder) | {"max_length": ITEM_LENGTH}


def missing(hold: Hold, policy: Policy) -> list[Block]:
    """What is missing, field by field, as who returned it says it."""
    parts: list[Block] = []
    for item in hold.items:
        label = f"Missing: {FIELDS[Field(item.field)]}" if item.field in list(Field) else "Also missing"
        if item.fault:
            label = FIELDS[Field(item.field)] if item.field in list(Field) else "Besides"
        parts += excerpt(label, wanted(item, policy), ITEM_LENGTH)
    return [blocks.rich(parts)] if parts else []


def missing_now(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """What an open return asks for, or what nobody gave before it lapsed."""
    hold = request.open_hold(HoldKind.RETURNED)
    if hold is None and request.ended is not None and request.ended.how is Ending.LAPSED:
        hold = next((each for each in reversed(request.holds) if each.kind is HoldKind.RETURNED), None)
    return missing(hold, policy) if hold is not None else []


def story(changed: Changed, scene: Rendering) -> tuple[str, list[Block]]:
    """The thread's entry for a return, and for the end of one that nobody answered."""
    hold = scene.request.hold(str(changed["hold"]))
    listed = missing(hold, scene.policy) if hold is not None else []
    if "ended" in changed:
        said = (
            f"{words.LATE} Nobody completed it in time, so it is closed. Nothing is decided or carried out."
        )
        return said, []
    actor = _by(scene, changed) or "Exception Desk"
    due = when(datetime.fromisoformat(str(changed["due_at"])), lead="by ")
    waits = (
        f"{person(scene.request.filed_by)} is asked to complete it {due}; the time to decide stands still."
    )
    return f"{words.RETURNED} {actor} returned it. {waits}", listed


def told(scene: Rendering) -> tuple[str, list[Block], bool]:
    """The DM about a return, the notice before it lapses, or its end; and whether it asks to complete the request."""
    if scene.event is None:
        raise ValueError("somebody is told of an event")
    request, changed = scene.request, json.loads(scene.event.changed)
    hold = request.hold(str(changed["hold"]))
    listed = missing(hold, scene.policy) if hold is not None else []
    is_open = hold is not None and hold.is_open
    if "ended" in changed:
        mine = request.filed_by == scene.recipient
        whose = f"Your request {request.id} was" if mine else f"{request.id} was"
        said = f"{words.LATE} {whose} returned and not completed in time, so it is closed. Nothing is carried out."
        return (f"{said} You may file it again." if mine else said), listed, False
    due = when(datetime.fromisoformat(str(changed["due_at"])), lead="by ")
    if "items" in changed:
        by = _by(scene, changed)
        said = f"{words.RETURNED} Your request {request.id} was returned{f' by {by}' if by else ''}."
        return f"{said} Something is missing: complete it {due}, or it is closed.", listed, is_open
    said = f"{words.TOLD} Your request {request.id} still waits for you: complete it {due}, or it is closed."
    return said, listed, is_open


def complete(request: ExceptionRequest) -> dict[str, Any]:
    """The button that opens the form with what is missing marked."""
    return actions.button(
        "Complete request", actions.COMPLETE, actions.carried(request.number), style="primary"
    )


def _by(scene: Rendering, changed: Changed) -> str:
    """Who returned it, and for whom where they stood in for somebody; empty where the system did."""
    actor = scene.event.actor if scene.event is not None and not changed.get("by_itself") else SYSTEM.id
    return acting(person(actor), changed) if actor != SYSTEM.id else ""


def trail(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """The trail's sentence: how many things are missing."""
    count = len(changed["items"])
    things = "one thing is" if count == 1 else f"{count} things are"
    if changed.get("by_itself"):
        return f"Exception Desk returned it to be completed: {things} missing or wrong."
    return f"{acting(actor, changed)} returned it to be completed: {things} missing."


def change(request: ExceptionRequest) -> list[dict[str, Any]]:
    """The requester's own button, where there is one: to complete what was returned, or to amend what they filed."""
    if not request.can_be_amended:
        return []
    if request.is_returned:
        return [complete(request)]
    return [actions.button("Amend", actions.AMEND, actions.carried(request.number))]
