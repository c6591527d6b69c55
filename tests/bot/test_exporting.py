"""Exporting at the desk: who may take the record out, what is wrong with what is asked, and what is on record."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from bot.desk import Performed
from models import export_queries
from models.events import EventKind
from models.notices import MessageKind
from models.oversight.exporting import MOST_EVENTS, Export, Format, Found, Wanted, fault_of
from models.refusals import Fault, Field, Why
from models.request import Stage
from tests.bot.office import TEAM, Office
from tests.builders import MORNING, policy

TODAY = MORNING.date()


def of_days(first: date = TODAY, last: date = TODAY, written: str = "csv") -> Export:
    return Export(format=written, first=first, last=last)


def of_request(number: int, written: str = "packet") -> Export:
    return Export(format=written, request=f"EX-{number}", is_of_request=True)


async def last_of_workspace(office: Office) -> tuple[str, str, dict[str, object]]:
    links = await office.records.trail(0)
    return links[-1].kind, links[-1].actor, json.loads(links[-1].changed)


def faults(performed: Performed) -> dict[Field, Fault]:
    assert performed.refusal is not None
    assert performed.refusal.why is Why.FAULTS
    return dict(performed.refusal.faults)


async def test_export_is_on_record_with_what_was_taken_and_the_hash_over_it(office: Office) -> None:
    request = await office.file()
    await office.approve(request.number, "UVAL1")
    trail = await office.records.trail(request.number)
    performed = await office.perform(of_request(request.number), "UADMIN")
    assert performed.refusal is None
    kind, actor, changed = await last_of_workspace(office)
    assert (kind, actor) == (EventKind.EXPORTED, "UADMIN")
    assert (changed["request"], changed["format"], changed["events"]) == (
        request.number,
        "packet",
        len(trail),
    )
    expected = hashlib.sha256("".join(f"{link.hash}\n" for link in trail).encode()).hexdigest()
    assert changed["digest"] == expected


@pytest.mark.parametrize(("written", "files"), [("csv", 1), ("jsonl", 1), ("packet", 2)])
async def test_each_file_is_one_message_to_whoever_asked(office: Office, written: str, files: int) -> None:
    request = await office.file()
    await office.perform(of_request(request.number, written), "UADMIN")
    rows = [row for row in await office.outbox.behind() if row.kind is MessageKind.EXPORT]
    assert [row.recipient for row in rows] == ["UADMIN"] * files
    assert len({row.key for row in rows}) == files


async def test_delivery_that_comes_twice_exports_once(office: Office) -> None:
    request = await office.file()
    for _ in range(2):
        await office.perform(of_request(request.number), "UADMIN", key="the same")
    kinds = [link.kind for link in await office.records.trail(0)]
    assert kinds.count(EventKind.EXPORTED) == 1


async def test_who_may_not_is_refused_on_record_and_reads_who_could(office: Office) -> None:
    request = await office.file()
    for act in (of_request(request.number), of_days(), Export()):
        performed = await office.perform(act, "UVAL1")
        assert performed.refusal is not None
        assert (performed.refusal.why, performed.refusal.who_could) == (Why.NOT_EXPORTER, ("@admins",))
        kind, actor, changed = await last_of_workspace(office)
        assert (kind, actor, changed["act"]) == (EventKind.REFUSED, "UVAL1", "Export")
    assert not [row for row in await office.outbox.behind() if row.kind is MessageKind.EXPORT]


async def test_group_that_slack_cannot_tell_of_opens_nothing(office: Office) -> None:
    request = await office.file()
    office.people.unknown.add("@admins")
    performed = await office.perform(of_request(request.number), "UADMIN")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.GROUP_UNKNOWN
    office.people.unknown.clear()
    assert (await office.perform(of_request(request.number), "UADMIN")).refusal is None


async def test_what_is_wrong_is_said_beside_its_field_and_is_not_on_record(office: Office) -> None:
    await office.file()
    before = await office.records.trail(0)
    yesterday = TODAY - timedelta(days=1)
    wrong: list[tuple[Export, dict[Field, Fault]]] = [
        (
            Export(),
            {
                Field.FORMAT: Fault.MISSING,
                Field.FIRST_DAY: Fault.MISSING,
                Field.LAST_DAY: Fault.MISSING,
            },
        ),
        (of_days(TODAY, yesterday), {Field.LAST_DAY: Fault.ENDS_FIRST}),
        (of_days(written="packet"), {Field.FORMAT: Fault.OF_ONE_REQUEST}),
        (of_days(yesterday, yesterday), {Field.FIRST_DAY: Fault.NOTHING_THERE}),
        (Export(format="csv", is_of_request=True), {Field.REQUEST: Fault.MISSING}),
        (Export(format="csv", request="moon", is_of_request=True), {Field.REQUEST: Fault.NO_SUCH_REQUEST}),
        (of_request(4711), {Field.REQUEST: Fault.NO_SUCH_REQUEST}),
        (of_request(0), {Field.REQUEST: Fault.NO_SUCH_REQUEST}),
    ]
    for act, expected in wrong:
        assert faults(await office.perform(act, "UADMIN")) == expected, act
    assert await office.records.trail(0) == before


def test_more_than_one_file_holds_is_refused_in_slack_and_taken_by_the_command() -> None:
    asked = Wanted(format=Format.CSV, first=TODAY, last=TODAY)
    most, more = (Found(events=MOST_EVENTS + one, digest="") for one in (0, 1))
    assert fault_of(most, asked) == {}
    assert fault_of(more, asked) == {Field.FIRST_DAY: Fault.TOO_MUCH}
    assert fault_of(more, asked, most=None) == {}


async def test_no_more_is_counted_than_one_file_holds(office: Office) -> None:
    await office.file()
    whole = await office.reader.run(lambda c: export_queries.found(c, TEAM, None))
    some = await office.reader.run(lambda c: export_queries.found(c, TEAM, None, most=2))
    assert (some.events, some.events < whole.events) == (3, True)


async def test_days_are_those_of_the_policys_time_zone(office: Office) -> None:
    """The policy's days are Berlin's: one hour ahead of UTC in March."""
    asked = Wanted(format=Format.CSV, first=TODAY, last=TODAY)
    span = asked.span(office.policies.current)
    assert span is not None
    assert span.start.isoformat() == "2026-03-03T23:00:00+00:00"
    assert span.end.isoformat() == "2026-03-04T23:00:00+00:00"
    office.hands.at = span.end - timedelta(microseconds=1)
    inside = await office.file(gathered=False)
    office.hands.at = span.end
    await office.file(gathered=False)
    links = await office.reader.run(lambda c: [*export_queries.recorded(c, TEAM, span)])
    assert {link.number for link in links} == {inside.number}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_first_and_last_day_of_the_calendar_are_days_too(zone: str) -> None:
    """Somebody who wants all of it may choose them, and the calendar of the zone ends a day away."""
    own = policy().calendar.model_dump(mode="json")
    there = policy(calendar=own | {"time_zone": zone})
    span = Wanted(format=Format.CSV, first=date.min, last=date.max).span(there)
    assert span is not None
    assert span.start < MORNING < span.end


async def test_export_leaves_out_what_was_recorded_after_it(office: Office) -> None:
    request = await office.file()
    await office.perform(of_days(), "UADMIN")
    await office.approve(request.number, "UVAL1", Stage.VALIDATION)
    _, _, changed = await last_of_workspace(office)
    position = len(await office.records.trail(0))
    span = Wanted(format=Format.CSV, first=TODAY, last=TODAY).span(office.policies.current)

    def taken(connection: Connection) -> tuple[int, list[str]]:
        before = export_queries.event_id(connection, TEAM, 0, position)
        links = [*export_queries.recorded(connection, TEAM, span, before=before)]
        return len(links), [link.hash for link in links]

    count, hashes = await office.reader.run(taken)
    assert count == changed["events"]
    assert hashlib.sha256("".join(f"{one}\n" for one in hashes).encode()).hexdigest() == changed["digest"]
