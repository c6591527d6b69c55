"""Exporting: `/exception export` opens the form, and a button of a request's details asks for its decision packet."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions, inputs
from bot.views.exporting import OF_REQUEST, REQUEST_MISSING, Asked, export_form, under_way
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.payloads import OpenForm, Payload
from models.oversight.exporting import Export, Format, consulted, refusal_of_exporter
from models.people import Person
from models.refusals import Fault, Field, Refusal, Why

#: The word of the command.
WORD = "export"


def register(app: AsyncApp) -> None:
    """Listen for the form and for the button; the command's word is looked up elsewhere."""
    app.action({"action_id": str(Field.SCOPE), "block_id": str(Field.SCOPE)})(change_scope)
    app.action(actions.TAKE_PACKET)(take_packet)
    app.action(actions.OPEN_EXPORT)(open_from_button)
    app.view(actions.EXPORT)(export)


async def open_exporting(
    ack: AsyncAck, body: Payload, person: Person, services: Services, request: str = ""
) -> None:
    """Open the form, for a request where one is named; whoever may not take the record out reads who may."""
    place = payloads.place(body)
    # Who may not is refused on record, as if they had sent it; whoever may has only not filled it in yet.
    blank = await services.desk.perform(Export(), by=person, key=f"export:{place.trigger_id}")
    if blank.refusal is not None and blank.refusal.why is not Why.FAULTS:
        await answers.refuse(body, ack, services, blank.refusal)
        return
    policy = services.desk.policies.current
    today = services.clock.now().astimezone(policy.calendar.zone).date()
    asked = Asked(is_of_request=bool(request), request=request, first=today.replace(day=1), last=today)
    await services.gateway.open_view(place.trigger_id, export_form(asked, policy))
    await ack()


async def open_from_button(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form from App Home."""
    await open_exporting(ack, body, person, services)


async def change_scope(ack: AsyncAck, body: Payload, services: Services) -> None:
    """The other choice has other fields; what was entered stays."""
    form = payloads.open_form(body)
    policy = services.desk.policies.current
    today = services.clock.now().astimezone(policy.calendar.zone).date()
    entered, is_of_request = form.entered, _is_of_request(form)
    chosen = entered.choice(Field.FORMAT)
    asked = Asked(
        is_of_request=is_of_request,
        request=entered.text(Field.REQUEST),
        first=entered.day(Field.FIRST_DAY) or today.replace(day=1),
        last=entered.day(Field.LAST_DAY) or today,
        format=Format(chosen) if chosen in list(Format) else None,
    )
    await services.gateway.update_view(form.view_id, export_form(asked, policy), form.hash)
    await ack()


async def export(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Take it out; what cannot be is said beside its field. The file comes as a direct message."""
    form = payloads.open_form(body)
    entered = form.entered
    act = Export(
        format=entered.choice(Field.FORMAT),
        first=entered.day(Field.FIRST_DAY),
        last=entered.day(Field.LAST_DAY),
        request=entered.text(Field.REQUEST),
        is_of_request=_is_of_request(form),
    )
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is None:
        await ack()
        return
    await answers.show_errors(ack, _errors(performed.refusal, form, services))


async def take_packet(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """The decision packet of the request that is open, at once."""
    click = payloads.click(body)
    act = Export(format=Format.PACKET, request=f"EX-{click.number}", is_of_request=True)
    performed = await services.desk.perform(act, by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    with answers.after_commit():
        notice = inputs.notice(under_way(click.number), title="Decision packet")
        await services.gateway.push_view(click.place.trigger_id, notice)
    await ack()


async def can_export(person: Person, services: Services) -> bool:
    """Whether somebody may take the record out just now, to offer it; never authority."""
    policy, at = services.desk.policies.current, services.clock.now()
    register = await services.directory.register(consulted(policy))
    return refusal_of_exporter(person, policy, register, at) is None


def _is_of_request(form: OpenForm) -> bool:
    return form.entered.choice(Field.SCOPE) == OF_REQUEST


def _errors(refusal: Refusal, form: OpenForm, services: Services) -> dict[Field, str]:
    policy = services.desk.policies.current
    faults = {field: fault for field, fault in refusal.faults.items() if str(field) in form.inputs}
    if not faults:
        # The choice was changed, and its fields have not come yet; or it is who asks that is refused.
        return {Field.SCOPE: plain_sentence(refusal)}
    said = {field: fault_sentence(field, fault, policy) for field, fault in faults.items()}
    if faults.get(Field.REQUEST) is Fault.MISSING:
        said[Field.REQUEST] = REQUEST_MISSING
    return said
