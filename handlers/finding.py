"""Finding: `/exception list` with filters and pages, `/exception search`, and the form of the filters."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.finder import Place
from bot.services import Services
from bot.views import actions, found
from bot.views.found import found_view
from handlers import answers, payloads
from handlers.payloads import Entered, Payload, UnreadablePayloadError
from handlers.tokens import readable, searchable
from models.finding import Standing, Wanted, Whose
from models.finding_words import looked_for, read_wanted
from models.people import Person
from models.refusals import Field

#: The words of the command.
LIST, SEARCH = "list", "search"


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form; the command's words are looked up elsewhere."""
    app.action(actions.FIND)(open_list)
    app.action(actions.FIND_NEWER)(turn_page)
    app.action(actions.FIND_OLDER)(turn_page)
    app.action(actions.FIND_FILTERS)(open_filters)
    app.view(actions.FINDING)(filter_list)


async def list_typed(ack: AsyncAck, body: Payload, person: Person, services: Services, typed: str) -> None:
    """Show what was asked for: one's own requests where nothing was."""
    read = read_wanted(searchable(typed), services.desk.policies.current, person.id, Whose.MINE)
    if read.unknown:
        unknown = [readable(term) for term in read.unknown]
        said = found.not_understood(readable(typed), unknown, read.wanted)
        await ack(text=said.text, blocks=said.blocks, response_type="ephemeral")
        return
    await _open(ack, body, person, services, read.wanted)


async def search(ack: AsyncAck, body: Payload, person: Person, services: Services, typed: str) -> None:
    """Show what has the words that were typed; filters among them count as such."""
    policy = services.desk.policies.current
    read = read_wanted(searchable(typed), policy, person.id, Whose.ALL, is_search=True)
    if not read.wanted.words:
        # Nothing was typed, or nothing that could be looked for: the form asks for it.
        await services.gateway.open_view(
            payloads.place(body).trigger_id, found.finding_form(read.wanted, policy)
        )
        await ack()
        return
    await _open(ack, body, person, services, read.wanted)


async def open_list(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show the list that a button of App Home is for."""
    whose = payloads.pressed(body)
    if whose not in list(Whose):
        raise UnreadablePayloadError("not a list")
    await _open(ack, body, person, services, Wanted(whose=Whose(whose)))


async def turn_page(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show the next page in the same window."""
    click = payloads.click(body)
    if click.view_id is None or not (click.rest == "" or (click.rest.isascii() and click.rest.isdigit())):
        raise UnreadablePayloadError("not a page")
    start = int(click.rest[:9] or 0)
    place = Place()
    if click.number:
        newer = click.action == actions.FIND_NEWER
        place = Place(after=click.number, start=start) if newer else Place(before=click.number, start=start)
    view = await _view(_carried(body), person, services, place)
    await services.gateway.update_view(click.view_id, view)
    await ack()


async def open_filters(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form of the filters, over the list where it was asked for there."""
    place = payloads.place(body)
    form = found.finding_form(_carried(body), services.desk.policies.current)
    if place.is_modal:
        await services.gateway.push_view(place.trigger_id, form)
    else:
        await services.gateway.open_view(place.trigger_id, form)
    await ack()


async def filter_list(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show the list as it was filtered: in the window under the form, or in its place."""
    form = payloads.open_form(body)
    typed = {field: form.entered.text(field) for field in (Field.WORDS, Field.CUSTOMER)}
    wrong = {field: found.NO_WORDS for field, text in typed.items() if text and not looked_for(text)}
    if wrong:
        await answers.show_errors(ack, wrong)
        return
    view = await _view(_entered(form.entered), person, services, Place())
    if form.below is None:
        await ack(response_action="update", view=view)
        return
    await services.gateway.update_view(form.below, view)
    await ack()


def _entered(entered: Entered) -> Wanted:
    """What was chosen; a choice that is none of ours narrows nothing."""
    whose, standing = entered.choice(found.WHOSE_BLOCK), entered.choice(found.STANDING_BLOCK)
    return Wanted(
        whose=Whose(whose) if whose in list(Whose) else Whose.ALL,
        words=looked_for(entered.text(Field.WORDS)),
        standing=Standing(standing) if standing in list(Standing) else None,
        is_overdue=found.OVERDUE in entered.ticked(found.OVERDUE_BLOCK),
        tier=entered.choice(Field.TIER),
        standard=entered.choice(Field.STANDARD),
        customer=looked_for(entered.text(Field.CUSTOMER)),
        by=entered.colleague(found.BY_BLOCK) or "",
        since=entered.day(Field.FIRST_DAY),
    )


def _carried(body: Payload) -> Wanted:
    """What the list that was clicked in is of; a button outside of it carries that itself."""
    view = body.get("view") or {}
    text = str(view.get("private_metadata") or "") if view.get("callback_id") == actions.FOUND else None
    try:
        return found.read_metadata(payloads.pressed(body) if text is None else text)
    except ValueError as error:
        raise UnreadablePayloadError("it carries no filters that can be read") from error


async def _open(ack: AsyncAck, body: Payload, person: Person, services: Services, wanted: Wanted) -> None:
    view = await _view(wanted, person, services, Place())
    await services.gateway.open_view(payloads.place(body).trigger_id, view)
    await ack()


async def _view(wanted: Wanted, person: Person, services: Services, place: Place) -> dict[str, object]:
    policies = services.desk.policies
    shown = await services.finder.page(person, wanted, place)
    if place.after is not None and not shown.requests:
        # What stood there is gone: it begins anew.
        shown = await services.finder.page(person, wanted, Place())
    return found_view(shown, wanted, policies.current, policies.of)
