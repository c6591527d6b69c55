"""The durable messages: which view shows which kind; it reads nothing and sends nothing."""

from __future__ import annotations

from bot.views.card import card, requester_card
from bot.views.escalation import escalation
from bot.views.evidence import evidence
from bot.views.execution_card import execution_card
from bot.views.expedite_card import expedite_card
from bot.views.hold_card import hold_card
from bot.views.reminder import reminder
from bot.views.scene import Rendering
from bot.views.story import story
from bot.views.text import Message
from bot.views.told import told
from models.notices import MessageKind

__all__ = ["Rendering", "render"]

_VIEWS = {
    MessageKind.CARD: card,
    MessageKind.REQUESTER_CARD: requester_card,
    MessageKind.EXECUTION_CARD: execution_card,
    MessageKind.ESCALATION: escalation,
    MessageKind.REMINDER: reminder,
    MessageKind.STORY: story,
    MessageKind.EVIDENCE: evidence,
    MessageKind.TOLD: told,
    MessageKind.HOLD_CARD: hold_card,
    MessageKind.EXPEDITE_CARD: expedite_card,
}


def render(kind: MessageKind, scene: Rendering) -> Message:
    """The message as it is now, from committed state.

    ValueError where the scene lacks what the kind tells of: the event of a story, the escalation of a warning.
    """
    return _VIEWS[kind](scene)
