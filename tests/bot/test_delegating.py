"""Delegations at the desk: stored with their event and messages, told of in time, and counted when one decides."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.desk import Performed
from models import audit_chain, queries
from models.acts import Approve, Delegate, EndDelegation, TellOfDelegation
from models.delegation import Told
from models.events import EventKind
from models.refusals import Fault, Field, Why
from models.request import Stage
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, person, policy

TODAY = MORNING.date()
LETS_OPERATIONS: dict[str, Any] = {"delegates": [{"role": "manager", "who": ["@operations"]}]}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk whose policy lets operations hold the managers' authority in somebody's stead."""
    async with open_office(tmp_path / "desk.sqlite3", own=policy(**LETS_OPERATIONS)) as opened:
        yield opened


async def delegate(
    office: Office, by: str, to: str, first: date = TODAY, last: date = TODAY, key: str | None = None
) -> Performed:
    """What becomes of a delegation."""
    return await office.perform(Delegate(to=to, first=first, last=last, note="Back on Monday."), by, key)


async def words(office: Office) -> list[tuple[str, str]]:
    """Who is told what of delegations, in the order in which it was planned."""
    rows = await office.reader.run(lambda c: queries.outbox_behind(c, TEAM, office.clock.now(), 100))
    return [(row.recipient, json.loads(row.detail)["what"]) for row in rows if row.kind == "delegation"]


async def chain(office: Office) -> list[str]:
    """The workspace's own chain, which must hold."""
    trail = await office.records.trail(0)
    count, head = next(
        (count, head) for _, number, count, head in await office.reader.run(queries.chain_ends) if number == 0
    )
    assert audit_chain.first_fault(trail, count=count, head=head) is None
    return [link.kind for link in trail]


async def test_delegation_is_stored_recorded_and_told_to_both(office: Office) -> None:
    assert (await delegate(office, "UMAN1", "UOPS1")).refusal is None
    (made,) = await office.records.delegations_of("UOPS1", office.clock.now())
    assert (made.number, made.by, made.to, made.roles) == (1, "UMAN1", "UOPS1", ("manager",))
    assert made.note == "Back on Monday."
    assert await chain(office) == [EventKind.DELEGATED]
    assert await words(office) == [("UMAN1", "made"), ("UOPS1", "made")]


async def test_delegation_that_comes_twice_is_made_once(office: Office) -> None:
    for _ in range(2):
        assert (await delegate(office, "UMAN1", "UOPS1", key="same")).refusal is None
    assert await chain(office) == [EventKind.DELEGATED]


async def test_form_that_was_refused_may_be_sent_again(office: Office) -> None:
    refused = await delegate(office, "UMAN1", "UNOBODY", key="same")
    assert refused.refusal is not None
    assert refused.refusal.faults == {Field.DELEGATE: Fault.MAY_NOT_HOLD}
    assert await chain(office) == []
    assert (await delegate(office, "UMAN1", "UOPS1", key="same")).refusal is None


async def test_person_who_has_nothing_to_delegate_is_refused_on_record(office: Office) -> None:
    refused = await delegate(office, "UNOBODY", "UOPS1")
    assert refused.refusal is not None
    assert refused.refusal.why is Why.NOTHING_TO_DELEGATE
    assert await chain(office) == [EventKind.REFUSED]


@pytest.mark.parametrize("what", ["is_bot", "is_guest", "is_stranger", "is_deactivated"])
async def test_nobody_but_a_full_active_member_is_delegated_to(office: Office, what: str) -> None:
    office.people.described["UOPS1"] = {what: True}
    refused = await delegate(office, "UMAN1", "UOPS1")
    assert refused.refusal is not None
    assert refused.refusal.faults == {Field.DELEGATE: Fault.NOT_A_COLLEAGUE}


async def managers_request(office: Office, by: str = "UREQ") -> int:
    """A request in a manager's authority that waits for the first approval."""
    return (await office.file(by, requested=Decimal(36))).number


