"""Audit reviews at the desk: once a week, whatever happens, with all that was beside the ordinary."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.acts import Complain, Delegate, EndDelegation, Withdraw
from models.audit_chain import first_fault
from models.audit_review_queries import period_since
from models.deadlines import TimerKind
from models.events import EventKind
from models.oversight.audit_review_acts import (
    AskToSignOff,
    ItemMark,
    MarkAuditReviewOverdue,
    MarkItems,
    OpenAuditReview,
    SignOffAuditReview,
)
from models.oversight.audit_reviews import Reason
from models.oversight.audit_scope import draw, items_of, seed_of
from models.refusals import Fault, Field, Why
from tests.bot.audit_office import begin, mark, reviewed_policy, reviews, told
from tests.bot.office import TEAM, Office, open_office

#: The Monday after, at nine in Berlin.
MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk with a weekly review."""
    async with open_office(tmp_path / "desk.sqlite3", own=reviewed_policy()) as opened:
        await begin(opened)
        yield opened


async def ordinary(office: Office) -> int:
    """A request that goes its ordinary way; it is withdrawn, so that it has ended."""
    number = (await office.file()).number
    assert (await office.perform(Withdraw(number=number, why="They pay on time."), "UREQ")).refusal is None
    await office.tick()
    return number


async def monday(office: Office, weeks: int = 0) -> None:
    """It is that Monday, and all that is due has fired."""
    office.hands.at = MONDAY + weeks * WEEK
    await office.tick()


async def test_review_has_all_that_was_beside_the_ordinary_and_a_sample_of_the_rest(office: Office) -> None:
    plain = {await ordinary(office) for _ in range(4)}
    refused = (await office.file()).number
    await office.approve(refused, "UREQ")
    complained = (await office.file()).number
    await office.perform(Complain(number=complained, words="Too slow."), "UVAL1")
    await monday(office)
    (review,) = await reviews(office)
    special = {item.number: item for item in review.items if Reason.SAMPLE not in item.reasons}
    assert special.keys() == {refused, complained}
    assert special[refused].reasons == (Reason.REFUSAL, Reason.BREACH)
    assert Reason.COMPLAINT in special[complained].reasons
    assert set(review.sample.drawn) == {i.number for i in review.items if i.reasons == (Reason.SAMPLE,)}
    assert len(review.sample.drawn) == 2
    assert set(review.sample.population) == plain
    assert await told(office, "audit_review") == ["#compliance"]


async def test_sample_is_drawn_again_from_the_event_alone(office: Office) -> None:
    for _ in range(6):
        await ordinary(office)
    await monday(office)
    (opened,) = [x for x in await office.records.trail(0) if x.kind == EventKind.AUDIT_REVIEW_OPENED]
    said = json.loads(opened.changed)
    sample = said["sample"]
    seed = seed_of(
        opened.previous, datetime.fromisoformat(said["since"]), datetime.fromisoformat(said["until"])
    )
    assert (sample["head"], sample["seed"]) == (opened.previous, seed)
    assert list(draw(seed, sample["population"], sample["size"])) == sample["drawn"]


async def test_each_event_is_in_one_review_however_the_clock_stands(office: Office) -> None:
    expected = 0
    for week in range(3):
        number = (await office.file()).number
        await office.approve(number, "UREQ")
        await monday(office, week)
        # In the same instant as the review, and with the clock set back a little: the next review has it.
        await office.approve(number, "UREQ", key=f"again-{week}")
        office.hands.move(minutes=-10)
        await office.approve(number, "UREQ", key=f"once-more-{week}")
        expected += 3
    await monday(office, 3)
    found = [
        (item.number, entry.position)
        for review in await reviews(office)
        for item in review.items
        for entry in item.entries
        if entry.reason is Reason.REFUSAL
    ]
    assert len(found) == len(set(found)) == expected
    assert len(await reviews(office)) == 4


