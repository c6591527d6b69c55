"""The functions.* methods."""

from __future__ import annotations

from sandbox.functions import FunctionError
from sandbox.payload import Payload
from sandbox.web_api.call import ApiError, Call, missing


async def complete_success(call: Call) -> Payload:
    """functions.completeSuccess."""
    outputs = call.decoded("outputs", error="invalid_arguments")
    if outputs is None:
        raise missing("outputs")
    try:
        call.parts.functions.complete(call.text("function_execution_id"), outputs, call.token)
    except FunctionError as error:
        raise ApiError(str(error), messages=[f"[ERROR] {one}" for one in error.problems]) from error
    return {}


async def complete_error(call: Call) -> Payload:
    """functions.completeError."""
    try:
        call.parts.functions.fail(call.text("function_execution_id"), call.text("error"), call.token)
    except FunctionError as error:
        raise ApiError(str(error)) from error
    return {}
