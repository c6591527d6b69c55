"""Samples of a value above every tier's authority: its hold, and what the contact answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.views.decision_modal import decision_modal
from bot.views.messages import render
from bot.views.over_authority_forms import refusal_modal, release_modal
from bot.views.scene import Rendering
from models.acts import Prohibit, ResolveHold
from models.events import EventKind
from models.money import Money
from models.notices import MessageKind
from models.policy import Policy
from models.request import Stage, Verdict
from tests import builders
from tests.views.samples import as_payload
from tests.views.walk import NAMES, REQUESTER, Walk, sample_policy

CHIEF, KEY = "UCHIEF", "over_authority-1"


def with_contact() -> Policy:
    """The sample policy with somebody above all authority."""
    plain = sample_policy()
    contacts = {key: contact.model_dump() for key, contact in plain.contacts.items()}
    contacts["managing_director"] = {"title": "Managing director", "who": [CHIEF], "backup": ["UCHAIR"]}
    escalations = plain.escalations.model_dump()
    escalations["over_authority"]["contact"] = "managing_director"
    return builders.policy(
        sources=[source.model_dump() for source in plain.sources],
        standards=[standard.model_dump() for standard in plain.standards],
        contacts=contacts,
        escalations=escalations,
    )


def held() -> Walk:
    """Worth more than the executives may decide."""
    value = Money(amount=Decimal(250_000), currency="EUR")
    return Walk(policy=with_contact(), value=value, requested=Decimal(35)).gathered()


def released() -> Walk:
    """The executives may decide it."""
    walk = held()
    words = "Nordlicht is our largest customer in the north, and the bank covers two thirds of the risk."
    return walk.do(ResolveHold(number=1042, hold=KEY, words=words), CHIEF, walk.at + timedelta(hours=2))


def refused() -> Walk:
    """For good."""
    walk = held()
    why = "One customer must not be more than a tenth of what we are owed."
    return walk.do(Prohibit(number=1042, hold=KEY, why=why), CHIEF, walk.at + timedelta(hours=2))


def _message(kind: MessageKind, scene: Rendering) -> dict[str, Any]:
    return as_payload(render(kind, scene))


def _hold(walk: Walk) -> dict[str, Any]:
    return _message(MessageKind.HOLD_CARD, walk.scene(CHIEF, hold=walk.now.holds[0]))


def _story(walk: Walk, kind: EventKind) -> dict[str, Any]:
    return _message(MessageKind.STORY, walk.told(kind))


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "above_all_hold": lambda: _hold(held()),
    "above_all_hold_released": lambda: _hold(released()),
    "above_all_hold_refused": lambda: _hold(refused()),
    "above_all_card": lambda: _message(MessageKind.CARD, held().scene()),
    "above_all_card_released": lambda: _message(MessageKind.CARD, released().scene()),
    "above_all_requester": lambda: _message(MessageKind.REQUESTER_CARD, held().scene(REQUESTER)),
    "above_all_requester_refused": lambda: _message(MessageKind.REQUESTER_CARD, refused().scene(REQUESTER)),
    "above_all_story_held": lambda: _story(held(), EventKind.HOLD_OPENED),
    "above_all_story_released": lambda: _story(released(), EventKind.HOLD_CLOSED),
    "above_all_story_refused": lambda: _story(refused(), EventKind.PROHIBITED),
    "above_all_told_refused": lambda: _message(
        MessageKind.TOLD, refused().told(EventKind.PROHIBITED, REQUESTER)
    ),
    "above_all_release_modal": lambda: release_modal(held().now, KEY, held().policy),
    "above_all_refusal_modal": lambda: refusal_modal(held().now, KEY, held().policy),
    "above_all_decision_modal": lambda: decision_modal(
        released().now, released().policy, NAMES, stage=Stage.VALIDATION, verdict=Verdict.APPROVED
    ),
}
WALKS = (released, refused)
