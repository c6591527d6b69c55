"""Policy reviews at the desk: opened with the approval or not at all, told of, added to, concluded and overdue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models import audit_chain, queries
from models.acts import Amend, Withdraw
from models.events import EventKind
from models.matter_queries import newest_matters
from models.oversight.policy_review_acts import ConcludePolicyReview
from models.oversight.policy_reviews import PolicyReview, ReviewOutcome
from models.reasons import Reason
from models.refusals import Why
from models.request import ExceptionRequest, Stage
from tests.bot.office import TEAM, Office, open_office
from tests.builders import person, policy

RECURRENCE: dict[str, Any] = {"recurrence": {"contact": "director"}}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk whose policy names whom an overdue review is told to."""
    async with open_office(tmp_path / "desk.sqlite3", own=policy(**RECURRENCE)) as opened:
        yield opened


async def approved(office: Office, by: str = "UEXE1", **form: Any) -> ExceptionRequest:
    """A request with both approvals."""
    request = await validated(office, **form)
    assert (await office.approve(request.number, by, Stage.AUTHORIZATION)).refusal is None
    return await office.request(request.number)


async def validated(office: Office, **form: Any) -> ExceptionRequest:
    """A request that waits for the second approval."""
    request = await office.file(**form)
    assert (await office.approve(request.number, "UVAL1")).refusal is None
    return request


async def reviews(office: Office) -> tuple[PolicyReview, ...]:
    """All policy reviews, the newest first."""
    return await office.reader.run(lambda c: newest_matters(c, TEAM, PolicyReview, 10))


async def messages(office: Office, kind: str) -> list[queries.OutboxRow]:
    """What is to be sent of a kind."""
    rows = await office.reader.run(lambda c: queries.outbox_behind(c, TEAM, office.clock.now(), 500))
    return [row for row in rows if row.kind == kind]


async def chain(office: Office) -> list[str]:
    """The workspace's own chain, which must hold."""
    trail = await office.records.trail(0)
    count, head = next(
        (count, head) for _, number, count, head in await office.reader.run(queries.chain_ends) if number == 0
    )
    assert audit_chain.first_fault(trail, count=count, head=head) is None
    return [link.kind for link in trail]


async def conclude(office: Office, by: str = "UOPS1") -> Why | None:
    """Why somebody may not conclude the first review, or None where they have."""
    act = ConcludePolicyReview(review=1, outcome=ReviewOutcome.KEPT, words="It fits all others.")
    refusal = (await office.perform(act, by)).refusal
    return refusal.why if refusal else None


async def test_third_approval_opens_a_review_and_asks_every_member_of_the_owner(office: Office) -> None:
    for _ in range(2):
        await approved(office)
        assert await reviews(office) == ()
        office.hands.move(days=2)
    last = await approved(office)
    (review,) = await reviews(office)
    assert [case.number for case in review.cases] == [1001, 1002, 1003]
    assert review.cases[-1].approved_at == last.approved_at == review.opened_at
    await office.tick()
    assert [row.recipient for row in await messages(office, "policy_review")] == ["UOPS1", "UOPS2"]
    assert [row.number for row in await messages(office, "policy_review_word")] == [1003]
    assert await chain(office) == [EventKind.POLICY_REVIEW_OPENED, EventKind.POLICY_REVIEW_ASKED]


async def test_owner_whom_slack_cannot_tell_of_is_asked_once_it_can(office: Office) -> None:
    for _ in range(2):
        await approved(office)
    last = await validated(office)
    office.people.unknown.add("@operations")
    await office.approve(last.number, "UEXE1", Stage.AUTHORIZATION)
    await office.tick()
    (review,) = await reviews(office)
    assert review.told == ()
    office.people.unknown.clear()
    office.hands.move(seconds=31)
    await office.tick()
    (review,) = await reviews(office)
    assert review.told == ("UOPS1", "UOPS2")


async def test_approval_and_review_commit_together_or_not_at_all(office: Office) -> None:
    for _ in range(2):
        await approved(office)
    request = await validated(office)
    broken = "CREATE TRIGGER broken BEFORE INSERT ON matters BEGIN SELECT RAISE(ABORT, 'broken'); END"
    with office.engine.begin() as connection:
        connection.execute(text(broken))
    with pytest.raises(IntegrityError):
        await office.approve(request.number, "UEXE1", Stage.AUTHORIZATION)
    assert (await office.request(request.number)).stage is Stage.AUTHORIZATION
    assert (await reviews(office), await chain(office)) == ((), [])
    with office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER broken"))
    await office.approve(request.number, "UEXE1", Stage.AUTHORIZATION)
    assert len(await reviews(office)) == 1


async def test_two_approvals_at_once_open_one_review(office: Office) -> None:
    await approved(office)
    await approved(office)
    both = [await validated(office) for _ in range(2)]
    await asyncio.gather(*(office.approve(one.number, "UEXE1", Stage.AUTHORIZATION) for one in both))
    (review,) = await reviews(office)
    assert {case.number for case in review.cases} == {1001, 1002, 1003, 1004}
    assert await chain(office) == [EventKind.POLICY_REVIEW_OPENED, EventKind.POLICY_REVIEW_CASE_ADDED]


async def test_other_standards_and_other_reasons_do_not_count(office: Office) -> None:
    await approved(office)
    await approved(office, reason=Reason.UNIQUE)
    await approved(office, standard="P-W", requested=None, requested_words="One.", deviation=Decimal(60))
    assert await reviews(office) == ()
    await approved(office)
    assert await reviews(office) == ()


