"""Lists, searches and what waits on whom, out of the database: the same as judging every request there is."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, delete, select

from bot.finder import Finder, Place
from bot.turns import Turns
from models import found_rows
from models.acts import Complain
from models.codec import request_from_json
from models.delegation import Delegation
from models.finding import Standing, Wanted, Whose
from models.finding_queries import Looking, count, page
from models.finding_tables import readers, texts, turns
from models.people import Person, Register
from models.request import ExceptionRequest, Stage
from models.scope import Scope, groups_of_policies, scope_of
from models.search_text import all_words
from models.stead import roles
from models.tables import requests
from models.turns import is_turn_of, turn_of
from models.visibility import refusal_of_viewer, viewers
from tests.bot.office import TEAM, Hands, Office, PeopleInMemory, open_office
from tests.bot.rich_past import TEAMS, live, rich_policy
from tests.builders import person
from tests.models.hard_policy import HARD_GROUPS


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A rich past in a database, lived once, and when it ended."""
    file = tmp_path_factory.mktemp("past") / "desk.sqlite3"
    return file, asyncio.run(_lived(file))


async def _lived(file: Path) -> datetime:
    async with open_office(file, rich_policy()) as office:
        await live(office, 1)
        return office.hands.at


@pytest.fixture
async def office(past: tuple[Path, datetime], tmp_path: Path) -> AsyncIterator[Office]:
    shutil.copy(past[0], tmp_path / "desk.sqlite3")
    async with open_office(tmp_path / "desk.sqlite3", rich_policy(), Hands(past[1])) as opened:
        opened.people.members = {handle: set(people) for handle, people in (HARD_GROUPS | TEAMS).items()}
        yield opened


async def all_of(office: Office) -> tuple[ExceptionRequest, ...]:
    """Every request, the newest first."""
    found = select(requests.c.body).order_by(requests.c.number.desc())
    return await office.reader.run(lambda c: tuple(map(request_from_json, c.execute(found).scalars())))


def everybody(office: Office) -> list[Person]:
    """All who are in a group or ever asked, and somebody who is in none; one of each kind that reads nothing."""
    ids = {who for members in office.people.members.values() for who in members}
    ids |= {"UREQ", "USELLER", "UHELPER", "UALONE", "UJON", "USUPER", "UDIRECTOR", "UNOBODY", "UABOVE"}
    kinds = [person("UREQ", is_guest=True), person("UVAL1", is_guest=True), person("UVAL1", is_bot=True)]
    return [*(person(one) for one in sorted(ids)), *kinds, person("UMAN1", is_stranger=True)]


def delegated(office: Office) -> tuple[Delegation, ...]:
    """The manager and a validator are away; the first stands in for nobody else's roles."""
    at, policy = office.clock.now(), office.policies.current
    made = Delegation(
        number=1,
        by="UMAN1",
        to="UHELPER",
        roles=roles(policy),
        starts=at - timedelta(days=1),
        ends=at + timedelta(days=1),
        made_at=at - timedelta(days=1),
    )
    return (made, replace(made, number=2, by="UVAL1", to="ULEAD1"))


async def register_of(office: Office, found: tuple[ExceptionRequest, ...], *unknown: str) -> Register:
    """Everybody in every group that counts, and two delegations; some groups cannot be read."""
    policy = office.policies.current
    named = {who for one in found for who in (*viewers(policy, one), *turn_of(policy, one))}
    office.people.unknown = set(unknown)
    register = await office.people.register({*named, *groups_of_policies([policy])})
    office.people.unknown = set()
    return replace(register, delegations=delegated(office))


def looking(office: Office, who: Person, register: Register) -> Looking:
    """Somebody who looks for requests."""
    policies = {"v1": office.policies.current}
    at = office.clock.now()
    scope = scope_of(who, policies, office.policies.current, register, at)
    return Looking(workspace=TEAM, person=who.id, at=at, scope=scope)


async def found_by(office: Office, looks: Looking, wanted: Wanted, size: int = 7) -> list[int]:
    """All that is found, page by page."""
    found: list[int] = []
    before: int | None = None
    while True:
        asked = partial(page, looking=looks, wanted=wanted, limit=size, before=before)
        shown = await office.reader.run(asked)
        found += [one.number for one in shown]
        if len(shown) < size:
            return found
        before = found[-1]


