"""What is said of a source that cannot be read, to whom, how often, and what each can press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.views import outages
from bot.views.messages import render
from models.acts import Amend, RecordSnapshots
from models.events import EventKind
from models.notices import MessageKind, Notice, plan
from models.request import Customer
from models.snapshot import Snapshot
from sandbox.blockkit import visible_text
from tests.views import samples_documenting as samples
from tests.views.samples import as_payload
from tests.views.walk import REQUESTER, Walk

BEFORE = len(Walk().trail)


def planned(walk: Walk, after: int) -> list[Notice]:
    """What is said once because of the events after a place in the trail."""
    notices = plan(walk.now, walk.trail[after:], walk.policy)
    return [notice for notice in notices if not notice.kind.is_living]


def said(walk: Walk, after: int) -> list[tuple[MessageKind, str]]:
    """The same as kinds and recipients."""
    return [(notice.kind, notice.recipient) for notice in planned(walk, after)]


def hold_card(walk: Walk) -> dict[str, Any]:
    scene = walk.scene("#operations", hold=walk.now.holds[0])
    return as_payload(render(MessageKind.HOLD_CARD, scene))


def pressed(message: dict[str, Any]) -> dict[str, str | None]:
    """The labels of all buttons, with their style."""
    rows = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    beside = [block["accessory"] for block in message["blocks"] if "accessory" in block]
    return {e["text"]["text"]: e.get("style") for e in (*rows, *beside) if e["type"] == "button"}


def test_outage_is_told_once_in_the_thread_and_asked_once_of_the_requester() -> None:
    walk = samples.held("crm", "contracts")
    # One entry for each source, however many events it made, and one message for all that one reading lacked.
    assert said(walk, BEFORE) == [
        (MessageKind.STORY, ""),
        (MessageKind.TOLD, REQUESTER),
        (MessageKind.STORY, ""),
    ]
    kinds = [link.kind for link in walk.trail[BEFORE:]]
    assert kinds.count(EventKind.SOURCE_UNAVAILABLE) == kinds.count(EventKind.EXTENDED) == 2


def test_outage_that_goes_on_is_told_to_nobody() -> None:
    walk = samples.held()
    count = len(walk.trail)
    again = Snapshot.unavailable("contracts", "Contract records", walk.at + timedelta(hours=2), "Still away.")
    walk.do(RecordSnapshots(number=1042, snapshots=(again,)), at=again.taken_at)
    assert [link.kind for link in walk.trail[count:]] == [EventKind.SOURCE_UNAVAILABLE]
    assert said(walk, count) == []


def test_outage_without_a_hold_has_one_entry_too() -> None:
    walk = Walk().gathered("contracts")
    assert said(walk, BEFORE) == [(MessageKind.STORY, "")]


def test_owners_hear_what_has_come_where_they_work() -> None:
    opened = len(samples.held().trail)
    assert said(samples.documented(), opened) == [
        (MessageKind.STORY, ""),
        (MessageKind.EVIDENCE, ""),
        (MessageKind.EVIDENCE, "#operations"),
        (MessageKind.TOLD, "#operations"),
    ]
    assert said(samples.back(), opened) == [(MessageKind.STORY, ""), (MessageKind.TOLD, "#operations")]


def test_word_of_what_has_come_has_no_button_that_outlives_the_hold() -> None:
    for walk in (samples.documented(), samples.back()):
        told = as_payload(render(MessageKind.TOLD, walk.told(EventKind.HOLD_OFFERED, "#operations")))
        assert pressed(told) == {"Details": None}
        assert "can be closed, on its card" in told["text"]


def test_requester_hears_that_the_hold_was_closed() -> None:
    walk = samples.without()
    assert said(walk, len(walk.trail) - 1) == [(MessageKind.STORY, ""), (MessageKind.TOLD, REQUESTER)]
    text = render(MessageKind.TOLD, walk.told(EventKind.HOLD_CLOSED, REQUESTER)).text
    assert "The decision goes on" in text


def test_hold_that_falls_away_with_its_customer_is_told_in_the_thread_alone() -> None:
    walk = samples.held()
    other = replace(walk.now.filing, customer=Customer(id="C-2", name="Other"))
    act = Amend(number=1042, filing=other, why="It is for their parent company.")
    count = len(walk.trail)
    walk.do(act, REQUESTER)
    closing = next(
        n for n, link in enumerate(walk.trail) if n >= count and link.kind == EventKind.HOLD_CLOSED
    )
    assert MessageKind.TOLD not in {kind for kind, _ in said(walk, closing)}
    assert "no longer needed" in render(MessageKind.STORY, walk.told(EventKind.HOLD_CLOSED)).text


def test_evidence_says_whose_it_is_where_owners_work() -> None:
    walk = samples.documented()
    scene = walk.told(EventKind.DOCUMENTED, "#operations")
    assert render(MessageKind.EVIDENCE, scene).text.startswith("Evidence from")
    (hold,) = walk.now.holds
    shown = walk.scene("#operations", event=scene.event, hold=hold)
    assert render(MessageKind.EVIDENCE, shown).text.startswith("Evidence for EX-1042 from")


@pytest.mark.parametrize(
    ("make", "buttons"),
    [
        (samples.held, {"Close hold": None, "Extend by 24 h": None, "Details": None}),
        (samples.documented, {"Close hold": "primary", "Extend by 24 h": None, "Details": None}),
        (samples.back, {"Close hold": "primary", "Extend by 24 h": None, "Details": None}),
        (samples.resolved, {"Details": None}),
        (samples.without, {"Details": None}),
    ],
)
def test_hold_card_offers_what_can_be_done_now(
    make: Callable[[], Walk], buttons: dict[str, str | None]
) -> None:
    assert pressed(hold_card(make())) == buttons


@pytest.mark.parametrize(
    ("make", "is_asked"),
    [(samples.held, True), (samples.documented, True), (samples.back, False), (samples.resolved, False)],
)
def test_requesters_card_asks_while_something_is_wanted(make: Callable[[], Walk], is_asked: bool) -> None:
    card = as_payload(render(MessageKind.REQUESTER_CARD, make().scene(REQUESTER)))
    assert ("Give documentation" in pressed(card)) == is_asked


@pytest.mark.parametrize(
    ("kind", "recipient"), [(MessageKind.CARD, None), (MessageKind.REQUESTER_CARD, REQUESTER)]
)
def test_cards_say_that_there_is_more_time_and_why(kind: MessageKind, recipient: str | None) -> None:
    text = visible_text(as_payload(render(kind, samples.held().scene(recipient))))
    assert "extended by 24 h: Contract records could not be read" in text


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            "Contract records could not be read from contracts.csv: there is no such file.",
            "*Contract records* could not be read from contracts.csv: there is no such file.",
        ),
        (
            "It did not <!channel> answer.",
            "*Contract records* could not be read: It did not &lt;!channel&gt; answer.",
        ),
        ("", "*Contract records* could not be read."),
    ],
)
def test_what_a_source_says_of_itself_is_not_said_twice(fault: str, sentence: str) -> None:
    assert outages.unread("Contract records", fault) == sentence


@pytest.mark.parametrize(
    ("length", "words"),
    [(timedelta(hours=24), "24 h"), (timedelta(minutes=90), "1 h 30 min"), (timedelta(minutes=5), "5 min")],
)
def test_length_of_an_extension_reads_as_on_a_button(length: timedelta, words: str) -> None:
    assert outages.hours(length) == words
