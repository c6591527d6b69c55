"""Policy reviewing: the standard's owner concludes a review from its card, from Home or from the list."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.policy_review import HOME, concluding
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.home import publish
from handlers.payloads import Payload, UnreadablePayloadError
from models.oversight.policy_review_acts import ConcludePolicyReview
from models.oversight.policy_reviews import ReviewOutcome
from models.people import Person
from models.refusals import Field, Refusal, Why


def register(app: AsyncApp) -> None:
    """Listen for the button and for the form."""
    app.action(actions.CONCLUDE_REVIEW)(ask)
    app.view(actions.CONCLUDING_REVIEW)(conclude)


async def ask(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form; whoever may not conclude it reads who can, and that is recorded."""
    click = payloads.click(body)
    blank = ConcludePolicyReview(review=click.number, outcome=None, words="")
    performed = await services.desk.perform(blank, by=person, key=click.key)
    review = await services.records.policy_review(click.number)
    refused = performed.refusal
    if review is None or refused is None or refused.why is not Why.FAULTS:
        await answers.refuse(body, ack, services, refused or Refusal(why=Why.NO_SUCH_POLICY_REVIEW))
        return
    modal = concluding(review, services.desk.policies.current, from_home=click.place.channel is None)
    await services.gateway.open_view(click.place.trigger_id, modal)
    await ack()


async def conclude(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Conclude it; what cannot be taken is said beside its field. All who have the card see what came of it."""
    form = payloads.open_form(body)
    try:
        number, opened_from = actions.read_carried(form.metadata)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    chosen = form.entered.choice(Field.REVIEW_OUTCOME)
    act = ConcludePolicyReview(
        review=number,
        outcome=ReviewOutcome(chosen) if chosen in list(ReviewOutcome) else None,
        words=form.entered.text(Field.REVIEW_WORDS),
    )
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is None:
        if opened_from == HOME:
            with answers.after_commit():
                await publish(person, services)
        await ack()
        return
    await answers.show_errors(ack, _errors(performed.refusal, services))


def _errors(refusal: Refusal, services: Services) -> dict[Field, str]:
    if not refusal.faults:
        return {Field.REVIEW_WORDS: plain_sentence(refusal)}
    policy = services.desk.policies.current
    return {field: fault_sentence(field, fault, policy) for field, fault in refusal.faults.items()}
