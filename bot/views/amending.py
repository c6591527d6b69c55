"""An amendment in words and blocks: what was changed, from what to what, and what that does to decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.views import actions, blocks, returning, values, words
from bot.views.answered import conditions
from bot.views.fields import FIELDS
from bot.views.scene import Rendering
from bot.views.summary import excerpt, hero
from bot.views.text import Block, Message, Names, escape, joined, person, when
from models.events import EventKind
from models.lifecycle.complying import CONDITIONS_SET
from models.money import plain
from models.policy import Policy
from models.refusals import Field
from models.request import Criticality, ExceptionRequest, Reason, Stage
from models.ways import Amendment

#: How much of a typed text the thread shows, in characters; the details show all of it.
CHANGED_TEXT = 300

Changed = Mapping[str, Any]

_LONG = (Field.RATIONALE, Field.IMPACT, Field.DEPENDENCIES, Field.REQUESTED_WORDS)


def story(changed: Changed, scene: Rendering) -> tuple[str, list[Block]]:
    """The thread's entry: who changed what, and whether decisions stand."""
    actor = person(scene.event.actor) if scene.event is not None else ""
    amendment = changed["amendment"]
    verb = "completed it" if changed.get("answers") else "changed it"
    sign = words.DONE if changed.get("answers") else words.CHANGED
    lines = [f"{sign} {actor} {verb}.", *_short(amendment["fields"], scene.policy, has_texts=True)]
    if not amendment["is_material"] and any(True for _ in scene.request.decisions_of_round()):
        lines.append("Decisions that were made stand.")
    return blocks.within(lines), _texts(amendment, answers=bool(changed.get("answers")))


def told(scene: Rendering) -> tuple[str, list[Block]]:
    """The DM to who returned it, that it is complete now; or to those whose decisions a new round has made void."""
    if scene.event is None:
        raise ValueError("somebody is told of an event")
    request, changed = scene.request, json.loads(scene.event.changed)
    actor = person(scene.event.actor)
    if scene.event.kind == EventKind.ROUND_BEGUN:
        mine = _stage_of(request, scene.recipient, int(changed["round"]) - 1)
        why = (
            f"{actor} changed it" if changed["why"] == "amended" else escape(str(changed["why"])).rstrip(".")
        )
        again = "It waits for a new first approval." if request.stage is Stage.VALIDATION else ""
        verb = f", which you {mine}," if mine else ""
        said = f"{words.CARE} {request.id}{verb} is decided anew, and your decision is void: {why}. {again}"
        of_compliance = conditions(request) if changed["why"] == CONDITIONS_SET else []
        return said.rstrip(), [*of_compliance, *_texts_of_last(request, scene)]
    said = (
        f"{words.DONE} {request.id}, which you returned, was completed by {actor}. It can be validated now."
    )
    lines = [said, *_short(changed["amendment"]["fields"], scene.policy, has_texts=True)]
    return blocks.within(lines), _texts(changed["amendment"], answers=True)


