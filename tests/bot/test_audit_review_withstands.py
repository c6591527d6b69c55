"""Audit reviews withstand what was broken behind the log, groups that are unknown, and those who only look."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.acts import Withdraw
from models.events import EventKind
from models.oversight.audit_review_acts import AskToSignOff, ItemMark, MarkItems, SignOffAuditReview
from models.oversight.audit_reviews import Reason
from models.refusals import Why
from tests.bot.audit_office import begin, mark, reviewed_policy, reviews, told
from tests.bot.office import Office, open_office

#: The Monday after, at nine in Berlin.
MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk with a weekly review."""
    async with open_office(tmp_path / "desk.sqlite3", own=reviewed_policy()) as opened:
        await begin(opened)
        yield opened


def tamper(office: Office, *statements: str) -> None:
    """Change rows behind the desk's back."""
    office.is_tampered_with = True
    with closing(sqlite3.connect(str(office.engine.url.database))) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


async def withdrawn(office: Office) -> int:
    """A request that has ended, and of which nothing is beside the ordinary."""
    number = (await office.file()).number
    assert (await office.perform(Withdraw(number=number, why="They pay on time."), "UREQ")).refusal is None
    await office.tick()
    return number


async def monday(office: Office) -> None:
    """It is the review's day."""
    office.hands.at = MONDAY
    await office.tick()


async def refusals(office: Office) -> int:
    """How many refusals stand in the workspace's own chain."""
    return [link.kind for link in await office.records.trail(0)].count(EventKind.REFUSED)


async def test_who_only_looks_at_a_past_review_has_no_part_in_the_next(office: Office) -> None:
    await monday(office)
    assert (await office.perform(SignOffAuditReview(review=1), "UCOM1")).refusal is None
    looked = await office.perform(MarkItems(review=1), "UCOM2")
    assert looked.refusal is None
    assert await refusals(office) == 0
    stranger = await office.perform(MarkItems(review=1), "UOPS1")
    assert stranger.refusal is not None
    assert stranger.refusal.why is Why.NOT_AUDITOR
    late = await office.perform(MarkItems(review=1, marks=(ItemMark(item="1", is_finding=False),)), "UCOM2")
    assert late.refusal is not None
    assert late.refusal.why is Why.ALREADY_SIGNED_OFF


async def test_who_would_sign_off_too_early_has_no_part_in_the_next(office: Office) -> None:
    await withdrawn(office)
    await monday(office)
    for act in (AskToSignOff(review=1), SignOffAuditReview(review=1)):
        early = await office.perform(act, "UCOM1")
        assert early.refusal is not None
        assert early.refusal.why is Why.ITEMS_UNMARKED
    assert await refusals(office) == 0


async def test_broken_record_is_marked_by_nobody_who_had_a_part_in_its_request(office: Office) -> None:
    office.people.members["@validators"].add("UCOM1")
    number = (await office.file()).number
    await office.approve(number, "UCOM1")
    tamper(office, f"UPDATE requests SET team = '@elsewhere' WHERE number = {number}")
    await monday(office)
    (review,) = await reviews(office)
    assert review.items[0].reasons == (Reason.CHAIN,)
    own = await office.perform(
        MarkItems(review=1, marks=(ItemMark(item=review.items[0].key, is_finding=False),)), "UCOM1"
    )
    assert own.refusal is not None
    assert own.refusal.why is Why.OWN_DOING
    await mark(office, review, "UCOM2", [review.items[0].key])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE requests SET body = '{' WHERE number = {n}",
        "UPDATE requests SET body = '{}' WHERE number = {n}",
        "DELETE FROM requests WHERE number = {n}",
        "UPDATE events SET changed = '{' WHERE number = {n}",
        "UPDATE events SET changed = '{}' WHERE number = {n}",
        "UPDATE events SET at = 'yesterday' WHERE number = {n}",
        "UPDATE events SET at = 7 WHERE number = {n}",
        "UPDATE events SET at = 'yesterday' WHERE number = {n} AND kind = 'request.withdrawn'",
        "UPDATE events SET kind = 'hold.closed', changed = '[]' WHERE number = {n}",
        "UPDATE events SET kind = 'score.confirmed', changed = '{\"deviation\": \"x\"}' WHERE number = {n}",
        "DELETE FROM events WHERE number = {n} AND kind != 'request.withdrawn'",
    ],
)
async def test_review_comes_however_the_record_was_broken(office: Office, statement: str) -> None:
    number = await withdrawn(office)
    tamper(
        office,
        "DROP TRIGGER events_no_update",
        "DROP TRIGGER events_no_delete",
        statement.replace("{n}", str(number)),
    )
    await monday(office)
    (review,) = await reviews(office)
    assert (review.items[0].number, review.items[0].reasons[:1]) == (number, (Reason.CHAIN,))


