"""What the cards say and offer at each point of a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.views import actions
from bot.views.messages import render
from models.events import EventKind
from models.notices import STORY, MessageKind
from models.request import CarriedMessage
from sandbox.blockkit import dates, mentions, visible_text
from tests.views import samples
from tests.views.all_samples import WALKS
from tests.views.walk import CARD_LINK, REQUESTER, VALIDATOR, Walk

CARD = MessageKind.CARD


def shown(kind: MessageKind, walk: Walk, recipient: str | None = None) -> dict[str, Any]:
    return samples.as_payload(render(kind, walk.scene(recipient)))


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """Labels and what each carries."""
    elements = [e for block in message["blocks"] if block["type"] == "actions" for e in block["elements"]]
    return {e["text"]["text"]: e["value"] for e in elements if e["type"] == "button"}


@pytest.mark.parametrize(
    ("make", "labels"),
    [
        (samples.filed, ["Details"]),
        (samples.waiting, ["Approve", "Reject", "Return", "Details"]),
        (samples.breached, ["Approve", "Reject", "Details"]),
        (lambda: samples.waiting().validated().authorized(), ["Mark as executed", "Details"]),
        (samples.executed, ["Details"]),
        (samples.closed, ["Details"]),
        (lambda: samples.waiting().rejected(), ["Details"]),
        (samples.stuck, ["Check again and close", "Details"]),
        (lambda: samples.waiting().withdrawn(), ["Details"]),
        (samples.withdrawn, ["Details"]),
    ],
)
def test_card_offers_what_can_be_done_now(make: Callable[[], Walk], labels: list[str]) -> None:
    assert list(buttons(shown(CARD, make()))) == labels


@pytest.mark.parametrize(
    ("make", "is_offered"),
    [
        (samples.filed, True),
        (samples.waiting, True),
        (lambda: samples.waiting().validated(), True),
        (lambda: samples.waiting().validated().authorized(), True),
        (lambda: samples.waiting().rejected(), False),
        (samples.executed, False),
        (samples.closed, False),
        (samples.withdrawn, False),
    ],
)
def test_requester_can_withdraw_until_it_is_carried_out(make: Callable[[], Walk], is_offered: bool) -> None:
    offered = buttons(shown(MessageKind.REQUESTER_CARD, make(), REQUESTER))
    assert ("Withdraw" in offered) == is_offered
    assert "Withdraw" not in buttons(shown(CARD, make()))


@pytest.mark.parametrize("kind", [CARD, MessageKind.REQUESTER_CARD, MessageKind.EXECUTION_CARD])
def test_cards_say_that_it_was_withdrawn_and_why_and_offer_nothing_more(kind: MessageKind) -> None:
    message = shown(kind, samples.withdrawn())
    seen = visible_text(message).lower()
    assert "withdr" in seen
    assert "nordlicht pays by direct debit" in seen
    assert "waiting on" not in seen
    assert "asked in" not in seen
    assert list(buttons(message)) == ["Details"]
    if kind is not MessageKind.REQUESTER_CARD:
        assert mentions(message).users >= {REQUESTER}


def test_escalation_of_a_request_that_was_withdrawn_before_any_decision_asks_for_nothing() -> None:
    walk = samples.waiting().near().withdrawn()
    message = samples.as_payload(render(MessageKind.ESCALATION, walk.escalated("USUPER")))
    assert list(buttons(message)) == ["Open request"]
    assert "Withdrawn by" in visible_text(message).replace("*", "")
    assert "Nordlicht pays by direct debit" in visible_text(message)


def test_button_carries_the_stage_that_was_shown() -> None:
    assert buttons(shown(CARD, samples.waiting()))["Approve"] == "1042:validation"
    assert buttons(shown(CARD, samples.waiting().validated()))["Approve"] == "1042:authorization"
    assert actions.read_carried("1042:authorization") == (1042, "authorization")


@pytest.mark.parametrize("value", ["", "EX-1042", "-1:x", "١٢", "9" * 13])
def test_value_that_no_button_carries_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a request's number"):
        actions.read_carried(value)


def test_card_says_what_is_asked_how_far_and_who_decides() -> None:
    seen = visible_text(shown(CARD, samples.waiting()))
    assert "45 days instead of 30 days for Nordlicht Sample GmbH" in seen
    assert "50 % → Executive, from 50 %" in seen.replace("*", "")
    assert "USD 9,500" in seen
    assert "= EUR 8,550 at 0.9 of 1 Jan 2026" in seen


def test_card_says_why_a_higher_tier_decides() -> None:
    seen = visible_text(shown(CARD, samples.full()))
    assert "10 % → Team lead, under 20 %" in seen.replace("*", "")
    assert "→ Executive, over the EUR 1,000 that Team lead may decide" in seen.replace("*", "")


def test_card_shows_the_facts_that_the_policy_picks() -> None:
    seen = visible_text(shown(CARD, samples.full()))
    assert "Annual revenue (EUR): 1,840,000" in seen
    assert "Customer history could not be read: The file is being written" in seen


def test_card_shows_deadline_and_warning_in_the_readers_time() -> None:
    walk = samples.waiting()
    shown_times = dates(shown(CARD, walk))
    deadline = int(walk.now.deadline.timestamp())
    assert deadline in shown_times
    assert deadline - 2 * 3600 in shown_times


def test_only_those_whose_turn_it_is_are_mentioned() -> None:
    assert mentions(shown(CARD, samples.waiting())).groups == {"SVALIDATORS"}
    assert mentions(shown(CARD, samples.waiting().validated())).groups == {"SEXECUTIVES"}
    assert mentions(shown(CARD, samples.closed())).groups == frozenset()


def test_card_is_marked_when_overdue_and_no_longer_once_decided() -> None:
    assert "Overdue" in visible_text(shown(CARD, samples.breached()))
    assert "Overdue" not in visible_text(shown(CARD, samples.breached().authorized()))


def test_card_in_the_channel_that_a_request_left_only_says_where_it_went() -> None:
    left = shown(CARD, samples.moved(), "#manager")
    assert buttons(left) == {}
    assert "<#CEXECUTIVE>" in str(left)
    assert CARD_LINK in str(left)
    assert buttons(shown(CARD, samples.moved(), "#executive"))


def test_requester_reads_why_it_was_rejected() -> None:
    seen = visible_text(shown(MessageKind.REQUESTER_CARD, samples.waiting().rejected(), REQUESTER))
    assert "We gave the same customer 45 days last year" in seen
    assert "final" in seen


def test_escalation_names_what_is_missing_and_from_whom() -> None:
    walk = samples.waiting().near()
    message = samples.as_payload(render(MessageKind.ESCALATION, walk.escalated("USUPER")))
    seen = visible_text(message)
    assert "first approval" in seen
    assert mentions(message).groups == {"SVALIDATORS"}
    assert buttons(message) == {
        "Acknowledge": f"1042:{walk.now.escalations[0].key}",
        "Open request": "1042",
    }


def test_who_was_told_of_the_breach_acknowledges_it_there_and_not_in_the_earlier_word_too() -> None:
    walk = samples.waiting().near()
    near = walk.now.escalations[0]
    walk.breached()
    both = replace(walk.now.escalations[-1], told=("UDIRECTOR", "USUPER"))
    now = replace(walk.now, escalations=(near, both))
    for who, labels in (("USUPER", ["Open request"]), ("UOTHER", ["Acknowledge", "Open request"])):
        seen = replace(walk.scene(who, escalation=near, detail={"escalation": near.key}), request=now)
        assert list(buttons(samples.as_payload(render(MessageKind.ESCALATION, seen)))) == labels


def test_escalation_asks_for_nothing_once_it_is_decided() -> None:
    walk = samples.breached().rejected()
    message = samples.as_payload(render(MessageKind.ESCALATION, walk.escalated("UDIRECTOR")))
    assert list(buttons(message)) == ["Open request"]
    assert "Decided since" in visible_text(message)


def test_each_event_of_the_story_has_an_entry() -> None:
    walks = (
        samples.closed(),
        samples.stuck(),
        samples.moved(),
        samples.breached(),
        samples.full(),
        samples.withdrawn(),
        *(make() for make in WALKS),
    )
    told = set()
    for walk in walks:
        for link in walk.trail:
            if link.kind in STORY:
                scene = walk.scene(event=link, detail={"position": link.position})
                assert render(MessageKind.STORY, scene).text
                told.add(link.kind)
    assert told == set(STORY)


def test_story_tells_an_event_as_it_was_though_the_request_went_on() -> None:
    walk = samples.moved()
    first = next(link for link in walk.trail if link.kind == EventKind.ROUTED)
    entry = render(MessageKind.STORY, walk.scene(event=first))
    assert "*Manager* decides" in entry.text


def test_everyone_is_told_in_words_of_their_own() -> None:
    walk = samples.waiting().validated().rejected()
    to_requester = render(MessageKind.TOLD, walk.told(EventKind.REJECTED, REQUESTER)).text
    to_validator = render(MessageKind.TOLD, walk.told(EventKind.REJECTED, VALIDATOR)).text
    assert "Your request EX-1042 was rejected" in to_requester
    assert "EX-1042, which you validated, was rejected" in to_validator


@pytest.mark.parametrize("kind", [MessageKind.STORY, MessageKind.TOLD, MessageKind.ESCALATION])
def test_scene_without_what_a_message_tells_of_is_a_fault(kind: MessageKind) -> None:
    with pytest.raises(ValueError, match=r"event|escalation"):
        render(kind, samples.waiting().scene())


def test_message_without_an_author_is_not_said_to_be_by_anybody() -> None:
    message = CarriedMessage(channel="CSALES", ts="1.1", author="", text="The integration says so.")
    card = shown(CARD, Walk(message=message).gathered())
    assert "Filed from a message in" in visible_text(card)
    assert "<@>" not in str(card)
