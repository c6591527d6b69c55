"""The desk on a real database while sources fail and contradict, and people hold, return, amend and complain."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from models.acts import (
    Act,
    Amend,
    AnswerExpedite,
    AskToExpedite,
    ClearCompliance,
    Complain,
    DocumentSource,
    ExtendDeadline,
    MarkExecuted,
    Prohibit,
    ResolveHold,
    ReturnForCompletion,
    RollBack,
    RouteToCompliance,
)
from models.holds import Hold, HoldKind, MissingItem
from models.request import ExceptionRequest, Result
from tests.bot.test_desk_state_machine import BusyDesk
from tests.builders import euros
from tests.models.hard_policy import HARD, HARD_GROUPS, OWNERS

#: Each whose part it may be; the requester as often as all others together.
likely = st.sampled_from(["UVAL1", "UMAN1", "UOPS1", "UBOTH", "UCOMP", "UDATA", "USUPER"])


class HardDesk(BusyDesk):
    """The desk under a policy with every hold, agreement and rule."""

    policy = HARD
    groups = HARD_GROUPS

    @rule(crm=st.sampled_from(["30", "31"]), listed=st.sampled_from(["yes", "no", "no"]))
    def facts_change(self, crm: str, listed: str) -> None:
        self.office.says = {
            "crm": {"name": "Sample", "term": crm, "listed": listed},
            "contracts": {"term": "30"},
        }

    @rule(days=st.sampled_from([1, 8, 40]))
    def wait_for_days(self, days: int) -> None:
        self.office.hands.move(days=days)

    @precondition(lambda self: any(request.open_holds for request in self.requests.values()))
    @rule(data=st.data(), steps=st.integers(1, 3))
    def answer_holds(self, data: st.DataObject, steps: int) -> None:
        held = [request for request in self.requests.values() if request.open_holds]
        number = data.draw(st.sampled_from(held)).number
        for _ in range(steps):
            request = self.requests[number]
            if request.open_holds:
                hold = data.draw(st.sampled_from(request.open_holds))
                self.act(data.draw(st.sampled_from(self.answers(request, hold))), self.owner(request, hold))

    def answers(self, request: ExceptionRequest, hold: Hold) -> list[Act]:
        number, key = request.number, hold.key
        if hold.kind is HoldKind.RETURNED:
            return [Amend(number=number, filing=request.filing, why="It is complete.")]
        if hold.kind is HoldKind.REGULATORY:
            return [
                ClearCompliance(number=number, hold=key, words="Fine."),
                ClearCompliance(number=number, hold=key, words="Fine.", conditions="A deposit."),
                Prohibit(number=number, hold=key, why="It is against the law."),
            ]
        settled: Act = ResolveHold(number=number, hold=key, words="Settled.", chosen="30")
        if hold.kind is HoldKind.DATA_UNAVAILABLE:
            return [settled, ExtendDeadline(number=number, hold=key, why="It stays away.")]
        return [settled]

    def owner(self, request: ExceptionRequest, hold: Hold) -> str:
        if hold.kind is HoldKind.RETURNED:
            return request.filed_by
        if hold.kind is HoldKind.OVER_AUTHORITY:
            return "UABOVE"
        return sorted(self.office.people.members[OWNERS[hold.kind]])[0]

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), by=likely)
    def do_something_exceptional(self, data: st.DataObject, by: str) -> None:
        number = self.number(data)
        request = self.requests[number]
        dearer = replace(request.filing, value=euros(data.draw(st.sampled_from([2, 5000, 200000]))))
        documents = [
            DocumentSource(number=number, hold=hold.key, words="The contract.") for hold in request.open_holds
        ]
        result = data.draw(st.sampled_from(list(Result)))
        others: list[Act] = [
            RouteToCompliance(number=number, why="May we?"),
            ReturnForCompletion(number=number, items=(MissingItem(field="impact", words="For whom?"),)),
            AnswerExpedite(number=number, round=request.round, is_granted=True, words="They leave tonight."),
            MarkExecuted(number=number, done="Done.", result=result),
            RollBack(number=number, done="Taken back."),
        ]
        if len(request.complaints) < 2:
            others.append(Complain(number=number, words="Nobody calls back."))
        own: list[Act] = [
            Amend(number=number, filing=dearer, why="It costs more."),
            AskToExpedite(number=number, justification="They leave tonight."),
            *documents,
        ]
        if data.draw(st.booleans()):
            self.act(data.draw(st.sampled_from(own)), request.filed_by)
        else:
            self.act(data.draw(st.sampled_from(others)), by)


TestHardDesk = HardDesk.TestCase
TestHardDesk.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
