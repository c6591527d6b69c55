"""Each exceptional way, once through, is read from its trail and performed again without a difference."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.acts import (
    Amend,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    Complain,
    DocumentSource,
    ExtendDeadline,
    MarkExecuted,
    Prohibit,
    RecordSnapshots,
    ResolveHold,
    ReturnForCompletion,
    ReviewComplaint,
    RollBack,
    RouteToCompliance,
)
from models.delegation import Delegation
from models.holds import MissingItem
from models.rehearsal import Step
from models.request import Result, Stage
from models.simulation.playing import play
from models.simulation.recorded_acts import recorded_steps
from models.simulation.simulating import Course, simulate
from models.snapshot import Snapshot
from tests.builders import by_hand, euros, filing, policy
from tests.simulation.lives import NOW, POLICY, done, first, hours, lived, read, second, step
from tests.simulation.punctual import essentials

HOLDS = {
    "data_unavailable": {"title": "No data", "owner": ["@operations"], "extends": "24h"},
    "regulatory": {"title": "Regulatory", "owner": ["@compliance"], "channel": "#compliance"},
}
OWN = policy(holds=HOLDS)
N = 1001
CORRECTED = Approve(number=N, stage=Stage.VALIDATION, rationale="It is more.", deviation=euros(55).amount)
LACKS = ReturnForCompletion(number=N, items=(MissingItem(field="impact", words="For whom?"),))
PART = MarkExecuted(number=N, done="Half of it.", result=Result.PARTIAL)


def away() -> Step:
    """The sources are read, but for one."""
    at = hours(1 / 60)
    read_ones = [Snapshot.of(s.name, s.title, at, {"id": "C-1"}) for s in POLICY.sources[:2]]
    gone = Snapshot.unavailable("history", "Customer history", at, "It is closed.")
    return step(1 / 60, "", RecordSnapshots(number=N, snapshots=(*read_ones, gone)))


def corrected() -> Course:
    return lived(N, [read(N), step(1, "UVAL1", CORRECTED), second(2, N), done(3, N)], **by_hand(30))


def returned() -> Course:
    amended = Amend(number=N, filing=filing(impact="For the whole team."), why="As asked.")
    steps = [
        read(N),
        step(1, "UVAL1", LACKS),
        step(5, "UREQ", amended),
        first(6, N),
        second(7, N),
        done(8, N),
    ]
    return lived(N, steps)


def amended() -> Course:
    dearer = Amend(number=N, filing=filing(value=euros(5000)), why="It costs more.")
    steps = [read(N), first(1, N), step(2, "UREQ", dearer), first(3, N), second(4, N), done(5, N)]
    return lived(N, steps)


def documented() -> Course:
    key = "data_unavailable-1"
    steps = [
        away(),
        step(1, "USUPER", ExtendDeadline(number=N, hold=key, why="It stays away.")),
        step(2, "UREQ", DocumentSource(number=N, hold=key, words="The contract.")),
        step(3, "UOPS1", ResolveHold(number=N, hold=key, words="It is enough.")),
        first(4, N),
        second(5, N),
        done(6, N),
    ]
    return lived(N, steps, own=OWN)


def hurried() -> Course:
    steps = [
        read(N),
        step(1, "UREQ", AskToExpedite(number=N, justification="They leave tonight.")),
        step(2, "UMAN1", AnswerExpedite(number=N, round=1, is_granted=True, words="So be it.")),
        first(3, N),
        second(4, N),
        done(5, N),
    ]
    return lived(N, steps)


def complained_of() -> Course:
    steps = [
        read(N),
        step(1, "UVAL1", Complain(number=N, words="Nobody calls back.")),
        first(2, N),
        second(3, N),
        step(4, "USUCCESS", ReviewComplaint(number=N, complaint="complaint-1", words="Now they do.")),
        done(5, N),
    ]
    return lived(N, steps)


def rolled_back() -> Course:
    taken_back = RollBack(number=N, done="Taken back.")
    steps = [read(N), first(1, N), second(2, N), step(3, "UOPS1", PART), step(4, "UOPS2", taken_back)]
    return lived(N, steps)


def prohibited() -> Course:
    steps = [
        read(N),
        step(1, "UVAL1", RouteToCompliance(number=N, why="May we?")),
        step(2, "UCOMP", Prohibit(number=N, hold="regulatory-1", why="It is against the law.")),
    ]
    return lived(N, steps, own=OWN)


def lapsed() -> Course:
    return lived(N, [read(N), step(1, "UVAL1", LACKS)])


def expired() -> Course:
    return lived(N, [read(N), first(1, N), second(2, N)])


@pytest.mark.parametrize(
    "way",
    [
        corrected,
        returned,
        amended,
        documented,
        hurried,
        complained_of,
        rolled_back,
        prohibited,
        lapsed,
        expired,
    ],
    ids=lambda way: way.__name__,
)
def test_it_comes_out_as_it_was(way: Callable[[], Course]) -> None:
    course = way()
    own = course.policy
    steps = recorded_steps(course.links, own)
    again = play(steps, course.request, own, "v1", (), NOW)
    assert again.request is not None
    assert essentials(again.request) == essentials(course.request)
    assert [*again.refused()] == []
    assert simulate([course], own, "v1", NOW).changed == ()


def test_who_decided_in_anothers_stead_does_so_again() -> None:
    roles = ("validators", "team_lead", "manager", "executive")
    made = Delegation(
        number=1, by="UVAL1", to="UOPS2", roles=roles, starts=hours(-5), ends=hours(50), made_at=hours(-5)
    )
    own = policy(delegates=[{"role": "validators", "who": ["@operations"]}])
    validated = Approve(number=N, stage=Stage.VALIDATION, rationale="Fine.")
    steps = [read(N), step(1, "UOPS2", validated), second(2, N), done(3, N)]
    course = lived(N, steps, own=own, delegations=(made,))
    assert course.request.decisions[0].for_whom == "UVAL1"
    again = play(recorded_steps(course.links, own), course.request, own, "v1", (made,), NOW)
    assert again.request is not None
    assert again.request.decisions == course.request.decisions
