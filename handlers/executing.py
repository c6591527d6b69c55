"""Executing: operations marks an approved exception as executed, and has an incomplete record checked again."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions, words
from bot.views.execution_modal import execution_modal
from bot.views.refusals import fault_sentence, plain_sentence
from bot.views.text import joined
from handlers import answers, payloads
from handlers.payloads import Payload, UnreadablePayloadError
from models.acts import Close, MarkExecuted
from models.people import Person
from models.refusals import Field, Refusal, Why


def register(app: AsyncApp) -> None:
    """Listen for both buttons of the execution card and for the modal that the first opens."""
    app.action(actions.MARK_EXECUTED)(ask_what_was_done)
    app.view(actions.EXECUTION)(mark_executed)
    app.action(actions.CLOSE)(close)


async def ask_what_was_done(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the modal that asks what was done, or say why this person does not carry it out."""
    click = payloads.click(body)
    refusal = await services.desk.consider(MarkExecuted(number=click.number, done=""), by=person)
    request = await services.records.request(click.number)
    if refusal is not None or request is None:
        await answers.refuse(body, ack, services, refusal or Refusal(why=Why.NO_SUCH_REQUEST))
        return
    modal = execution_modal(request, services.desk.policies.of(request))
    await services.gateway.open_view(click.place.trigger_id, modal)
    await ack()


async def mark_executed(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Keep what was done; a refusal stands beside it, so that the text is not lost."""
    form = payloads.open_form(body)
    try:
        number, _ = actions.read_carried(form.metadata)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    done, evidence = form.entered.text(Field.DONE), form.entered.files(Field.EVIDENCE)
    act = MarkExecuted(number=number, done=done, evidence=evidence)
    refusal = (await services.desk.perform(act, by=person, key=form.key)).refusal
    if refusal is None:
        await ack()
        return
    fault = refusal.faults.get(Field.DONE)
    policy = services.desk.policies.current
    sentence = fault_sentence(Field.DONE, fault, policy) if fault is not None else plain_sentence(refusal)
    await answers.show_errors(ack, {Field.DONE: sentence})


async def close(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Have the record checked again, and say what it still lacks, if it does."""
    click = payloads.click(body)
    performed = await services.desk.perform(Close(number=click.number), by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    request = performed.request
    if request is not None and request.missing:
        policy = services.desk.policies.of(request)
        lacking = joined((words.missing(item, policy) for item in request.missing), "and")
        await answers.tell(body, ack, services, f"{request.id} cannot be closed yet: it lacks {lacking}.")
        return
    await ack()
