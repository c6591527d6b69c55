"""Amending: the requester opens what they filed, changes or completes it, and sends it again."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.payloads import Payload
from handlers.sheet import sheet_of, sheet_on
from models.acts import Amend
from models.people import Person
from models.refusals import Field, Refusal, Why

NEW_FIELDS = ":warning: This standard asks for something else. Look through the form, then send it again."


def register(app: AsyncApp) -> None:
    """Listen for both buttons of the requester's card and for the form that they open."""
    app.action(actions.AMEND)(open_again)
    app.action(actions.COMPLETE)(open_again)
    app.view(actions.AMENDMENT)(amend)


async def open_again(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form with all that was entered; what is missing is marked."""
    click = payloads.click(body)
    request = await services.records.request(click.number)
    if request is None:
        await answers.refuse(body, ack, services, Refusal(why=Why.NO_SUCH_REQUEST))
        return
    act = Amend(number=click.number, filing=request.filing)
    refusal = await services.desk.consider(act, by=person, key=click.key)
    if refusal is not None:
        await answers.refuse(body, ack, services, refusal)
        return
    form = (await sheet_on(request, len(request.amendments), services)).blank(services)
    if click.place.is_modal:
        await services.gateway.push_view(click.place.trigger_id, form)
    else:
        await services.gateway.open_view(click.place.trigger_id, form)
    await ack()


async def amend(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Amend the request, or show beside each field what is wrong with it."""
    form = payloads.open_form(body)
    sheet = await sheet_of(form, services)
    draft = sheet.read(form, services)
    faults = draft.faults(sheet.policy, services.clock.now())
    if not draft.unread and sheet.request is not None:
        why = form.entered.text(Field.WHY)
        act = Amend(number=sheet.request.number, filing=draft.filing, why=why, seen=sheet.seen)
        performed = await services.desk.perform(act, by=person, key=form.key)
        if performed.refusal is None:
            await ack()
            return
        if performed.refusal.why.is_of_staffing:
            await answers.show_errors(ack, {draft.measure(sheet.policy): plain_sentence(performed.refusal)})
            return
        if performed.refusal.why is not Why.FAULTS:
            await answers.show_errors(ack, {Field.WHY: plain_sentence(performed.refusal)})
            return
        faults = dict(performed.refusal.faults)
    if all(str(field) in form.inputs for field in faults):
        standard = draft.standard(sheet.policy)
        sentences = {
            f: fault_sentence(f, fault, sheet.policy, standard=standard) for f, fault in faults.items()
        }
        await answers.show_errors(ack, sentences)
        return
    # What is wrong lies in inputs that the form does not have yet: the standard was chosen only just now.
    await ack(response_action="update", view=sheet.view(draft, services, note=NEW_FIELDS))
