"""Filing: the form from a command, a shortcut, a message or App Home; its forecast as it is filled in; and the act."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.gateway import SlackError
from bot.services import Services
from bot.sources.protocol import Customer
from bot.views import actions, inputs
from bot.views.filing_inputs import standard_option
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.payloads import OpenForm, Payload
from handlers.sheet import Sheet, blank_sheet, sheet_of
from models.acts import File
from models.authority import refusal_of_filer
from models.people import Person
from models.policy import Policy, Standard
from models.refusals import Fault, Field, Why
from models.request import CarriedMessage

#: The fields that change what would come of the form.
WATCHED = (Field.STANDARD, Field.CUSTOMER, Field.REQUESTED, Field.DEVIATION, Field.VALUE, Field.CURRENCY)
NEW_FIELDS = ":warning: This standard asks for something else. Look through the form, then file it again."


def register(app: AsyncApp) -> None:
    """Listen for everything that opens, changes or sends the filing form."""
    app.shortcut(actions.FILE_SHORTCUT)(open_form)
    app.shortcut(actions.FILE_MESSAGE_SHORTCUT)(open_form_about_message)
    app.action(actions.FILE)(open_form)
    for field in WATCHED:
        app.action({"action_id": str(field), "block_id": str(field)})(show_forecast)
    app.options(str(Field.CUSTOMER))(suggest_customers)
    app.options(str(Field.STANDARD))(suggest_standards)
    app.view(actions.FILING)(file)


async def open_form(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form."""
    await _open(ack, body, person, services)


async def open_form_about_message(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form with a message carried over into it."""
    await _open(ack, body, person, services, message=payloads.carried_message(body))


async def _open(
    ack: AsyncAck, body: Payload, person: Person, services: Services, message: CarriedMessage | None = None
) -> None:
    refusal = refusal_of_filer(person)
    if refusal is not None:
        await answers.refuse(body, ack, services, refusal)
        return
    form = (await blank_sheet(person, services)).blank(services, message)
    await services.gateway.open_view(payloads.place(body).trigger_id, form)
    await ack()


async def show_forecast(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show the chosen standard, and the deviation, tier and time that the form leads to as it stands."""
    form = payloads.open_form(body)
    sheet = await sheet_of(form, services)
    if sheet.request is None:
        sheet = await blank_sheet(person, services, form.entered.colleague(Field.BENEFICIARY))
        sheet = replace(sheet, resources=await services.availability.now(sheet.policy))
    view = sheet.view(sheet.read(form, services), services)
    _newest.note(form)
    try:
        await services.gateway.update_view(form.view_id, view, hash=form.hash or None)
    except SlackError as error:
        if error.code == "hash_conflict" and _newest.is_newest(form):
            # An older change was shown in between; this one is the last that was made.
            await services.gateway.update_view(form.view_id, view)
        elif error.code not in ("hash_conflict", "not_found"):
            raise
    await ack()


async def suggest_customers(ack: AsyncAck, body: Payload, services: Services) -> None:
    """The customers whose name or number has what was typed."""
    found = services.customers.search(payloads.searched(body))
    fitting = [customer for customer in found if len(customer.id) <= inputs.OPTION_VALUE_LIMIT]
    await ack(options=[inputs.option(_customer_label(customer), customer.id) for customer in fitting])


async def suggest_standards(ack: AsyncAck, body: Payload, services: Services) -> None:
    """The standards whose title or reference has what was typed, where they are too many for one list."""
    text = payloads.searched(body).casefold()
    standards = (await sheet_of(payloads.open_form(body), services)).policy.standards
    found = [each for each in standards if text in f"{each.title} {each.reference}".casefold()]
    await ack(options=[standard_option(each) for each in found[: inputs.OPTIONS_LIMIT]])


async def file(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """File the request, or show beside each field what is wrong with it."""
    form = payloads.open_form(body)
    sheet = Sheet(policy=services.desk.policies.current)
    policy, draft = sheet.policy, sheet.read(form, services)
    faults: Mapping[Field, Fault] = draft.faults(policy, services.clock.now())
    if not draft.unread:
        performed = await services.desk.perform(File(filing=draft.filing), by=person, key=form.key)
        if performed.refusal is None:
            await ack()
            return
        if performed.refusal.why.is_of_staffing:
            await answers.show_errors(ack, {draft.measure(policy): plain_sentence(performed.refusal)})
            return
        if performed.refusal.why is not Why.FAULTS:
            await answers.show_errors(ack, {Field.RATIONALE: plain_sentence(performed.refusal)})
            return
        faults = performed.refusal.faults
    errors = _errors(faults, form, policy, draft.standard(policy))
    if errors:
        await answers.show_errors(ack, errors)
        return
    # What is wrong lies in inputs that the form does not have yet: the standard was chosen only just now.
    await ack(response_action="update", view=sheet.view(draft, services, note=NEW_FIELDS))


def _errors(
    faults: Mapping[Field, Fault], form: OpenForm, policy: Policy, standard: Standard | None
) -> dict[Field, str]:
    """The sentences for those faults whose fields the form has; none where it lacks a field that is at fault."""
    if any(str(field) not in form.inputs for field in faults):
        return {}
    return {field: fault_sentence(field, fault, policy, standard=standard) for field, fault in faults.items()}


def _customer_label(customer: Customer) -> str:
    detail = f" · {customer.detail}" if customer.detail else ""
    return f"{customer.name} ({customer.id}){detail}"


class _Newest:
    """The newest change of each form that is open, so that an older one, answered late, does not cover it."""

    LIMIT = 1000

    def __init__(self) -> None:
        self._changed_at: OrderedDict[str, float] = OrderedDict()

    def note(self, form: OpenForm) -> None:
        newest = max(form.changed_at, self._changed_at.pop(form.view_id, 0.0))
        self._changed_at[form.view_id] = newest
        while len(self._changed_at) > self.LIMIT:
            self._changed_at.popitem(last=False)

    def is_newest(self, form: OpenForm) -> bool:
        return form.changed_at >= self._changed_at.get(form.view_id, 0.0)


_newest = _Newest()