async def test_waived_second_approval_completes_a_case(tmp_path: Path) -> None:
    waives = policy(**RECURRENCE, single_approval={"enabled": True, "max_deviation": 10, "max_value": 1000})
    async with open_office(tmp_path / "waived.sqlite3", own=waives) as office:
        for _ in range(3):
            await validated(office, requested=Decimal(31))
        (review,) = await reviews(office)
        assert len(review.cases) == 3


async def test_policy_in_force_now_says_how_many_whatever_the_requests_were_filed_under(
    office: Office,
) -> None:
    waiting = [await validated(office) for _ in range(2)]
    office.policies.learn("v2", policy(recurrence={"count": 2, "within": "30d"}))
    office.policies.put_in_force("v2")
    for one in waiting:
        assert await reviews(office) == ()
        await office.approve(one.number, "UEXE1", Stage.AUTHORIZATION)
    (review,) = await reviews(office)
    assert (review.count, review.policy_version) == (2, "v2")
    assert (await office.request(waiting[0].number)).policy_version == "v1"


async def test_after_a_conclusion_only_later_approvals_count(office: Office) -> None:
    for _ in range(3):
        await approved(office)
    await office.tick()
    office.hands.move(days=1)
    assert await conclude(office) is None
    office.hands.move(minutes=1)
    for _ in range(2):
        await approved(office)
        assert len(await reviews(office)) == 1
        office.hands.move(minutes=1)
    await approved(office)
    newest, _ = await reviews(office)
    assert newest.number == 2
    assert [case.number for case in newest.cases] == [1004, 1005, 1006]


async def test_amendment_that_makes_a_case_another_counts_it_there(office: Office) -> None:
    await approved(office)
    await approved(office)
    other = await approved(office, reason=Reason.UNIQUE)
    changed = replace(other.filing, reason=Reason.RETENTION)
    amended = await office.perform(Amend(number=other.number, filing=changed, why="I erred."), "UREQ")
    assert amended.refusal is None
    if not (await office.request(other.number)).is_approved:
        assert await reviews(office) == ()
        await office.tick()
        assert (await office.approve(other.number, "UVAL1")).refusal is None
        assert (await office.approve(other.number, "UEXE1", Stage.AUTHORIZATION)).refusal is None
    (review,) = await reviews(office)
    assert other.number in [case.number for case in review.cases]


async def test_withdrawn_approval_does_not_count_and_a_case_that_is_withdrawn_is_shown_so(
    office: Office,
) -> None:
    gone = await approved(office)
    await office.perform(Withdraw(number=gone.number, why="Not needed."), "UREQ")
    for _ in range(2):
        await approved(office)
    assert await reviews(office) == ()
    last = await approved(office)
    await office.tick()
    before = {row.key: row.wanted for row in await messages(office, "policy_review")}
    await office.perform(Withdraw(number=last.number, why="Not needed."), "UREQ")
    after = {row.key: row.wanted for row in await messages(office, "policy_review")}
    assert after == {key: wanted + 1 for key, wanted in before.items()}
    (review,) = await reviews(office)
    assert len(review.cases) == 3, "it stays a case, and the review stays"


async def test_refusal_is_recorded_and_a_conclusion_ends_what_waits(office: Office) -> None:
    for _ in range(3):
        await approved(office)
    await office.tick()
    assert await conclude(office, "UADMIN") is Why.NOT_STANDARD_OWNER
    assert await conclude(office) is None
    assert await conclude(office, "UOPS2") is Why.POLICY_REVIEW_CONCLUDED
    assert await chain(office) == [
        EventKind.POLICY_REVIEW_OPENED,
        EventKind.POLICY_REVIEW_ASKED,
        EventKind.REFUSED,
        EventKind.POLICY_REVIEW_CONCLUDED,
        EventKind.REFUSED,
    ]
    made = next(link for link in await office.records.trail(0) if link.kind == "policy_review.concluded")
    assert json.loads(made.changed)["concluded"]["words"] == "It fits all others."
    office.hands.move(days=30)
    await office.tick()
    assert EventKind.POLICY_REVIEW_OVERDUE not in await chain(office)


async def test_contact_is_told_when_nobody_concludes_it_in_time(office: Office) -> None:
    for _ in range(3):
        await approved(office)
    await office.tick()
    (review,) = await reviews(office)
    office.hands.at = review.due_at
    await office.tick()
    (late,) = await reviews(office)
    assert late.overdue_told == ("UDIRECTOR",)
    assert (await chain(office))[-1] == EventKind.POLICY_REVIEW_OVERDUE
    assert "UDIRECTOR" in [row.recipient for row in await messages(office, "policy_review")]
    assert await conclude(office) is None


async def test_nobody_concludes_a_review_that_there_is_not(office: Office) -> None:
    assert await conclude(office) is Why.NO_SUCH_POLICY_REVIEW


async def test_form_that_was_sent_twice_concludes_once(office: Office) -> None:
    for _ in range(3):
        await approved(office)
    act = ConcludePolicyReview(review=1, outcome=ReviewOutcome.KEPT, words="It fits.")
    for _ in range(2):
        performed = await office.desk.perform(act, by=person("UOPS1"), key="same")
        assert performed.refusal is None
    assert (await chain(office)).count(EventKind.POLICY_REVIEW_CONCLUDED) == 1


async def test_owner_reads_in_the_digest_which_standard_and_reason_it_is_about(office: Office) -> None:
    for _ in range(3):
        await approved(office)
    await office.tick()
    (waiting,) = (await office.waits.found()).reviews["UOPS1"]
    assert waiting.about == "P-1 Payment term, “Customer retention”"
