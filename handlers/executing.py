"""Executing: operations says how carrying out went, rolls it back, and has an incomplete record checked again."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.audit_gaps import missing
from bot.views.execution_modal import execution_modal, rollback_modal
from bot.views.text import joined
from handlers import answers, payloads
from handlers.dialogue import Dialogue
from handlers.payloads import OpenForm, Payload, UnreadablePayloadError
from models.acts import Close, MarkExecuted, RollBack
from models.execution_authority import refusal_of_rollback
from models.people import Person
from models.refusals import Field
from models.request import ExceptionRequest, Result

EXECUTION = Dialogue(
    action=actions.MARK_EXECUTED,
    callback=actions.EXECUTION,
    blank=lambda number, _: MarkExecuted(number=number, done=""),
    form=lambda request, _, policy: execution_modal(request, policy),
    act=lambda number, _, form: MarkExecuted(
        number=number,
        done=form.entered.text(Field.DONE),
        result=_result(form),
        evidence=form.entered.files(Field.EVIDENCE),
    ),
    beside=Field.DONE,
)
ROLLBACK = Dialogue(
    action=actions.ROLL_BACK,
    callback=actions.ROLLBACK,
    blank=lambda number, _: RollBack(number=number, done=""),
    form=lambda request, _, policy: rollback_modal(request, policy),
    act=lambda number, _, form: RollBack(
        number=number, done=form.entered.text(Field.DONE), evidence=form.entered.files(Field.EVIDENCE)
    ),
    beside=Field.DONE,
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons of the execution card and for the forms that they open."""
    EXECUTION.register(app)
    ROLLBACK.register(app)
    app.action(actions.CLOSE)(close)


def _result(form: OpenForm) -> Result:
    """How it went; a form that was opened before it asked that says that all was done."""
    if str(Field.RESULT) not in form.inputs:
        return Result.DONE
    try:
        return Result(form.entered.choice(Field.RESULT))
    except ValueError as error:
        raise UnreadablePayloadError("the form does not say how it went") from error


async def can_roll_back(request: ExceptionRequest, person: Person, services: Services) -> bool:
    """Whether the person may roll it back now, so that its details offer it."""
    if request.carried_out is None:
        return False
    policy = services.desk.policies.of(request)
    register = await services.directory.register(policy.execution.who)
    return refusal_of_rollback(person, request, policy, register, services.clock.now()) is None


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
        lacking = joined((missing(item, policy) for item in request.missing), "and")
        with answers.after_commit():
            await answers.tell(body, ack, services, f"{request.id} cannot be closed yet: it lacks {lacking}.")
        return
    await ack()
