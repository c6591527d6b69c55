"""The story in the thread under a card: one short entry for each event, told as it happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.views import (
    amending,
    blocks,
    complaint,
    complying,
    executing,
    expediting,
    holds,
    outages,
    overdue,
    reconciling,
    waiving,
    words,
)
from bot.views.audit_gaps import missing
from bot.views.delegation_words import acting, standing_in
from bot.views.ladder import attempted, attempts_in, passed_over, told
from bot.views.scene import Rendering
from bot.views.summary import excerpt, files
from bot.views.text import Block, Message, channel, escape, percent, person, when
from models.events import EventKind
from models.holds import HoldKind
from models.ladders import COMPLAINT, HOLD_OVERDUE
from models.notices import evidence_of
from models.people import SYSTEM
from models.request import Result, Stage, Status
from models.stead import roles_for

#: How much of a typed text the thread shows, in characters; the details show all of it.
STORY_TEXT = 600

Changed = Mapping[str, Any]


def story(scene: Rendering) -> Message:
    """The entry for the scene's event, from what the event itself says: a later change does not rewrite it."""
    if scene.event is None:
        raise ValueError("the thread tells of an event")
    changed: Changed = json.loads(scene.event.changed)
    kind = EventKind(scene.event.kind)
    of_form = amending.entry(kind, changed, scene)
    sentence, typed = of_form or (_sentence(kind, changed, scene), typed_texts(changed))
    if kind is EventKind.HOLD_CLOSED:
        sentence += executing.after_hold(changed)
    shown = [blocks.section(sentence), *typed]
    shown += files(evidence_of(scene.event))
    return Message(text=sentence, blocks=shown)


