"""Who is told of carrying out, of its failure, of a rolling back and of an approval's end; pure, it words nothing."""

from __future__ import annotations

import json

from models.audit_chain import AuditEvent
from models.events import EventKind
from models.policy import Policy
from models.request import ExceptionRequest


def told_of_execution(request: ExceptionRequest, link: AuditEvent, policy: Policy) -> tuple[str, ...]:
    """People, and the channel of operations where it is reminded; nobody for an event of another kind."""
    concerned = (request.filed_by, *(decision.by for decision in request.decisions_of_round()))
    match link.kind:
        case EventKind.EXECUTION_PARTIAL:
            return concerned
        case EventKind.EXECUTION_FAILED:
            # The supervisor was found when it failed: who it is may change before the message is rendered.
            return (*concerned, *json.loads(link.changed).get("execution", {}).get("told", ()))
        case EventKind.ROLLED_BACK:
            return request.involved()
        case EventKind.EXPIRY_NEAR:
            return (request.filed_by, policy.execution.channel)
        case EventKind.EXPIRED:
            return (*request.involved(), policy.execution.channel)
        case _:
            return ()
