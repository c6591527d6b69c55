"""Preferring: everybody chooses in App Home what they are told; each choice counts at once."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.preferences import read_digest, read_reminders
from handlers import answers
from handlers.home import show_again
from handlers.payloads import Payload, UnreadablePayloadError
from handlers.selecting import selected
from models.notifying.acts import SetPreferences
from models.people import Person
from models.refusals import Why


def register(app: AsyncApp) -> None:
    """Listen for the two selects."""
    app.action(actions.CHOOSE_DIGEST)(choose)
    app.action(actions.CHOOSE_REMINDERS)(choose)


async def choose(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Keep what was chosen, and show the page with it."""
    chosen = selected(body)
    try:
        # Each select changes its own part: two that are pressed at once do not undo each other.
        if chosen.action == actions.CHOOSE_DIGEST:
            has_digest, digest_at = read_digest(chosen.value)
            act = SetPreferences(has_digest=has_digest, digest_at=digest_at)
        else:
            act = SetPreferences(has_reminders=read_reminders(chosen.value))
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    performed = await services.desk.perform(act, by=person, key=chosen.key)
    if performed.refusal is not None and performed.refusal.why is not Why.NOTHING_CHANGED:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    with answers.after_commit():
        await show_again(body, person, services)
    await ack()
