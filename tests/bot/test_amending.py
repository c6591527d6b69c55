"""Amendments at the desk: what is stored anew, what was under way for another customer, and each delivery once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from bot.audit import verify
from models.acts import Amend, Approve, RecordSnapshots
from models.deadlines import TimerKind
from models.people import SYSTEM
from models.refusals import Why
from models.request import Customer, ExceptionRequest, Stage, Status
from models.tables import requests, snapshots
from tests.bot.office import Office

OTHER = Customer(id="C-2", name="Other Sample AG")


def to_other(request: ExceptionRequest) -> Amend:
    return Amend(
        number=request.number, filing=replace(request.filing, customer=OTHER), why="It was another one."
    )


async def columns(office: Office) -> tuple[str, str]:
    found = await office.reader.run(
        lambda c: c.execute(select(requests.c.standard, requests.c.customer)).one()
    )
    return found.standard, found.customer


async def test_row_follows_the_form_and_the_chain_holds(office: Office) -> None:
    request = await office.file()
    assert await columns(office) == ("P-1", "C-1")
    await office.perform(to_other(request), "UREQ")
    assert await columns(office) == ("P-1", "C-2")
    _, _, faults = await office.reader.run(verify)
    assert faults == ()


async def test_sources_are_read_and_kept_again_for_another_customer(office: Office) -> None:
    request = await office.file()
    office.hands.move(hours=1)
    await office.perform(to_other(request), "UREQ")
    fired = await office.tick()
    assert TimerKind.GATHER in {timer.kind for timer, _ in fired}
    read = await office.request(request.number)
    assert (read.gatherings, len(read.snapshots)) == (1, 3)
    count = await office.reader.run(lambda c: len(c.execute(select(snapshots)).all()))
    assert count == 6


async def test_what_was_being_read_of_the_other_customer_is_not_taken_for_this_ones(office: Office) -> None:
    request = await office.file(gathered=False)
    (reading,) = [
        t for t in await office.records.due_timers(office.clock.now(), 9) if t.kind == TimerKind.GATHER
    ]
    act = RecordSnapshots(number=request.number, snapshots=office.read(set(), set()))
    await office.perform(to_other(request), "UREQ")
    late = await office.desk.perform(act, by=SYSTEM, key="late", ends_timer=reading.id)
    assert late.is_repeat
    assert (await office.request(request.number)).snapshots == ()


async def test_form_that_changed_nothing_can_be_sent_again_and_leaves_no_trace(office: Office) -> None:
    request = await office.file()
    same = Amend(number=request.number, filing=request.filing, why="Nothing.")
    refused = await office.perform(same, "UREQ", key="form")
    assert refused.refusal is not None
    assert refused.refusal.why is Why.NOTHING_CHANGED
    assert "act.refused" not in [link.kind for link in await office.records.trail(request.number)]
    done = await office.perform(to_other(request), "UREQ", key="form")
    assert done.refusal is None
    again = await office.perform(to_other(request), "UREQ", key="form")
    assert (again.is_repeat, again.refusal) == (True, None)


async def test_same_people_decide_the_new_round_in_the_same_table(office: Office) -> None:
    request = await office.file()
    await office.approve(request.number, "UVAL1")
    approved = await office.approve(request.number, "UEXE1", Stage.AUTHORIZATION)
    assert approved.request is not None
    filing = replace(request.filing, requested=Decimal(46))
    await office.perform(Amend(number=request.number, filing=filing, why="One day more."), "UREQ")
    for by, stage in (("UVAL1", Stage.VALIDATION), ("UEXE1", Stage.AUTHORIZATION)):
        act = Approve(number=request.number, stage=stage, rationale="Fine again.")
        assert (await office.perform(act, by)).refusal is None
    again = await office.request(request.number)
    assert (again.status, [d.round for d in again.decisions]) == (Status.EXECUTION, [1, 1, 2, 2])
