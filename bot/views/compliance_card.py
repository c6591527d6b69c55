"""What the cards show of compliance: what it is asked and may answer, and the conditions that it has set."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, words
from bot.views.answered import CONDITIONS, CONDITIONS_TEXT
from bot.views.scene import Rendering
from bot.views.summary import excerpt, files, reasons
from bot.views.text import Block, escape, person
from models.holds import Hold, HoldKind
from models.people import SYSTEM
from models.request import ExceptionRequest


def body(scene: Rendering, hold: Hold) -> list[Block]:
    """The hold card's own part: who sent it and what the requester says; once answered, the conditions."""
    if hold.closed is not None:
        parts = excerpt("Why it was sent to compliance", hold.why)
        if hold.closed.conditions:
            parts += excerpt(CONDITIONS, hold.closed.conditions, CONDITIONS_TEXT)
        return [standard(scene), blocks.rich(parts)]
    shown = [standard(scene), reasons(scene.request), *files(scene.request.filing.evidence)]
    if hold.opened_by != SYSTEM.id:
        shown.insert(0, blocks.small(f"Sent to compliance by {person(hold.opened_by)}"))
    return shown


def standard(scene: Rendering) -> Block:
    """Which standard it is about, for readers who are not of the tier that decides."""
    reference = escape(scene.request.filing.standard)
    return blocks.section(f"*Standard*\n{escape(words.title(scene.request, scene.policy))} (`{reference}`)")


def buttons(scene: Rendering, hold: Hold) -> list[dict[str, Any]]:
    """What compliance may answer while the hold is open."""
    value = actions.carried(scene.request.number, hold.key)
    return [
        actions.button("Clear", actions.CLEAR, value, style="primary"),
        actions.button("Clear with conditions", actions.CLEAR_WITH_CONDITIONS, value),
        actions.button("Prohibit", actions.PROHIBIT, value, style="danger"),
    ]


def can_be_routed(request: ExceptionRequest) -> bool:
    """Whether somebody may send it to compliance now; who, is the authority's to say."""
    is_under_way = request.stage is not None or request.can_be_withdrawn
    return is_under_way and request.open_hold(HoldKind.REGULATORY) is None