async def test_rows_that_follow_each_act_are_those_of_the_request_as_it_is(office: Office) -> None:
    policy = office.policies.current
    stored = await all_of(office)
    assert any(turn_of(policy, one) for one in stored)
    kept = await office.reader.run(_rows)
    await office.writer.run(_forget)
    filled = await office.writer.run(lambda c: found_rows.fill_in(c, TEAM, lambda _: policy))
    assert filled == len(stored)
    assert await office.reader.run(_rows) == kept
    assert await office.writer.run(lambda c: found_rows.fill_in(c, TEAM, lambda _: policy)) == 0


def _rows(connection: Connection) -> list[list[tuple[Any, ...]]]:
    columns = (list(turns.c), list(readers.c), [texts.c.number, texts.c.words])
    return [sorted(map(tuple, connection.execute(select(*of)))) for of in columns]


def _forget(connection: Connection) -> None:
    for table in (turns, readers, texts):
        connection.execute(delete(table))


@pytest.mark.parametrize("unknown", [(), ("@validators",), ("@managers", "@admins", "@compliance")])
async def test_everybody_finds_what_they_may_see_and_nothing_else(
    office: Office, unknown: tuple[str, ...]
) -> None:
    stored, policy, at = await all_of(office), office.policies.current, office.clock.now()
    register = await register_of(office, stored, *unknown)
    seen = []
    for who in everybody(office):
        may = [one.number for one in stored if not refusal_of_viewer(who, one, policy, register, at)]
        looks = looking(office, who, register)
        assert await found_by(office, looks, Wanted()) == may, who
        assert await office.reader.run(partial(count, looking=looks, wanted=Wanted())) == len(may)
        seen.append(len(may))
    assert len(set(seen)) > 4


async def test_pages_lead_forth_and_back(office: Office) -> None:
    stored = await all_of(office)
    register = await register_of(office, stored)
    looks, numbers = looking(office, person("UVAL1"), register), [one.number for one in stored]
    for words in ((), ("ex",)):
        shown = partial(page, looking=looks, wanted=Wanted(words=words), limit=5)
        second = await office.reader.run(partial(shown, before=numbers[4]))
        assert [one.number for one in second] == numbers[5:10]
        first = await office.reader.run(partial(shown, after=numbers[5]))
        assert [one.number for one in first] == numbers[:5]


async def test_what_waits_is_what_could_be_done_now(office: Office) -> None:
    await office.perform(Complain(number=(await all_of(office))[0].number, words="Still."), "USELLER")
    stored, policy, at = await all_of(office), office.policies.current, office.clock.now()
    register = await register_of(office, stored)
    turns_of = Turns(
        workspace=TEAM,
        records=office.records,
        directory=office.people,
        policies=office.policies,
        clock=office.clock,
    )
    register = replace(register, delegations=())
    found = 0
    for who in everybody(office):
        turn = {one.number for one in stored if is_turn_of(who, one, policy, register, at)}
        waits = await turns_of.of(who)
        assert {one.number for one in waits.requests} == turn, who
        found += len(turn)
    assert found > 5


def _is_team(one: ExceptionRequest, office: Office) -> bool:
    if one.filed_by == "UVAL1":
        return False
    is_asked = "@validators" in turn_of(office.policies.current, one)
    return one.filed_by in ("USELLER", "UVAL2") or is_asked


