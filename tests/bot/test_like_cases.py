"""Like cases: the newest of before, how the others ended, read by their index, and nothing that is not for all."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from models import like_queries
from models.acts import Withdraw
from models.like_cases import LikeCase
from models.reasons import Reason
from models.request import Customer, Ending, ExceptionRequest, Stage
from tests.bot.office import TEAM, Office

OTHER = Customer(id="C-2", name="Other Sample Ltd")


async def decided(office: Office, by: str = "", **form: Any) -> ExceptionRequest:
    """A request that was validated, and authorised or rejected."""
    request = await office.file(**form)
    await office.approve(request.number, "UVAL1")
    if by == "reject":
        await office.reject(request.number, "UEXE1", Stage.AUTHORIZATION)
    else:
        await office.approve(request.number, "UEXE1", Stage.AUTHORIZATION)
    return await office.request(request.number)


async def test_newest_three_are_told_and_the_others_of_a_year_counted(office: Office) -> None:
    too_old = await decided(office)
    office.hands.move(days=30)
    for how in ("approve", "reject", "approve"):
        await decided(office, how, customer=OTHER)
    office.hands.move(days=350)
    withdrawn = await office.file(requested=Decimal(60))
    await office.perform(Withdraw(number=withdrawn.number, why="Not needed."), "UREQ")
    waiting = await office.file()
    rejected = await decided(office, "reject")
    request = await office.file()
    later = await office.file()
    like = await office.records.like_cases(request, office.clock.now())
    assert [(case.number, case.ending) for case in like.newest] == [
        (rejected.number, Ending.REJECTED),
        (waiting.number, None),
        (withdrawn.number, Ending.WITHDRAWN),
    ]
    assert like.newest[2].deviation == Decimal(100)
    assert all(case.is_same_customer for case in like.newest)
    assert like.more == {Ending.EXPIRED: 2, Ending.REJECTED: 1}, "nobody carried out what was approved"
    assert too_old.number < request.number < later.number
    first = await office.records.like_cases(too_old, office.clock.now())
    assert (first.newest, first.more) == ((), {})


async def test_other_standards_and_reasons_are_not_like(office: Office) -> None:
    await office.file(reason=Reason.UNIQUE)
    await office.file(standard="P-0", requested=Decimal(3), deviation=Decimal(30))
    request = await office.file()
    assert (await office.records.like_cases(request, office.clock.now())).newest == ()


async def test_like_case_holds_nothing_that_tells_whose_it_is(office: Office) -> None:
    assert {one.name for one in fields(LikeCase)} == {
        "number",
        "deviation",
        "ending",
        "at",
        "is_same_customer",
    }
    before = await decided(office, customer=OTHER)
    request = await office.file()
    told = repr(await office.records.like_cases(request, office.clock.now()))
    for secret in (before.filing.customer.name, before.filing.customer.id, before.filing.rationale, "UREQ"):
        assert secret not in told


@pytest.mark.parametrize("name", ["like_before", "outcomes_before", "standing_approvals"])
async def test_like_cases_are_read_by_their_index(office: Office, name: str) -> None:
    asked = statements(office.engine)
    since = office.clock.now() - timedelta(days=365)
    rest: dict[str, tuple[Any, ...]] = {
        "like_before": (5000, 3),
        "outcomes_before": (5000, since),
        "standing_approvals": (since,),
    }
    query = getattr(like_queries, name)
    with office.engine.connect() as connection:
        query(connection, TEAM, "P-1", "customer_retention", *rest[name])
        statement, given = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
    used = [str(row[-1]) for row in plan if "requests" in str(row[-1])]
    assert all("ix_requests_like" in line for line in used)
    assert used


def statements(engine: Engine) -> list[tuple[str, Any]]:
    """What is asked of the database from now on."""
    asked: list[tuple[str, Any]] = []

    def keep(_: Any, __: Any, statement: str, given: Any, *___: Any) -> None:
        if "EXPLAIN" not in statement:
            asked.append((statement, given))

    event.listen(engine, "before_cursor_execute", keep)
    return asked


async def test_like_case_that_cannot_be_read_keeps_no_other_card_back(office: Office) -> None:
    one, broken, request = [await office.file() for _ in range(3)]
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.execute(text(f"UPDATE requests SET body = '{{' WHERE number = {broken.number}"))
    like = await office.records.like_cases(request, office.clock.now())
    assert [case.number for case in like.newest] == [one.number]
    found = await office.reader.run(lambda c: like_queries.requests_of(c, TEAM, [one.number, broken.number]))
    assert found.keys() == {one.number}
