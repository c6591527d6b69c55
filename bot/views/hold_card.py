"""The card of a hold, where its owners work: what stops the request, what they are asked, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.views import (
    actions,
    blocks,
    compliance_card,
    holds,
    outage_card,
    over_authority_card,
    reconciling,
    words,
)
from bot.views.elapsed import clock_used
from bot.views.scene import Rendering
from bot.views.summary import excerpt, figures, files, hero
from bot.views.text import Block, Message, escape
from models.holds import Hold, HoldKind

#: What the owners of each kind of hold may press while it is open, besides its details.
BUTTONS: dict[HoldKind, Callable[[Rendering, Hold], list[dict[str, Any]]]] = {
    HoldKind.DATA_UNAVAILABLE: outage_card.buttons,
    HoldKind.REGULATORY: compliance_card.buttons,
    HoldKind.OVER_AUTHORITY: over_authority_card.buttons,
    HoldKind.CONFLICTING_DATA: reconciling.buttons,
    HoldKind.REGULATORY: compliance_card.buttons,
    HoldKind.OVER_AUTHORITY: over_authority_card.buttons,
}
#: What a kind of hold shows besides its title and its reason.
BODIES: dict[HoldKind, Callable[[Rendering, Hold], list[Block]]] = {
    HoldKind.DATA_UNAVAILABLE: outage_card.body,
    HoldKind.REGULATORY: compliance_card.body,
    HoldKind.OVER_AUTHORITY: over_authority_card.body,
    HoldKind.CONFLICTING_DATA: reconciling.body,
    HoldKind.REGULATORY: compliance_card.body,
    HoldKind.OVER_AUTHORITY: over_authority_card.body,
}
#: How much of a typed text the card shows, in characters; the details show all of it.
HOLD_TEXT = 600


def hold_card(scene: Rendering) -> Message:
    """The card; once the hold is closed it tells how, and nothing can be pressed but the details."""
    hold, request, policy = scene.hold, scene.request, scene.policy
    if hold is None:
        raise ValueError("a hold's card is rendered with its hold")
    heading = holds.title(hold, policy)
    shown = [blocks.header(blocks.one_line(f"{request.id} · {heading}", 140)), hero(request, policy)]
    if hold.is_open:
        shown.append(blocks.section(holds.standing(hold, request, policy, scene.names, is_short=True)))
        part = policy.holds.get(hold.kind)
        if part is not None and part.action:
            shown.append(blocks.section(f"*What is asked*\n{escape(part.action)}"))
    else:
        shown.append(blocks.section(holds.closed(hold)))
    shown += BODIES[hold.kind](scene, hold) if hold.kind in BODIES else []
    if hold.closed is not None and hold.closed.words:
        shown.append(blocks.rich(excerpt("In their words", hold.closed.words, HOLD_TEXT)))
        shown += files(hold.closed.evidence)
    pairs = dict(figures(request, policy))
    kept = ("Requested by", "Deviation", "Decision value", "Decision due")
    shown.append(blocks.fields((title, pairs[title]) for title in kept if title in pairs))
    pressed = BUTTONS[hold.kind](scene, hold) if hold.is_open and hold.kind in BUTTONS else []
    details = actions.button("Details", actions.DETAILS, actions.carried(request.number))
    shown.append(actions.row(*pressed, details))
    used = clock_used(request) if hold.is_open else ""
    if used:
        shown.append(blocks.small(used))
    if scene.link:
        shown.append(blocks.small(f"<{escape(scene.link)}|Go to its card>"))
    return Message(text=f"{request.id}: {escape(heading)}, {words.in_short(request, policy)}", blocks=shown)
