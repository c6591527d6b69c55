"""The policy's yearly review: its owner says in a form whether it is still right."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.policy_care_card import review_form
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.payloads import Payload, UnreadablePayloadError
from models.oversight.policy_care_acts import ReviewPolicy
from models.oversight.policy_cares import CareVerdict
from models.people import Person
from models.refusals import Field, Refusal, Why


def register(app: AsyncApp) -> None:
    """Listen for the button of the card and for the form."""
    app.action(actions.REVIEW_POLICY)(open_review)
    app.view(actions.POLICY_CARE)(review)


async def open_review(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Ask what was found; whoever may not review the policy reads why."""
    click = payloads.click(body)
    blank = ReviewPolicy(care=click.number, verdict=None, words="")
    performed = await services.desk.perform(blank, by=person, key=click.key)
    care = await services.records.policy_care(click.number)
    if care is None or performed.refusal is None or performed.refusal.why is not Why.FAULTS:
        refusal = performed.refusal or Refusal(why=Why.NO_SUCH_POLICY_CARE)
        await answers.refuse(body, ack, services, refusal)
        return
    modal = review_form(care, services.desk.policies.current)
    await services.gateway.open_view(click.place.trigger_id, modal)
    await ack()


async def review(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Record what was found."""
    form = payloads.open_form(body)
    try:
        number, _ = actions.read_carried(form.metadata)
        chosen = form.entered.choice(Field.CARE)
        verdict = CareVerdict(chosen) if chosen else None
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    act = ReviewPolicy(care=number, verdict=verdict, words=form.entered.text(Field.WORDS))
    performed = await services.desk.perform(act, by=person, key=form.key)
    refusal = performed.refusal
    if refusal is None:
        await ack()
        return
    policy = services.desk.policies.current
    said = {field: fault_sentence(field, fault, policy) for field, fault in refusal.faults.items()}
    await answers.show_errors(ack, said or {Field.WORDS: plain_sentence(refusal)})