async def test_event_that_was_not_committed_yet_is_in_the_next_review(office: Office) -> None:
    number = (await office.file()).number
    await office.approve(number, "UREQ")
    await monday(office)
    (review,) = await reviews(office)
    last = replace(review, unseen=tuple(range(1, review.through + 1)))
    period = await office.reader.run(lambda c: period_since(c, TEAM, last, office.hands.at))
    assert [item.entries for item in items_of(period.links)] == [item.entries for item in review.items]
    assert period.through > review.through


async def test_review_comes_once_a_week_and_once_for_three_weeks_of_downtime(office: Office) -> None:
    await monday(office)
    office.hands.at = MONDAY + timedelta(days=23, hours=2)
    await office.desk.keep_schedule()
    await office.tick()
    first, second = await reviews(office)
    assert (first.subject, second.subject) == ("2026-03-09", "2026-03-16")
    assert (second.since, second.opened_at) == (first.opened_at, office.hands.at)
    await monday(office, 4)
    assert [review.opened_at for review in await reviews(office)][2:] == [MONDAY + 4 * WEEK]


async def test_two_ticks_at_once_open_one(office: Office) -> None:
    office.hands.at = MONDAY
    due = await office.records.due_timers(office.hands.at, 50)
    (timer,) = (one for one in due if one.kind == TimerKind.AUDIT_REVIEW)
    await asyncio.gather(*(office.fire(timer) for _ in range(3)))
    again = await office.perform(OpenAuditReview(day="2026-03-09"))
    assert again.refusal is not None
    assert again.refusal.why is Why.ALREADY_RECORDED
    assert len(await reviews(office)) == 1


async def test_nobody_opens_one_by_hand(office: Office) -> None:
    for act in (OpenAuditReview(day="2026-03-09"), MarkAuditReviewOverdue(review=1)):
        performed = await office.perform(act, "UCOM1")
        assert performed.refusal is not None
        assert performed.refusal.why in (Why.SYSTEM_ONLY, Why.NO_SUCH_AUDIT_REVIEW)
    assert await reviews(office) == ()


async def test_empty_week_is_opened_and_signed_off_at_once(office: Office) -> None:
    await monday(office)
    await monday(office, 1)
    empty = (await reviews(office))[1]
    assert empty.items == ()
    assert (await office.perform(SignOffAuditReview(review=2), "UCOM1")).refusal is None
    signed = (await reviews(office))[1]
    assert signed.signed_off is not None
    assert signed.signed_off.by == "UCOM1"


async def test_two_reviewers_at_once_keep_each_others_marks(office: Office) -> None:
    keys = []
    for _ in range(3):
        number = (await office.file()).number
        await office.approve(number, "UREQ")
        keys.append(str(number))
    await monday(office)
    one = MarkItems(review=1, marks=tuple(ItemMark(item=k, is_finding=False) for k in keys))
    other = MarkItems(review=1, marks=(ItemMark(item=keys[0], is_finding=True, words="Why twice?"),))
    await asyncio.gather(office.perform(one, "UCOM1"), office.perform(other, "UCOM2"))
    (review,) = await reviews(office)
    assert {(mark.item, mark.by) for mark in review.marks} == {(k, "UCOM1") for k in keys} | {
        (keys[0], "UCOM2")
    }
    assert [mark.words for mark in review.findings] == ["Why twice?"]
    # What somebody says later replaces their own word alone, and the same word again is no event.
    await office.perform(MarkItems(review=1, marks=(ItemMark(item=keys[0], is_finding=False),)), "UCOM1")
    await office.perform(one, "UCOM1")
    (review,) = await reviews(office)
    assert [mark.by for mark in review.findings] == ["UCOM2"]
    marked = [x for x in await office.records.trail(0) if x.kind == EventKind.AUDIT_ITEMS_MARKED]
    assert sorted(link.actor for link in marked) == ["UCOM1", "UCOM2"]


async def test_finding_needs_words_and_nothing_of_that_page_is_marked(office: Office) -> None:
    number = (await office.file()).number
    await office.approve(number, "UREQ")
    await monday(office)
    act = MarkItems(review=1, marks=(ItemMark(item=str(number), is_finding=True, words="  "),))
    performed = await office.perform(act, "UCOM1")
    assert performed.refusal is not None
    assert performed.refusal.faults == {Field.FINDING: Fault.MISSING}
    assert (await reviews(office))[0].marks == ()


