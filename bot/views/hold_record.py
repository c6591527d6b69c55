"""A hold on record, whole: why it was opened, what stood against what, how it was closed and in which words."""

from __future__ import annotations

from bot.views import blocks, holds, reconciling, returning
from bot.views.answered import CONDITIONS
from bot.views.summary import files
from bot.views.text import Block, Names, escape, person, when
from models.holds import Hold
from models.people import SYSTEM
from models.policy import Policy
from models.request import ExceptionRequest


def hold_record(hold: Hold, request: ExceptionRequest, policy: Policy, names: Names) -> list[Block]:
    """The blocks of one hold; nothing that was typed is left out."""
    is_open = hold.is_open
    stands = holds.standing(hold, request, policy, names, is_short=True) if is_open else holds.closed(hold)
    shown = [blocks.section(f"*{escape(holds.title(hold, policy))}*\n{stands}")]
    by = "" if hold.opened_by == SYSTEM.id else f" by {person(hold.opened_by)}"
    opened = f"Put on hold{by}{when(hold.opened_at, lead=' ')}"
    is_late = hold.overdue_at is not None and not hold.is_open
    overdue = (
        f"  ·  overdue {when(hold.due_at, lead='since ')}" if hold.due_at is not None and is_late else ""
    )
    shown.append(blocks.small(f"{opened}{overdue}"))
    if hold.why and not hold.is_open:
        shown += _whole("Why", hold.why)
    shown += returning.missing(hold, policy)
    if hold.values:
        shown += [
            *reconciling.side_by_side(hold, request, policy),
            *reconciling.settled(hold, request, policy),
        ]
    if hold.closed is not None:
        shown += _whole(CONDITIONS, hold.closed.conditions)
        shown += _whole("In their words", hold.closed.words)
        shown += files(hold.closed.evidence, most=len(hold.closed.evidence))
    return shown


def _whole(label: str, text: str) -> list[Block]:
    return [blocks.rich([blocks.line(blocks.run(label, bold=True)), blocks.quoted(text)])] if text else []
