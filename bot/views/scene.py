"""What a durable message is rendered from; it holds values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.views.text import Names
from models.audit_chain import AuditEvent
from models.delegation import Delegation
from models.holds import Hold
from models.like_cases import LikeCases
from models.policy import Policy
from models.request import EscalationRaised, ExceptionRequest


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """The committed state that a message shows, for one recipient, at a moment.

    `recipient` is the policy's channel name or a user id; `event` is the one that a story or a word to somebody
    tells of; `link` is the permalink of the request's card; `delegations` are those in
    force now, for the thread; `like` are the like cases of before, for whoever decides.
    """

    request: ExceptionRequest
    policy: Policy
    names: Names
    recipient: str
    at: datetime
    detail: Mapping[str, str | int] = field(default_factory=dict)
    event: AuditEvent | None = None
    escalation: EscalationRaised | None = None
    hold: Hold | None = None
    link: str | None = None
    delegations: tuple[Delegation, ...] = ()
    like: LikeCases | None = None