def _sentence(kind: EventKind, changed: Changed, scene: Rendering) -> str:
    request, policy, names = scene.request, scene.policy, scene.names
    actor = acting(person(scene.event.actor), changed) if scene.event else ""
    match kind:
        case EventKind.ROUTED:
            return _routed(changed, scene)
        case EventKind.SOURCE_UNAVAILABLE:
            source = words.source(str(changed["source"]), policy)
            fault = outages.unread(source, str(changed.get("fault") or ""))
            return f"{words.CARE} {fault}\nIt is read again by itself."
        case EventKind.SCORE_CONFIRMED:
            return _confirmed(changed, actor, scene)
        case EventKind.EXPEDITE_ASKED | EventKind.EXPEDITE_ANSWERED:
            told_it = expediting.sentence(kind, changed, actor, request, policy)
            is_urgent = kind is EventKind.EXPEDITE_ANSWERED and changed["expedite"]["is_granted"]
            wakes = expediting.waiting_on(request, policy, names) if is_urgent else ""
            return f"{told_it}\n{wakes}" if wakes else told_it
        case EventKind.WAIVED:
            where = channel(policy.execution.channel, names)
            return f"{waiving.told(changed, policy)}\nOperations is asked in {where} to carry it out."
        case EventKind.VALIDATED if changed["status"] == Status.EXECUTION:
            return f"{words.DONE} {actor} validated it."
        case EventKind.VALIDATED:
            tier = policy.tier(request.score.tier)
            named = words.people(tier.authorizers, names)
            return (
                f"{words.DONE} {actor} validated it.\n"
                f"{words.WAITING} Now the second approval, by a different person: {named}."
                f"{_standing_in(Stage.AUTHORIZATION, scene)}"
            )
        case EventKind.AUTHORIZED:
            where = channel(policy.execution.channel, names)
            return (
                f"{words.DONE} {actor} authorised it, so both approvals are given. "
                f"Operations is asked in {where} to carry it out{executing.until(changed)}."
            )
        case EventKind.REJECTED:
            stage = Stage(changed["decision"]["stage"])
            return f"{words.REFUSED} {actor} rejected it at the {words.APPROVALS[stage]}. That is final."
        case EventKind.ESCALATED:
            return _escalated(changed, scene)
        case EventKind.ATTEMPTED:
            return attempted(changed, request, names)
        case EventKind.ACKNOWLEDGED if str(changed["escalation"]).startswith(COMPLAINT):
            return f"{words.DONE} {actor} took up the complaint."
        case EventKind.ACKNOWLEDGED:
            return f"{words.DONE} {actor} acknowledged the escalation."
        case EventKind.COMPLAINED | EventKind.COMPLAINT_REVIEWED:
            return complaint.sentence(kind, changed, actor)
        case EventKind.EXECUTED:
            return f"{words.DONE} {actor} carried it out. The record is checked and closed next."
        case (
            EventKind.EXECUTION_PARTIAL
            | EventKind.EXECUTION_FAILED
            | EventKind.ROLLED_BACK
            | EventKind.EXPIRY_NEAR
            | EventKind.EXPIRED
        ):
            return executing.story(kind, changed, actor, names, policy)
        case EventKind.WITHDRAWN:
            return f"{words.WITHDRAWN} {actor} withdrew it. Nothing is decided or carried out any more."
        case EventKind.HOLD_OPENED if changed["hold"]["kind"] == HoldKind.DATA_UNAVAILABLE:
            return outages.stopped(changed, request, policy, names)
        case EventKind.HOLD_OFFERED:
            return outages.offered(changed, policy, names)
        case EventKind.DOCUMENTED:
            return outages.documented(changed, actor, policy, names)
        case EventKind.HOLD_OPENED if changed["hold"]["kind"] in complying.KINDS:
            return complying.opened(changed, request, policy, names)
        case EventKind.HOLD_CLOSED if complying.is_answer(changed, request):
            return complying.answered(changed, actor, request, policy)
        case EventKind.PROHIBITED:
            return complying.prohibited(changed, actor)
        case EventKind.HOLD_OPENED:
            hold = request.hold(str(changed["hold"]["key"]))
            return (
                holds.standing(hold, request, policy, names) if hold is not None else f"{words.HOLD} On hold."
            )
        case EventKind.HOLD_CLOSED:
            hold = request.hold(str(changed["hold"]))
            if hold is not None and hold.kind is HoldKind.DATA_UNAVAILABLE:
                return outages.closed(hold, request, policy, actor)
            named = escape(holds.title(hold, policy)) if hold is not None else "The hold"
            settled = f"\n{reconciling.documented(hold, policy)}" if hold is not None and hold.values else ""
            return f"{holds.closed(hold) if hold is not None else words.DONE}\n{named}{settled}"
        case EventKind.EXTENDED:
            due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
            by = f" by {actor}" if changed["extension"]["by"] != SYSTEM.id else ""
            length = outages.hours(timedelta(seconds=int(changed["extension"]["length"])))
            are = waiving.are_due(request, policy)
            return f"{words.WAITING} The time to decide was extended by {length}{by}: {are} {due}."
        case EventKind.RESUMED:
            due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
            return f"{words.WAITING} The time to decide runs on: {waiving.are_due(request, policy)} {due}."
        case EventKind.RESCORED:
            now, before = (percent(Decimal(str(changed[key]))) for key in ("deviation", "was"))
            decides = escape(policy.tier(str(changed["tier"])).title)
            if now == before:
                return f"{words.CARE} With the value as it is now, {decides} decides."
            return f"{words.CARE} The deviation is {now} now (it was {before}): {decides} decides."
        case EventKind.ROUND_BEGUN:
            due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
            void = " Earlier decisions no longer count." if changed.get("void") else ""
            are = waiving.are_due(request, policy)
            return f"{words.WAITING} Round {changed['round']} has begun: {are} {due}.{void}"
        case EventKind.CLOSING_INCOMPLETE:
            lacking = "; ".join(missing(str(item), policy) for item in changed["missing"])
            return f"{words.CARE} The record cannot be closed yet. It lacks {lacking}."
        case EventKind.CLOSED:
            return f"{words.DONE} The record is complete and closed. Outcome: *{executing.closed(changed)}*."
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
            f"tier's authority, so *{escape(tier.title)}* decides: {words.next_level(policy)}."
        )
    due = when(datetime.fromisoformat(str(changed["deadline"])), lead="due ")
    first = _standing_in(Stage.VALIDATION, scene) if scene.request.stage is Stage.VALIDATION else ""
    return f"{said}\n{waiving.are_due(scene.request, policy).capitalize()} {due}.{first}"


