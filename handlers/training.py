"""Training: `/exception training` shows the criteria, which one attests to; those who look after it ask the others."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions, words
from bot.views.fields import MISSING
from bot.views.refusals import plain_sentence
from bot.views.training import GOES_ON, attested_notice
from handlers import answers, payloads, training_page
from handlers.payloads import Payload
from models.oversight.training_acts import AskToAttest, AttestTraining
from models.people import Person
from models.refusals import Field, Why

#: The word of the command.
WORD = "training"


def register(app: AsyncApp) -> None:
    """Listen for the buttons and for the form; the command's word is looked up elsewhere."""
    app.action(actions.SHOW_TRAINING)(open_training)
    app.action(actions.ASK_TO_ATTEST)(ask)
    app.view(actions.TRAINING)(attest)


async def open_training(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show the criteria."""
    where = payloads.place(body)
    view = await training_page.view(person.id, services)
    if where.is_modal:
        await services.gateway.push_view(where.trigger_id, view)
    else:
        await services.gateway.open_view(where.trigger_id, view)
    await ack()


async def attest(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Attest; what is missing is said beside the box."""
    form = payloads.open_form(body)
    version = form.metadata.removesuffix(GOES_ON)
    act = AttestTraining(version=version, has_read=form.entered.is_ticked(Field.ATTESTED))
    performed = await services.desk.perform(act, by=person, key=form.key)
    refusal = performed.refusal
    if refusal is not None:
        said = MISSING[Field.ATTESTED] if refusal.why is Why.FAULTS else plain_sentence(refusal)
        await answers.show_errors(ack, {Field.ATTESTED: said})
        return
    policy, at = services.desk.policies.current, services.clock.now()
    standings = await services.records.training((person.id,), policy, at)
    notice = attested_notice(standings[person.id], goes_on=form.metadata.endswith(GOES_ON))
    await ack(response_action="update", view=notice)


async def ask(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Ask those who are due, and say so on the page."""
    click = payloads.click(body)
    performed = await services.desk.perform(AskToAttest(), by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    with answers.after_commit():
        if click.view_id is not None:
            done = f"{words.DONE} *Asked.* Each of them gets a message with the criteria, once a day at most."
            view = await training_page.view(person.id, services, done=done)
            await services.gateway.update_view(click.view_id, view)
    await ack()
