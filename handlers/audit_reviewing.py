"""Audit reviewing: reviewers go through a review's items page by page, mark them, and one of them signs it off."""

from __future__ import annotations

import hashlib

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.audit_review_items import CHECKED, FINDING, MARK, NOTE
from bot.views.audit_review_modals import MARKED, TO_DO, sign_off_form
from bot.views.audit_review_words import can_sign, listed
from bot.views.open_reviews import Listed, unknown
from bot.views.refusals import fault_sentence
from handlers import answers, payloads
from handlers.audit_review_pages import START, barred_from, page, register_of
from handlers.payloads import OpenForm, Payload, UnreadablePayloadError
from models.oversight.audit_review_acts import (
    AskToSignOff,
    ItemMark,
    MarkItems,
    SignOffAuditReview,
    faults_of,
)
from models.oversight.audit_review_authority import refusal_of_reviewer, refusal_of_signer, reviewers_of
from models.oversight.audit_reviews import AuditReview
from models.people import Person
from models.refusals import Field, Refusal, Why

CHOOSE = "Choose “Checked” or “Finding” for at least one of them."
CHOOSE_FOR_TEXT = "Choose what you say of it: this text belongs to “Finding”, or goes with “Checked”."


def register(app: AsyncApp) -> None:
    """Listen for the card's buttons and for the two forms."""
    app.action(actions.REVIEW_ITEMS)(open_items)
    app.action(actions.MARKED_ITEMS)(open_marked)
    app.action(actions.REVIEW_PAGE)(turn_page)
    app.action(actions.ASK_TO_SIGN_OFF)(ask_to_sign_off)
    app.view(actions.AUDIT_ITEMS)(mark)
    app.view(actions.AUDIT_SIGN_OFF)(sign_off)


