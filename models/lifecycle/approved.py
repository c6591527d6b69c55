"""Approved: what every full approval does, however it was given; who may give it is others' to say."""

from __future__ import annotations

from dataclasses import replace

from models.expiry import execute_by_of
from models.lifecycle.outcome import Scene
from models.request import ExceptionRequest, Status


def into_execution(request: ExceptionRequest, scene: Scene) -> ExceptionRequest:
    """The request with its last approval given: operations is to carry it out, by `execute_by` at the latest.

    The one way into `Status.EXECUTION`, after the second approval and after a waiver of it alike. Call it on the
    request that has the approving decision among its decisions, and put `status` and `execute_by` of what it
    returns into your event, so that the trail says them: `event(kind, ..., status=..., execute_by=...)`.
    """
    approved = replace(request, status=Status.EXECUTION)
    return replace(approved, execute_by=execute_by_of(scene.policy, approved))
