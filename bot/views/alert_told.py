"""The word about an alert that could not be filed in its sponsor's name: why, what it said, what to do now."""

from __future__ import annotations

import json

from bot.views import actions, blocks, words
from bot.views.alerted import came_by, sentence_case, trigger_in
from bot.views.fields import FIELDS
from bot.views.refused_because import REFUSED_BECAUSE
from bot.views.text import Block, Message, escape, person
from models.audit_chain import AuditEvent
from models.refusals import Why

#: How much of each thing that was said is shown, in characters.
SHOWN = 500
COMPLAINT = "complaint.received"
#: Why no sponsor at all could have filed it.
_OF_STAFFING = frozenset(str(why) for why in Why if why.is_of_staffing)
_LABELS = {str(field): label for field, label in FIELDS.items()} | {"words": "What the customer complains of"}


def alert_told(link: AuditEvent) -> Message:
    """The message, from the event that tells of it."""
    changed = json.loads(link.changed)
    trigger = trigger_in(changed)
    if trigger is None:
        raise ValueError("an alert has a trigger")
    came, sponsor = sentence_case(came_by(trigger)), person(str(changed["sponsor"]))
    is_complaint = changed["about"] == COMPLAINT
    what = "reports a customer's complaint" if is_complaint else "asks for an exception"
    said = dict(changed["said"])
    if changed["why"] == Why.FAULTS:
        about = f" about *{escape(said.get('request', 'a request'))}*"
        told = f"{came} {what}{about} in your name, and does not say what the customer complains of."
        then = "Ask whoever runs it, then record the complaint: " + _command(said)
    else:
        because = escape(REFUSED_BECAUSE.get(str(changed["why"]), str(changed["why"]).replace("_", " ")))
        told = f"{came} {what} in the name of {sponsor}, and that could not be recorded: {because}."
        then = (
            f"So that it is not lost, record it yourself: {_command(said)}"
            if is_complaint
            else "So that it is not lost, file it in your own name with the button below."
        )
        if changed["why"] in _OF_STAFFING:
            then += " That is possible once the policy's administrators have seen to it that two people can decide it."
        else:
            then += " Have whoever runs it name somebody else from now on."
    shown: list[Block] = [blocks.section(f"{words.TOLD} {told}"), *_said(said), blocks.section(then)]
    if not is_complaint:
        shown.append(actions.row(actions.button("File an exception", actions.FILE, "alert", style="primary")))
    return Message(text=told, blocks=shown)


def _command(said: dict[str, str]) -> str:
    return (
        f"`/exception complaint {escape(said['request'])}`" if "request" in said else "`/exception complaint`"
    )


def _said(said: dict[str, str]) -> list[Block]:
    lines = [
        part
        for key, value in said.items()
        if value.strip()
        for part in (
            blocks.line(blocks.run(_LABELS.get(key, blocks.one_line(key, 60)), bold=True)),
            blocks.quoted(blocks.shortened(value, SHOWN)),
        )
    ]
    return [blocks.rich(lines)] if lines else []
