"""The ladder at the desk: timers climb it, whoever is away is passed over, and a closed record takes a complaint."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit import verify
from models.acts import Acknowledge, Complain, MarkExecuted, ReviewComplaint
from models.policy import Policy
from models.request import Stage, Status
from tests.bot.office import Office, open_office
from tests.builders import policy


def laddered() -> Policy:
    """The test policy with whole ladders that climb."""
    contacts = {key: one.model_dump() for key, one in policy().contacts.items()}
    contacts["success"] |= {"backup": ["USTANDIN"], "channel": "#customer-success"}
    contacts["supervisor"] |= {"backup": ["USTANDIN", "@leads"]}
    rules = policy().escalations.model_dump()
    rules["complaint"] |= {"acknowledge_within": timedelta(hours=1)}
    rules["deadline_near"] |= {"acknowledge_within": timedelta(minutes=30)}
    return policy(contacts=contacts, escalations=rules)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path / "desk.sqlite3", own=laddered()) as opened:
        yield opened


async def test_timers_climb_until_somebody_acknowledges(office: Office) -> None:
    request = await office.file()
    await office.perform(Complain(number=request.number, words="Nobody calls."), "UREQ")
    for reached in (1, 2, 3, 4, 4):
        raised = (await office.request(request.number)).escalations[0]
        assert len(raised.attempts) == reached
        office.hands.move(hours=1)
        await office.tick()
    other = await office.file()
    await office.perform(Complain(number=other.number, words="Nobody calls."), "UREQ")
    await office.perform(Acknowledge(number=other.number, escalation="complaint:complaint-1"), "USUCCESS")
    office.hands.move(hours=9)
    await office.tick()
    assert len((await office.request(other.number)).escalations[0].attempts) == 1


async def test_backup_who_left_is_passed_over_when_it_climbs(office: Office) -> None:
    request = await office.file()
    await office.perform(Complain(number=request.number, words="Nobody calls."), "UREQ")
    office.people.described["USTANDIN"] = {"is_deactivated": True}
    office.hands.move(hours=1)
    await office.tick()
    attempts = (await office.request(request.number)).escalations[0].attempts
    assert [(a.step, a.absent) for a in attempts[1:]] == [
        ("backup", ("USTANDIN: deactivated, or a program",)),
        ("channel", ()),
    ]


async def test_administrator_who_left_is_not_told_though_the_contact_is_back(office: Office) -> None:
    request = await office.file()
    office.people.in_do_not_disturb = {"USUPER"}
    office.people.described["UADMIN"] = {"is_deactivated": True}
    office.hands.at = request.deadline - timedelta(hours=2)
    await office.tick()
    office.people.in_do_not_disturb = set()
    office.hands.move(minutes=30)
    await office.tick()
    last = (await office.request(request.number)).escalations[0].attempts[-1]
    assert (last.step, last.told, last.absent) == (
        "administrators",
        (),
        ("UADMIN: deactivated, or a program",),
    )


async def test_those_after_somebody_told_before_are_asked_for(tmp_path: Path) -> None:
    whole = laddered()
    contacts = whole.model_dump()["contacts"]
    contacts["success"] |= {"backup": ["USUCCESS", "USTANDIN"]}
    own = policy(contacts=contacts, escalations=whole.model_dump()["escalations"])
    async with open_office(tmp_path / "other.sqlite3", own=own) as office:
        request = await office.file()
        await office.perform(Complain(number=request.number, words="Nobody calls."), "UREQ")
        office.people.described["USTANDIN"] = {"is_deactivated": True}
        office.hands.move(hours=1)
        await office.tick()
        backup = (await office.request(request.number)).escalations[0].attempts[1]
        assert backup.absent == ("USUCCESS: told before", "USTANDIN: deactivated, or a program")


async def test_do_not_disturb_counts_for_what_is_not_urgent(office: Office) -> None:
    request = await office.file()
    office.people.in_do_not_disturb = {"USUPER", "USTANDIN", "USUCCESS", "ULEAD1"}
    await office.perform(Complain(number=request.number, words="Nobody calls."), "UREQ")
    office.hands.at = request.deadline - timedelta(hours=2)
    await office.tick()
    complaint, near = (await office.request(request.number)).escalations
    assert complaint.told[0] == "USUCCESS"
    assert near.told == ("ULEAD2",)
    assert near.attempts[0].absent == ("USUPER: in do-not-disturb",)


async def test_closed_record_takes_a_complaint_and_its_trail_stays_whole(office: Office) -> None:
    request = await office.file()
    number = request.number
    await office.approve(number, "UVAL1")
    await office.approve(number, "UEXE1", Stage.AUTHORIZATION)
    await office.perform(MarkExecuted(number=number, done="Done."), "UOPS1")
    await office.tick()
    closed = await office.request(number)
    assert closed.status is Status.CLOSED

    await office.perform(Complain(number=number, words="It was done wrong."), "UREQ")
    office.hands.move(hours=1)
    await office.tick()
    await office.perform(Acknowledge(number=number, escalation="complaint:complaint-1"), "USTANDIN")
    review = ReviewComplaint(number=number, complaint="complaint-1", words="It was not.")
    performed = await office.perform(review, "USUCCESS")
    assert performed.refusal is None
    after = await office.request(number)
    assert (after.status, after.closed_at, after.decisions) == (
        Status.CLOSED,
        closed.closed_at,
        closed.decisions,
    )
    kinds = [link.kind for link in await office.records.trail(number)]
    assert kinds[-5:] == [
        "complaint.received",
        "escalation.raised",
        "escalation.attempted",
        "escalation.acknowledged",
        "complaint.reviewed",
    ]
    assert (await office.reader.run(verify))[2] == ()


async def test_complaint_that_is_delivered_twice_is_one(office: Office) -> None:
    request = await office.file()
    act = Complain(number=request.number, words="Nobody calls.")
    for _ in range(2):
        await office.perform(act, "UREQ", key="form-1")
    assert len((await office.request(request.number)).complaints) == 1
