"""Readiness: `/exception readiness` shows how everything stands; it is looked at in the background, and shown then."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.inspector import Inspection, Show
from bot.services import Services
from bot.views import actions
from bot.views.readiness_page import CHECKING, FAILED, ReadinessShown, readiness_page
from handlers import answers, payloads
from handlers.payloads import Payload
from models.people import Person
from models.readiness.telling import consulted, refusal_of_reader, sees_all

#: The word of the command.
WORD = "readiness"


def register(app: AsyncApp) -> None:
    """Listen for the buttons; the command's word is looked up elsewhere."""
    app.action(actions.SHOW_READINESS)(show)
    app.action(actions.CHECK_READINESS)(check_again)


async def show(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the page with what is known; it is brought up to date once everything was looked at."""
    policy = services.desk.policies.current
    register = await services.directory.register(consulted(policy))
    refusal = refusal_of_reader(person, policy, register, services.clock.now())
    if refusal is not None:
        await answers.refuse(body, ack, services, refusal)
        return
    is_whole, is_fresh = sees_all(person, policy, register), services.inspector.is_fresh()
    page = _page(services, services.inspector.last, is_whole, note="" if is_fresh else CHECKING)
    opened = await services.gateway.open_view(payloads.place(body).trigger_id, page)
    await ack()
    if not is_fresh:
        services.inspector.ask(_shown_in(str(opened["id"]), services, is_whole=is_whole))


async def check_again(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Look at everything anew; meanwhile the page says so."""
    policy = services.desk.policies.current
    register = await services.directory.register(consulted(policy))
    refusal = refusal_of_reader(person, policy, register, services.clock.now())
    view_id = payloads.click(body).view_id
    if refusal is not None or view_id is None:
        await ack()
        return
    is_whole = sees_all(person, policy, register)
    page = _page(services, services.inspector.last, is_whole, note=CHECKING)
    await services.gateway.update_view(view_id, page)
    await ack()
    services.inspector.ask(_shown_in(view_id, services, is_whole=is_whole))


def _shown_in(view_id: str, services: Services, *, is_whole: bool) -> Show:
    """Bring an open page up to date with what was found."""

    async def bring_up_to_date(found: Inspection | None) -> None:
        page = _page(services, found or services.inspector.last, is_whole, note="" if found else FAILED)
        await services.gateway.update_view(view_id, page)

    return bring_up_to_date


def _page(services: Services, found: Inspection | None, is_whole: bool, note: str) -> dict[str, Any]:
    return readiness_page(
        ReadinessShown(
            policy=services.desk.policies.current,
            names=services.directory.names(),
            checks=found.checks if found is not None else None,
            at=found.at if found is not None else None,
            is_whole=is_whole,
            note=note,
        )
    )