def _standing_in(stage: Stage, scene: Rendering) -> str:
    """Those who can give the approval in somebody's stead, and who have no part in it already; they are woken."""
    request = scene.request
    part = {request.filed_by, request.filing.beneficiary}
    for decision in request.decisions_of_round():
        part |= {decision.by, decision.for_whom}
    free = [made for made in scene.delegations if not {made.by, made.to} & part]
    named = standing_in(free, roles_for(stage, request, scene.policy))
    return f"\n{named}" if named else ""


def _confirmed(changed: Changed, actor: str, scene: Rendering) -> str:
    now, before = Decimal(str(changed["deviation"])), Decimal(str(changed["was"]))
    if now == before:
        return f"{words.DONE} {actor} confirmed the deviation of {percent(now)}."
    tier = escape(scene.policy.tier(str(changed["tier"])).title)
    return f"{words.DONE} {actor} set the deviation to {percent(now)} (it was {percent(before)}): the {tier} decides."


def _escalated(changed: Changed, scene: Rendering) -> str:
    key = str(changed["escalation"])
    if key.startswith(HOLD_OVERDUE):
        return _overdue(key, changed, scene)
    if key.startswith(COMPLAINT):
        named = words.contact(str(changed["contact"]), scene.policy)
        who = told(scene.request, key, scene.names)
        return f"{words.TOLD} The {named} was told of the complaint, {changed['priority']} priority: {who}."
    is_breach = key.startswith("deadline_breached")
    what = (
        f"{words.LATE} The decision is overdue." if is_breach else f"{words.TOLD} The decision is due soon."
    )
    named = words.contact(str(changed["contact"]), scene.policy)
    said = f"{what} The {named} was told, {changed['priority']} priority: {told(scene.request, key, scene.names)}."
    over = passed_over(attempts_in(changed), scene.names)
    said += f"\nNot there: {over}." if over else ""
    waiting = tuple(str(one) for one in changed.get("waiting_on") or ())
    return f"{said}\nStill waiting on {words.people(waiting, scene.names)}." if waiting else said


def _overdue(key: str, changed: Changed, scene: Rendering) -> str:
    hold = scene.request.hold(key.partition(":")[2])
    named = words.contact(str(changed["contact"]), scene.policy)
    who = told(scene.request, key, scene.names)
    return f"{overdue.told(hold, scene)} The {named} was told, {changed['priority']} priority: {who}."


def typed_texts(changed: Changed) -> list[Block]:
    """What people typed with an event, as quotations; nothing where they typed nothing."""
    decision, execution = changed.get("decision"), changed.get("execution")
    ended, closed = changed.get("ended"), changed.get("closed")
    if changed.get("complaint"):
        return [blocks.rich(complaint.typed_in(changed, STORY_TEXT))]
    if changed.get("expedite"):
        return [blocks.rich(expediting.typed(changed, STORY_TEXT))]
    if isinstance(ended, dict) and ended["why"]:
        return [blocks.rich(excerpt("Why", str(ended["why"]), STORY_TEXT))]
    given, extension = changed.get("documentation"), changed.get("extension")
    if isinstance(given, dict):
        return [blocks.rich(excerpt("What it stands for", str(given["words"]), STORY_TEXT))]
    if isinstance(extension, dict) and extension["by"] != SYSTEM.id:
        return [blocks.rich(excerpt("Why", str(extension["why"]), STORY_TEXT))]
    if isinstance(closed, dict) and closed.get("conditions"):
        return [blocks.rich(complying.typed(changed, STORY_TEXT))]
    if isinstance(closed, dict) and closed["words"]:
        return [blocks.rich(excerpt("In their words", str(closed["words"]), STORY_TEXT))]
    if isinstance(decision, dict):
        return [blocks.rich(excerpt("Why", str(decision["rationale"]), STORY_TEXT))]
    if isinstance(execution, dict):
        label = executing.LABELS[Result(execution.get("result", Result.DONE))]
        return [blocks.rich(excerpt(label, str(execution["done"]), STORY_TEXT))]
    return []
