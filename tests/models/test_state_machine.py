"""Many people do anything in any order, the clock moves, timers fire: the rules hold after every step."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.acts import (
    Acknowledge,
    Act,
    Approve,
    Close,
    File,
    MarkBreached,
    MarkExecuted,
    OnRequest,
    RecordSnapshots,
    Reject,
    WarnOfDeadline,
    Withdraw,
)
from models.audit_chain import AuditEvent
from models.deadlines import Timer, TimerKind, near_at, timers_for
from models.delegation import Delegation
from models.derived import derive
from models.due import act_of
from models.lifecycle import Scene, perform
from models.people import SYSTEM, Group, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import Customer, ExceptionRequest, Stage, Status
from models.snapshot import Snapshot
from models.trigger import Trigger, TriggerKind
from tests.builders import MORNING, euros, filing, person, policy
from tests.models.chains import chained
from tests.models.counted import Tally
from tests.models.invariants import LADDER, check_change, check_decision, check_request, owed

#: Few people with many hats, so that they meet themselves often.
GROUPS = {
    "@validators": {"UVAL1", "UBOTH"},
    "@leads": {"ULEAD1", "UBOTH"},
    "@managers": {"UMAN1", "UBOTH"},
    "@executives": {"UEXE1", "UBOTH"},
    "@operations": {"UOPS1", "UBOTH"},
    "@admins": {"UADMIN"},
}
PEOPLE = ("UREQ", "UVAL1", "UBOTH", "ULEAD1", "UMAN1", "UEXE1", "UOPS1", "USUPER")
KINDS: tuple[dict[str, bool], ...] = ({}, {}, {}, {"is_guest": True}, {"is_bot": True}, {"is_stranger": True})
SOURCES = ("crm", "contracts", "history")

anybody = st.sampled_from(PEOPLE)
stages = st.sampled_from(list(Stage))
deviations = st.sampled_from(["0", "10", "19.999", "20", "49.5", "49.999", "50", "900"]).map(Decimal)
values = st.sampled_from([1, 1000, 1001, 10001, 100000, 100001]).map(euros)
#: A standard of 30 with a number, or one without: then the requester's own percentage is to be confirmed.
forms = st.one_of(
    st.fixed_dictionaries(
        {
            "requested": deviations.map(lambda deviation: 30 + deviation * Decimal("0.3")),
            "value": values,
            "beneficiary": st.none() | anybody,
        }
    ),
    st.fixed_dictionaries(
        {
            "standard": st.just("P-W"),
            "requested": st.none(),
            "requested_words": st.just("One supplier."),
            "deviation": deviations,
            "value": values,
            "beneficiary": st.none() | anybody,
        }
    ),
)
waits = st.sampled_from([1, 30, 59, 61, 3600, 2 * 3600, 22 * 3600, 24 * 3600, 48 * 3600, 72 * 3600])


def own_policy() -> Policy:
    """Contacts that are groups, so that Slack may not know who they are; decision times over and under 2 hours."""
    contacts = {key: contact.model_dump() for key, contact in policy().contacts.items()}
    contacts["supervisor"] |= {"who": ["@leads"], "backup": ["USUPER"]}
    contacts["director"] |= {"who": ["@managers"], "backup": []}
    tiers = [tier.model_dump() for tier in policy().tiers]
    tiers[0]["decision_time"] = "1h"
    return policy(contacts=contacts, tiers=tiers)


POLICY = own_policy()
#: Why a timer that was claimed in time does nothing all the same, or is put off.
OUT_OF_DATE = (
    Why.DEADLINE_MOVED,
    Why.ALREADY_RECORDED,
    Why.HOLD_CLOSED,
    Why.GROUP_UNKNOWN,
)

#: What an alert leaves out, and what it is.
GAPS: list[dict[str, Any]] = [
    {"standard": "", "requested": None, "customer": Customer(id="", name="")},
    {"rationale": ""},
    {"standard": "P-9"},
    {},
]
TRIGGER = Trigger(kind=TriggerKind.ALERT, source="monitoring", id="msg_1", sha256="0" * 64)


class ManyPeople(RuleBasedStateMachine):
    """The lifecycle, driven as the desk drives it."""

    policy = POLICY

    def __init__(self) -> None:
        super().__init__()
        self.now = MORNING
        self.requests: dict[int, ExceptionRequest] = {}
        self.trails: dict[int, list[str]] = {}
        self.tally = Tally(self.policy.calendar.zone)
        self.chains: dict[int, list[AuditEvent]] = {}
        self.planned: set[tuple[int, TimerKind, str]] = set()
        self.fired: set[tuple[int, TimerKind, str]] = set()
        self.groups = {handle: set(people) for handle, people in GROUPS.items()}
        self.unknown: set[str] = set()
        self.age = timedelta(0)
        self.delegations: list[Delegation] = []

    # --- Circumstances ---

    def scene(self, request: ExceptionRequest | None) -> Scene:
        groups = {
            handle: Group(handle=handle, id="S", members=frozenset(people), read_at=self.now - self.age)
            for handle, people in self.groups.items()
            if handle not in self.unknown
        }
        number = 1001 + len(self.requests)
        return Scene(
            workspace="T1",
            at=self.now,
            policy=self.policy,
            policy_version="v1",
            register=Register(
                groups=groups,
                unknown=dict.fromkeys(self.unknown, "unknown"),
                delegations=tuple(self.delegations),
            ),
            number=number,
            trail=tuple(self.trails[request.number]) if request else (),
        )

    def perform(self, act: Act, by: Person) -> Refusal | None:
        number = None if isinstance(act, File) else act.number
        before = self.requests.get(number) if number else None
        result = perform(before, act, by, self.scene(before))
        if isinstance(result, Refusal):
            if by == SYSTEM:
                assert result.why in OUT_OF_DATE
            return result
        after, kinds = result.request, [event.kind.value for event in result.events]
        check_change(before, after, kinds)
        if before is not None:
            known = {handle: set() if handle in self.unknown else p for handle, p in self.groups.items()}
            check_decision(before, after, act, by.id, self.now, known)
            if after.decisions != before.decisions:
                assert self.age <= timedelta(minutes=1), "decided by an old list of people"
                assert not any(vars(by)[what] for what in ("is_bot", "is_guest", "is_stranger"))
        self.requests[after.number] = after
        self.planned |= {
            (after.number, timer.kind, timer.version) for timer in timers_for(after, self.policy)
        }
        self.trails.setdefault(after.number, []).extend(kinds)
        self.tally.note(before, after, self.trails[after.number])
        chain = self.chains.setdefault(after.number, [])
        chain += chained(result.events, chain, after.number, by.id, self.now)
        assert derive(chain) == after, "the events tell another request"
        return None

    def chosen(self, data: st.DataObject) -> ExceptionRequest:
        return self.requests[data.draw(st.sampled_from(sorted(self.requests)))]

    # --- What people do ---

    @initialize(form=forms, by=anybody)
    def begin(self, form: dict[str, Any], by: str) -> None:
        self.perform(File(filing=filing(**form)), person(by))
        self.tick(set())

    @rule(form=forms, by=anybody, what=st.sampled_from(KINDS))
    def file(self, form: dict[str, Any], by: str, what: dict[str, bool]) -> None:
        self.perform(File(filing=filing(**form)), person(by, **what))

    @rule(form=forms, by=anybody, gaps=st.sampled_from(GAPS))
    def file_by_alert(self, form: dict[str, Any], by: str, gaps: dict[str, Any]) -> None:
        """Seldom complete; what it lacks only whoever it names can add."""
        self.perform(File(filing=filing(**(form | gaps)), trigger=TRIGGER), person(by))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody, what=st.sampled_from(KINDS), deviation=st.none() | deviations)
    def approve(self, data: st.DataObject, by: str, what: Any, deviation: Decimal | None) -> None:
        request = self.chosen(data)
        stage = data.draw(st.sampled_from([request.stage or Stage.AUTHORIZATION] * 4 + list(Stage)))
        rationale = data.draw(st.sampled_from(["Fine."] * 5 + [" "]))
        act = Approve(number=request.number, stage=stage, rationale=rationale, deviation=deviation)
        self.perform(act, person(by, **what))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), steps=st.integers(1, 6), deviation=st.none() | deviations)
    def go_on(self, data: st.DataObject, steps: int, deviation: Decimal | None) -> None:
        """Those whose turn it is do their part; by people at random few requests would ever get to their end."""
        number = self.chosen(data).number
        for _ in range(steps):
            request = self.requests[number]
            if request.stage is not None and request.gatherings:
                group = "@validators" if request.stage is Stage.VALIDATION else LADDER[request.score.tier]
                by = data.draw(st.sampled_from(sorted(self.groups[group]) or ["UNOBODY"]))
                act = Approve(number=number, stage=request.stage, rationale="Fine.", deviation=deviation)
                self.perform(act, person(by))
            elif request.status is Status.EXECUTION and data.draw(st.sampled_from([False, False, True])):
                self.perform(Withdraw(number=number, why="Not needed."), person(request.filed_by))
            elif request.status is Status.EXECUTION:
                self.perform(MarkExecuted(number=number, done="Done."), person("UOPS1"))
            else:
                if request.status is Status.CLOSING:
                    too_late = Withdraw(number=number, why="Not needed.")
                    assert self.perform(too_late, person(request.filed_by)) is not None
                self.tick(set())

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody, stage=stages)
    def reject(self, data: st.DataObject, by: str, stage: Stage) -> None:
        act = Reject(number=self.chosen(data).number, stage=stage, rationale="No.")
        self.perform(act, person(by))

    @precondition(lambda self: any(r.escalations for r in self.requests.values()))
    @rule(data=st.data(), by=anybody)
    def acknowledge(self, data: st.DataObject, by: str) -> None:
        request = data.draw(st.sampled_from([r for r in self.requests.values() if r.escalations]))
        escalation = data.draw(st.sampled_from(request.escalations))
        self.perform(Acknowledge(number=request.number, escalation=escalation.key), person(by))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody)
    def carry_out(self, data: st.DataObject, by: str) -> None:
        self.perform(MarkExecuted(number=self.chosen(data).number, done="Done."), person(by))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=st.none() | anybody, what=st.sampled_from(KINDS))
    def withdraw(self, data: st.DataObject, by: str | None, what: dict[str, bool]) -> None:
        """Somebody takes it back, the requester as often as all others together; some of them too late."""
        ended = [r for r in self.requests.values() if r.status is Status.CLOSING and not r.withdrawal]
        request = data.draw(st.sampled_from(ended)) if ended else self.chosen(data)
        why = data.draw(st.sampled_from(["Not needed."] * 5 + [" "]))
        self.perform(Withdraw(number=request.number, why=why), person(by or request.filed_by, **what))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody)
    def close(self, data: st.DataObject, by: str) -> None:
        self.perform(Close(number=self.chosen(data).number), person(by))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=anybody)
    def forge(self, data: st.DataObject, by: str) -> None:
        """A person sends what only the system does."""
        request = self.chosen(data)
        forged: list[OnRequest] = [
            WarnOfDeadline(number=request.number, deadline=request.deadline),
            MarkBreached(number=request.number, deadline=request.deadline),
            RecordSnapshots(number=request.number, snapshots=()),
        ]
        refusal = self.perform(data.draw(st.sampled_from(forged)), person(by))
        assert refusal is not None
        assert refusal.why is Why.SYSTEM_ONLY

    # --- What happens around them ---

    @rule(seconds=waits)
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(handle=st.sampled_from(sorted(GROUPS)), by=anybody)
    def join_or_leave(self, handle: str, by: str) -> None:
        self.groups[handle] ^= {by}

    @rule(handles=st.sets(st.sampled_from(sorted(GROUPS)), max_size=6), age=st.sampled_from([0, 60, 61]))
    def slack_fails(self, handles: set[str], age: int) -> None:
        self.unknown, self.age = handles, timedelta(seconds=age)

    @rule()
    def slack_recovers(self) -> None:
        self.unknown, self.age = set(), timedelta(0)

    # --- Timers, as the desk keeps and fires them ---

    def due(self) -> list[tuple[datetime, int, Timer]]:
        waiting = [
            (timer.due_at, number, timer)
            for number, request in self.requests.items()
            for timer in timers_for(request, self.policy)
            if timer.due_at <= self.now and (number, timer.kind, timer.version) not in self.fired
        ]
        return sorted(waiting, key=lambda due: due[:2])

    def fire(self, number: int, timer: Timer, failing: set[str]) -> None:
        act: OnRequest
        if timer.kind is TimerKind.GATHER:
            held = {s.source for s in self.requests[number].snapshots if s.is_available}
            act = RecordSnapshots(number=number, snapshots=self.read(failing, held))
        else:
            act = act_of(timer.kind, number, timer.version)
        refusal = self.perform(act, SYSTEM)
        if refusal is None or not refusal.can_be_tried_again:
            self.fired.add((number, timer.kind, timer.version))

    def read(self, failing: set[str], held: set[str]) -> tuple[Snapshot, ...]:
        return tuple(
            Snapshot.unavailable(name, name, self.now, "It is closed.")
            if name in failing
            else Snapshot.of(name, name, self.now, {"at": self.now.isoformat()})
            for name in SOURCES
            if name not in held
        )

    @rule(failing=st.sets(st.sampled_from(SOURCES), max_size=2))
    def tick(self, failing: set[str]) -> None:
        """All that is due fires; what follows from it at once fires too."""
        for _ in range(50):
            before = len(self.fired)
            for _, number, timer in self.due():
                still = {(t.kind, t.version) for t in timers_for(self.requests[number], self.policy)}
                if (timer.kind, timer.version) in still:
                    self.fire(number, timer, failing)
            if len(self.fired) == before:
                break
        else:
            raise AssertionError("the timers never come to rest")
        for request in self.requests.values():
            raised = {escalation.key for escalation in request.escalations}
            lost = owed(request, self.now, near_at(self.policy, request)) - raised
            assert not lost or self.unknown or self.age > timedelta(minutes=1), f"{lost} was lost"

    @precondition(lambda self: self.planned)
    @rule(data=st.data())
    def fire_out_of_turn(self, data: st.DataObject) -> None:
        """A timer that has fired before, or that does not apply any more, does nothing."""
        number, kind, version = data.draw(st.sampled_from(sorted(self.planned)))
        applies = {(t.kind, t.version) for t in timers_for(self.requests[number], self.policy)}
        has_fired = (number, kind, version) in self.fired
        if kind not in (TimerKind.DEADLINE_NEAR, TimerKind.DEADLINE_BREACHED):
            return
        if has_fired or (kind, version) not in applies:
            what = WarnOfDeadline if kind is TimerKind.DEADLINE_NEAR else MarkBreached
            act = what(number=number, deadline=datetime.fromisoformat(version))
            assert self.perform(act, SYSTEM) is not None

    # --- What holds after every step ---

    @invariant()
    def every_rule_holds(self) -> None:
        for request in self.requests.values():
            check_request(request, self.policy)
        self.tally.check(self.requests.values())

    def teardown(self) -> None:
        """Whatever has happened, a week later nothing is owed and what was decided is closed or says what it lacks."""
        self.slack_recovers()
        self.now += timedelta(days=7)
        self.tick(set())
        for request in self.requests.values():
            check_request(request, self.policy)
            if request.status is Status.CLOSING:
                assert request.missing, "a record waits to be closed and lacks nothing"


TestManyPeople = ManyPeople.TestCase
TestManyPeople.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