FILTERS: dict[str, tuple[Wanted, Callable[[ExceptionRequest, Office], bool]]] = {
    "open": (Wanted(standing=Standing.OPEN), lambda one, _: one.closed_at is None),
    "closed": (Wanted(standing=Standing.CLOSED), lambda one, _: one.closed_at is not None),
    "validation": (
        Wanted(standing=Standing.VALIDATION),
        lambda one, _: one.stage is Stage.VALIDATION,
    ),
    "rejected": (Wanted(standing=Standing.REJECTED), lambda one, _: one.outcome == "rejected"),
    "approved": (Wanted(standing=Standing.APPROVED), lambda one, _: one.outcome == "approved"),
    "tier": (Wanted(tier="manager"), lambda one, _: one.score.tier == "manager"),
    "standard": (Wanted(standard="P-W"), lambda one, _: one.filing.standard == "P-W"),
    "by": (Wanted(by="USELLER"), lambda one, _: one.filed_by == "USELLER"),
    "mine": (Wanted(whose=Whose.MINE), lambda one, _: one.filed_by == "UVAL1"),
    "team": (Wanted(whose=Whose.TEAM), _is_team),
    "customer": (Wanted(customer=("sam",)), lambda one, _: "Sam" in one.filing.customer.name),
    "words": (
        Wanted(words=("anoth", "im")),
        lambda one, _: "Another impact" in one.filing.impact,
    ),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_filter_finds_what_it_says(office: Office, name: str) -> None:
    wanted, is_it = FILTERS[name]
    stored = await all_of(office)
    looks = looking(office, person("UVAL1"), await register_of(office, stored))
    looks = replace(looks, colleagues=("USELLER", "UVAL2"), groups=("@validators",))
    assert await found_by(office, looks, wanted) == [one.number for one in stored if is_it(one, office)]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date.max])
async def test_any_day_that_can_be_chosen_can_be_looked_from(office: Office, zone: str, day: date) -> None:
    stored = await all_of(office)
    looks = looking(office, person("UADMIN"), await register_of(office, stored))
    found = await found_by(office, replace(looks, zone=ZoneInfo(zone)), Wanted(since=day))
    assert found == ([] if day == date.max else [one.number for one in stored])


async def test_page_is_not_whole_where_a_group_was_told_of_too_late(office: Office) -> None:
    """What somebody may see is narrowed before the page is read; a group known after that has opened nothing."""
    people = ToldLater(office.clock, office.people.members, unknown={"@validators"})
    turns_of = Turns(
        workspace=TEAM,
        records=office.records,
        directory=people,
        policies=office.policies,
        clock=office.clock,
    )
    finder = Finder(
        workspace=TEAM,
        records=office.records,
        turns=turns_of,
        directory=people,
        policies=office.policies,
        clock=office.clock,
    )
    for whose in (Whose.ALL, Whose.WAITING):
        people.told, wanted = 0, Wanted(whose=whose)
        assert not (await finder.page(person("UVAL1"), wanted, Place())).is_whole
        assert (await finder.page(person("UVAL1"), wanted, Place())).is_whole


class ToldLater(PeopleInMemory):
    """People of whose groups Slack tells some only when it is asked again."""

    told = 0

    async def register(self, who: Iterable[str]) -> Register:
        """All but those that are unknown; from the second time on all."""
        late, self.unknown = self.unknown, self.unknown if not self.told else set()
        self.told += 1
        found = await super().register(who)
        self.unknown = late
        return found


async def test_overdue_is_what_waits_for_something_past_its_time(office: Office) -> None:
    stored, policy = await all_of(office), office.policies.current
    looks = looking(office, person("UADMIN"), await register_of(office, stored))
    late = replace(looks, at=looks.at + timedelta(days=30))
    found = await found_by(office, late, Wanted(is_overdue=True))
    assert found == [one.number for one in stored if turn_of(policy, one)]


async def test_search_is_the_same_by_the_index_of_words_as_by_reading_texts(office: Office) -> None:
    stored = await all_of(office)
    said = dict((await office.reader.run(_rows))[2])
    looks = looking(office, person("UADMIN"), await register_of(office, stored))
    little = replace(looks, scope=Scope(names=looks.scope.names, tiers={}))
    mine = set(await found_by(office, little, Wanted()))
    for words in (["p"], ["an", "im"], ["ex10"], ["zzz"], ["mull"], ["muell"], [str(stored[3].number)]):
        wanted = Wanted(words=tuple(words))
        expected = [
            one.number
            for one in stored
            if all(any(has.startswith(word) for has in said[one.number].split()) for word in words)
        ]
        assert await found_by(office, looks, wanted) == expected
        assert await found_by(office, little, wanted) == [number for number in expected if number in mine]


def test_words_are_folded_and_umlauts_spelt_out() -> None:
    assert all_words("Café MÜLLER's 40 Tage") == [
        *("cafe", "mullers", "40", "tage"),
        *("cafe", "muellers", "40", "tage"),
    ]
