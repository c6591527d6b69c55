"""What compliance, or the contact above all authority, has said of a request, for those who decide and carry out."""

from __future__ import annotations

from bot.views import blocks
from bot.views.summary import EXCERPT, excerpt
from bot.views.text import Block
from models.holds import Hold, HoldEnding, HoldKind
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
    for hold in request.holds:
        label = _label(hold, policy)
        if label and hold.closed is not None:
            parts += excerpt(label, hold.closed.words, EXCERPT)
    return [*conditions(request), *([blocks.rich(parts)] if parts else [])]


def whole_answers(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """All of it with nothing left out, for the form in which somebody decides."""
    shown = [_whole(CONDITIONS, said) for said in request.conditions]
    for hold in request.holds:
        label = _label(hold, policy)
        if label and hold.closed is not None:
            shown.append(_whole(label, hold.closed.words))
    return shown


def _whole(label: str, text: str) -> Block:
    return blocks.rich([blocks.line(blocks.run(label, bold=True)), blocks.quoted(text)])


def _label(hold: Hold, policy: Policy) -> str:
    """The label over why a hold was closed, as far as those who decide next need to know it; empty otherwise."""
    if hold.closed is None or hold.closed.how not in (HoldEnding.RESOLVED, HoldEnding.CONDITIONS):
        return ""
    if hold.kind is HoldKind.REGULATORY:
        return "Why compliance cleared it"
    if hold.kind is HoldKind.OVER_AUTHORITY:
        return f"Why {blocks.one_line(policy.tiers[-1].title, 40)} may decide a value above its authority"
    return ""
