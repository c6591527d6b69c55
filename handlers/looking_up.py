"""Looking up: a request with its whole trail, for those who may see it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.details import details
from handlers import answers, exporting, payloads
from handlers.executing import can_roll_back
from handlers.payloads import Payload, UnreadablePayloadError
from handlers.seeing import find
from handlers.standing_in import could_decide
from models.people import Person
from models.refusals import Refusal
from models.request import ExceptionRequest


def register(app: AsyncApp) -> None:
    """Listen for the buttons that show a request; the command's words are looked up elsewhere."""
    app.action(actions.DETAILS)(show_request)
    app.action(actions.DETAILS_PAGE)(turn_page)
    app.action(actions.OPEN_LINK)(follow_link)


async def show_request(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the request that a button names."""
    await show(ack, body, person, services, payloads.click(body).number)


async def turn_page(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show another page of the request that is open."""
    click = payloads.click(body)
    if not click.rest.isascii() or not click.rest.isdigit() or click.view_id is None:
        raise UnreadablePayloadError("not a page")
    found = await find(click.number, person, services)
    if isinstance(found, Refusal):
        await answers.refuse(body, ack, services, found)
        return
    await services.gateway.update_view(
        click.view_id, await _details(found, person, services, page=int(click.rest[:4]))
    )
    await ack()


async def follow_link(ack: AsyncAck) -> None:
    """A button that only opens an address: Slack opens it, and reports the click."""
    await ack()


async def show(ack: AsyncAck, body: Payload, person: Person, services: Services, number: int) -> None:
    """Open the request of that number, on top of whatever window it was asked in."""
    found = await find(number, person, services)
    if isinstance(found, Refusal):
        await answers.refuse(body, ack, services, found)
        return
    place, view = payloads.place(body), await _details(found, person, services)
    if place.is_modal:
        # On top of the window that it was asked in: what was typed there stays.
        await services.gateway.push_view(place.trigger_id, view)
    else:
        await services.gateway.open_view(place.trigger_id, view)
    await ack()


async def _details(
    request: ExceptionRequest, person: Person, services: Services, page: int = 0
) -> dict[str, object]:
    trail = await services.records.trail(request.number)
    policy, names = services.desk.policies.of(request), services.directory.names()
    can_decide = await could_decide(request, person, services)
    roll_back = await can_roll_back(request, person, services)
    # A guest reads nothing of what others filed.
    like = None if person.is_guest else await services.records.like_cases(request, services.clock.now())
    return details(
        request,
        policy,
        trail,
        names,
        page,
        can_decide=can_decide,
        can_roll_back=roll_back,
        can_export=await exporting.can_export(person, services),
        like=like,
    )
