"""What compliance, or the contact above all authority, has said of a request, for those who decide and carry out."""

from __future__ import annotations

from collections.abc import Iterator

from bot.views import blocks
from bot.views.summary import EXCERPT, excerpt
from bot.views.text import Block
from models.holds import HoldClosed, HoldEnding, HoldKind
from models.policy import Policy
from models.request import ExceptionRequest

#: The label over what compliance asks of whoever decides and carries out.
CONDITIONS = "Conditions set by compliance"
#: How much of the conditions a card shows, in characters; the decision's form and the details show all of them.
CONDITIONS_TEXT = 900


def conditions(request: ExceptionRequest) -> list[Block]:
    """The conditions that hold for the request, each under its label; none where compliance set none."""
    parts: list[Block] = []
    for said in request.conditions:
        parts += excerpt(CONDITIONS, said, CONDITIONS_TEXT)
    return [blocks.rich(parts)] if parts else []


def answers(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """The same, with why compliance cleared it and why its value was released: what a decision is made on."""
    parts: list[Block] = []
    for label, closed in _said(request, policy):
        shown = blocks.shortened(closed.words, EXCERPT)
        parts += [_by(label, closed, is_cut=shown != closed.words), blocks.quoted(shown)]
    return [*conditions(request), *([blocks.rich(parts)] if parts else [])]


def whole_answers(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """All of it with nothing left out, for the form in which somebody decides."""
    shown = [
        blocks.rich([blocks.line(blocks.run(CONDITIONS, bold=True)), blocks.quoted(said)])
        for said in request.conditions
    ]
    shown += [
        blocks.rich([_by(label, closed), blocks.quoted(closed.words)])
        for label, closed in _said(request, policy)
    ]
    return shown


def _by(label: str, closed: HoldClosed, *, is_cut: bool = False) -> Block:
    """The label, with who said it."""
    inlines = [blocks.run(label, bold=True), blocks.run(", by "), {"type": "user", "user_id": closed.by}]
    if is_cut:
        inlines.append(blocks.run("  the beginning; Details has the whole text", italic=True))
    return blocks.line(*inlines)


def _said(request: ExceptionRequest, policy: Policy) -> Iterator[tuple[str, HoldClosed]]:
    """Why each hold was closed, as far as those who decide next need to know it, under its label."""
    for hold in request.holds:
        if hold.closed is None or hold.closed.how not in (HoldEnding.RESOLVED, HoldEnding.CONDITIONS):
            continue
        if hold.kind is HoldKind.REGULATORY:
            yield "Why compliance cleared it", hold.closed
        elif hold.kind is HoldKind.OVER_AUTHORITY:
            highest = blocks.one_line(policy.tiers[-1].title, 40)
            yield f"Why {highest} may decide a value above its authority", hold.closed
