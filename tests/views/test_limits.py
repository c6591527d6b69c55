"""No text, however long or awkward, breaks a view, wakes somebody or is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.views.delegation_words import standing_in
from bot.views.details import details
from bot.views.ladder import reached
from bot.views.messages import render
from bot.views.pages import MOST_BLOCKS, MOST_BYTES, pages
from bot.views.policy_form import proposal_form
from bot.views.policy_page import CONTACTS
from models.delegation import Delegation
from models.notices import MessageKind
from sandbox.blockkit import check_view, mentions, visible_text
from tests import builders
from tests.builders import MORNING
from tests.views.samples import HARD, SAMPLES, as_payload, breached, hard, long_trail, waiting
from tests.views.walk import EXECUTIVE, NAMES, REQUESTER, VALIDATOR, Walk

#: Slack takes about 12,000 characters in all blocks of a message together, whatever each block may hold.
MOST_IN_MESSAGE = 12_000
#: People and groups that the samples mention on purpose; Jon benefits.
KNOWN_PEOPLE = {REQUESTER, VALIDATOR, EXECUTIVE, "UOPS1", "USUPER", "UDIRECTOR", "UJON"}
MESSAGES = [name for name, make in SAMPLES.items() if "text" in make()]


@pytest.mark.parametrize("name", MESSAGES)
def test_message_fits_with_all_its_blocks(name: str) -> None:
    made = SAMPLES[name]()
    written = json.dumps(made["blocks"], ensure_ascii=False).encode("utf-16-le")
    assert len(written) // 2 <= MOST_IN_MESSAGE
    assert len(made["blocks"]) <= 16
    assert len(made["text"]) <= 300


@pytest.mark.parametrize("name", SAMPLES)
def test_view_wakes_only_whom_it_means(name: str) -> None:
    woken = mentions(SAMPLES[name]())
    assert woken.broadcast == frozenset()
    assert woken.users <= KNOWN_PEOPLE
    assert woken.groups <= set(NAMES.groups.values())


@pytest.mark.parametrize("kind", [MessageKind.CARD, MessageKind.REQUESTER_CARD, MessageKind.EXECUTION_CARD])
def test_markup_in_typed_texts_wakes_nobody(kind: MessageKind) -> None:
    walk = Walk(rationale="<!channel> <@UWRONG1> <!subteam^SWRONG>", impact="<!here> <@UWRONG2>").gathered()
    walk.validated("<!everyone> <@UWRONG3>").authorized("<@UWRONG4>")
    woken = mentions(as_payload(render(kind, walk.scene())))
    assert woken.broadcast == frozenset()
    assert not {user for user in woken.users if user.startswith("UWRONG")}
    assert "SWRONG" not in woken.groups


def test_those_who_stand_in_are_named_up_to_ten() -> None:
    away = [
        Delegation(
            number=n,
            by=f"U{n:010d}",
            to=f"W{n:010d}",
            roles=("manager",),
            starts=MORNING,
            ends=MORNING + timedelta(days=1),
            made_at=MORNING,
        )
        for n in range(300)
    ]
    said = standing_in(away, ("manager",))
    assert said.endswith("<@W0000000009> for <@U0000000009> and 290 more.")
    assert len(said) < 400
    assert "more" not in standing_in(away[:10], ("manager",))


def test_escalation_to_a_large_group_fits_and_says_how_many_more_were_told() -> None:
    everybody = [f"U{n:010d}" for n in range(500)]
    said = reached(everybody)
    assert said.endswith(f"<@{everybody[9]}> and 490 more")
    assert len(said) < 300
    assert reached(everybody[:2]) == f"<@{everybody[0]}> and <@{everybody[1]}>"


def test_card_shows_typed_text_letter_by_letter() -> None:
    card = as_payload(render(MessageKind.CARD, Walk(rationale=HARD).gathered().scene()))
    assert HARD in visible_text(card)


def test_card_says_where_the_rest_of_a_long_text_is() -> None:
    card = as_payload(render(MessageKind.CARD, Walk(rationale="word " * 500).gathered().scene()))
    assert "Details has the whole text" in visible_text(card)


def test_card_stays_short_when_a_text_has_many_lines() -> None:
    card = as_payload(render(MessageKind.CARD, Walk(rationale="\n".join("abcdefghi")).gathered().scene()))
    seen = visible_text(card)
    assert "a\nb\nc\nd\ne\nf…" in seen
    assert "g\nh" not in seen


def test_details_show_every_text_in_full() -> None:
    walk = hard()
    seen = "".join(visible_text(view) for view in _all_pages(walk))
    filing = walk.now.filing
    assert filing.message is not None
    for text in (
        filing.requested_words,
        filing.rationale,
        filing.impact,
        filing.dependencies,
        filing.message.text,
        walk.now.decisions[0].rationale,
    ):
        assert text.strip() in seen


def test_details_of_a_long_trail_have_pages_that_lose_no_event() -> None:
    walk = long_trail()
    views = _all_pages(walk)
    assert len(views) > 1
    assert all(check_view(view) == [] for view in views)
    seen = "\n".join(visible_text(view) for view in views)
    assert [f"{place}." in seen for place in range(1, len(walk.trail) + 1)] == [True] * len(walk.trail)


def test_page_that_is_not_there_becomes_the_nearest() -> None:
    walk = long_trail()
    last = details(walk.now, walk.policy, walk.trail, NAMES, 10_000)
    assert last == _all_pages(walk)[-1]
    assert details(walk.now, walk.policy, walk.trail, NAMES, -1) == _all_pages(walk)[0]


def test_every_page_of_huge_texts_is_within_the_size_of_a_view() -> None:
    huge = [[{"type": "section", "text": {"type": "plain_text", "text": "🙂" * 3000}}] for _ in range(30)]
    made = pages(huge)
    assert sum(len(page) for page in made) == 30
    assert all(len(page) <= MOST_BLOCKS and len(json.dumps(page)) <= MOST_BYTES + 5000 for page in made)


@pytest.mark.parametrize("walk", [waiting, breached, hard])
def test_rendering_twice_gives_the_same(walk: Any) -> None:
    made = walk()
    assert render(MessageKind.CARD, made.scene()) == render(MessageKind.CARD, made.scene())


def _all_pages(walk: Walk) -> list[dict[str, Any]]:
    views: list[dict[str, Any]] = []
    while not views or views[-1] != details(walk.now, walk.policy, walk.trail, NAMES, len(views)):
        views.append(details(walk.now, walk.policy, walk.trail, NAMES, len(views)))
    return views


def test_form_of_a_policy_with_many_contacts_fits_and_says_where_the_others_are() -> None:
    policy = builders.policy()
    some = next(iter(policy.contacts.values()))
    many = policy.model_copy(update={"contacts": {f"contact{n}": some for n in range(25)}})
    form = proposal_form(many, "1a2b3c4d5e6f", CONTACTS)
    check_view(form)
    assert len(form["blocks"]) <= MOST_BLOCKS
    assert "7 more contacts are changed there" in json.dumps(form)
