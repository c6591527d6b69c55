"""Delegating: `/exception delegate` opens the form with one's delegations; each is ended where it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.delegations import delegating
from bot.views.refusals import fault_sentence, plain_sentence, sentence
from bot.views.text import joined
from handlers import answers, payloads
from handlers.home import show_again
from handlers.payloads import Payload
from models.acts import Delegate, EndDelegation
from models.lifecycle import Scene
from models.lifecycle.delegating import consulted, refusal_of_delegator, roles_of
from models.people import Person
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why

#: The word of the command.
WORD = "delegate"


def register(app: AsyncApp) -> None:
    """Listen for the form and for the buttons that end a delegation; the command's word is looked up elsewhere."""
    app.view(actions.DELEGATION)(delegate)
    app.action(actions.END_DELEGATION)(end)


async def open_delegating(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form; whoever has nothing to delegate reads why, and who has delegated to them."""
    modal = await _form(person, services)
    await services.gateway.open_view(payloads.place(body).trigger_id, modal)
    await ack()


async def delegate(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Delegate; what cannot be taken is said beside its field. Both ends get a message about it."""
    form = payloads.open_form(body)
    entered = form.entered
    act = Delegate(
        to=entered.colleague(Field.DELEGATE) or "",
        first=entered.day(Field.FIRST_DAY),
        last=entered.day(Field.LAST_DAY),
        note=entered.text(Field.NOTE),
    )
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is None:
        await ack()
        return
    await answers.show_errors(ack, _errors(performed.refusal, services.desk.policies.current))


async def end(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """End a delegation, from the form, from Home or from the message about it."""
    click = payloads.click(body)
    performed = await services.desk.perform(EndDelegation(delegation=click.number), by=person, key=click.key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    with answers.after_commit():
        if click.place.is_modal and click.view_id is not None:
            await services.gateway.update_view(click.view_id, await _form(person, services))
        elif click.place.channel is None:
            await show_again(body, person, services)
    await ack()


async def _form(person: Person, services: Services) -> dict[str, Any]:
    policies, at = services.desk.policies, services.clock.now()
    policy = policies.current
    scene = Scene(
        workspace=services.identity.team,
        at=at,
        policy=policy,
        policy_version=policies.current_version,
        register=await services.directory.register(consulted(policy)),
    )
    refused = refusal_of_delegator(person, scene)
    # Where Slack could not say just now who somebody is, it may well be able to when the form is sent.
    is_certain = refused is not None and refused.why is not Why.GROUP_UNKNOWN
    words = (
        sentence(replace(refused, who_could=()), services.directory.names()) if refused and is_certain else ""
    )
    return delegating(
        person.id,
        await services.records.delegations_of(person.id, at),
        policy,
        at,
        roles_of(person.id, scene),
        words,
    )


def _errors(refusal: Refusal, policy: Policy) -> dict[Field, str]:
    if not refusal.faults:
        return {Field.DELEGATE: plain_sentence(refusal)}
    said = {field: fault_sentence(field, fault, policy) for field, fault in refusal.faults.items()}
    if refusal.faults.get(Field.DELEGATE) is Fault.MAY_NOT_HOLD:
        handles = [who for who in refusal.who_could if who.startswith("@")]
        if handles:
            said[Field.DELEGATE] = f"{said[Field.DELEGATE]} Anybody in {joined(handles)} could."
    return said
