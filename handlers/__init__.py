"""COME IN: Bolt listeners and ticks; each reads a payload, performs one act at the desk and answers."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.services import Services
from handlers import (
    amending,
    announcements,
    audit_reviewing,
    commanding,
    complaining,
    complying,
    deciding,
    delegating,
    documenting,
    errors,
    escalating,
    executing,
    expediting,
    exporting,
    filing,
    finding,
    home,
    looking_up,
    middleware,
    over_authority,
    policy_caring,
    policy_changing,
    policy_reviewing,
    preferring,
    readiness,
    reconciling,
    reminding,
    reporting,
    returning,
    stepping,
    training,
    withdrawing,
)

CONVERSATIONS = (
    commanding,
    filing,
    finding,
    amending,
    deciding,
    returning,
    documenting,
    reconciling,
    executing,
    withdrawing,
    complying,
    over_authority,
    expediting,
    complaining,
    escalating,
    delegating,
    training,
    exporting,
    policy_reviewing,
    audit_reviewing,
    policy_changing,
    policy_caring,
    readiness,
    reporting,
    preferring,
    reminding,
    looking_up,
    home,
    stepping,
    announcements,
)


def register(app: AsyncApp, services: Services) -> None:
    """Let each conversation listen, behind the question who asks."""
    middleware.register(app, services)
    errors.register(app, services)
    for conversation in CONVERSATIONS:
        conversation.register(app)