async def test_contact_is_told_of_a_late_review_once_slack_knows_who_they_are(tmp_path: Path) -> None:
    own = reviewed_policy()
    async with open_office(tmp_path / "desk.sqlite3", own=own) as office:
        await begin(office)
        await monday(office)
        office.people.described["UDIRECTOR"] = {"is_deactivated": True}
        office.people.unknown.add("@managers")
        office.hands.move(days=4)
        for timer in await office.records.due_timers(office.clock.now(), 50):
            await office.fire(timer)
        assert await told(office, "audit_review_overdue") == []
        office.people.unknown.clear()
        office.hands.move(minutes=1)
        await office.tick()
        assert await told(office, "audit_review_overdue") != []


async def test_reviewers_are_asked_once_slack_knows_who_they_are(tmp_path: Path) -> None:
    own = reviewed_policy(channel=None)
    async with open_office(tmp_path / "desk.sqlite3", own=own) as office:
        await begin(office)
        office.people.unknown.add("@compliance")
        office.hands.at = MONDAY
        for timer in await office.records.due_timers(office.clock.now(), 50):
            await office.fire(timer)
        # Whatever else happens for the workspace meanwhile does not put this review off for a week.
        await office.perform(AskToSignOff(review=7), "UCOM1")
        office.people.unknown.clear()
        office.hands.move(minutes=1)
        await office.tick()
        assert [review.subject for review in await reviews(office)] == ["2026-03-09"]
        assert sorted(await told(office, "audit_review")) == ["UCOM1", "UCOM2"]
        office.hands.at = MONDAY + timedelta(days=7)
        await office.tick()
        assert [review.subject for review in await reviews(office)] == ["2026-03-09", "2026-03-16"]


async def test_review_that_was_planned_when_somebody_made_it_is_not_opened_for_nobody(office: Office) -> None:
    nobody = office.policies.current.model_copy(
        update={"audit_review": office.policies.current.audit_review.model_copy(update={"reviewers": ()})}
    )
    office.policies.learn("v2", nobody)
    office.policies.put_in_force("v2")
    await monday(office)
    assert await reviews(office) == ()


async def test_who_has_acted_on_a_request_since_the_review_was_opened_has_a_part_in_it(
    office: Office,
) -> None:
    office.people.members["@validators"].add("UCOM1")
    number = (await office.file()).number
    await office.approve(number, "UREQ")
    await monday(office)
    (review,) = await reviews(office)
    await mark(office, review, "UCOM1", [item.key for item in review.items])
    assert (await office.perform(AskToSignOff(review=1), "UCOM1")).refusal is None
    assert (await office.approve(number, "UCOM1")).refusal is None
    for act in (
        SignOffAuditReview(review=1),
        MarkItems(review=1, marks=(ItemMark(item=str(number), is_finding=True, words="No."),)),
    ):
        late = await office.perform(act, "UCOM1")
        assert late.refusal is not None
        assert late.refusal.why is Why.OWN_DOING
    assert (await office.perform(SignOffAuditReview(review=1), "UCOM2")).refusal is None
    assert (await reviews(office))[0].items == review.items
