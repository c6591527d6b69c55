"""The hard half in any order: facts that fail and contradict, holds, returns, amendments, complaints, urgency."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from models.acts import (
    Amend,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    ClearCompliance,
    Complain,
    DocumentSource,
    ExtendDeadline,
    File,
    MarkExecuted,
    OnRequest,
    Prohibit,
    Reject,
    ResolveHold,
    ReturnForCompletion,
    ReviewComplaint,
    RollBack,
    RouteToCompliance,
)
from models.deadlines import TimerKind, timers_for
from models.delegation import VALIDATORS, Delegation
from models.due import act_of
from models.holds import Hold, HoldKind, MissingItem
from models.people import SYSTEM, Person
from models.refusals import Why
from models.request import Customer, ExceptionRequest, Result, Stage, Status
from models.snapshot import Snapshot
from tests.builders import euros, filing, person
from tests.models.hard_policy import HARD, HARD_GROUPS, OWNERS
from tests.models.invariants import LADDER, check_delegations
from tests.models.test_state_machine import (
    PEOPLE,
    SOURCES,
    ManyPeople,
    anybody,
    deviations,
    values,
)

said = st.sampled_from(["It is settled."] * 5 + [" "])


EVERYBODY = (*PEOPLE, "UDATA", "UCOMP", "UABOVE", "USUCCESS", "UADMIN")
somebody = st.sampled_from(EVERYBODY)


class HardWays(ManyPeople):
    """The lifecycle with everything that a policy may switch on."""

    policy = HARD

    def __init__(self) -> None:
        super().__init__()
        self.groups = {handle: set(people) for handle, people in HARD_GROUPS.items()}
        self.says: dict[str, str] = {"crm": "30", "contracts": "30"}
        self.is_listed = False

    # --- What the sources say ---

    @rule(
        crm=st.sampled_from(["30", "31", "0", "many"]),
        contracts=st.sampled_from(["30", "60"]),
        listed=st.booleans(),
    )
    def facts_change(self, crm: str, contracts: str, listed: bool) -> None:
        self.says, self.is_listed = {"crm": crm, "contracts": contracts}, listed

    def read(self, failing: set[str], held: set[str]) -> tuple[Snapshot, ...]:
        payloads: dict[str, dict[str, Any]] = {name: {"name": "Sample & Sons"} for name in SOURCES}
        for name, term in self.says.items():
            payloads[name]["term"] = term
        payloads["crm"]["listed"] = "yes" if self.is_listed else "no"
        return tuple(
            Snapshot.unavailable(name, name, self.now, "It is closed.")
            if name in failing
            else Snapshot.of(name, name, self.now, payloads[name])
            for name in SOURCES
            if name not in held
        )

    @rule(days=st.sampled_from([1, 8, 40]))
    def wait_for_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    @precondition(lambda self: len(self.requests) < 4)
    @rule(
        requested=st.sampled_from(["31", "33", "45"]), value=st.sampled_from([1, 1000, 5000]), data=st.data()
    )
    def file_a_small_one(self, requested: str, value: int, data: st.DataObject) -> None:
        """Small and computed, for one who is no approver; its sources may fail at once."""
        form = filing(requested=Decimal(requested), value=euros(value))
        self.perform(File(filing=form), person("UREQ"))
        self.tick(data.draw(st.sampled_from([set(), set(), {"crm"}, {"contracts", "history"}])))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), steps=st.integers(1, 6))
    def go_on_all_the_way(self, data: st.DataObject, steps: int) -> None:
        """Those whose turn it is do their part, holds included; by chance few requests would ever get to their end."""
        number = self.chosen(data).number
        for _ in range(steps):
            request = self.requests[number]
            if request.open_holds:
                self.perform(*self.answer(data, request, request.open_holds[0]))
            elif request.stage is not None and request.gatherings:
                group = "@validators" if request.stage is Stage.VALIDATION else LADDER[request.score.tier]
                by = person(data.draw(st.sampled_from(sorted(self.groups[group]) or ["UNOBODY"])))
                self.perform(
                    data.draw(st.sampled_from([self.approval(request)] * 4 + [self.return_of(request)])), by
                )
            elif request.status is Status.EXECUTION:
                result = data.draw(st.sampled_from([Result.DONE, *Result]))
                self.perform(MarkExecuted(number=number, done="Done.", result=result), person("UOPS1"))
            else:
                self.tick(set())

    def answer(self, data: st.DataObject, request: ExceptionRequest, hold: Hold) -> tuple[OnRequest, Person]:
        """What ends the hold, or seldom the request, by its owner."""
        number, key = request.number, hold.key
        by = person(request.filed_by)
        if hold.kind is HoldKind.RETURNED:
            form = filing() if request.is_incomplete else request.filing
            return Amend(number=number, filing=form, why="It is complete."), by
        if hold.kind is HoldKind.DATA_UNAVAILABLE and data.draw(st.booleans()):
            return DocumentSource(number=number, hold=key, words="The contract."), by
        owner = person(self.owner(data, request, hold))
        if hold.kind is HoldKind.REGULATORY:
            acts: list[OnRequest] = [
                ClearCompliance(number=number, hold=key, words="Fine."),
                ClearCompliance(number=number, hold=key, words="Fine.", conditions="A deposit."),
                Prohibit(number=number, hold=key, why="It is against the law."),
            ]
            return data.draw(st.sampled_from(acts)), owner
        return ResolveHold(number=number, hold=key, words="Settled.", chosen="30"), owner

    def approval(self, request: ExceptionRequest) -> OnRequest:
        assert request.stage is not None
        return Approve(number=request.number, stage=request.stage, rationale="Fine.")

    def return_of(self, request: ExceptionRequest) -> OnRequest:
        items = (MissingItem(field="impact", words="For whom?"),)
        return ReturnForCompletion(number=request.number, items=items)

    # --- Who stands in for whom ---

    @precondition(lambda self: len(self.delegations) < 6)
    @rule(by=somebody, to=somebody, days=st.sampled_from([1, 10]), in_days=st.sampled_from([0, 0, 1]))
    def delegate(self, by: str, to: str, days: int, in_days: int) -> None:
        """Whether it may be made is asked elsewhere: whatever stands there, the two count as one person."""
        if by == to or len(self.delegations) > 12:
            return
        starts = self.now + timedelta(days=in_days)
        roles = (VALIDATORS, "team_lead", "manager", "executive")
        number = len(self.delegations) + 1
        made = Delegation(
            number=number,
            by=by,
            to=to,
            roles=roles,
            starts=starts,
            ends=starts + timedelta(days=days),
            made_at=self.now,
        )
        self.delegations.append(made)

    @precondition(lambda self: self.delegations)
    @rule(data=st.data())
    def end_delegation(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.delegations) - 1))
        if self.delegations[place].ended_at is None:
            self.delegations[place] = replace(self.delegations[place], ended_at=self.now, ended_by="UADMIN")

    @precondition(lambda self: any(self.can_be_decided(request) for request in self.requests.values()))
    @rule(data=st.data(), cause=st.sampled_from(["stead", "stead", "requester", "first"]))
    def decide_by_a_delegation(self, data: st.DataObject, cause: str) -> None:
        """Somebody decides in another's stead; or in their own right, just linked to one who has a part in it."""
        request = data.draw(st.sampled_from([r for r in self.requests.values() if self.can_be_decided(r)]))
        is_first = request.stage is Stage.VALIDATION
        holders = sorted(self.groups["@validators" if is_first else LADDER[request.score.tier]])
        holder = data.draw(st.sampled_from(holders or ["UNOBODY"]))
        earlier = [decision.by for decision in request.decisions_of_round()]
        if cause == "stead":
            by, to = (
                holder,
                data.draw(st.sampled_from(sorted(self.groups["@operations" if is_first else "@leads"]))),
            )
        else:
            to = holder
            by = request.filed_by if cause == "requester" or not earlier else earlier[-1]
        self.delegate(by=by, to=to, days=1, in_days=0)
        self.now += timedelta(seconds=1)
        self.perform(self.approval(request), person(to))

    def can_be_decided(self, request: ExceptionRequest) -> bool:
        return request.stage is not None and request.gatherings > 0 and not request.open_holds

    @invariant()
    def two_ends_are_one_person(self) -> None:
        for request in self.requests.values():
            check_delegations(request, self.delegations)

    # --- What people do about holds ---

    def held(self) -> list[ExceptionRequest]:
        return [request for request in self.requests.values() if request.open_holds]

    def owner(self, data: st.DataObject, request: ExceptionRequest, hold: Hold) -> str:
        """Whose the hold is, mostly; now and then anybody."""
        if data.draw(st.integers(0, 4)) == 0:
            return data.draw(somebody)
        if hold.kind is HoldKind.RETURNED:
            return request.filed_by
        if hold.kind is HoldKind.OVER_AUTHORITY:
            return "UABOVE"
        return data.draw(st.sampled_from(sorted(self.groups[OWNERS[hold.kind]]) or ["UNOBODY"]))

    @precondition(lambda self: self.held())
    @rule(data=st.data(), words=said)
    def settle(self, data: st.DataObject, words: str) -> None:
        """A hold is closed as its kind is."""
        request = data.draw(st.sampled_from(self.held()))
        hold = data.draw(st.sampled_from(request.open_holds))
        by = person(self.owner(data, request, hold))
        number = request.number
        acts: list[OnRequest] = [
            ResolveHold(
                number=number,
                hold=hold.key,
                words=words,
                chosen=data.draw(st.sampled_from(["30", "45", "0"])),
            )
        ]
        if hold.kind is HoldKind.CONFLICTING_DATA:
            acts.append(
                ResolveHold(number=number, hold=hold.key, words=words, side=data.draw(st.integers(0, 2)))
            )
        if hold.kind is HoldKind.REGULATORY:
            acts = [
                ClearCompliance(number=number, hold=hold.key, words=words),
                ClearCompliance(number=number, hold=hold.key, words=words, conditions="A deposit first."),
            ]
        if hold.kind is HoldKind.RETURNED:
            acts = [Amend(number=number, filing=self.changed(data, request), why=words)]
        self.perform(data.draw(st.sampled_from(acts)), by)

    @precondition(lambda self: self.held())
    @rule(data=st.data(), by=somebody, words=said, never=st.integers(0, 3))
    def answer_otherwise(self, data: st.DataObject, by: str, words: str, never: int) -> None:
        """A document is given, time is lengthened, or, seldom, it is prohibited."""
        request = data.draw(st.sampled_from(self.held()))
        hold = data.draw(st.sampled_from(request.open_holds))
        number = request.number
        self.perform(DocumentSource(number=number, hold=hold.key, words=words), person(request.filed_by))
        self.perform(ExtendDeadline(number=number, hold=hold.key, why=words), person(by))
        if never == 0:
            act = Prohibit(number=number, hold=hold.key, why=words)
            self.perform(act, person(self.owner(data, request, hold)))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=somebody, words=said)
    def route_to_compliance(self, data: st.DataObject, by: str, words: str) -> None:
        self.perform(RouteToCompliance(number=self.chosen(data).number, why=words), person(by))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=somebody, words=said)
    def return_it(self, data: st.DataObject, by: str, words: str) -> None:
        items = (MissingItem(field="impact", words=words),)
        self.perform(ReturnForCompletion(number=self.chosen(data).number, items=items), person(by))

    # --- What requesters change and ask for ---

    def changed(self, data: st.DataObject, request: ExceptionRequest) -> Any:
        what: dict[str, Any] = data.draw(
            st.sampled_from(
                [
                    {},
                    {"rationale": "They have paid on time for ten years."},
                    {"value": data.draw(values)},
                    {"customer": Customer(id="C-2", name="Other & Sons")},
                    {"beneficiary": data.draw(st.none() | anybody)},
                    {
                        "standard": "P-1",
                        "requested": 30 + data.draw(deviations) * Decimal("0.3"),
                        "requested_words": "",
                        "deviation": None,
                    },
                    {"value": euros(200000)},
                ]
            )
        )
        return replace(request.filing, **what)

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=st.none() | somebody, words=said)
    def amend(self, data: st.DataObject, by: str | None, words: str) -> None:
        request = self.chosen(data)
        act = Amend(number=request.number, filing=self.changed(data, request), why=words)
        self.perform(act, person(by or request.filed_by))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=somebody, words=said, is_granted=st.booleans())
    def hurry(self, data: st.DataObject, by: str, words: str, is_granted: bool) -> None:
        request = self.chosen(data)
        self.perform(AskToExpedite(number=request.number, justification=words), person(request.filed_by))
        manager = data.draw(st.sampled_from(sorted(self.groups["@managers"]) or ["UNOBODY"]))
        for answering in (by, manager):
            act = AnswerExpedite(
                number=request.number, round=request.round, is_granted=is_granted, words=words
            )
            self.perform(act, person(answering))

    # --- What comes after the decision ---

    @precondition(lambda self: self.requests)
    @rule(
        data=st.data(),
        by=st.sampled_from(["UOPS1", "UOPS1", "UBOTH", "UREQ"]),
        result=st.sampled_from(list(Result)),
    )
    def try_it(self, data: st.DataObject, by: str, result: Result) -> None:
        act = MarkExecuted(number=self.chosen(data).number, done="Done.", result=result)
        self.perform(act, person(by))

    @precondition(lambda self: any(request.executions for request in self.requests.values()))
    @rule(data=st.data(), by=st.sampled_from(["UOPS1", "UOPS1", "UREQ"]))
    def roll_back(self, data: st.DataObject, by: str) -> None:
        tried = [request for request in self.requests.values() if request.executions]
        number = data.draw(st.sampled_from(tried)).number
        self.perform(RollBack(number=number, done="Taken back."), person(by))

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=somebody, words=said)
    def complain(self, data: st.DataObject, by: str, words: str) -> None:
        request = self.chosen(data)
        if len(request.complaints) < 3:
            self.perform(Complain(number=request.number, words=words), person(by))

    @precondition(lambda self: any(request.complaints for request in self.requests.values()))
    @rule(data=st.data(), by=st.sampled_from(["USUCCESS", "USUCCESS", "UREQ"]), words=said)
    def review(self, data: st.DataObject, by: str, words: str) -> None:
        complained = [request for request in self.requests.values() if request.complaints]
        request = data.draw(st.sampled_from(complained))
        key = data.draw(st.sampled_from(request.complaints)).key
        self.perform(ReviewComplaint(number=request.number, complaint=key, words=words), person(by))

    # --- What no route may do ---

    @precondition(lambda self: self.held())
    @rule(data=st.data(), is_refusal=st.booleans())
    def decide_all_the_same(self, data: st.DataObject, is_refusal: bool) -> None:
        """While it is on hold nobody decides and nobody carries out, whoever they are; `check_decision` sees it."""
        request = data.draw(st.sampled_from(self.held()))
        for by in EVERYBODY:
            before = self.requests[request.number]
            self.approve_as(before, by, is_refusal)
            assert self.requests[request.number].decisions == before.decisions
            act = MarkExecuted(number=request.number, done="Done.")
            assert self.perform(act, person(by)) is not None

    def approve_as(self, request: ExceptionRequest, by: str, is_refusal: bool) -> None:
        stage = request.stage or Stage.AUTHORIZATION
        what = Reject if is_refusal else Approve
        assert (
            self.perform(what(number=request.number, stage=stage, rationale="Fine."), person(by)) is not None
        )

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=somebody)
    def forge_timers(self, data: st.DataObject, by: str) -> None:
        """A person sends what only a timer does."""
        request = self.chosen(data)
        for timer in timers_for(request, self.policy):
            if timer.kind not in (TimerKind.GATHER, TimerKind.CLOSE):
                refusal = self.perform(act_of(timer.kind, request.number, timer.version), person(by))
                assert refusal is not None
                assert refusal.why is Why.SYSTEM_ONLY

    @precondition(lambda self: self.planned)
    @rule(data=st.data())
    def fire_early(self, data: st.DataObject) -> None:
        """What ends a request never comes before its time, however a timer was claimed."""
        number, kind, version = data.draw(st.sampled_from(sorted(self.planned)))
        if kind in (TimerKind.EXPIRE, TimerKind.LAPSE):
            due = {(t.kind, t.version): t.due_at for t in timers_for(self.requests[number], self.policy)}
            if due.get((kind, version), self.now) > self.now or (kind, version) not in due:
                assert self.perform(act_of(kind, number, version), SYSTEM) is not None


TestHardWays = HardWays.TestCase
TestHardWays.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