async def open_items(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the items that nobody has marked; whoever is no reviewer reads who is, and that is recorded."""
    await _open(ack, body, person, services, TO_DO)


async def open_marked(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open what was marked, to be seen and changed until the review is signed off."""
    await _open(ack, body, person, services, MARKED)


async def turn_page(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show the next page of a review that is signed off, to whoever makes it still."""
    click = payloads.click(body)
    mode, last = _read(click.rest)
    if click.view_id is None:
        raise UnreadablePayloadError("not a page")
    looked = await services.desk.perform(MarkItems(review=click.number), by=person, key=click.key)
    if looked.refusal is not None:
        await answers.refuse(body, ack, services, looked.refusal)
        return
    review = await _review(click.number, services)
    shown = await page(review, person, services, mode=mode, after=last)
    await services.gateway.update_view(click.view_id, shown.view)
    await ack()


async def mark(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Record what was said of the items and go on to the next page; what is missing is said beside its input."""
    form = payloads.open_form(body)
    number, mode, last = _read_metadata(form.metadata)
    review = await _review(number, services)
    marks = tuple(
        ItemMark(item=item.key, is_finding=chosen == FINDING, words=form.entered.text(NOTE + item.key))
        for item in review.items
        if (chosen := form.entered.choice(MARK + item.key)) in (CHECKED, FINDING)
    )
    errors = _errors(review, marks, form, services)
    if errors:
        await ack(response_action="errors", errors=errors)
        return
    performed = await services.desk.perform(
        MarkItems(review=number, marks=marks), by=person, key=_key(form, marks)
    )
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    review = await _review(number, services)
    after = await page(review, person, services, mode=mode, after=last)
    if mode == MARKED and not any(place > last for place in _marked_places(review)):
        await ack()
        return
    asked = {name.removeprefix(MARK) for name in form.inputs if name.startswith(MARK)}
    if not marks and set(after.keys) <= asked and after.keys:
        await ack(response_action="errors", errors={NOTE + after.keys[0]: CHOOSE})
        return
    await ack(response_action="update", view=after.view)


async def ask_to_sign_off(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form that ends a review; whoever may not sign it off reads why and who can, and that is recorded."""
    click = payloads.click(body)
    performed = await services.desk.perform(AskToSignOff(review=click.number), by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    modal = sign_off_form(await _review(click.number, services))
    if click.place.is_modal:
        await services.gateway.push_view(click.place.trigger_id, modal)
    else:
        await services.gateway.open_view(click.place.trigger_id, modal)
    await ack()


async def sign_off(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """End the review; the card then says who signed it off and what was found."""
    form = payloads.open_form(body)
    try:
        number, _ = actions.read_carried(form.metadata)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    act = SignOffAuditReview(review=number, words=form.entered.text(Field.WORDS))
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    await ack(response_action="clear")


async def open_audit_reviews(person: Person, services: Services) -> list[Listed]:
    """The audit reviews that wait, for those who make them."""
    found = await services.records.open_audit_reviews()
    refused = [(review, await _refusal(person, review, services)) for review in found]
    # What Slack cannot tell just now is not told as if there were nothing.
    is_unsure = any(why is not None and why.why is Why.GROUP_UNKNOWN for _, why in refused)
    return [
        *[await _listed(review, person, services) for review, why in refused if why is None],
        *([unknown("Audit reviews")] if is_unsure else []),
    ]


async def _listed(review: AuditReview, person: Person, services: Services) -> Listed:
    """It waits on whoever can mark what nobody has marked, or sign it off where all is marked."""
    policy, at = services.desk.policies.current, services.clock.now()
    register = await register_of(review, services)
    barred = barred_from(review, person, policy, register, at)
    may_sign = refusal_of_signer(person, review, policy, register, at) is None
    can_do = may_sign or any(item.key not in barred for item in review.unmarked)
    able = reviewers_of(review.items, policy, register, at)
    return listed(review, can_do=can_do, who=can_sign(able, policy, services.directory.names()))


async def past_audit_reviews(person: Person, services: Services) -> list[Listed]:
    """The newest audit reviews that are signed off, for those who make them."""
    found = [review for review in await services.records.newest_audit_reviews() if not review.is_open]
    return [listed(review) for review in found if await _refusal(person, review, services) is None]


async def _refusal(person: Person, review: AuditReview, services: Services) -> Refusal | None:
    policy, at = services.desk.policies.current, services.clock.now()
    register = await register_of(review, services)
    return refusal_of_reviewer(person, review, policy, register, at)


async def _open(ack: AsyncAck, body: Payload, person: Person, services: Services, mode: str) -> None:
    click = payloads.click(body)
    performed = await services.desk.perform(MarkItems(review=click.number), by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    shown = await page(await _review(click.number, services), person, services, mode=mode, after=START)
    if click.place.is_modal and click.view_id is not None:
        await services.gateway.update_view(click.view_id, shown.view)
    else:
        await services.gateway.open_view(click.place.trigger_id, shown.view)
    await ack()


async def _review(number: int, services: Services) -> AuditReview:
    review = await services.records.audit_review(number)
    if review is None:
        raise UnreadablePayloadError(f"there is no audit review {number}")
    return review


def _errors(
    review: AuditReview, marks: tuple[ItemMark, ...], form: OpenForm, services: Services
) -> dict[str, str]:
    policy = services.desk.policies.current
    faults = faults_of(marks)
    found = {NOTE + key: fault_sentence(Field.FINDING, fault, policy) for key, fault in faults.items()}
    chosen = {one.item for one in marks}
    for item in review.items:
        if item.key not in chosen and form.entered.text(NOTE + item.key):
            found[NOTE + item.key] = CHOOSE_FOR_TEXT
    return found


def _marked_places(review: AuditReview) -> list[int]:
    marked = review.marked
    return [place for place, item in enumerate(review.items) if item.key in marked]


def _key(form: OpenForm, marks: tuple[ItemMark, ...]) -> str:
    """One page is one delivery; the window stays the same from page to page, and a refused page may be sent anew."""
    said = hashlib.sha256(repr((form.metadata, marks)).encode()).hexdigest()[:24]
    return f"{form.key}:{form.hash}:{said}"


def _read_metadata(metadata: str) -> tuple[int, str, int]:
    try:
        number, rest = actions.read_carried(metadata)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    return (number, *_read(rest))


def _read(rest: str) -> tuple[str, int]:
    """The kind of items and the place that a page carries."""
    mode, _, last = rest.partition(".")
    if mode not in (TO_DO, MARKED) or not last.isascii() or not last.isdigit():
        raise UnreadablePayloadError("not a page of a review")
    return mode, int(last[:6])
