"""Stepping: the step "File an exception" of somebody's workflow files what it was given, and says how that ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.gateway import SlackError
from bot.services import Services
from handlers.alert_body import AlertType, NotAnAlertError, alert_of
from handlers.alerting import OtherAlertError, take
from handlers.payloads import Payload, UnreadablePayloadError
from handlers.step_definition import FILE_STEP
from models.trigger import Trigger, TriggerKind

log = structlog.get_logger(__name__)

#: What the workflow's own name would be, which Slack does not tell.
SOURCE = "Workflow Builder"
NOT_FILED = (
    "It was not filed, because this person cannot ask for an exception by a workflow. Somebody who can look after it "
    "was told. Choose another sponsor."
)


@dataclass(frozen=True, kw_only=True)
class StepRun:
    """A step of somebody's workflow that is to be run: its id, its inputs, and the token that ends it."""

    execution: str
    inputs: Mapping[str, object]
    token: str


def run_in(body: Payload) -> StepRun:
    """The step that an event asks to be run; UnreadablePayloadError where it names none."""
    event = body.get("event") or {}
    inputs, execution = event.get("inputs"), event.get("function_execution_id")
    if not execution:
        raise UnreadablePayloadError("no step is to be run")
    return StepRun(
        execution=str(execution),
        # A step without inputs is ended with what it lacks, and not left for Slack to wait for.
        inputs=inputs if isinstance(inputs, Mapping) else {},
        token=str(event.get("bot_access_token") or ""),
    )


def register(app: AsyncApp) -> None:
    """Listen for the step; it is acknowledged once its end is told, for Slack sends it again until then."""
    app.function(FILE_STEP, auto_acknowledge=False)(file_exception)


async def file_exception(ack: AsyncAck, body: Payload, services: Services) -> None:
    """File what the step was given, once however often it comes, and complete or fail the step."""
    run = run_in(body)
    given = {name: value for name, value in run.inputs.items() if value not in (None, "")}
    said = {"type": str(AlertType.EXCEPTION), "data": given | {"source": SOURCE}}
    trigger = Trigger(
        kind=TriggerKind.WORKFLOW,
        source=SOURCE,
        id=run.execution,
        sha256=hashlib.sha256(json.dumps(given, sort_keys=True, default=str).encode()).hexdigest(),
    )
    gateway = services.gateway
    try:
        taken = await take(alert_of(said), trigger, services)
    except NotAnAlertError as error:
        why = " ".join(one.message for one in error.errors)
        await _told(run, gateway.fail_step(run.token, run.execution, f"It was not filed. {why}"))
    except OtherAlertError:
        await _told(
            run, gateway.fail_step(run.token, run.execution, "This step was filed before, as another one.")
        )
    else:
        if taken.request is None:
            await _told(run, gateway.fail_step(run.token, run.execution, NOT_FILED))
        else:
            outputs = {"request": taken.request, "status": taken.status}
            await _told(run, gateway.complete_step(run.token, run.execution, outputs))
    await ack()


async def _told(run: StepRun, telling: Awaitable[None]) -> None:
    """Let Slack know; that the step has ended already, or is none any more, is no reason to be asked again."""
    try:
        await telling
    except SlackError as error:
        log.warning("the end of a step was not taken", execution=run.execution, error=error.code)
