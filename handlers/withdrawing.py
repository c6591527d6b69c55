"""Withdrawing: the requester takes a request back, from their own card."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.refusals import fault_sentence, plain_sentence
from bot.views.withdrawal_modal import withdrawal_modal
from handlers import answers, payloads
from handlers.payloads import Payload, UnreadablePayloadError
from models.acts import Withdraw
from models.people import Person
from models.refusals import Field, Refusal, Why


def register(app: AsyncApp) -> None:
    """Listen for the button of the requester's card and for the modal that it opens."""
    app.action(actions.WITHDRAW)(ask_why)
    app.view(actions.WITHDRAWAL)(withdrawn)


async def ask_why(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the modal that asks why, or say why this person cannot withdraw it."""
    click = payloads.click(body)
    refusal = await services.desk.consider(Withdraw(number=click.number, why=""), by=person)
    request = await services.records.request(click.number)
    if refusal is not None or request is None:
        await answers.refuse(body, ack, services, refusal or Refusal(why=Why.NO_SUCH_REQUEST))
        return
    modal = withdrawal_modal(request, services.desk.policies.of(request))
    await services.gateway.open_view(click.place.trigger_id, modal)
    await ack()


async def withdrawn(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Withdraw it; a refusal stands beside the reason, so that the text is not lost."""
    form = payloads.open_form(body)
    try:
        number, _ = actions.read_carried(form.metadata)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    act = Withdraw(number=number, why=form.entered.text(Field.WHY))
    refusal = (await services.desk.perform(act, by=person, key=form.key)).refusal
    if refusal is None:
        await ack()
        return
    fault = refusal.faults.get(Field.WHY)
    policy = services.desk.policies.current
    sentence = fault_sentence(Field.WHY, fault, policy) if fault is not None else plain_sentence(refusal)
    await answers.show_errors(ack, {Field.WHY: sentence})
