"""Samples of the urgent path: asked for, authorised, kept to the normal one, and over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.views.decision_modal import decision_modal
from bot.views.details import details
from bot.views.expedite_modals import asking_modal, granting_modal, keeping_modal
from bot.views.messages import render
from bot.views.scene import Rendering
from models.acts import AnswerExpedite, AskToExpedite
from models.events import EventKind
from models.holds import HoldKind
from models.lifecycle.holding import begin_round, open_hold
from models.notices import MessageKind
from models.request import Stage, Verdict
from tests import builders
from tests.views.lists import list_of
from tests.views.samples import HARD, as_payload, hard
from tests.views.walk import NAMES, REQUESTER, Walk, file, sample_policy

MANAGER = "UMAN1"
TONIGHT = (
    "Nordlicht's board meets at six this evening and signs the renewal only with the new term. The next meeting is "
    "in January; their tender starts before that."
)
RIGHT = "I spoke to their head of purchasing: the offer is real, and it is worth three hours of two people."
NOT_NOW = "The tender starts in May. The normal path ends the day after tomorrow, which is soon enough."


def asked(walk: Walk | None = None, words: str = TONIGHT) -> Walk:
    """The requester asked, and nobody has answered."""
    walk = walk or Walk(evidence=(file(1),)).gathered()
    return walk.do(
        AskToExpedite(number=1042, justification=words), REQUESTER, walk.at + timedelta(minutes=10)
    )


def answered(walk: Walk, words: str, *, is_granted: bool) -> Walk:
    """A manager has answered."""
    act = AnswerExpedite(number=1042, round=walk.now.round, is_granted=is_granted, words=words)
    return walk.do(act, MANAGER, walk.at + timedelta(minutes=25))


def granted() -> Walk:
    """On the urgent path."""
    return answered(asked(), RIGHT, is_granted=True)


def kept() -> Walk:
    """On the normal path after all."""
    return answered(asked(), NOT_NOW, is_granted=False)


def on_hold() -> Walk:
    """Asked for while a hold is open."""
    walk = Walk().gathered()
    scene = builders.scene(walk.at, policy=walk.policy)
    walk.request = open_hold(
        walk.now, HoldKind.REGULATORY, "UVAL1", scene, why="Customer data leave the region."
    ).request
    return asked(walk)


def new_round() -> Walk:
    """The request was changed since."""
    walk = asked()
    walk.request = begin_round(
        walk.now, builders.scene(walk.at, policy=walk.policy), why="The value was changed."
    ).request
    return walk


def awkward() -> Walk:
    """Texts as long and as awkward as they may be."""
    return answered(asked(hard(), HARD * 25), "&" * 3000, is_granted=True)


def _shown(kind: MessageKind, scene: Rendering) -> dict[str, Any]:
    return as_payload(render(kind, scene))


def _asked_of(walk: Walk, of_round: int = 1) -> dict[str, Any]:
    return _shown(MessageKind.EXPEDITE_CARD, walk.scene(MANAGER, detail={"round": of_round}))


def _story(walk: Walk, kind: EventKind) -> dict[str, Any]:
    return _shown(MessageKind.STORY, walk.told(kind))


def _told(walk: Walk) -> dict[str, Any]:
    return _shown(MessageKind.TOLD, walk.told(EventKind.EXPEDITE_ANSWERED, REQUESTER))


def _validating(walk: Walk) -> dict[str, Any]:
    return decision_modal(walk.now, walk.policy, NAMES, stage=Stage.VALIDATION, verdict=Verdict.APPROVED)


_CARD, _MINE = MessageKind.CARD, MessageKind.REQUESTER_CARD

SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "urgent_asking_modal": lambda: asking_modal(Walk().now, sample_policy()),
    "urgent_granting_modal": lambda: granting_modal(asked().now, sample_policy(), "1"),
    "urgent_keeping_modal": lambda: keeping_modal(asked().now, sample_policy(), "1"),
    "urgent_asked_of_manager": lambda: _asked_of(asked()),
    "urgent_asked_on_hold": lambda: _asked_of(on_hold()),
    "urgent_granted_of_manager": lambda: _asked_of(granted()),
    "urgent_kept_of_manager": lambda: _asked_of(kept()),
    "urgent_decided_of_manager": lambda: _asked_of(asked().rejected()),
    "urgent_new_round_of_manager": lambda: _asked_of(new_round()),
    "urgent_card_asked": lambda: _shown(_CARD, asked().scene()),
    "urgent_card_granted": lambda: _shown(_CARD, granted().scene()),
    "urgent_card_kept": lambda: _shown(_CARD, kept().scene()),
    "urgent_card_approved": lambda: _shown(_CARD, granted().validated().authorized().scene()),
    "urgent_card_awkward": lambda: _shown(_CARD, awkward().scene()),
    "urgent_awkward_of_manager": lambda: _asked_of(awkward()),
    "urgent_requester_asked": lambda: _shown(_MINE, asked().scene(REQUESTER)),
    "urgent_requester_granted": lambda: _shown(_MINE, granted().scene(REQUESTER)),
    "urgent_requester_kept": lambda: _shown(_MINE, kept().scene(REQUESTER)),
    "urgent_requester_on_hold": lambda: _shown(_MINE, on_hold().scene(REQUESTER)),
    "urgent_story_asked": lambda: _story(asked(), EventKind.EXPEDITE_ASKED),
    "urgent_story_granted": lambda: _story(granted(), EventKind.EXPEDITE_ANSWERED),
    "urgent_story_kept": lambda: _story(kept(), EventKind.EXPEDITE_ANSWERED),
    "urgent_told_granted": lambda: _told(granted()),
    "urgent_told_kept": lambda: _told(kept()),
    "urgent_decision_modal": lambda: _validating(granted()),
    "urgent_details": lambda: details(granted().now, granted().policy, granted().trail, NAMES),
    "urgent_listing": lambda: list_of(sample_policy(), granted().now),
}

WALKS: tuple[Callable[[], Walk], ...] = (granted, kept)