async def test_whoever_had_a_part_neither_marks_it_nor_signs_it_off(office: Office) -> None:
    office.people.members["@validators"].add("UCOM1")
    own, other = (await office.file()).number, (await office.file()).number
    await office.approve(own, "UCOM1")
    await office.approve(other, "UREQ")
    await monday(office)
    (review,) = await reviews(office)
    refused = await office.perform(
        MarkItems(review=1, marks=(ItemMark(item=str(own), is_finding=False),)), "UCOM1"
    )
    assert refused.refusal is not None
    assert (refused.refusal.why, refused.refusal.who_could) == (Why.OWN_DOING, ("UCOM2",))
    await mark(office, review, "UCOM1", [str(other)])
    early = await office.perform(SignOffAuditReview(review=1), "UCOM2")
    assert early.refusal is not None
    assert early.refusal.why is Why.ITEMS_UNMARKED
    await mark(office, review, "UCOM2", [item.key for item in review.items if item.key != str(other)])
    for act in (AskToSignOff(review=1), SignOffAuditReview(review=1)):
        performed = await office.perform(act, "UCOM1")
        assert performed.refusal is not None
        assert (performed.refusal.why, performed.refusal.who_could) == (Why.OWN_DOING, ("UCOM2",))
    assert (await office.perform(SignOffAuditReview(review=1, words="Fine."), "UCOM2")).refusal is None
    late = await office.perform(SignOffAuditReview(review=1), "UCOM2")
    assert late.refusal is not None
    assert late.refusal.why is Why.ALREADY_SIGNED_OFF
    refusals = [link for link in await office.records.trail(0) if link.kind == EventKind.REFUSED]
    assert [json.loads(link.changed)["act"] for link in refusals] == [
        "MarkItems",
        "AskToSignOff",
        "SignOffAuditReview",
        "SignOffAuditReview",
    ]


async def test_strangers_to_the_review_mark_and_sign_nothing(office: Office) -> None:
    await monday(office)
    for act in (MarkItems(review=1), AskToSignOff(review=1), SignOffAuditReview(review=1)):
        performed = await office.perform(act, "UOPS1")
        assert performed.refusal is not None
        assert (performed.refusal.why, performed.refusal.who_could) == (Why.NOT_AUDITOR, ("@compliance",))
    office.people.unknown.add("@compliance")
    performed = await office.perform(SignOffAuditReview(review=1), "UCOM1")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.GROUP_UNKNOWN


async def test_two_ends_of_a_delegation_are_one_person_for_a_review(office: Office) -> None:
    number = (await office.file()).number
    day = office.hands.at.date()
    assert (await office.perform(Delegate(to="UCOM1", first=day, last=day), "UVAL1")).refusal is None
    office.hands.move(minutes=1)
    await office.perform(EndDelegation(delegation=1), "UVAL1")
    await office.approve(number, "UVAL1")
    await monday(office)
    performed = await office.perform(AskToSignOff(review=1), "UCOM1")
    assert performed.refusal is not None
    assert (performed.refusal.why, performed.refusal.by) == (Why.OWN_DOING, "UVAL1")


async def test_stand_ins_review_what_all_reviewers_have_a_part_in(office: Office) -> None:
    office.people.members["@validators"] |= {"UCOM1", "UCOM2"}
    numbers = [(await office.file()).number for _ in range(2)]
    for number, by in zip(numbers, ("UCOM1", "UCOM2"), strict=True):
        await office.approve(number, by)
    await monday(office)
    (review,) = await reviews(office)
    mine, theirs = str(numbers[0]), str(numbers[1])
    await mark(office, review, "UCOM1", [theirs])
    await mark(office, review, "UCOM2", [mine])
    for by, why in (("UCOM1", Why.OWN_DOING), ("UOPS1", Why.NOT_AUDITOR)):
        refused = await office.perform(SignOffAuditReview(review=1), by)
        assert refused.refusal is not None
        assert refused.refusal.why is why
    assert (await office.perform(SignOffAuditReview(review=1), "UDIRECTOR")).refusal is None


