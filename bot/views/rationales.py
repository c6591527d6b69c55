"""What those said who decided a request or ended it, as a card shows it."""

from __future__ import annotations

from bot.views import approvals, blocks, words
from bot.views.summary import excerpt
from bot.views.text import Block
from models.request import ExceptionRequest, Stage

#: How much of an approver's rationale a card shows, in characters.
SAID = 200


def why_each(request: ExceptionRequest) -> list[Block]:
    """What the approvers said, and whoever ended it otherwise."""
    parts: list[Block] = []
    for stage in Stage:
        decision = approvals.said(request, stage)
        if decision is not None:
            parts += excerpt(words.why(decision), decision.rationale, SAID)
    if request.ended is not None and request.ended.why:
        parts += excerpt(words.WHY_ENDED[request.ended.how], request.ended.why, SAID)
    return [blocks.rich(parts)] if parts else []
