"""The desk: one transaction for an act and all that follows from it, each delivery once, the first to commit counts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.audit import verify
from bot.desk import PeopleKeepChangingError
from bot.remembering import TIMER_AGAIN
from models import ledger, queries
from models.acts import (
    Approve,
    ClearCompliance,
    Close,
    File,
    MarkExecuted,
    RouteToCompliance,
    WarnOfDeadline,
)
from models.codec import request_from_json
from models.database import open_database
from models.deadlines import TimerKind
from models.people import SYSTEM
from models.refusals import Why
from models.request import Decision, Ending, ExceptionRequest, Stage, Status, Verdict
from models.tables import decisions, outbox, requests, snapshots, timers
from tests.bot.office import TEAM, Hands, Office, open_office
from tests.builders import MORNING, filing, person, policy


async def kinds(office: Office, number: int) -> list[str]:
    return [link.kind for link in await office.records.trail(number)]


async def version(office: Office, number: int) -> int:
    return (await office.request(number)).version


async def test_request_goes_from_filing_to_closed(office: Office) -> None:
    request = await office.file()
    assert request.number == 1001
    await office.approve(1001, "UVAL1")
    await office.approve(1001, "UEXE1", Stage.AUTHORIZATION)
    await office.perform(MarkExecuted(number=1001, done="Done."), "UOPS1")
    await office.tick()
    closed = await office.request(1001)
    assert (closed.status, closed.outcome) == (Status.CLOSED, Ending.APPROVED)
    assert await kinds(office, 1001) == [
        "request.filed",
        "request.routed",
        *["snapshot.taken"] * 3,
        "request.validated",
        "request.authorized",
        "request.executed",
        "request.closed",
    ]
    assert await office.reader.run(verify) == (2, 9, ())


async def test_requests_are_numbered_one_after_the_other(office: Office) -> None:
    filed = await asyncio.gather(*(office.perform(File(filing=filing()), "UREQ") for _ in range(20)))
    numbers = {performed.request.number for performed in filed if performed.request}
    assert numbers == set(range(1001, 1021))


async def test_everything_that_follows_from_an_act_is_written_with_it(office: Office) -> None:
    await office.file()
    await office.approve(1001, "UVAL1")
    with office.engine.connect() as connection:
        row = connection.execute(select(requests)).one()
        made = connection.execute(select(decisions)).all()
        taken = connection.execute(select(snapshots.c.source, snapshots.c.sha256)).all()
        messages = connection.execute(select(outbox.c.kind)).scalars().all()
    request = request_from_json(row.body)
    assert (row.version, row.status, row.outcome) == (request.version, "authorization", None)
    assert [(d.person, d.stage, d.verdict, d.round) for d in made] == [("UVAL1", "validation", "approved", 1)]
    assert [(s.source, s.sha256) for s in request.snapshots] == [tuple(s) for s in taken]
    assert sorted(messages) == ["card", "requester_card", "story", "story"]


async def test_refusal_is_on_record_and_changes_nothing(office: Office) -> None:
    request = await office.file()
    performed = await office.approve(1001, "UREQ")
    assert performed.refusal is not None
    after = await office.request(1001)
    assert after == request
    trail = await office.records.trail(1001)
    assert (trail[-1].kind, trail[-1].actor) == ("act.refused", "UREQ")
    assert '"why":"requester"' in trail[-1].changed
    assert (await office.reader.run(verify))[2] == ()


async def test_refusal_about_no_request_is_in_the_workspaces_own_chain(office: Office) -> None:
    performed = await office.approve(4711, "UVAL1")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.NO_SUCH_REQUEST
    assert await kinds(office, 0) == ["act.refused"]
    assert (await office.reader.run(verify))[2] == ()


async def test_form_to_be_filled_in_better_is_not_on_record(office: Office) -> None:
    performed = await office.perform(File(filing=filing(rationale="")), "UREQ")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.FAULTS
    assert await kinds(office, 0) == []
    assert (await office.file()).number == 1001


# --- Delivered twice, done once ----------------------------------------------------------------------------


async def test_repeated_delivery_gets_the_first_answer_and_changes_nothing(office: Office) -> None:
    await office.file()
    first = await office.approve(1001, "UVAL1", key="view-1")
    before = await office.records.trail(1001)
    again = await office.approve(1001, "UVAL1", key="view-1")
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert (again.refusal, again.request) == (first.refusal, first.request)
    assert await office.records.trail(1001) == before


async def test_repeated_delivery_of_a_refusal_gets_the_same_refusal(office: Office) -> None:
    await office.file()
    first = await office.approve(1001, "UREQ", key="view-1")
    before = await office.records.trail(1001)
    again = await office.approve(1001, "UREQ", key="view-1")
    assert again.refusal == first.refusal
    assert again.is_repeat
    assert await office.records.trail(1001) == before


async def test_repeated_filing_makes_one_request(office: Office) -> None:
    acts = [office.perform(File(filing=filing()), "UREQ", key="view-1") for _ in range(5)]
    performed = await asyncio.gather(*acts)
    assert {p.request.number for p in performed if p.request} == {1001}
    assert [p.is_repeat for p in performed].count(False) == 1


async def test_what_may_pass_by_itself_can_be_sent_again(office: Office) -> None:
    await office.file()
    office.people.unknown = {"@validators"}
    first = await office.approve(1001, "UVAL1", key="view-1")
    assert first.refusal is not None
    assert first.refusal.why is Why.GROUP_UNKNOWN
    office.people.unknown = set()
    again = await office.approve(1001, "UVAL1", key="view-1")
    assert (again.refusal, again.is_repeat) == (None, False)


async def test_act_that_was_refused_does_not_use_up_a_number(office: Office) -> None:
    office.people.described["UREQ"] = {"is_bot": True}
    assert (await office.perform(File(filing=filing()), "UREQ")).refusal is not None
    office.people.described.clear()
    assert (await office.file()).number == 1001


# --- Two at once -------------------------------------------------------------------------------------------


async def test_first_of_two_decisions_counts_and_the_other_is_told(office: Office) -> None:
    await office.file()
    first, second = await asyncio.gather(office.approve(1001, "UVAL1"), office.approve(1001, "UVAL2"))
    won, lost = (first, second) if first.refusal is None else (second, first)
    assert won.request is not None
    assert lost.refusal is not None
    assert (lost.refusal.why, lost.refusal.by) == (Why.STAGE_PASSED, won.request.decisions[0].by)
    assert len((await office.request(1001)).decisions) == 1


async def test_two_offices_on_one_database_decide_once(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    async with open_office(file) as one, open_office(file, name="other") as other:
        await one.file()
        acts = [o.approve(1001, by) for o, by in ((one, "UVAL1"), (other, "UVAL2"), (one, "UBOTH"))]
        performed = await asyncio.gather(*acts)
        assert [p.refusal is None for p in performed].count(True) == 1
        assert (await other.reader.run(verify))[2] == ()


async def test_approve_and_reject_at_once_leave_one_decision(office: Office) -> None:
    await office.file()
    await asyncio.gather(office.approve(1001, "UVAL1"), office.reject(1001, "UVAL2"))
    with office.engine.connect() as connection:
        assert len(connection.execute(select(decisions)).all()) == 1


@pytest.mark.parametrize(
    ("stage", "by"), [(Stage.VALIDATION, "UVAL2"), (Stage.AUTHORIZATION, "UVAL1")], ids=["stage", "person"]
)
async def test_database_refuses_a_second_decision_of_a_stage_or_a_person(
    office: Office, stage: Stage, by: str
) -> None:
    """Even if every check above it failed."""
    await office.file()
    await office.approve(1001, "UVAL1")
    request = await office.request(1001)
    forged = Decision(
        stage=stage, verdict=Verdict.APPROVED, by=by, at=MORNING, rationale="x", round=request.round
    )
    with pytest.raises(IntegrityError, match=r"append-only|UNIQUE"):
        await office.writer.run(lambda c: ledger.add_decisions(c, request, [forged]))


async def test_write_over_a_newer_version_is_refused(office: Office) -> None:
    request = await office.file()
    with pytest.raises(ledger.LostRaceError, match="EX-1001 is no longer at version 1"):
        await office.writer.run(lambda c: ledger.update_request(c, request, was=1))


# --- Who may is read before the transaction, and must still hold in it -------------------------------------


async def test_act_is_judged_anew_when_a_change_was_announced_meanwhile(office: Office) -> None:
    await office.file()
    office.people.unrest, office.people.asked = 2, 0
    performed = await office.approve(1001, "UVAL1")
    assert performed.refusal is None
    assert office.people.asked == 3
    assert await version(office, 1001) == 3


async def test_act_is_not_done_while_people_keep_changing(office: Office) -> None:
    request = await office.file()
    before = await office.records.trail(1001)
    office.people.unrest = 3
    with pytest.raises(PeopleKeepChangingError, match="changing right now"):
        await office.approve(1001, "UVAL1")
    assert await office.request(1001) == request
    assert await office.records.trail(1001) == before


async def test_person_is_judged_as_they_are_and_not_as_the_handler_knew_them(office: Office) -> None:
    await office.file()
    office.people.described["UVAL1"] = {"is_deactivated": True}
    performed = await office.approve(1001, "UVAL1")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.DEACTIVATED


async def test_considering_records_a_refusal_and_does_nothing_else(office: Office) -> None:
    await office.file()
    act = Approve(number=1001, stage=Stage.VALIDATION, rationale="")
    assert await office.desk.consider(act, by=person("UVAL1"), key="action:1") is None
    assert await version(office, 1001) == 2
    refused = await office.desk.consider(act, by=person("UEXE1"), key="action:2")
    assert refused is not None
    assert refused.why is Why.OUT_OF_ORDER
    assert (await kinds(office, 1001))[-1] == "act.refused"
    assert await office.desk.consider(act, by=person("UEXE1"), key="action:2") == refused
    assert (await kinds(office, 1001)).count("act.refused") == 1
    assert await office.desk.consider(act, by=person("UEXE1"), key="action:3") == refused
    assert (await kinds(office, 1001)).count("act.refused") == 2
    assert await version(office, 1001) == 2


async def test_form_that_was_refused_on_hold_is_taken_once_the_hold_is_over(office: Office) -> None:
    await office.file()
    await office.perform(RouteToCompliance(number=1001, why="May we?"), "UREQ")
    held = await office.approve(1001, "UVAL1", key="view:1")
    assert held.refusal is not None
    assert held.refusal.why is Why.ON_HOLD
    key = (await office.request(1001)).open_holds[0].key
    await office.perform(ClearCompliance(number=1001, hold=key, words="You may."), "UADMIN")
    assert (await office.approve(1001, "UVAL1", key="view:1")).refusal is None


# --- Timers ------------------------------------------------------------------------------------------------


async def test_escalations_fire_once_for_a_deadline_also_after_the_bot_was_down(office: Office) -> None:
    request = await office.file()
    office.hands.move(days=10)
    await office.tick()
    await office.tick()
    late = await office.request(1001)
    assert [e.kind for e in late.escalations] == ["deadline_near", "deadline_breached"]
    assert late.deadline == request.deadline
    assert late.status is Status.VALIDATION


async def test_timer_that_is_claimed_twice_fires_once(office: Office) -> None:
    await office.file()
    office.hands.move(hours=71)
    due = await office.records.due_timers(office.clock.now(), 50)
    timer = next(timer for timer in due if timer.kind == TimerKind.DEADLINE_NEAR)
    performed = await asyncio.gather(*(office.fire(timer) for _ in range(5)))
    assert [p.is_repeat for p in performed].count(False) == 1
    assert len((await office.request(1001)).escalations) == 1


async def test_timer_is_void_after_the_decision(office: Office) -> None:
    await office.file()
    office.hands.move(hours=71)
    due = await office.records.due_timers(office.clock.now(), 50)
    await office.reject(1001, "UVAL1")
    performed = await office.fire(due[0])
    assert performed.is_repeat
    assert (await office.request(1001)).escalations == ()


async def test_escalation_that_reaches_nobody_waits_until_slack_can_say(tmp_path: Path) -> None:
    contacts = {key: c.model_dump() for key, c in policy().contacts.items()}
    contacts["supervisor"] |= {"who": ["@leads"]}
    async with open_office(tmp_path / "desk.sqlite3", policy(contacts=contacts)) as office:
        await office.file()
        office.hands.move(hours=70)
        office.people.unknown = {"@leads", "@admins"}
        fired = await office.tick()
        performed = next(done for timer, done in fired if timer.kind == TimerKind.DEADLINE_NEAR)
        assert performed.refusal is not None
        assert performed.refusal.why is Why.GROUP_UNKNOWN
        assert (await office.request(1001)).escalations == ()
        office.people.unknown = set()
        assert await office.tick() == []
        office.hands.at += TIMER_AGAIN
        await office.tick()
        assert [e.told for e in (await office.request(1001)).escalations] == [("ULEAD1", "ULEAD2")]


async def test_source_that_failed_is_read_again_and_the_record_then_closes(office: Office) -> None:
    await office.perform(File(filing=filing()), "UREQ")
    await office.tick(failing=["history"])
    await office.reject(1001, "UVAL1")
    await office.tick(failing=["history"])
    assert (await office.request(1001)).missing == ("snapshot:history",)
    office.hands.move(hours=3)
    await office.tick()
    assert (await office.request(1001)).status is Status.CLOSED


# --- Closing reads the chain -------------------------------------------------------------------------------


async def test_record_with_a_broken_chain_does_not_close(office: Office) -> None:
    await office.file()
    await office.reject(1001, "UVAL1")
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.execute(update(requests).values(head="f" * 64))
    performed = await office.desk.perform(Close(number=1001), by=SYSTEM, key="close")
    assert performed.request is not None
    assert performed.request.missing == ("trail",)


# --- Listeners, and what survives a restart ----------------------------------------------------------------


async def test_listener_is_called_after_the_commit(office: Office) -> None:
    seen: list[ExceptionRequest | None] = []

    def look() -> None:
        with open_database(str(office.engine.url)).connect() as connection:
            found = queries.stored_request(connection, TEAM, 1001)
            seen.append(found.request if found else None)

    office.desk.on_commit(look)
    await office.perform(File(filing=filing()), "UREQ")
    assert [request.number for request in seen if request] == [1001]


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    file, hands = tmp_path / "desk.sqlite3", Hands()
    async with open_office(file, hands=hands) as office:
        request = await office.file()
    hands.move(hours=71)
    async with open_office(file, hands=hands) as office:
        assert await office.request(1001) == request
        await office.tick()
        assert len((await office.request(1001)).escalations) == 1
        assert (await office.approve(1001, "UVAL1", key="delivery-1")).is_repeat


async def test_system_acts_of_a_timer_that_is_out_of_date_leave_no_trace(office: Office) -> None:
    request = await office.file()
    before = await office.records.trail(1001)
    act = WarnOfDeadline(number=1001, deadline=MORNING)
    performed = await office.perform(act)
    assert performed.refusal is not None
    assert await office.records.trail(1001) == before
    assert await office.request(1001) == request


async def test_timers_of_a_closed_request_have_all_ended(office: Office) -> None:
    await office.file()
    await office.reject(1001, "UVAL1")
    await office.tick()
    with office.engine.connect() as connection:
        rows = connection.execute(select(timers.c.kind, timers.c.ended_how)).all()
    assert {row.kind: row.ended_how for row in rows} == {
        "gather": "fired",
        "remind": "void",
        "deadline_near": "void",
        "deadline_breached": "void",
        "close": "fired",
    }
