"""COME IN: Bolt listeners and ticks; each reads a payload, performs one act at the desk and answers."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.services import Services
from handlers import (
    announcements,
    deciding,
    errors,
    escalating,
    executing,
    filing,
    home,
    looking_up,
    middleware,
    withdrawing,
)

CONVERSATIONS = (filing, deciding, executing, withdrawing, escalating, looking_up, home, announcements)


def register(app: AsyncApp, services: Services) -> None:
    """Let each conversation listen, behind the question who asks."""
    middleware.register(app, services)
    errors.register(app, services)
    for conversation in CONVERSATIONS:
        conversation.register(app)
