"""Runs an app's custom steps as a workflow would, and hears how they ended; it must not do what a step does."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.events import Events
from sandbox.interactions import RefusedError
from sandbox.manifest import Function, Manifest, Parameter
from sandbox.payload import Payload
from sandbox.state import State, derived_id

#: How many executions are remembered, the newest; a page that is open asks for its own.
_KEPT = 500
_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "slack#/types/user_id": str,
    "slack#/types/channel_id": str,
}


class FunctionError(Exception):
    """What the app says of an execution is not taken; the text is Slack's error code, `problems` say more."""

    def __init__(self, code: str, *problems: str) -> None:
        super().__init__(code)
        self.problems = list(problems)


@dataclass(kw_only=True)
class Execution:
    """One run of a step: `state` is ``running``, ``completed`` or ``failed``."""

    id: str
    function: Function
    user: str
    token: str
    state: str = "running"
    outputs: Mapping[str, object] = field(default_factory=dict)
    error: str = ""

    def as_payload(self) -> Payload:
        """What the page is told."""
        return {"id": self.id, "state": self.state, "outputs": dict(self.outputs), "error": self.error}


class Functions:
    """The app's custom steps."""

    def __init__(self, state: State, manifest: Manifest, events: Events) -> None:
        self._state = state
        self._manifest = manifest
        self._events = events
        self._numbers = itertools.count(time.time_ns())
        self._executions: dict[str, Execution] = {}

    def run(self, user: str, callback_id: str, inputs: Mapping[str, object]) -> Execution:
        """Begin a workflow whose only step this is. Raises RefusedError where it could not be begun so."""
        function = next((f for f in self._manifest.functions if f.callback_id == callback_id), None)
        if function is None:
            raise RefusedError("The app has no such step.")
        if self._state.people[user].is_stranger:
            raise RefusedError("People of other workspaces cannot run a workflow with this step.")
        given = {name: value for name, value in inputs.items() if value not in (None, "")}
        problems = _problems(function.inputs, given, self._state)
        if problems:
            raise RefusedError(problems[0])
        number = str(next(self._numbers))
        execution = Execution(
            id=derived_id("Fx", number),
            function=function,
            user=user,
            token=f"xwfp-sample-{derived_id('', number)}",
        )
        self._executions[execution.id] = execution
        for old in list(self._executions)[:-_KEPT]:
            del self._executions[old]
        self._events.start(self._send(execution, given, number))
        return execution

    def find(self, execution_id: str) -> Execution | None:
        """An execution by its id."""
        return self._executions.get(execution_id)

    def has_token(self, token: str) -> bool:
        """Whether a token was given out for an execution."""
        return any(execution.token == token for execution in self._executions.values())

    def complete(self, execution_id: str, outputs: object, token: str) -> None:
        """The app says that a step is done. Raises FunctionError."""
        execution = self._running(execution_id, token)
        if not isinstance(outputs, Mapping):
            raise FunctionError("parameter_validation_failed", "outputs must be an object")
        problems = _problems(execution.function.outputs, outputs, self._state)
        if problems:
            raise FunctionError("parameter_validation_failed", *problems)
        execution.state, execution.outputs = "completed", dict(outputs)

    def fail(self, execution_id: str, error: str, token: str) -> None:
        """The app says that a step failed, and why. Raises FunctionError."""
        execution = self._running(execution_id, token)
        execution.state, execution.error = "failed", error

    def _running(self, execution_id: str, token: str) -> Execution:
        execution = self._executions.get(execution_id)
        if execution is None:
            raise FunctionError("function_execution_not_found")
        # The token that comes with an execution is good for that one; the app's own is good for each of its steps.
        if token not in (execution.token, self._state.app.bot_token):
            raise FunctionError("access_denied")
        if execution.state != "running":
            raise FunctionError("execution_not_in_running_state")
        return execution

    async def _send(self, execution: Execution, inputs: Mapping[str, object], number: str) -> None:
        function, app = execution.function, self._state.app
        event = {
            "type": "function_executed",
            "function": {
                "id": derived_id("Fn", app.id, function.callback_id),
                "callback_id": function.callback_id,
                "title": function.title,
                "description": function.description,
                "type": "app",
                "input_parameters": [_declared(one) for one in function.inputs],
                "output_parameters": [_declared(one) for one in function.outputs],
                "app_id": app.id,
                "date_created": int(time.time()),
                "date_updated": int(time.time()),
                "date_deleted": 0,
            },
            "inputs": dict(inputs),
            "function_execution_id": execution.id,
            "workflow_execution_id": derived_id("Wx", number),
            "event_ts": f"{time.time():.6f}",
            "bot_access_token": execution.token,
        }
        if not await self._events.deliver("function_executed", event) and execution.state == "running":
            execution.state, execution.error = "failed", "The app did not respond."


def _declared(parameter: Parameter) -> Payload:
    return {
        "type": parameter.type,
        "name": parameter.name,
        "title": parameter.title,
        "description": parameter.description,
        "is_required": parameter.is_required,
    }


def _problems(declared: tuple[Parameter, ...], given: Mapping[str, object], state: State) -> list[str]:
    """What is wrong with values of parameters, a sentence each."""
    names = {one.name for one in declared}
    problems = [f"There is no parameter {name}." for name in given if name not in names]
    for one in declared:
        value = given.get(one.name)
        if value is None:
            if one.is_required:
                problems.append(f"{one.title} is required.")
            continue
        wanted = _KINDS[one.type]
        is_kind = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
        if not is_kind:
            problems.append(f"{one.title} must be a {one.type.rpartition('/')[2]}.")
        elif one.type == "slack#/types/user_id" and value not in state.people:
            problems.append(f"{one.title} must be somebody of the workspace.")
        elif one.type == "slack#/types/channel_id" and value not in state.channels:
            problems.append(f"{one.title} must be a channel of the workspace.")
    return problems