def trail(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """The trail's sentence: the fields, with old and new where they are short."""
    fields = changed["amendment"]["fields"]
    verb = "completed" if changed.get("answers") else "changed"
    if not fields:
        return f"{actor} completed it with an answer."
    return blocks.within([f"{actor} {verb} it.", *_short(fields, policy)], 1500)


def last(request: ExceptionRequest) -> list[str]:
    """The newest amendment, as small print of a card (mrkdwn lines); none where there is none."""
    if not request.amendments:
        return []
    amendment = request.amendments[-1]
    named = joined(labels(amendment), "and") or "an answer"
    line = f"{words.CHANGED} {when(amendment.at, lead='Changed by its requester ')}: {named}."
    round_ = f" Round {request.round}: earlier decisions are void." if amendment.is_material else ""
    return [f"{line}{round_ if _voided(request) else ''}"]


def labels(amendment: Amendment) -> list[str]:
    """What the form calls the fields of an amendment."""
    return [FIELDS[Field(name)] for name in amendment.fields]


def _voided(request: ExceptionRequest) -> bool:
    return any(decision.round < request.round for decision in request.decisions)


def _short(fields: Changed, policy: Policy, *, has_texts: bool = False) -> Iterator[str]:
    """A line for each field: `Requested value: 40 → 45`; of a long text that it is another one (mrkdwn).

    Where the texts follow in full (`has_texts`), only one that is empty now has a line.
    """
    for field in (each for each in FIELDS if each in fields):
        change = fields[field]
        label = f"*{FIELDS[field]}*"
        if field in _LONG and has_texts and change["now"]:
            continue
        if field in _LONG:
            yield f"•  {label} was {'written' if not change['was'] else 'rewritten' if change['now'] else 'emptied'}"
        elif field is Field.EVIDENCE:
            added = change["now"][len(change["was"]) :]
            named = joined((escape(blocks.one_line(name, 60)) for name in added[:5]), "and")
            yield f"•  {label}: {named}{' and more' if len(added) > 5 else ''} added"
        else:
            was, now = (_value(field, change[key], policy) for key in ("was", "now"))
            yield f"•  {label}: {was} → {now}"


def _value(field: Field, value: Any, policy: Policy) -> str:
    """A short value as people read it, escaped; `none` where there is none."""
    if value is None or value == "":
        return "none"
    match field:
        case Field.STANDARD:
            standard = policy.standard(str(value))
            return escape(f"{standard.title} ({value})" if standard is not None else str(value))
        case Field.CUSTOMER:
            return escape(blocks.one_line(f"{value['name']} ({value['id']})", 120))
        case Field.BENEFICIARY:
            return person(str(value))
        case Field.REASON:
            return words.REASONS[Reason(value)]
        case Field.CRITICALITY:
            return words.CRITICALITY[Criticality(value)]
        case Field.NEEDED_BY:
            return values.day(date.fromisoformat(str(value)))
        case Field.REQUESTED | Field.VALUE | Field.DEVIATION:
            return plain(Decimal(str(value)))
        case _:
            return escape(blocks.one_line(str(value), 120))


def _texts(amendment: Changed, *, answers: bool) -> list[Block]:
    """The long texts as they are now, and why it was changed."""
    parts: list[Block] = []
    for field in (each for each in FIELDS if each in _LONG and each in amendment["fields"]):
        now = str(amendment["fields"][field]["now"])
        parts += excerpt(f"{FIELDS[field]}, now", now, CHANGED_TEXT) if now else []
    if amendment["why"]:
        parts += excerpt("Their answer" if answers else "Why it changed", str(amendment["why"]), CHANGED_TEXT)
    return [blocks.rich(parts)] if parts else []


def _texts_of_last(request: ExceptionRequest, scene: Rendering) -> list[Block]:
    """Which fields were changed and why, where an amendment began the round."""
    last_one: Sequence[Amendment] = [
        each for each in request.amendments if scene.event is not None and each.at == scene.event.at
    ]
    if not last_one:
        return []
    parts = [
        blocks.line(blocks.run("Changed", bold=True), blocks.run(f"  {', '.join(labels(last_one[-1]))}"))
    ]
    if last_one[-1].why:
        parts += excerpt("Why", last_one[-1].why, CHANGED_TEXT)
    return [blocks.rich(parts)]


def _stage_of(request: ExceptionRequest, somebody: str, of_round: int) -> str:
    """What somebody had done in a round: `validated` or `authorised`."""
    for decision in request.decisions:
        if decision.by == somebody and decision.round == of_round:
            return "validated" if decision.stage is Stage.VALIDATION else "authorised"
    return ""


def entry(kind: EventKind, changed: Changed, scene: Rendering) -> tuple[str, list[Block]] | None:
    """The thread's entry where an event is about the form: a return, its answer, another change, or its end."""
    if kind in (EventKind.RETURNED, EventKind.LAPSED):
        return returning.story(changed, scene)
    return story(changed, scene) if kind is EventKind.AMENDED else None


def told_of_form(scene: Rendering) -> Message | None:
    """The DM where an event is about the form, or about decisions that are void; None for all others."""
    kind = scene.event.kind if scene.event is not None else ""
    is_asked = False
    if kind in (EventKind.RETURNED, EventKind.LAPSE_NEAR, EventKind.LAPSED):
        sentence, texts, is_asked = returning.told(scene)
    elif kind in (EventKind.AMENDED, EventKind.ROUND_BEGUN):
        sentence, texts = told(scene)
    else:
        return None
    request = scene.request
    pressed = [returning.complete(request)] if is_asked else []
    details = actions.button("Details", actions.DETAILS, actions.carried(request.number))
    shown = [blocks.section(sentence), hero(request, scene.policy), *texts, actions.row(*pressed, details)]
    if scene.link and scene.recipient != request.filed_by:
        shown.append(blocks.small(f"<{escape(scene.link)}|Go to its card>"))
    return Message(text=sentence, blocks=shown)


def in_full(request: ExceptionRequest) -> Iterator[list[Block]]:
    """Every amendment for the details, the oldest first: its fields, when, and why."""
    for amendment in request.amendments:
        named = joined(labels(amendment), "and") or "An answer to what was missing"
        material = "  ·  a new round began" if amendment.is_material else ""
        by = f"{person(amendment.by)}{when(amendment.at, lead=', ')}"
        parts = excerpt("Why", amendment.why, 3000) if amendment.why else []
        yield [
            blocks.section(f"{words.CHANGED} *{named}*{material}\n{by}"),
            *([blocks.rich(parts)] if parts else []),
        ]
