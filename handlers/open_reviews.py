"""Open reviews: `/exception reviews` lists them for whoever may see them; each kind tells of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck

from bot.services import Services
from bot.views.open_reviews import Listed, reviews_message
from handlers.audit_reviewing import open_audit_reviews, past_audit_reviews
from handlers.payloads import Payload
from handlers.policy_reviews import open_policy_reviews
from handlers.policy_waiting import open_policy_cares, open_policy_changes
from models.people import Person

#: The word of the command.
WORD = "reviews"

#: Each finds the open reviews of one kind that a person may see.
KINDS: tuple[Callable[[Person, Services], Awaitable[list[Listed]]], ...] = (
    open_policy_reviews,
    open_audit_reviews,
    open_policy_changes,
    open_policy_cares,
)


async def open_reviews(person: Person, services: Services) -> list[Listed]:
    """All open reviews that the person may see."""
    return [one for kind in KINDS for one in await kind(person, services)]


async def list_reviews(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Answer the command."""
    past = await past_audit_reviews(person, services)
    said = reviews_message(await open_reviews(person, services), past)
    await ack(text=said.text, blocks=said.blocks, response_type="ephemeral")
