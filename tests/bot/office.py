"""A desk on a real SQLite database, with people kept in memory and a clock that stands until it is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.audit import Attested, attest
from bot.clock import Clock
from bot.deciders import Deciders
from bot.desk import Desk, Performed
from bot.gateway import SlackUnavailableError
from bot.outbox import Outbox
from bot.policies import Policies
from bot.records import Records
from bot.roll import Roll
from bot.verifying import verified
from bot.views.verified import fault_lines
from bot.waits import Waits
from bot.writer import GroupWriter, Reader
from models import ledger
from models.acts import (
    Act,
    Approve,
    File,
    OnRequest,
    RecordSnapshots,
    Reject,
)
from models.database import migrate, open_database
from models.deadlines import TimerKind
from models.due import act_for_workspace, act_of
from models.notifying.acts import SendDigests
from models.oversight.acts import OnWorkspace
from models.oversight.audit_review_acts import OpenAuditReview
from models.people import SYSTEM, Group, Person, Register
from models.policy import Policy
from models.queries import DueTimer
from models.request import ExceptionRequest, Stage
from models.snapshot import Snapshot
from tests.builders import GROUPS, MORNING, filing, person, policy

#: The workspace.
TEAM = "T1"


class Hands:
    """A clock's hands, moved by the test."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class PeopleInMemory:
    """Who is who and who is in which group, known at once; a group may be unknown, or change under an act."""

    clock: Clock
    members: dict[str, set[str]] = field(default_factory=lambda: {h: set(p) for h, p in GROUPS.items()})
    described: dict[str, dict[str, Any]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    in_do_not_disturb: set[str] = field(default_factory=set)
    #: Slack says nothing of anybody.
    is_silent: bool = False
    asked: int = 0
    #: How many of the next acts find that something was announced while they were under way.
    unrest: int = 0

    async def person(self, user_id: str, team: str | None = None) -> Person:
        """Somebody as they are described."""
        if self.is_silent:
            raise SlackUnavailableError
        return person(user_id, **self.described.get(user_id, {}))

    async def person_lately(self, user_id: str) -> Person:
        """The same."""
        return await self.person(user_id)

    async def register(self, who: Iterable[str]) -> Register:
        """The groups among `who`, as of now."""
        self.asked += 1
        named = {name for name in who if name.startswith("@")}
        return Register(
            groups={
                handle: Group(
                    handle=handle,
                    id=handle,
                    members=frozenset(self.members[handle]),
                    read_at=self.clock.now(),
                )
                for handle in named - self.unknown
                if handle in self.members
            },
            unknown=dict.fromkeys(named & self.unknown, "it could not be read"),
        )

    async def is_there(self, user_id: str) -> bool:
        """Whether they are described as somebody who reads messages."""
        somebody = await self.person(user_id)
        return not (somebody.is_deactivated or somebody.is_bot)

    async def busy(self, people: Iterable[str]) -> frozenset[str]:
        """Those who take no messages just now."""
        return frozenset(people) & self.in_do_not_disturb

    def is_current(self, person: Person, register: Register) -> bool:
        """Whether nothing was announced since."""
        self.unrest -= 1
        return self.unrest < 0


@dataclass
class Office:
    """The desk and what it stands on."""

    engine: Engine
    writer: GroupWriter
    reader: Reader
    hands: Hands
    clock: Clock
    people: PeopleInMemory
    desk: Desk
    records: Records
    outbox: Outbox
    policies: Policies
    waits: Waits
    name: str
    deliveries: int = 0
    #: What a source says; one that is not named says the customer's id alone.
    says: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Rows were changed behind the desk's back, so that they need not be as their events tell.
    is_tampered_with: bool = False

    def key(self) -> str:
        """Another delivery."""
        self.deliveries += 1
        return f"{self.name}-{self.deliveries}"

    async def perform(self, act: Act | OnWorkspace, by: str = "", key: str | None = None) -> Performed:
        """The act, as a delivery of its own."""
        return await self.desk.perform(act, by=person(by) if by else SYSTEM, key=key or self.key())

    async def file(self, by: str = "UREQ", gathered: bool = True, **form: Any) -> ExceptionRequest:
        """A new request, with what the sources said."""
        performed = await self.perform(File(filing=filing(**form)), by)
        assert performed.request is not None, performed
        if not gathered:
            return performed.request
        await self.tick()
        return await self.request(performed.request.number)

    async def approve(self, number: int, by: str, stage: Stage = Stage.VALIDATION, **what: Any) -> Performed:
        """An approval."""
        key = what.pop("key", None)
        return await self.perform(Approve(number=number, stage=stage, rationale="Fine.", **what), by, key)

    async def reject(self, number: int, by: str, stage: Stage = Stage.VALIDATION) -> Performed:
        """A rejection."""
        return await self.perform(Reject(number=number, stage=stage, rationale="No."), by)

    async def request(self, number: int) -> ExceptionRequest:
        """The request as it is stored."""
        found = await self.records.request(number)
        assert found is not None
        return found

    async def attest(self) -> Attested:
        """Every chain checked, and every row against what its events tell."""
        at = self.clock.now()
        return await self.reader.run(
            lambda c: attest(c, lambda _, version: self.policies.version(version), at)
        )

    async def tick(self, failing: Iterable[str] = ()) -> list[tuple[DueTimer, Performed]]:
        """Fire all that is due, as the ticks do, until nothing is."""
        fired: list[tuple[DueTimer, Performed]] = []
        for _ in range(30):
            due = await self.records.due_timers(self.clock.now(), 50)
            if not due:
                return fired
            for timer in due:
                fired.append((timer, await self.fire(timer, failing)))
        raise AssertionError("the timers never come to rest")

    async def fire(self, timer: DueTimer, failing: Iterable[str] = ()) -> Performed:
        """The act of a timer."""
        act = await self.act_of(timer, set(failing))
        key = f"timer:{timer.kind}:{timer.number}:{timer.version}"
        return await self.desk.perform(act, by=SYSTEM, key=key, ends_timer=timer.id)

    async def act_of(self, timer: DueTimer, failing: set[str]) -> OnRequest | OnWorkspace:
        """What is to be done when the timer is due."""
        if timer.kind != TimerKind.GATHER:
            if timer.number == 0:
                act = act_for_workspace(TimerKind(timer.kind), timer.version)
                if isinstance(act, OpenAuditReview):
                    at, policies = self.clock.now(), self.policies
                    found = await self.reader.run(
                        lambda c: verified(c, at, lambda _, version: policies.version(version))
                    )
                    act = replace(act, verification=found)
                if isinstance(act, SendDigests):
                    act = replace(act, due=await self.waits.whose_morning())
                return act
            return act_of(TimerKind(timer.kind), timer.number, timer.version)
        request = await self.request(timer.number)
        held = {s.source for s in request.snapshots if s.is_available}
        return RecordSnapshots(number=timer.number, snapshots=self.read(held, failing))

    def read(self, held: set[str], failing: set[str]) -> tuple[Snapshot, ...]:
        """What the sources say now."""
        at = self.clock.now()
        return tuple(
            Snapshot.unavailable(source.name, source.title, at, "It is closed.")
            if source.name in failing
            else Snapshot.of(source.name, source.title, at, self.says.get(source.name, {"id": "C-1"}))
            for source in self.policies.current.sources
            if source.name not in held
        )


@asynccontextmanager
async def open_office(
    file: Path, own: Policy | None = None, hands: Hands | None = None, name: str = "delivery"
) -> AsyncIterator[Office]:
    """An office on a database file, migrated and with the test policy on record; in the end its record is attested."""
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    reader, writer = Reader(engine), GroupWriter(engine)
    hands = hands or Hands()
    clock = Clock(hands)
    people = PeopleInMemory(clock)
    policies = Policies("v1", {"v1": own or policy()})
    await writer.run(lambda c: ledger.open_workspace(c, TEAM))
    desk = Desk(
        workspace=TEAM,
        writer=writer,
        roll=Roll(
            workspace=TEAM,
            reader=reader,
            directory=people,
            policies=policies,
            deciders=Deciders(workspace=TEAM, reader=reader, directory=people, clock=clock),
            clock=clock,
        ),
        directory=people,
        clock=clock,
        policies=policies,
    )
    office = Office(
        engine=engine,
        writer=writer,
        reader=reader,
        hands=hands,
        clock=clock,
        people=people,
        desk=desk,
        records=Records(workspace=TEAM, reader=reader),
        outbox=Outbox(workspace=TEAM, writer=writer, reader=reader, clock=clock),
        policies=policies,
        waits=Waits(
            records=Records(workspace=TEAM, reader=reader),
            policies=policies,
            directory=people,
            clock=clock,
        ),
        name=name,
    )
    try:
        yield office
        if not office.is_tampered_with:
            attested = await office.attest()
            hint = "A test that changes rows itself sets office.is_tampered_with."
            assert attested.is_whole, "\n".join([*fault_lines(attested), hint])
    finally:
        writer.close()
        reader.close()
        engine.dispose()
