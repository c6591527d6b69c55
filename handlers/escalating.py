"""Escalating: a contact acknowledges an escalation, or opens the request that it is about."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from handlers import answers, payloads
from handlers.looking_up import show_request
from handlers.payloads import Payload
from models.acts import Acknowledge
from models.people import Person


def register(app: AsyncApp) -> None:
    """Listen for the buttons of the escalation's message."""
    app.action(actions.ACKNOWLEDGE)(acknowledge)
    app.action(actions.OPEN_REQUEST)(show_request)


async def acknowledge(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Keep that this person knows."""
    click = payloads.click(body)
    act = Acknowledge(number=click.number, escalation=click.rest)
    performed = await services.desk.perform(act, by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    await ack()
