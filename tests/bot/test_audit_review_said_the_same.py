"""Who can sign an audit review off is said the same wherever it is said, with real people and each of them once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.views.audit_review_card import overdue_message, review_card
from bot.views.audit_review_words import can_sign
from bot.views.refusals import sentence as refusal_text
from bot.views.text import Names
from models.acts import Withdraw
from models.oversight.audit_review_acts import AskToSignOff, ItemMark, MarkItems
from models.oversight.audit_review_authority import Reviewers, consulted, reviewers_of
from models.oversight.audit_reviews import AuditReview
from models.people import Register
from models.refusals import Refusal, Why
from tests.bot.audit_office import begin, mark, reviewed_policy, reviews
from tests.bot.office import Office, open_office

MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk with a weekly review; the contact stands in, and the administrators behind them."""
    async with open_office(tmp_path / "desk.sqlite3", own=reviewed_policy()) as opened:
        await begin(opened)
        opened.people.members["@validators"] |= {"UCOM1", "UCOM2", "UDIRECTOR"}
        yield opened


async def reviewed(office: Office, *doers: str) -> AuditReview:
    """The Monday's review of a week in which each of them had a part in a request."""
    for doer in doers:
        await office.approve((await office.file()).number, doer)
    office.hands.at = MONDAY
    await office.tick()
    return (await reviews(office))[0]


async def able(office: Office, review: AuditReview) -> Reviewers:
    """Who can sign it off, as the card asks."""
    policy, register = office.desk.policies.current, await register_of(office)
    return reviewers_of(review.items, policy, register, office.hands.at)


async def register_of(office: Office) -> Register:
    return await office.people.register(consulted(office.desk.policies.current))


async def refusal_of(office: Office, by: str) -> Refusal:
    performed = await office.perform(AskToSignOff(review=1), by)
    assert performed.refusal is not None
    return performed.refusal


async def test_stand_ins_who_had_a_part_themselves_are_named_nowhere(office: Office) -> None:
    review = await reviewed(office, "UCOM1", "UCOM2", "UDIRECTOR")
    found = await able(office, review)
    assert found.is_in_stead
    assert len(set(found.who)) == len(found.who)
    assert not {"UCOM1", "UCOM2", "UDIRECTOR"} & set(found.who)
    assert not any(one.startswith("@") for one in found.who)
    for by, why in (("UCOM1", Why.OWN_DOING), ("UDIRECTOR", Why.OWN_DOING), ("UOPS1", Why.NOT_AUDITOR)):
        refused = await refusal_of(office, by)
        assert (refused.why, refused.who_could) == (why, found.who)
    policy, names = office.desk.policies.current, Names()
    told = can_sign(found, policy, names)
    for made in (
        review_card(review, policy, names, found),
        overdue_message(review, policy, names, None, found),
    ):
        assert told in json.dumps(made.blocks, ensure_ascii=False)
    for one in found.who:
        assert told.count(f"<@{one}>") == 1
        assert f"<@{one}>" in refusal_text(await refusal_of(office, "UCOM1"), names)


async def test_reviewer_who_is_free_is_named_where_another_one_is_not(office: Office) -> None:
    review = await reviewed(office, "UCOM1")
    found = await able(office, review)
    assert found == Reviewers(who=("UCOM2",), are_some=True)
    for by in ("UCOM1", "UOPS1"):
        assert (await refusal_of(office, by)).who_could == ("UCOM2",)


async def test_group_is_named_where_all_of_it_are_free(office: Office) -> None:
    number = (await office.file()).number
    await office.perform(Withdraw(number=number, why="They pay on time."), "UREQ")
    found = await able(office, await reviewed(office))
    assert found == Reviewers(who=("@compliance",))
    assert (await refusal_of(office, "UOPS1")).who_could == ("@compliance",)


async def test_nobody_free_at_all_is_said_with_what_helps(office: Office) -> None:
    review = await reviewed(office, "UCOM1", "UCOM2", "UDIRECTOR", *sorted({"UMAN1", "UMAN2", "UBOTH"}))
    behind = (await able(office, review)).who
    items = tuple(replace(item, people=(*item.people, *behind)) for item in review.items)
    policy = office.desk.policies.current
    found = reviewers_of(items, policy, await register_of(office), office.hands.at)
    assert found == Reviewers(who=(), is_in_stead=True)
    assert "name another reviewer in the policy" in can_sign(found, policy, Names())


async def test_refused_sign_off_bars_nobody_from_the_next_review(office: Office) -> None:
    review = await reviewed(office, "UCOM1")
    await refusal_of(office, "UCOM1")
    mine = MarkItems(review=1, marks=(ItemMark(item=review.items[0].key, is_finding=False),))
    assert (await office.perform(mine, "UCOM1")).refusal is not None
    office.hands.move(days=7)
    await office.tick()
    after = (await reviews(office))[1]
    (tried,) = [item for item in after.items if item.is_of_refused_reviewing]
    assert len(tried.entries) == 2
    await mark(office, after, "UCOM1", [tried.key])
