"""Samples of a single approval: before it, at it, and with the second one waived."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bot.views.decision_modal import decision_modal
from bot.views.details import details
from bot.views.help import help_message
from bot.views.messages import render
from models.acts import Close, MarkExecuted
from models.events import EventKind
from models.money import Money
from models.notices import MessageKind
from models.policy import Policy
from models.request import Stage, Verdict
from tests import builders
from tests.views.samples import as_payload
from tests.views.walk import NAMES, OPERATOR, REQUESTER, Walk, sample_policy


def single_policy() -> Policy:
    """The sample policy, with the single approval switched on."""
    plain = sample_policy().model_dump(include={"sources", "standards"})
    return builders.policy(single_approval={"enabled": True}, **plain)


def waiting() -> Walk:
    """In validation, by whoever approves it alone."""
    value = Money(amount=Decimal(800), currency="EUR")
    return Walk(policy=single_policy(), requested=Decimal(31), value=value).gathered()


def waived() -> Walk:
    """Approved by one person."""
    return waiting().validated()


def closed() -> Walk:
    """Carried out and closed."""
    act = MarkExecuted(number=1042, done="The term is 31 days from the April invoices on.")
    return waived().do(act, OPERATOR).do(Close(number=1042))


def _shown(kind: MessageKind, walk: Walk, recipient: str | None = None) -> dict[str, Any]:
    return as_payload(render(kind, walk.scene(recipient)))


def _story(kind: EventKind) -> dict[str, Any]:
    return as_payload(render(MessageKind.STORY, waived().told(kind)))


def _deciding(verdict: Verdict) -> dict[str, Any]:
    return decision_modal(waiting().now, single_policy(), NAMES, stage=Stage.VALIDATION, verdict=verdict)


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "single_card_validation": lambda: _shown(MessageKind.CARD, waiting()),
    "single_card_waived": lambda: _shown(MessageKind.CARD, waived()),
    "single_card_closed": lambda: _shown(MessageKind.CARD, closed()),
    "single_requester_validation": lambda: _shown(MessageKind.REQUESTER_CARD, waiting(), REQUESTER),
    "single_requester_waived": lambda: _shown(MessageKind.REQUESTER_CARD, waived(), REQUESTER),
    "single_execution": lambda: _shown(MessageKind.EXECUTION_CARD, waived(), "#operations"),
    "single_approving_modal": lambda: _deciding(Verdict.APPROVED),
    "single_rejecting_modal": lambda: _deciding(Verdict.REJECTED),
    "single_story_validated": lambda: _story(EventKind.VALIDATED),
    "single_story_waived": lambda: _story(EventKind.WAIVED),
    "single_told": lambda: as_payload(render(MessageKind.TOLD, waived().told(EventKind.WAIVED, REQUESTER))),
    "single_help": lambda: as_payload(help_message(single_policy(), NAMES)),
    "single_details": lambda: details(closed().now, closed().policy, closed().trail, NAMES),
}

WALKS: tuple[Callable[[], Walk], ...] = (closed,)
