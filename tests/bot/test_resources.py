"""Who is there for a request: as Slack and the delegations tell, and how many requests wait on them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.deciders import Deciders
from bot.gateway import ANSWER_BY
from bot.resources import TO_SHOW, Availability
from bot.views.availability import there_now
from models.acts import Delegate
from models.availability import Part, Resources, Staffed
from models.request import Stage
from tests.bot.office import TEAM, Office
from tests.builders import person


def availability(office: Office) -> Availability:
    people = office.people
    deciders = Deciders(workspace=TEAM, reader=office.reader, directory=people, clock=office.clock)
    return Availability(
        workspace=TEAM, reader=office.reader, directory=people, deciders=deciders, clock=office.clock
    )


async def now(office: Office, looked_up: Availability | None = None) -> Resources:
    found = await (looked_up or availability(office)).now(office.policies.current)
    assert found is not None
    return found


async def test_form_does_not_wait_for_it(office: Office) -> None:
    left = ANSWER_BY.set(asyncio.get_running_loop().time() + TO_SHOW)
    try:
        assert await availability(office).now(office.policies.current) is None
    finally:
        ANSWER_BY.reset(left)


def there(found: Resources, tier: str = "manager") -> dict[Part, tuple[int, int]]:
    return {each.part: (each.there, each.total) for each in found.staffed(tier)}


async def test_all_are_there_and_nothing_waits(office: Office) -> None:
    found = await now(office)
    assert there(found) == {Part.VALIDATION: (3, 3), Part.AUTHORIZATION: (3, 3), Part.EXECUTION: (2, 2)}
    assert [each.waiting for each in found.staffed("manager")] == [0, 0, 0]


async def test_whoever_is_in_do_not_disturb_or_has_delegated_is_not_there(office: Office) -> None:
    office.people.in_do_not_disturb.add("UVAL1")
    today = office.clock.now().date()
    await office.perform(
        Delegate(to="UMAN2", first=today, last=today + timedelta(days=2), note="Away."), "UMAN1"
    )
    assert there(await now(office)) == {
        Part.VALIDATION: (2, 3),
        Part.AUTHORIZATION: (2, 3),
        Part.EXECUTION: (2, 2),
    }


@pytest.mark.parametrize("is_so", [{"is_deactivated": True}, {"is_guest": True}, {"is_bot": True}])
async def test_whoever_could_not_decide_does_not_count_at_all(office: Office, is_so: dict[str, bool]) -> None:
    office.people.described["UVAL2"] = is_so
    assert there(await now(office))[Part.VALIDATION] == (2, 2)


async def test_part_of_which_slack_cannot_tell_is_left_out(office: Office) -> None:
    office.people.unknown.add("@managers")
    assert set(there(await now(office))) == {Part.VALIDATION, Part.EXECUTION}
    assert Part.AUTHORIZATION in there(await now(office), "executive")


async def test_what_waits_is_counted_by_whom_it_waits_on(office: Office) -> None:
    leads = await office.file(requested=Decimal(31))
    for requested in (40, 41, 60):
        await office.file(requested=Decimal(requested))
    await office.approve(leads.number, "UVAL1")
    await office.approve(leads.number, "ULEAD1", Stage.AUTHORIZATION)
    authorised = await office.file(requested=Decimal(40))
    await office.approve(authorised.number, "UVAL1")
    found = await now(office)
    assert [each.waiting for each in found.staffed("manager")] == [3, 1, 1]
    assert [each.waiting for each in found.staffed("executive")] == [3, 0, 1]


async def test_what_slack_could_not_say_is_asked_again_the_next_time(office: Office) -> None:
    people, looked_up = office.people, availability(office)
    people.described["UVAL2"] = {"is_deactivated": True}
    people.is_silent = True
    assert there(await now(office, looked_up))[Part.VALIDATION] == (3, 3)
    people.is_silent = False
    assert there(await now(office, looked_up))[Part.VALIDATION] == (2, 2)


async def test_who_cannot_be_described_counts_as_able_where_two_are_looked_for(office: Office) -> None:
    people = office.people
    deciders = Deciders(workspace=TEAM, reader=office.reader, directory=people, clock=office.clock)
    people.is_silent = True
    policy = office.policies.current
    seen = await deciders.foreseen(policy, person("UREQ"))
    assert seen.absent == frozenset()


async def test_two_ends_of_a_delegation_are_one_person_where_two_are_looked_for(office: Office) -> None:
    today = office.clock.now().date()
    await office.perform(
        Delegate(to="UMAN2", first=today, last=today + timedelta(days=2), note="Away."), "UMAN1"
    )
    deciders = Deciders(workspace=TEAM, reader=office.reader, directory=office.people, clock=office.clock)
    seen = await deciders.foreseen(office.policies.current, person("UREQ"))
    assert [(made.by, made.to) for made in seen.delegations] == [("UMAN1", "UMAN2")]


async def test_question_outlives_the_time_in_which_whoever_asked_it_is_answered(office: Office) -> None:
    limits: list[float | None] = []

    class Noting(Deciders):
        async def can_decide(self, person_id: str) -> bool | None:
            limits.append(ANSWER_BY.get())
            return True

    people = office.people
    deciders = Noting(workspace=TEAM, reader=office.reader, directory=people, clock=office.clock)
    looked_up = Availability(
        workspace=TEAM, reader=office.reader, directory=people, deciders=deciders, clock=office.clock
    )
    token = ANSWER_BY.set(asyncio.get_running_loop().time() + 30)
    try:
        await looked_up.now(office.policies.current)
    finally:
        ANSWER_BY.reset(token)
    assert set(limits) == {None}


def test_line_says_who_is_there_and_what_waits() -> None:
    said = there_now(
        (
            Staffed(part=Part.VALIDATION, there=3, total=4, waiting=1200),
            Staffed(part=Part.AUTHORIZATION, there=0, total=1, waiting=1),
            Staffed(part=Part.EXECUTION, there=2, total=2, waiting=0),
        )
    )
    assert said == (
        "There now: 3 of 4 to validate (1,200 requests waiting), 0 of 1 to authorise (1 request waiting), "
        "2 of 2 to carry it out."
    )
    assert there_now(()) == ""
