"""Announcements: what Slack says has changed about people and groups counts at once."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.services import Services
from handlers import payloads
from handlers.payloads import Payload


def register(app: AsyncApp) -> None:
    """Listen for the changes that decide who may do what."""
    app.event("subteam_members_changed")(forget_group)
    app.event("subteam_updated")(forget_group)
    app.event("user_change")(forget_person)


async def forget_group(event: Payload, services: Services) -> None:
    """The group is read anew before the next decision."""
    services.directory.forget_group(payloads.group_of(event))


async def forget_person(event: Payload, services: Services) -> None:
    """The person is asked about anew before they act again."""
    services.directory.forget_person(payloads.person_of(event))
