"""Reminding: whoever was reminded puts it off, in the reminder itself."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.reminder import read_snooze
from handlers import answers
from handlers.payloads import Payload, UnreadablePayloadError
from handlers.selecting import selected
from models.acts import SnoozeReminder
from models.people import Person


def register(app: AsyncApp) -> None:
    """Listen for the select."""
    app.action(actions.SNOOZE)(snooze)


async def snooze(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Put the reminder off; the message then says until when."""
    chosen = selected(body)
    try:
        number, reminder, until = read_snooze(chosen.value)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    act = SnoozeReminder(number=number, reminder=reminder, until=until)
    performed = await services.desk.perform(act, by=person, key=chosen.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    await ack()