async def test_delegate_decides_in_the_others_stead_and_both_are_on_record(office: Office) -> None:
    await delegate(office, "UMAN1", "UOPS1")
    number = await managers_request(office)
    assert (await office.approve(number, "UVAL1")).refusal is None
    assert (await office.approve(number, "UOPS1", Stage.AUTHORIZATION)).refusal is None
    decision = (await office.request(number)).decisions[-1]
    assert (decision.by, decision.for_whom) == ("UOPS1", "UMAN1")
    link = next(e for e in await office.records.trail(number) if e.kind == EventKind.AUTHORIZED)
    assert json.loads(link.changed)["decision"]["for_whom"] == "UMAN1"


async def test_delegate_decides_no_more_once_it_was_ended(office: Office) -> None:
    await delegate(office, "UMAN1", "UOPS1")
    number = await managers_request(office)
    await office.approve(number, "UVAL1")
    assert (await office.perform(EndDelegation(delegation=1), "UMAN1")).refusal is None
    refused = await office.approve(number, "UOPS1", Stage.AUTHORIZATION)
    assert refused.refusal is not None
    assert refused.refusal.why is Why.NOT_AUTHORIZER
    assert await chain(office) == [EventKind.DELEGATED, EventKind.DELEGATION_ENDED]
    assert (await words(office))[2:] == [("UMAN1", "ended"), ("UOPS1", "ended")]


async def test_both_ends_are_one_person_though_it_was_ended_between_the_approvals(office: Office) -> None:
    office.people.members["@managers"].add("UVAL2")
    await delegate(office, "UBOTH", "UVAL1")
    number = await managers_request(office)
    assert (await office.approve(number, "UVAL1")).refusal is None
    await office.perform(EndDelegation(delegation=1), "UVAL1")
    office.hands.move(hours=30)
    refused = await office.approve(number, "UBOTH", Stage.AUTHORIZATION)
    assert refused.refusal is not None
    assert refused.refusal.why is Why.ONE_PERSON
    assert (await office.approve(number, "UMAN1", Stage.AUTHORIZATION)).refusal is None


async def test_consideration_before_the_form_knows_of_the_delegation_too(office: Office) -> None:
    await delegate(office, "UVAL1", "UVAL2")
    number = await managers_request(office, by="UVAL1")
    act = Approve(number=number, stage=Stage.VALIDATION, rationale="")
    refused = await office.desk.consider(act, by=person("UVAL2"), key=office.key())
    assert refused is not None
    assert refused.why is Why.ONE_PERSON


async def test_both_are_told_when_it_begins_and_when_it_is_over(office: Office) -> None:
    await delegate(office, "UMAN1", "UOPS1", TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    told = [("UMAN1", "made"), ("UOPS1", "made")]
    office.hands.move(hours=14)
    await office.tick()
    assert await words(office) == told, "it is 23:00 in Berlin"
    office.hands.move(hours=1)
    await office.tick()
    told += [("UMAN1", "begins"), ("UOPS1", "begins")]
    assert await words(office) == told
    office.hands.move(days=2)
    await office.tick()
    assert await words(office) == [*told, ("UMAN1", "ends"), ("UOPS1", "ends")]


async def test_nobody_is_told_that_a_delegation_begins_which_was_ended(office: Office) -> None:
    await delegate(office, "UMAN1", "UOPS1", TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    await office.perform(EndDelegation(delegation=1), "UOPS1")
    office.hands.move(days=5)
    await office.tick()
    assert [what for _, what in await words(office)] == ["made", "made", "ended", "ended"]


async def test_timers_of_a_delegation_are_no_persons_to_fire(office: Office) -> None:
    await delegate(office, "UMAN1", "UOPS1")
    refused = await office.perform(TellOfDelegation(delegation=1, what=Told.ENDS), "UMAN1")
    assert refused.refusal is not None
    assert refused.refusal.why is Why.SYSTEM_ONLY


async def test_timer_of_one_delegation_is_not_void_with_anothers(office: Office) -> None:
    await delegate(office, "UMAN1", "UOPS1")
    await delegate(office, "UMAN2", "UOPS2")
    await office.perform(EndDelegation(delegation=1), "UMAN1")
    office.hands.move(days=1)
    assert [timer.version for timer, _ in await office.tick()] == ["2"]


async def test_database_repeats_that_nobody_delegates_to_themselves(office: Office) -> None:
    await delegate(office, "UMAN1", "UOPS1")
    with pytest.raises(IntegrityError), office.engine.begin() as connection:
        connection.execute(text("UPDATE delegations SET made_to = made_by"))
