"""What a request is, as its events lead to it, and as JSON; it writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from models.audit_chain import AuditEvent
from models.codec import request_to_json
from models.derived import CannotDeriveError, derive
from models.request import ExceptionRequest


def state_after(links: Iterable[AuditEvent]) -> ExceptionRequest | None:
    """The request that a whole chain leads to; None where its events do not tell it."""
    try:
        return derive(links)
    except CannotDeriveError:
        return None


def as_json(request: ExceptionRequest) -> dict[str, Any]:
    """A request as JSON: exact numbers and times as text."""
    made: dict[str, Any] = json.loads(request_to_json(request))
    return made
