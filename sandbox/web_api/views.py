"""The views.* methods."""

from __future__ import annotations

from sandbox.blockkit import check_view
from sandbox.payload import Payload
from sandbox.triggers import Trigger, TriggerError
from sandbox.views import ViewError
from sandbox.web_api.call import ApiError, Call, missing


async def open_(call: Call) -> Payload:
    """views.open."""
    view = _view(call, "modal")
    trigger = _trigger(call)
    call.parts.pictures.show(view, trigger.user)
    try:
        opened = call.parts.views.open(trigger.user, view, channel=trigger.channel)
    except ViewError as error:
        raise ApiError(str(error)) from error
    call.parts.triggers.spend(trigger)
    return {"view": call.parts.views.payload(opened)}


async def push(call: Call) -> Payload:
    """views.push."""
    view = _view(call, "modal")
    trigger = _trigger(call)
    below = call.parts.views.find(view_id=trigger.view_id)
    if below is None:
        raise ApiError("not_found")
    call.parts.pictures.show(view, trigger.user)
    try:
        opened = call.parts.views.push(trigger.user, view, channel=below.channel)
    except ViewError as error:
        raise ApiError(str(error)) from error
    call.parts.triggers.spend(trigger)
    return {"view": call.parts.views.payload(opened)}


async def update(call: Call) -> Payload:
    """views.update."""
    view_id, external_id = call.optional("view_id"), call.optional("external_id")
    if view_id is None and external_id is None:
        raise missing("view_id")
    view = _view(call, "modal")
    current = call.parts.views.find(view_id=view_id, external_id=external_id)
    if current is None:
        raise ApiError("not_found")
    call.parts.pictures.show(view, current.user)
    try:
        changed = call.parts.views.update(current, view, given_hash=call.optional("hash"))
    except ViewError as error:
        raise ApiError(str(error)) from error
    return {"view": call.parts.views.payload(changed)}


async def publish(call: Call) -> Payload:
    """views.publish."""
    user = call.text("user_id")
    view = _view(call, "home")
    if not call.parts.manifest.has_home:
        raise ApiError("not_enabled")
    person = call.parts.state.people.get(user)
    if person is None or person.is_bot:
        problem = "[ERROR] failed to match all allowed schemas [json-pointer:/user_id]"
        raise ApiError("invalid_arguments", messages=[problem])
    call.parts.pictures.show(view, user)
    try:
        return {"view": call.parts.views.publish(user, view, given_hash=call.optional("hash"))}
    except ViewError as error:
        raise ApiError(str(error)) from error


def _view(call: Call, kind: str) -> Payload:
    view = call.decoded("view", error="invalid_arguments")
    if view is None:
        raise missing("view")
    problems = check_view(view) + call.parts.pictures.faults(view, "/view", "invalid_arguments")
    if problems:
        raise ApiError(problems[0].code, messages=[p.line() for p in problems])
    if not isinstance(view, dict) or view["type"] != kind:
        message = f"[ERROR] unsupported type: {view['type'] if isinstance(view, dict) else view}"
        raise ApiError("invalid_arguments", messages=[f"{message} [json-pointer:/view/type]"])
    return view


def _trigger(call: Call) -> Trigger:
    trigger_id = call.optional("trigger_id") or call.optional("interactivity_pointer")
    if trigger_id is None:
        raise missing("trigger_id")
    try:
        return call.parts.triggers.take(trigger_id)
    except TriggerError as error:
        raise ApiError(str(error)) from error
