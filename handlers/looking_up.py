"""Looking up: the command's words, and a request with its whole trail for those who may see it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.details import details
from bot.views.help import help_message
from bot.views.listing import listing
from bot.views.text import Message
from handlers import answers, complaining, delegating, exporting, open_reviews, payloads, policy_changing
from handlers.executing import can_roll_back
from handlers.filing import open_form
from handlers.payloads import Payload, UnreadablePayloadError
from handlers.reporting import WORD as REPORT
from handlers.reporting import command as report
from handlers.seeing import find
from handlers.standing_in import could_decide
from models.people import Person
from models.refusals import Refusal
from models.request import ExceptionRequest, number_of


def register(app: AsyncApp) -> None:
    """Listen for the command and for the buttons that show a request."""
    app.command(actions.COMMAND)(command)
    app.action(actions.DETAILS)(show_request)
    app.action(actions.DETAILS_PAGE)(turn_page)
    app.action(actions.OPEN_LINK)(follow_link)


async def command(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """`/exception` files; `list`, a request's number and `help` look something up; any other word gets help."""
    typed = payloads.words_of_command(body)
    number = number_of(typed)
    if not typed:
        await open_form(ack, body, person, services)
    elif number is not None:
        await _show(ack, body, person, services, number)
    elif typed.casefold() == policy_changing.WORD:
        await policy_changing.show_policy(ack, body, person, services)
    elif typed.casefold() == delegating.WORD:
        await delegating.open_delegating(ack, body, person, services)
    elif typed.casefold().partition(" ")[0] == complaining.WORD:
        await complaining.open_form(ack, body, person, services, typed[len(complaining.WORD) :].strip())
    elif typed.casefold() == open_reviews.WORD:
        await open_reviews.list_reviews(ack, person, services)
    elif typed.casefold().partition(" ")[0] == exporting.WORD:
        await exporting.open_exporting(ack, body, person, services, typed[len(exporting.WORD) :].strip())
    elif typed.casefold().partition(" ")[0] == REPORT:
        await report(ack, body, person, services, typed[len(REPORT) :])
    elif typed.casefold() == "list":
        requests = await services.records.filed_by(person.id)
        await _say(ack, listing(requests, services.desk.policies.of))
    else:
        unknown = "" if typed.casefold() == "help" else typed
        policy, names = services.desk.policies.current, services.directory.names()
        await _say(ack, help_message(policy, names, unknown))


async def show_request(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the request that a button names."""
    await _show(ack, body, person, services, payloads.click(body).number)


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


async def _show(ack: AsyncAck, body: Payload, person: Person, services: Services, number: int) -> None:
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


async def _say(ack: AsyncAck, message: Message) -> None:
    await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")
