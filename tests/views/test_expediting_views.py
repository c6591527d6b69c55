"""What the cards and messages of the urgent path offer and say at each of its points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.views.messages import render
from models.audit_chain import AuditEvent
from models.events import EventKind
from models.notices import MessageKind, plan
from sandbox.blockkit import visible_text
from tests.views import samples_expediting as urgent
from tests.views.samples import as_payload, waiting
from tests.views.walk import REQUESTER, Walk

ASK = "Ask for urgency"


def offered(kind: MessageKind, walk: Walk, recipient: str | None = None, **detail: int) -> set[str]:
    """The actions of the buttons of a message."""
    message = as_payload(render(kind, walk.scene(recipient, detail=detail)))
    elements = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    return {e["text"]["text"] for e in elements if e["type"] == "button"}


@pytest.mark.parametrize(
    ("make", "is_offered"),
    [
        (waiting, True),
        (lambda: waiting().validated(), True),
        (urgent.asked, False),
        (urgent.granted, False),
        (urgent.kept, False),
        (urgent.new_round, True),
        (lambda: waiting().rejected(), False),
        (lambda: waiting().validated().authorized(), False),
        (lambda: waiting().withdrawn(), False),
    ],
)
def test_urgency_can_be_asked_for_once_in_a_round_while_a_decision_is_waited_for(
    make: Callable[[], Walk], is_offered: bool
) -> None:
    assert (ASK in offered(MessageKind.REQUESTER_CARD, make(), REQUESTER)) is is_offered
    assert ASK not in offered(MessageKind.CARD, make())


@pytest.mark.parametrize(
    ("make", "is_open"),
    [
        (urgent.asked, True),
        (urgent.on_hold, True),
        (urgent.granted, False),
        (urgent.kept, False),
        (urgent.new_round, False),
        (lambda: urgent.asked(urgent.new_round()), False),
        (lambda: urgent.asked().rejected(), False),
        (lambda: urgent.asked().withdrawn(), False),
    ],
)
def test_manager_can_answer_what_is_still_asked_and_nothing_else(
    make: Callable[[], Walk], is_open: bool
) -> None:
    answers = {"Authorise urgent path", "Keep the normal path"} if is_open else set()
    assert offered(MessageKind.EXPEDITE_CARD, make(), urgent.MANAGER, round=1) == answers | {"Details"}


def test_message_about_an_earlier_round_shows_nothing_of_the_later_asking() -> None:
    walk = urgent.asked(urgent.new_round(), "Now it is for the new value.")
    scene = walk.scene(urgent.MANAGER, detail={"round": 1})
    message = as_payload(render(MessageKind.EXPEDITE_CARD, scene))
    assert "Now it is for the new value." not in visible_text(message)
    assert "not asked any more" in visible_text(message)


@pytest.mark.parametrize("kind", [MessageKind.CARD, MessageKind.REQUESTER_CARD])
def test_cards_of_an_urgent_request_say_who_authorised_it_and_why(kind: MessageKind) -> None:
    message: dict[str, Any] = as_payload(render(kind, urgent.granted().scene()))
    seen = visible_text(message)
    assert seen.startswith("Urgent · EX-1042")
    for said in (urgent.TONIGHT, urgent.RIGHT, f"authorised by @{urgent.MANAGER}"):
        assert said in seen
    assert "urgent" in message["text"]


def _planned(walk: Walk, *events: AuditEvent) -> list[tuple[MessageKind, str]]:
    return [(n.kind, n.recipient) for n in plan(walk.now, events or walk.trail[-1:], walk.policy)]


def test_each_manager_who_was_asked_has_one_message_of_the_round() -> None:
    walk = urgent.asked()
    told = [who for kind, who in _planned(walk) if kind is MessageKind.EXPEDITE_CARD]
    assert walk.now.expedite is not None
    assert tuple(told) == walk.now.expedite.told
    keys = {n.key for n in plan(walk.now, walk.trail[-1:], walk.policy)}
    again = urgent.asked(urgent.new_round())
    later = {n.key for n in plan(again.now, again.trail[-1:], again.policy)}
    assert not {key for key in keys & later if key.startswith(MessageKind.EXPEDITE_CARD)}


@pytest.mark.parametrize("make", [urgent.granted, urgent.kept])
def test_requester_hears_the_answer_and_the_thread_tells_both(make: Callable[[], Walk]) -> None:
    walk = make()
    assert (MessageKind.TOLD, REQUESTER) in _planned(walk)
    asked, answered = walk.trail[-2:]
    assert (asked.kind, answered.kind) == (EventKind.EXPEDITE_ASKED, EventKind.EXPEDITE_ANSWERED)
    stories = [kind for kind, _ in _planned(walk, asked, answered) if kind is MessageKind.STORY]
    assert len(stories) == 2