async def test_overdue_review_is_told_once_to_the_contact(office: Office) -> None:
    await monday(office)
    (review,) = await reviews(office)
    assert review.due_by == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)
    office.hands.at = review.due_by
    await office.tick()
    (late,) = await reviews(office)
    assert (late.overdue_at, late.told) == (review.due_by, ("UDIRECTOR",))
    assert await told(office, "audit_review_overdue") == ["UDIRECTOR"]
    again = await office.perform(MarkAuditReviewOverdue(review=1))
    assert again.refusal is not None
    assert again.refusal.why is Why.ALREADY_RECORDED
    kinds = [link.kind for link in await office.records.trail(0)]
    assert kinds.count(EventKind.AUDIT_REVIEW_OVERDUE) == 1


async def test_contact_who_has_left_is_stood_in_for(tmp_path: Path) -> None:
    async with open_office(tmp_path / "desk.sqlite3", own=reviewed_policy()) as office:
        await begin(office)
        office.people.described["UDIRECTOR"] = {"is_deactivated": True}
        await monday(office)
        office.hands.move(days=4)
        await office.tick()
        assert sorted(await told(office, "audit_review_overdue")) == ["UBOTH", "UMAN1", "UMAN2"]


async def test_signed_off_review_is_never_overdue(office: Office) -> None:
    await monday(office)
    assert (await office.perform(SignOffAuditReview(review=1), "UCOM1")).refusal is None
    office.hands.move(days=5)
    await office.tick()
    assert (await reviews(office))[0].overdue_at is None


async def test_broken_chain_is_an_item_and_is_named(office: Office) -> None:
    number = (await office.file()).number
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER events_no_update"))
        connection.execute(
            text(f"UPDATE events SET actor = 'UEVIL' WHERE number = {number} AND position = 2")
        )
    await monday(office)
    (review,) = await reviews(office)
    broken = review.items[0]
    assert (broken.number, broken.reasons) == (number, (Reason.CHAIN,))
    assert "event 2" in broken.problem
    assert review.verification is not None
    assert not review.verification.is_whole


async def test_row_that_was_changed_behind_the_log_is_an_item(office: Office) -> None:
    number = (await office.file()).number
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.execute(text(f"UPDATE requests SET team = '@elsewhere' WHERE number = {number}"))
    await monday(office)
    (review,) = await reviews(office)
    assert [(item.number, item.reasons) for item in review.items][:1] == [(number, (Reason.CHAIN,))]
    assert "team" in review.items[0].problem
    assert "@elsewhere" in review.items[0].problem


async def test_chain_of_the_workspace_holds_and_names_all_values(office: Office) -> None:
    number = (await office.file()).number
    await office.approve(number, "UREQ")
    await monday(office)
    (review,) = await reviews(office)
    await mark(office, review, "UCOM1", [item.key for item in review.items])
    await office.perform(SignOffAuditReview(review=1, words="Fine."), "UCOM1")
    trail = await office.records.trail(0)
    assert first_fault(trail, count=len(trail), head=trail[-1].hash) is None
    opened, marked, signed = (json.loads(link.changed) for link in trail)
    assert [item["key"] for item in opened["items"]] == [str(number)]
    assert opened["items"][0]["people"] == ["UREQ"]
    assert [one["item"] for one in marked["marks"]] == [str(number)]
    assert signed["signed_off"]["words"] == "Fine."


async def test_reviewers_are_asked_themselves_where_there_is_no_channel(tmp_path: Path) -> None:
    own = reviewed_policy(channel=None)
    async with open_office(tmp_path / "desk.sqlite3", own=own) as office:
        await begin(office)
        await monday(office)
        assert sorted(await told(office, "audit_review")) == ["UCOM1", "UCOM2"]


async def test_no_review_is_planned_where_nobody_makes_it(tmp_path: Path) -> None:
    async with open_office(tmp_path / "desk.sqlite3", own=reviewed_policy(reviewers=[])) as office:
        await office.desk.keep_schedule()
        due = await office.records.due_timers(MONDAY + 10 * WEEK, 10)
        assert TimerKind.AUDIT_REVIEW not in {timer.kind for timer in due}
