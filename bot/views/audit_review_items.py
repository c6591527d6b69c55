"""An audit review's items, one after another: what happened in plain words, who said what of it, and the choice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views import audit_review_words as told
from bot.views.story import typed_texts
from bot.views.text import Block, Names, escape, plain_text, when
from bot.views.trail import told_of
from models.audit_chain import AuditEvent
from models.oversight.audit_reviews import Item, Mark
from models.policy import Policy
from models.refusals import Field, Why
from models.request import ExceptionRequest

#: How many events, and how many typed texts, an item shows; the details show all.
LINES = 6
TEXTS = 4
#: How many reviewers' marks it shows, the newest.
MARKS = 5
#: How much of a text that stands by itself is shown, in characters.
TEXT = 600
#: What stands before an item's key in the names of its two inputs.
MARK, NOTE = "mark.", "note."
CHECKED, FINDING = "checked", "finding"


_BARRED = {
    Why.OWN_DOING: "Somebody else marks this: you had a part in it.",
    Why.NOT_AUDITOR: "One of the reviewers marks this: you stand in only where none of them is free of it.",
}
_UNSURE = "Slack could not say just now whether you may mark this. Open it again in a minute."


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """An item with what it is about: its events (the first of them), the request where there is one, its marks.

    `mine` is what the reader has said of it; `barred` is why they cannot mark it, where they cannot.
    """

    item: Item
    policy: Policy
    links: Sequence[AuditEvent] = ()
    request: ExceptionRequest | None = None
    marks: Sequence[Mark] = ()
    mine: Mark | None = None
    barred: Why | None = None


def item_blocks(shown: ShownItem, names: Names, *, can_mark: bool) -> list[Block]:
    """One item, at most 20 blocks."""
    item = shown.item
    made = [_title(shown), *_happened(shown, names)]
    for mark in shown.marks[-MARKS:]:
        made.append(blocks.small(told.said(mark)))
        if mark.words:
            made.append(blocks.rich([blocks.quoted(blocks.shortened(mark.words, TEXT))]))
    if can_mark and shown.barred is not None:
        made.append(blocks.small(_BARRED.get(shown.barred, _UNSURE)))
    elif can_mark:
        made += [_choice(item, shown.mine), _note(item, shown.mine)]
    return made


def _title(shown: ShownItem) -> Block:
    item, request = shown.item, shown.request
    title = told.title(item)
    if request is None:
        return blocks.section(title)
    details = actions.button("Details", actions.DETAILS, actions.carried(request.number))
    about = f"{escape(words.title(request, shown.policy))}: {words.in_short(request, shown.policy)}"
    return blocks.section(f"{title}\n{about}\n{words.sign(request)} {words.status(request)}", details)


def _happened(shown: ShownItem, names: Names) -> list[Block]:
    if shown.item.is_of_refused_reviewing:
        return [blocks.section(_refused_reviewing(shown))]
    made: list[Block] = []
    lines: list[str] = [told.problem(shown.item)] if shown.item.problem else []
    texts = 0
    for link in shown.links[:LINES]:
        told_as, typed = _told(link, shown.policy, names)
        lines.append(f"{when(link.at)}  ·  {told_as}")
        typed = typed if texts < TEXTS else []
        if typed:
            made += [blocks.section(blocks.within(lines)), *typed]
            lines, texts = [], texts + len(typed)
    more = len(shown.item.entries) - len(shown.links[:LINES])
    if more > 0:
        where = " Details shows them all." if shown.request is not None else ""
        lines.append(f"And {told.count(more, 'more event')} of this kind.{where}")
    return [*made, blocks.section(blocks.within(lines))] if lines else made


def _refused_reviewing(shown: ShownItem) -> str:
    """In one line what is nobody's part in anything."""
    tried = told.count(len(shown.item.entries), "attempt")
    was = "was" if len(shown.item.entries) == 1 else "were"
    by = told.people(tuple(dict.fromkeys(link.actor for link in shown.links)))
    whose = f" by {by}" if by else ""
    return (
        f"{tried}{whose} to mark or sign off an audit review {was} refused. That keeps nobody from reviewing."
    )


def _told(link: AuditEvent, policy: Policy, names: Names) -> tuple[str, list[Block]]:
    """An event in a sentence, and what was typed with it; one that was changed behind the log may tell nothing."""
    try:
        return told_of(link, policy, names, with_words=False), _typed(json.loads(link.changed))
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return f"{words.REFUSED} This event (`{escape(link.kind)}`) cannot be read.", []


def _typed(changed: Mapping[str, Any]) -> list[Block]:
    """What people typed with the event: why they asked, decided, stopped or settled it."""
    if "proposal" in changed and (said := changed.get("reason") or changed.get("words")):
        return [blocks.rich([blocks.quoted(blocks.shortened(str(said), TEXT))])]
    filing, hold, amendment = (changed.get(part) for part in ("filing", "hold", "amendment"))
    for part, name in ((filing, "rationale"), (hold, "why"), (amendment, "why")):
        if isinstance(part, dict) and part.get(name):
            return [blocks.rich([blocks.quoted(blocks.shortened(str(part[name]), TEXT))])]
    return typed_texts(changed)


def _choice(item: Item, mine: Mark | None) -> Block:
    options = {
        CHECKED: inputs.option(told.CHECKED, CHECKED, "It is as it should be."),
        FINDING: inputs.option(told.FINDING, FINDING, "Something is to be put right, or looked into."),
    }
    initial = None if mine is None else options[FINDING if mine.is_finding else CHECKED]
    element = inputs.radio(options.values(), initial=initial)
    return _input(MARK + item.key, f"What you say of {told.called(item)}", element)


def _note(item: Item, mine: Mark | None) -> Block:
    element = inputs.text(is_long=True, initial=mine.words if mine is not None else "")
    made = _input(NOTE + item.key, "What you found", element)
    made["hint"] = plain_text(
        "Needed for a finding: what is wrong, and who should act. It is kept on record."
    )
    return made


def _input(name: str, label: str, element: inputs.Element) -> Block:
    """An input that may be left empty, named after the item and not after a field."""
    made = inputs.entry(Field.FINDING, label, element, is_optional=True)
    return {**made, "block_id": name, "element": {**made["element"], "action_id": name}}
