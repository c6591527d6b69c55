"""Complaining: a customer's complaint from a card, a message or the command, and what was found of it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions, inputs
from bot.views.complaint import (
    complaint_about_form,
    complaint_form,
    complaint_recorded,
    request_option,
    review_form,
)
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.dialogue import Dialogue
from handlers.payloads import Payload, UnreadablePayloadError
from handlers.seeing import find, seen
from models.acts import Complain, ReviewComplaint
from models.folding import fold
from models.people import Person
from models.refusals import Fault, Field, Refusal
from models.request import CarriedMessage, ExceptionRequest, number_of

#: The word of the command that opens the form.
WORD = "complaint"
#: How many requests are searched, the newest, and how many are offered.
SEARCHED = 300
OFFERED = 20

COMPLAINT = Dialogue(
    action=actions.COMPLAIN,
    callback=actions.COMPLAINT,
    blank=lambda number, _: Complain(number=number, words=""),
    form=lambda request, _, policy: complaint_form(request, policy),
    act=lambda number, _, form: Complain(number=number, words=form.entered.text(Field.COMPLAINT)),
    beside=Field.COMPLAINT,
)
REVIEW = Dialogue(
    action=actions.REVIEW_COMPLAINT,
    callback=actions.COMPLAINT_REVIEW,
    blank=lambda number, key: ReviewComplaint(number=number, complaint=key, words=""),
    form=review_form,
    act=lambda number, key, form: ReviewComplaint(
        number=number, complaint=key, words=form.entered.text(Field.REVIEW)
    ),
    beside=Field.REVIEW,
)


def register(app: AsyncApp) -> None:
    """Listen for everything that opens, searches in or sends a form about a complaint."""
    COMPLAINT.register(app)
    REVIEW.register(app)
    app.shortcut(actions.COMPLAINT_SHORTCUT)(open_form_about_message)
    app.options(str(Field.REQUEST))(suggest_requests)
    app.view(actions.COMPLAINT_ABOUT)(complain_about)


async def open_form(ack: AsyncAck, body: Payload, person: Person, services: Services, about: str) -> None:
    """Open the form from the command; `about` is what was typed after its word, a request's number or nothing."""
    chosen = None
    if about:
        found = await find(number_of(about), person, services)
        if isinstance(found, Refusal):
            await answers.refuse(body, ack, services, found)
            return
        chosen = request_option(found, services.desk.policies.of(found))
    await _open(ack, body, services, chosen=chosen)


async def open_form_about_message(ack: AsyncAck, body: Payload, services: Services) -> None:
    """Open the form with a message carried over into it."""
    await _open(ack, body, services, message=payloads.carried_message(body))


async def suggest_requests(ack: AsyncAck, body: Payload, services: Services) -> None:
    """The requests whose number or customer has what was typed, of those that this person may see."""
    asker = payloads.asker(body)
    if asker is None:
        raise UnreadablePayloadError("nobody searches")
    person = await services.directory.person(asker.user, asker.team)
    typed = payloads.searched(body)
    named = number_of(typed)
    exact = await services.records.request(named) if named is not None else None
    newest = [r for r in await services.records.newest(SEARCHED) if exact is None or r.number != exact.number]
    found = [*([exact] if exact is not None else []), *(r for r in newest if _fits(r, typed))]
    shown = await seen(found, person, services)
    policies = services.desk.policies
    await ack(options=[request_option(request, policies.of(request)) for request in shown[:OFFERED]])


async def complain_about(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Record the complaint about the request that was chosen, or show beside a field what is wrong with it."""
    form = payloads.open_form(body)
    number = number_of(form.entered.choice(Field.REQUEST))
    if number is None:
        missing = fault_sentence(Field.REQUEST, Fault.MISSING, services.desk.policies.current)
        await answers.show_errors(ack, {Field.REQUEST: missing})
        return
    act = Complain(
        number=number,
        words=form.entered.text(Field.COMPLAINT),
        message=payloads.message_in(form.metadata),
    )
    # Another request may be chosen in the same form after this one was refused.
    performed = await services.desk.perform(act, by=person, key=f"{form.key}:{number}")
    refusal = performed.refusal
    if refusal is None and performed.request is not None:
        # Where the form was opened there is no card that changes, so it says itself what has come of it.
        said = complaint_recorded(
            performed.request, services.desk.policies.of(performed.request), services.directory.names()
        )
        await ack(response_action="update", view=inputs.notice(said, title="Complaint recorded"))
        return
    if refusal is None:
        await ack()
        return
    fault = refusal.faults.get(Field.COMPLAINT)
    if fault is not None:
        sentence = fault_sentence(Field.COMPLAINT, fault, services.desk.policies.current)
        await answers.show_errors(ack, {Field.COMPLAINT: sentence})
        return
    await answers.show_errors(ack, {Field.REQUEST: plain_sentence(refusal)})


async def _open(
    ack: AsyncAck,
    body: Payload,
    services: Services,
    *,
    message: CarriedMessage | None = None,
    chosen: inputs.Element | None = None,
) -> None:
    form = complaint_about_form(services.desk.policies.current, message=message, chosen=chosen)
    await services.gateway.open_view(payloads.place(body).trigger_id, form)
    await ack()


def _fits(request: ExceptionRequest, typed: str) -> bool:
    customer = request.filing.customer
    return fold(typed) in fold(f"{request.id} {customer.name} {customer.id}")
