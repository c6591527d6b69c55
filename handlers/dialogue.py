"""A dialogue: a button that opens a small form, whose answer is one act; what is asked and done is the caller's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.refusals import fault_sentence, plain_sentence
from handlers import answers, payloads
from handlers.payloads import OpenForm, Payload, UnreadablePayloadError
from models.acts import OnRequest
from models.people import Person
from models.policy import Policy
from models.refusals import Field, Refusal, Why
from models.request import ExceptionRequest


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """A button and its form.

    `action` is the button's id (a choice in the menu `more` stands for one too) and `callback` the form's. A button
    carries a request's number and what follows it (the `rest`: a hold's key, an escalation's), and the form carries
    the same.
    `blank` is the act with nothing entered, to see before the form opens whether the person may do it at all.
    `form` is the modal for the request; `act` reads the sent form. A refusal that belongs beside no field of the
    form stands beside `beside`, so that nothing that was typed is lost.
    """

    action: str
    callback: str
    blank: Callable[[int, str], OnRequest]
    form: Callable[[ExceptionRequest, str, Policy], dict[str, Any]]
    act: Callable[[int, str, OpenForm], OnRequest]
    beside: Field

    def register(self, app: AsyncApp) -> None:
        """Listen for the button and for the form."""

        async def ask(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
            click = payloads.click(body)
            refusal = await services.desk.consider(
                self.blank(click.number, click.rest), by=person, key=click.key
            )
            request = await services.records.request(click.number)
            if refusal is not None or request is None:
                await answers.refuse(body, ack, services, refusal or Refusal(why=Why.NO_SUCH_REQUEST))
                return
            modal = self.form(request, click.rest, services.desk.policies.of(request))
            if click.place.is_modal:
                await services.gateway.push_view(click.place.trigger_id, modal)
            else:
                await services.gateway.open_view(click.place.trigger_id, modal)
            await ack()

        async def answered(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
            form = payloads.open_form(body)
            try:
                number, rest = actions.read_carried(form.metadata)
            except ValueError as error:
                raise UnreadablePayloadError(str(error)) from error
            performed = await services.desk.perform(self.act(number, rest, form), by=person, key=form.key)
            if performed.refusal is None:
                await ack()
                return
            if performed.refusal.why is Why.NOT_TRAINED:
                await answers.refuse(body, ack, services, performed.refusal)
                return
            policies = services.desk.policies
            policy = policies.of(performed.request) if performed.request else policies.current
            await answers.show_errors(ack, self._errors(performed.refusal, form, policy))

        async def is_chosen(payload: Payload) -> bool:
            option = payload.get("selected_option") or {}
            return actions.read_choice(str(option.get("value")))[0] == self.action

        app.action(self.action)(ask)
        app.action(actions.MORE, matchers=[is_chosen])(ask)
        app.view(self.callback)(answered)

    def _errors(self, refusal: Refusal, form: OpenForm, policy: Policy) -> dict[Field, str]:
        faults = {f: fault for f, fault in refusal.faults.items() if str(f) in form.inputs}
        if not faults:
            return {self.beside: plain_sentence(refusal)}
        return {field: fault_sentence(field, fault, policy) for field, fault in faults.items()}
