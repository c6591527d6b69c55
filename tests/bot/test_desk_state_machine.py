"""Many people at a real desk on a real database, two at a time: what holds of the rules holds of the rows too."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, select

from bot.audit import attest
from bot.desk import Performed
from bot.remembering import TIMER_AGAIN
from bot.views.verified import fault_lines
from models import queries
from models.acts import Acknowledge, Act, Approve, Close, File, MarkExecuted, Reject, Withdraw
from models.audit_chain import AuditEvent
from models.codec import request_from_json
from models.deadlines import Timer, near_at, timers_for
from models.policy import Policy
from models.request import ExceptionRequest, Stage, Status
from models.rollup_queries import cells
from models.tables import decisions, outbox, requests, timers
from tests.bot.office import TEAM, Office, open_office
from tests.builders import by_hand, euros, filing, policy
from tests.models.counted import contributions
from tests.models.invariants import check_change, check_decision, check_request, owed

T = TypeVar("T")
GROUPS = {
    "@validators": {"UVAL1", "UBOTH"},
    "@leads": {"ULEAD1", "UBOTH"},
    "@managers": {"UMAN1", "UBOTH"},
    "@executives": {"UEXE1", "UBOTH"},
    "@operations": {"UOPS1", "UBOTH"},
    "@admins": {"UADMIN"},
}
anybody = st.sampled_from(["UREQ", "UVAL1", "UBOTH", "ULEAD1", "UMAN1", "UEXE1", "UOPS1", "USUPER"])
stages = st.sampled_from(list(Stage))
deviations = st.sampled_from(["10", "49.999", "50"]).map(Decimal)
forms = st.one_of(
    st.builds(dict, requested=st.sampled_from([31, 36, 45]).map(Decimal), beneficiary=st.none() | anybody),
    st.builds(by_hand, deviations, value=st.sampled_from([1, 2000]).map(euros)),
)


def own_policy() -> Policy:
    """The supervisor is a group, so that Slack may not know who it is."""
    contacts = {key: contact.model_dump() for key, contact in policy().contacts.items()}
    contacts["supervisor"] |= {"who": ["@leads"]}
    return policy(contacts=contacts)


POLICY = own_policy()


class BusyDesk(RuleBasedStateMachine):
    """The desk with its real writer and reader, and people in memory."""

    policy = POLICY
    groups: Mapping[str, set[str]] = GROUPS

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        opening = open_office(Path(folder) / "desk.sqlite3", self.policy)
        self.office: Office = self.run(self.stack.enter_async_context(opening))
        self.office.people.members = {handle: set(people) for handle, people in self.groups.items()}
        self.requests: dict[int, ExceptionRequest] = {}
        self.lengths: dict[int, int] = {0: 0}
        self.last: tuple[Act, str, str, Performed] | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def read(self, work: Any) -> Any:
        return self.run(self.office.reader.run(work))

    def number(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.requests)))

    # --- Acts, each checked against what it has left behind ---

    def act(self, act: Act, by: str) -> Performed:
        key = self.office.key()
        performed = self.run(self.office.perform(act, by, key))
        self.last = (act, by, key, performed)
        self.check(act, by, performed)
        return performed

    def check(self, act: Act, by: str, performed: Performed) -> None:
        """The version has grown by one with events that tell of it; a refusal leaves one event, or none."""
        number = performed.request.number if performed.request else 0
        new = self.new_events(number)
        if performed.refusal is not None:
            assert [link.kind for link in new] in ([], ["act.refused"])
            if number in self.requests:
                assert performed.request == self.requests[number]
            return
        if performed.request is None:
            return
        before, after = self.requests.get(number), performed.request
        check_change(before, after, [link.kind for link in new])
        assert {link.actor for link in new} == {by}
        assert {link.at for link in new} == {self.office.hands.at}
        if before is not None:
            members = self.office.people.members
            known = {h: set() if h in self.office.people.unknown else m for h, m in members.items()}
            check_decision(before, after, act, by, self.office.hands.at, known)
        self.requests[number] = after

    def new_events(self, number: int) -> tuple[AuditEvent, ...]:
        trail: tuple[AuditEvent, ...] = self.read(lambda c: queries.trail(c, TEAM, number))
        new = trail[self.lengths.get(number, 0) :]
        self.lengths[number] = len(trail)
        return new

    @initialize(form=forms, by=anybody)
    def begin(self, form: dict[str, Any], by: str) -> None:
        self.act(File(filing=filing(**form)), by)

    @rule(form=forms, by=anybody)
    def file(self, form: dict[str, Any], by: str) -> None:
        self.act(File(filing=filing(**form)), by)

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody, stage=stages, deviation=st.none() | deviations)
    def approve(self, data: st.DataObject, by: str, stage: Stage, deviation: Decimal | None) -> None:
        number = self.number(data)
        self.act(Approve(number=number, stage=stage, rationale="Fine.", deviation=deviation), by)

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody, stage=stages)
    def reject(self, data: st.DataObject, by: str, stage: Stage) -> None:
        self.act(Reject(number=self.number(data), stage=stage, rationale="No."), by)

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody)
    def do_something_else(self, data: st.DataObject, by: str) -> None:
        number = self.number(data)
        keys = [e.key for e in self.requests[number].escalations] or ["none"]
        acts: list[Act] = [
            MarkExecuted(number=number, done="Done."),
            Close(number=number),
            Acknowledge(number=number, escalation=data.draw(st.sampled_from(keys))),
        ]
        self.act(data.draw(st.sampled_from(acts)), by)

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=st.none() | anybody)
    def withdraw(self, data: st.DataObject, by: str | None) -> None:
        """Somebody takes it back, the requester as often as all others together."""
        number = self.number(data)
        self.act(Withdraw(number=number, why="Not needed."), by or self.requests[number].filed_by)

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), steps=st.integers(1, 5))
    def go_on(self, data: st.DataObject, steps: int) -> None:
        """Those whose turn it is do their part."""
        number = self.number(data)
        for _ in range(steps):
            request = self.requests[number]
            if request.stage is not None and request.gatherings:
                group = "@validators" if request.stage is Stage.VALIDATION else "@executives"
                by = data.draw(st.sampled_from(sorted(self.office.people.members[group])))
                self.act(Approve(number=number, stage=request.stage, rationale="Fine."), by)
            elif request.status is Status.EXECUTION:
                self.act(MarkExecuted(number=number, done="Done."), "UOPS1")
            else:
                self.tick(())

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=st.lists(anybody, min_size=2, max_size=4, unique=True), verdicts=st.data())
    def decide_at_once(self, data: st.DataObject, by: list[str], verdicts: st.DataObject) -> None:
        """Several people decide the same stage of the same request in one moment: at most one of them counts."""
        number = self.number(data)
        before = self.requests[number]
        stage = before.stage or Stage.AUTHORIZATION
        acts = [
            verdicts.draw(st.sampled_from([Approve, Reject]))(number=number, stage=stage, rationale="So.")
            for _ in by
        ]

        async def together() -> list[Performed]:
            return await asyncio.gather(
                *(self.office.perform(act, who) for act, who in zip(acts, by, strict=True))
            )

        performed = self.run(together())
        won = [(a, w, p) for a, w, p in zip(acts, by, performed, strict=True) if p.refusal is None]
        assert len(won) <= 1, "two decisions of one stage"
        new = self.new_events(number)
        told = [link.kind for link in new if link.kind != "act.refused"]
        for act, who, result in won:
            assert result.request is not None
            check_change(before, result.request, told)
            members = self.office.people.members
            known = {h: set() if h in self.office.people.unknown else m for h, m in members.items()}
            check_decision(before, result.request, act, who, self.office.hands.at, known)
            self.requests[number] = result.request
        assert won or told == []

    @precondition(lambda self: self.last)
    @rule()
    def deliver_again(self) -> None:
        """The last delivery comes a second time."""
        assert self.last is not None
        act, by, key, first = self.last
        if first.refusal is not None and first.refusal.can_be_tried_again:
            return
        again = self.run(self.office.perform(act, by, key))
        if first.refusal is not None and first.refusal.lies_in_roles:
            # Who may do it can have changed since, so it was judged anew.
            self.last = (act, by, key, again)
            self.check(act, by, again)
            return
        assert again.is_repeat
        assert again.refusal == first.refusal
        if first.request is not None:
            assert again.request == self.requests[first.request.number]
            assert self.new_events(first.request.number) == ()

    # --- What happens around them ---

    @rule(hours=st.sampled_from([0.01, 1, 23, 47, 71]))
    def wait(self, hours: float) -> None:
        self.office.hands.move(hours=hours)

    @rule(handle=st.sampled_from(sorted(GROUPS)[2:]), by=anybody)
    def join_or_leave(self, handle: str, by: str) -> None:
        members = self.office.people.members
        members[handle] = (members[handle] ^ {by}) or {by}

    @rule(handles=st.sets(st.sampled_from(sorted(GROUPS)), max_size=4))
    def slack_fails_or_recovers(self, handles: set[str]) -> None:
        self.office.people.unknown = handles

    @rule(count=st.integers(1, 2))
    def people_change_while_an_act_is_judged(self, count: int) -> None:
        self.office.people.unrest = count

    @rule(failing=st.sampled_from([(), ("history",), ("crm", "contracts")]))
    def tick(self, failing: tuple[str, ...]) -> None:
        """All that is due fires, some of it claimed twice at once."""
        for _ in range(40):
            due = self.run(self.office.records.due_timers(self.office.hands.at, 50))
            if not due:
                break
            for timer in due:
                self.fire_twice(timer, failing)
        else:
            raise AssertionError("the timers never come to rest")
        for request in self.requests.values():
            lost = owed(request, self.office.hands.at, near_at(self.policy, request)) - {
                e.key for e in request.escalations
            }
            assert not lost or self.office.people.unknown or self.is_put_off(request), f"{lost} was lost"

    def fire_twice(self, timer: queries.DueTimer, failing: tuple[str, ...]) -> None:
        async def both() -> tuple[Act, list[Performed]]:
            act = await self.office.act_of(timer, set(failing))
            assert isinstance(act, Act)
            return act, await asyncio.gather(*(self.office.fire(timer, failing) for _ in range(2)))

        act, performed = self.run(both())
        done = [p for p in performed if p.refusal is None and not p.is_repeat]
        assert len(done) <= 1, "a timer has fired twice"
        for result in done:
            self.check(act, "system", result)
        if not done:
            assert self.new_events(timer.number) == ()

    def is_put_off(self, request: ExceptionRequest) -> bool:
        """An escalation that reached nobody a moment ago is tried again soon."""
        rows = self.read(lambda c: c.execute(waiting(request.number)).all())
        return any(row.due_at <= self.office.hands.at + TIMER_AGAIN for row in rows)

    # --- What holds after every step ---

    @invariant()
    def every_rule_holds(self) -> None:
        for request in self.requests.values():
            check_request(request, self.policy)
        self.read(self.check_rows)

    def check_rows(self, connection: Connection) -> None:
        """The audit chain holds, and the rows say what the state says."""
        policies = self.office.policies
        attested = attest(connection, lambda _, version: policies.version(version), self.office.hands.at)
        assert attested.is_whole, list(fault_lines(attested))
        figures = contributions(self.requests.values(), self.policy.calendar.zone)
        assert cells(connection, TEAM) == figures
        rows = {row.number: row for row in connection.execute(select(requests))}
        assert set(rows) == set(self.requests)
        for number, request in self.requests.items():
            row = rows[number]
            assert request_from_json(row.body) == request
            assert (row.version, row.status, row.outcome, row.tier, row.deadline) == (
                request.version,
                request.status,
                request.outcome,
                request.score.tier,
                request.deadline,
            )
            made = connection.execute(
                select(decisions).where(decisions.c.number == number).order_by(decisions.c.id)
            )
            assert [(d.person, d.stage, d.verdict, d.at) for d in made] == [
                (d.by, d.stage, d.verdict, d.at) for d in request.decisions
            ]
            self.check_timers(connection, request)
            self.check_messages(connection, request)

    def check_timers(self, connection: Connection, request: ExceptionRequest) -> None:
        """What waits is what is still to come; what is to come waits, or has fired."""
        rows = connection.execute(select(timers).where(timers.c.number == request.number)).all()
        to_come = {(t.kind.value, t.version): t for t in timers_for(request, self.policy)}
        by_key = {(row.kind, row.version): row for row in rows}
        for key, timer in to_come.items():
            self.check_timer(timer, by_key[key])
        for key, row in by_key.items():
            assert row.ended_how is not None or key in to_come, f"{key} waits for nothing"

    def check_timer(self, timer: Timer, row: Any) -> None:
        assert row.ended_how in (None, "fired")
        put_off: datetime = row.due_at - TIMER_AGAIN
        assert row.due_at == timer.due_at or timer.due_at <= put_off <= self.office.hands.at

    def check_messages(self, connection: Connection, request: ExceptionRequest) -> None:
        """Each escalation has a message to each who is told, and each decided request its card for operations."""
        rows = connection.execute(select(outbox.c.key).where(outbox.c.number == request.number))
        keys = set(rows.scalars())
        for escalation in request.escalations:
            for told in escalation.told:
                assert f"escalation:{request.number}:{escalation.key}:{told}" in keys
        asked = f"execution_card:{request.number}" in keys
        # Once both approvals were given the card stays, whatever becomes of them.
        assert asked == (request.is_approved or request.was_approved)

    def teardown(self) -> None:
        self.office.people.unknown, self.office.people.unrest = set(), 0
        self.office.hands.move(days=7)
        self.tick(())
        self.every_rule_holds()
        self.run(self.stack.aclose())
        self.loop.close()


def waiting(number: int) -> Any:
    """The escalations of a request that still wait."""
    return select(timers.c.due_at).where(
        timers.c.number == number, timers.c.kind.like("deadline%"), timers.c.ended_at.is_(None)
    )


TestBusyDesk = BusyDesk.TestCase
# A failing run of 20 steps reads well as it is; to shrink it would take minutes on a real database.
TestBusyDesk.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, phases=[Phase.reuse, Phase.generate]
)
