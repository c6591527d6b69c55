"""Requests that have been: performed under the test policy in memory, with the trails that a simulation reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from models.acts import Act, Approve, File, MarkExecuted, RecordSnapshots, Reject
from models.audit_chain import AuditEvent
from models.delegation import Delegation
from models.lifecycle import Outcome, Scene
from models.people import SYSTEM, Register
from models.policy import Policy
from models.rehearsal import Step, rehearse
from models.request import ExceptionRequest, Stage
from models.simulation.simulating import Course
from models.snapshot import Snapshot
from tests.builders import MORNING, filing, person, policy, register
from tests.models.chains import chained

POLICY = policy()
#: When every simulation of these tests is made.
NOW = MORNING + timedelta(days=200)


def hours(count: float) -> datetime:
    """So many hours after the filing."""
    return MORNING + timedelta(hours=count)


def step(at: float, by: str, act: Act) -> Step:
    """Somebody's act so many hours after the filing."""
    return Step(at=hours(at), by=person(by) if by else SYSTEM, act=act)


def read(number: int, **said: str) -> Step:
    """The sources, read a minute after the filing."""
    at = hours(1 / 60)
    snapshots = tuple(
        Snapshot.of(source.name, source.title, at, {"id": "C-1", **said}) for source in POLICY.sources
    )
    return Step(at=at, by=SYSTEM, act=RecordSnapshots(number=number, snapshots=snapshots))


def first(at: float, number: int) -> Step:
    """The first approval."""
    return step(at, "UVAL1", Approve(number=number, stage=Stage.VALIDATION, rationale="Fine."))


def second(at: float, number: int, by: str = "UEXE1") -> Step:
    """The second approval; an executive may give it in every tier."""
    return step(at, by, Approve(number=number, stage=Stage.AUTHORIZATION, rationale="Fine."))


def refused(at: float, number: int) -> Step:
    """The second approver says no."""
    return step(at, "UEXE1", Reject(number=number, stage=Stage.AUTHORIZATION, rationale="No."))


def done(at: float, number: int) -> Step:
    """Operations has carried it out."""
    return step(at, "UOPS1", MarkExecuted(number=number, done="Done."))


def approved(number: int = 1001, *, decided: float = 2, own: Policy = POLICY, **form: Any) -> Course:
    """A request that both approved after so many hours, and that was carried out an hour later."""
    steps = [
        read(number),
        first(decided / 2, number),
        second(decided, number),
        done(decided + 1, number),
    ]
    return lived(number, steps, own=own, **form)


def lived(
    number: int,
    steps: Sequence[Step],
    *,
    own: Policy = POLICY,
    delegations: tuple[Delegation, ...] = (),
    **form: Any,
) -> Course:
    """A request that was filed at MORNING, with what followed; every step must have been done."""
    start = Scene(workspace="T1", at=MORNING, policy=own, policy_version="v1", number=number)
    filed = step(0, "UREQ", File(filing=filing(**form)))
    links: list[AuditEvent] = []
    request: ExceptionRequest | None = None

    def roll(act: Act, request: ExceptionRequest | None, at: datetime) -> Register:
        return replace(everybody(act, request, at), delegations=delegations)

    for played in rehearse([filed, *steps], start, roll, NOW):
        assert isinstance(played.result, Outcome) or played.step.by == SYSTEM, played
        if isinstance(played.result, Outcome):
            request = played.result.request
            links += chained(played.result.events, links, number, played.step.by.id, played.step.at)
    assert request is not None
    return Course(request=request, links=tuple(links), policy=own, delegations=delegations)


def everybody(act: Act, request: ExceptionRequest | None, at: datetime) -> Register:
    """All groups of the test policy, and compliance."""
    return register(at, compliance={"UCOMP"})


def days(deviation: Decimal | int | str) -> Decimal:
    """The payment term that deviates by so many percent from the standard of 30 days."""
    return 30 + Decimal(deviation) * Decimal("0.3")
