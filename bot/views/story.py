"""The story in the thread under a card: one short entry for each event, told as it happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.views import blocks, holds, words
from bot.views.escalation import told
from bot.views.scene import Rendering
from bot.views.summary import excerpt, files
from bot.views.text import Block, Message, channel, escape, percent, person, when
from models.events import EventKind
from models.notices import evidence_of
from models.request import Stage

#: How much of a typed text the thread shows, in characters; the details show all of it.
STORY_TEXT = 600

Changed = Mapping[str, Any]


def story(scene: Rendering) -> Message:
    """The entry for the scene's event, from what the event itself says: a later change does not rewrite it."""
    if scene.event is None:
        raise ValueError("the thread tells of an event")
    changed: Changed = json.loads(scene.event.changed)
    sentence = _sentence(EventKind(scene.event.kind), changed, scene)
    shown = [blocks.section(sentence), *_typed(changed)]
    shown += files(evidence_of(scene.event))
    return Message(text=sentence, blocks=shown)


def _sentence(kind: EventKind, changed: Changed, scene: Rendering) -> str:
    request, policy, names = scene.request, scene.policy, scene.names
    actor = person(scene.event.actor) if scene.event else ""
    match kind:
        case EventKind.ROUTED:
            return _routed(changed, scene)
        case EventKind.SOURCE_UNAVAILABLE:
            source = escape(words.source(str(changed["source"]), policy))
            fault = escape(blocks.one_line(str(changed.get("fault") or "no reason was given"), 300))
            return f"{words.CARE} *{source}* could not be read: {fault}\nIt is read again by itself."
        case EventKind.SCORE_CONFIRMED:
            return _confirmed(changed, actor, scene)
        case EventKind.VALIDATED:
            tier = policy.tier(request.score.tier)
            named = words.people(tier.authorizers, names)
            return (
                f"{words.DONE} {actor} validated it.\n"
                f"{words.WAITING} Now the second approval, by a different person: {named}."
            )
        case EventKind.AUTHORIZED:
            where = channel(policy.execution.channel, names)
            return (
                f"{words.DONE} {actor} authorised it, so both approvals are given. "
                f"Operations is asked in {where} to carry it out."
            )
        case EventKind.REJECTED:
            stage = Stage(changed["decision"]["stage"])
            return f"{words.REFUSED} {actor} rejected it at the {words.APPROVALS[stage]}. That is final."
        case EventKind.ESCALATED:
            return _escalated(changed, scene)
        case EventKind.ACKNOWLEDGED:
            return f"{words.DONE} {actor} acknowledged the escalation."
        case EventKind.EXECUTED:
            return f"{words.DONE} {actor} carried it out. The record is checked and closed next."
        case EventKind.WITHDRAWN:
            return f"{words.WITHDRAWN} {actor} withdrew it. Nothing is decided or carried out any more."
        case EventKind.HOLD_OPENED:
            hold = request.hold(str(changed["hold"]["key"]))
            return (
                holds.standing(hold, request, policy, names) if hold is not None else f"{words.HOLD} On hold."
            )
        case EventKind.HOLD_CLOSED:
            hold = request.hold(str(changed["hold"]))
            named = escape(holds.title(hold, policy)) if hold is not None else "The hold"
            return f"{holds.closed(hold) if hold is not None else words.DONE}\n{named}"
        case EventKind.EXTENDED:
            due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
            return f"{words.WAITING} The time to decide was extended: both approvals are {due}."
        case EventKind.RESUMED:
            due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
            return f"{words.WAITING} The time to decide runs on: both approvals are {due}."
        case EventKind.RESCORED:
            now, before = (percent(Decimal(str(changed[key]))) for key in ("deviation", "was"))
            decides = escape(policy.tier(str(changed["tier"])).title)
            return f"{words.CARE} The deviation is {now} now (it was {before}): {decides} decides."
        case EventKind.ROUND_BEGUN:
            due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
            void = " Earlier decisions no longer count." if changed.get("void") else ""
            return f"{words.WAITING} Round {changed['round']} has begun: both approvals are {due}.{void}"
        case EventKind.CLOSING_INCOMPLETE:
            lacking = "; ".join(words.missing(str(item), policy) for item in changed["missing"])
            return f"{words.CARE} The record cannot be closed yet. It lacks {lacking}."
        case EventKind.CLOSED:
            return f"{words.DONE} The record is complete and closed. Outcome: *{changed['outcome']}*."
        case _:
            return f"{request.id}: {escape(kind)}"


def _routed(changed: Changed, scene: Rendering) -> str:
    policy = scene.policy
    tier, own = policy.tier(str(changed["tier"])), policy.tier(str(changed["band"]))
    deviation = percent(Decimal(str(changed["deviation"])))
    said = f"The deviation is *{deviation}*, so *{escape(tier.title)}* decides ({words.band(own)})."
    if changed.get("over_authority"):
        said = (
            f"The deviation is *{deviation}*, which is for {escape(own.title)}; but the value is over that "
            f"tier's authority, so *{escape(tier.title)}* decides."
        )
    due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
    return f"{said}\nBoth approvals are {due}."


def _confirmed(changed: Changed, actor: str, scene: Rendering) -> str:
    now, before = Decimal(str(changed["deviation"])), Decimal(str(changed["was"]))
    if now == before:
        return f"{words.DONE} {actor} confirmed the deviation of {percent(now)}."
    tier = escape(scene.policy.tier(str(changed["tier"])).title)
    return f"{words.DONE} {actor} set the deviation to {percent(now)} (it was {percent(before)}): {tier} decides."


def _escalated(changed: Changed, scene: Rendering) -> str:
    key = str(changed["escalation"])
    is_breach = key.startswith("deadline_breached")
    what = (
        f"{words.LATE} The decision is overdue." if is_breach else f"{words.TOLD} The decision is due soon."
    )
    named = words.contact(str(changed["contact"]), scene.policy)
    said = f"{what} The {named} was told, {changed['priority']} priority: {told(scene.request, key)}."
    waiting = tuple(str(one) for one in changed.get("waiting_on") or ())
    return f"{said}\nStill waiting on {words.people(waiting, scene.names)}." if waiting else said


def _typed(changed: Changed) -> list[Block]:
    decision, execution = changed.get("decision"), changed.get("execution")
    ended, closed = changed.get("ended"), changed.get("closed")
    if isinstance(ended, dict) and ended["why"]:
        return [blocks.rich(excerpt("Why", str(ended["why"]), STORY_TEXT))]
    if isinstance(closed, dict) and closed["words"]:
        return [blocks.rich(excerpt("In their words", str(closed["words"]), STORY_TEXT))]
    if isinstance(decision, dict):
        return [blocks.rich(excerpt("Why", str(decision["rationale"]), STORY_TEXT))]
    if isinstance(execution, dict):
        return [blocks.rich(excerpt("What was done", str(execution["done"]), STORY_TEXT))]
    return []
