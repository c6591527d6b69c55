"""Deciding: Approve and Reject, from the button on the card to the act; who may is asked at both."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.decision_modal import ALONE, decision_modal
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.draft import read_number
from handlers.payloads import OpenForm, Payload, UnreadablePayloadError
from handlers.standing_in import in_whose_stead
from models.acts import Approve, Decide, Reject
from models.people import Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Stage, Verdict

VERDICTS = {actions.APPROVE: Verdict.APPROVED, actions.REJECT: Verdict.REJECTED}


def register(app: AsyncApp) -> None:
    """Listen for both buttons and for the modal that they open."""
    app.action(actions.APPROVE)(ask_for_decision)
    app.action(actions.REJECT)(ask_for_decision)
    app.view(actions.DECISION)(decide)


async def ask_for_decision(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the modal for a decision, or say why this person does not decide."""
    click = payloads.click(body)
    stage, verdict = _stage(click.rest), VERDICTS[click.action]
    refusal = await services.desk.consider(_act(click.number, stage, verdict), by=person, key=click.key)
    request = await services.records.request(click.number)
    if refusal is not None or request is None:
        await answers.refuse(body, ack, services, refusal or Refusal(why=Why.NO_SUCH_REQUEST))
        return
    policy, names = services.desk.policies.of(request), services.directory.names()
    whom = await in_whose_stead(request, person, services)
    resources = await services.availability.now(policy)
    modal = decision_modal(
        request,
        policy,
        names,
        stage=stage,
        verdict=verdict,
        for_whom=whom,
        staffed=resources.staffed(request.score.tier) if resources is not None else (),
    )
    if click.place.is_modal:
        await services.gateway.push_view(click.place.trigger_id, modal)
    else:
        await services.gateway.open_view(click.place.trigger_id, modal)
    await ack()


async def decide(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Approve or reject; a refusal stands beside the rationale, which is not lost by it."""
    form = payloads.open_form(body)
    unread: dict[Field, Fault] = {}
    act = _read_decision(form, unread)
    if unread:
        policy = services.desk.policies.current
        await answers.show_errors(ack, {f: fault_sentence(f, why, policy) for f, why in unread.items()})
        return
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is not None and performed.refusal.why is Why.NOT_TRAINED:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    if performed.refusal is not None:
        await answers.show_errors(ack, _errors(performed.refusal, performed.request, form, services))
        return
    await ack()


def _read_decision(form: OpenForm, unread: dict[Field, Fault]) -> Decide:
    """The decision that the form holds; what it carries says what the approver was shown."""
    is_alone = form.metadata.endswith(ALONE)
    shown, _, verdict = form.metadata.removesuffix(ALONE).rpartition(":")
    if verdict not in list(Verdict):
        raise UnreadablePayloadError("the form carries no verdict")
    try:
        number, stage = actions.read_carried(shown)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    deviation = None
    if str(Field.DEVIATION) in form.inputs:
        deviation = read_number(form.entered, Field.DEVIATION, unread, "%")
        if deviation is None:
            unread.setdefault(Field.DEVIATION, Fault.MISSING)
    rationale = form.entered.text(Field.RATIONALE)
    if not rationale:
        unread[Field.RATIONALE] = Fault.MISSING
    stage, seen = actions.read_seen(stage)
    act = _act(number, _stage(stage), Verdict(verdict), rationale, form, deviation)
    # Nobody decides what became of the request after they had opened the form.
    act = replace(act, seen=seen)
    # Nobody's approval becomes the only one without their having read so.
    return replace(act, second_follows=not is_alone) if isinstance(act, Approve) else act


def _act(
    number: int,
    stage: Stage,
    verdict: Verdict,
    rationale: str = "",
    form: OpenForm | None = None,
    deviation: Decimal | None = None,
) -> Decide:
    evidence = form.entered.files(Field.EVIDENCE) if form is not None else ()
    if verdict is Verdict.REJECTED:
        return Reject(number=number, stage=stage, rationale=rationale, evidence=evidence)
    return Approve(number=number, stage=stage, rationale=rationale, evidence=evidence, deviation=deviation)


def _stage(text: str) -> Stage:
    if text not in list(Stage):
        raise UnreadablePayloadError(f"not a stage: {text[:20]!r}")
    return Stage(text)


def _errors(
    refusal: Refusal, request: ExceptionRequest | None, form: OpenForm, services: Services
) -> dict[Field, str]:
    """A fault stands beside its field, whatever else was refused beside the rationale."""
    if refusal.why is not Why.FAULTS or any(str(field) not in form.inputs for field in refusal.faults):
        return {Field.RATIONALE: plain_sentence(refusal)}
    policies = services.desk.policies
    policy = policies.of(request) if request is not None else policies.current
    return {field: fault_sentence(field, fault, policy) for field, fault in refusal.faults.items()}
