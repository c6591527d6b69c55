"""A rehearsal does what the desk would: people's acts in order, and each timer when its time has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.acts import Act, AnswerExpedite, Approve, AskToExpedite, File, MarkExecuted, RecordSnapshots
from models.events import EventKind
from models.lifecycle import Outcome, Scene
from models.people import SYSTEM, Group, Register
from models.refusals import Refusal, Why
from models.rehearsal import Played, Step, rehearse
from models.request import ExceptionRequest, Stage, Status
from models.snapshot import Snapshot
from tests.builders import GROUPS, MORNING, filing, person, policy

POLICY = policy()
START = Scene(workspace="T1", at=MORNING, policy=POLICY, policy_version="v1", number=1007, like=(1001,))


def everybody(act: Act, request: ExceptionRequest | None, at: datetime) -> Register:
    """Every group, read at the time."""
    return Register(
        groups={
            handle: Group(handle=handle, id="S", members=frozenset(members), read_at=at)
            for handle, members in GROUPS.items()
        }
    )


def at(hours: float) -> datetime:
    return MORNING + timedelta(hours=hours)


def reading(hours: float) -> Step:
    snapshots = tuple(
        Snapshot.of(source.name, source.title, at(hours), {"id": "C-1"}) for source in POLICY.sources
    )
    return Step(at=at(hours), by=SYSTEM, act=RecordSnapshots(number=1007, snapshots=snapshots))


def approval(hours: float, by: str, stage: Stage) -> Step:
    return Step(at=at(hours), by=person(by), act=Approve(number=1007, stage=stage, rationale="Fine."))


FILED = Step(at=at(0), by=person("UREQ"), act=File(filing=filing()))


def kinds(played: list[Played]) -> list[str]:
    return [event.kind for one in played if isinstance(one.result, Outcome) for event in one.result.events]


def test_a_request_goes_from_its_filing_to_its_closing() -> None:
    steps = [
        FILED,
        reading(0.01),
        approval(1, "UVAL1", Stage.VALIDATION),
        approval(2, "UEXE1", Stage.AUTHORIZATION),
        Step(at=at(3), by=person("UOPS1"), act=MarkExecuted(number=1007, done="Done.")),
    ]
    played = list(rehearse(steps, START, everybody, at(1000)))
    last = played[-1].result
    assert isinstance(last, Outcome)
    assert last.request.status is Status.CLOSED
    assert last.request.like == (1001,)
    assert kinds(played)[-1] == EventKind.CLOSED
    assert EventKind.DEADLINE_BREACHED not in kinds(played)


def test_what_nobody_decides_is_escalated_and_breached_in_its_time() -> None:
    played = list(rehearse([FILED, reading(0.01)], START, everybody, at(1000)))
    fired = [one.step.at for one in played if EventKind.DEADLINE_BREACHED in kinds([one])]
    first = played[0].result
    assert isinstance(first, Outcome)
    assert fired == [first.request.deadline]
    assert kinds(played).count(EventKind.DEADLINE_NEAR) == 1


def test_a_timer_later_than_the_end_does_not_fire() -> None:
    played = list(rehearse([FILED, reading(0.01)], START, everybody, at(1)))
    assert [one.step.by for one in played] == [FILED.by, SYSTEM]


def test_a_refused_step_changes_nothing_and_the_next_one_follows() -> None:
    steps = [
        FILED,
        reading(0.01),
        approval(1, "UREQ", Stage.VALIDATION),
        approval(2, "UVAL1", Stage.VALIDATION),
    ]
    played = list(rehearse(steps, START, everybody, at(2)))
    refused = played[2].result
    assert isinstance(refused, Refusal)
    assert refused.why is Why.REQUESTER
    after = played[3].result
    assert isinstance(after, Outcome)
    assert after.request.status is Status.AUTHORIZATION


def test_timer_that_an_act_has_made_due_in_the_past_fires_at_once() -> None:
    escalations = POLICY.escalations.model_dump()
    escalations["deadline_near"] |= {"remaining": "10h"}
    start = replace(START, policy=policy(escalations=escalations))
    steps = [
        FILED,
        reading(0.01),
        Step(at=at(20), by=person("UREQ"), act=AskToExpedite(number=1007, justification="Tonight.")),
        Step(
            at=at(30),
            by=person("UMAN1"),
            act=AnswerExpedite(number=1007, round=1, is_granted=True, words="So be it."),
        ),
    ]
    played = list(rehearse(steps, start, everybody, at(40)))
    assert [one.step.at for one in played] == sorted(one.step.at for one in played)
    assert [one.step.at for one in played if EventKind.DEADLINE_NEAR in kinds([one])] == [at(30)]
