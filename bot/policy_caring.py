"""The policy's own review at the desk: asked for, made or late, in the desk's transaction (door 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from sqlalchemy import Connection

from bot import matters
from models import matter_rows, queries
from models.deadlines import Timer, TimerKind
from models.events import Event
from models.lifecycle import Scene
from models.matter_queries import matter, newest_matters, next_matter, open_matters
from models.notices import MessageKind, Notice
from models.oversight.matters import MatterKind
from models.oversight.policy_care_acts import MarkPolicyCareOverdue, OnPolicyCare, OpenPolicyCare
from models.oversight.policy_cares import CareOfPolicy
from models.oversight.policy_caring import mark_overdue, open_care, review, timers_of
from models.people import Person
from models.policy import Policy
from models.refusals import Refusal, Why

#: Of how many reviews it is looked for the last one that was made.
LOOKED_BACK = 20


def perform(connection: Connection, act: OnPolicyCare, by: Person, scene: Scene) -> Refusal | None:
    """The policy's owner is asked for its review, has made it, or did not in time."""
    result = _decided(connection, act, by, scene)
    if isinstance(result, Refusal):
        return result
    care, happened = result
    timers: tuple[Timer, ...] = ()
    if isinstance(act, OpenPolicyCare):
        timers = tuple(timers_of(care, scene.policy))
    matters.keep(connection, scene, by, events=(happened,), matter=care, timers=timers, notices=_cards(care))
    if not care.is_open:
        kinds = (TimerKind.POLICY_CARE_OVERDUE,)
        matter_rows.void_timers(connection, scene.workspace, kinds, str(care.number), scene.at)
    return None


def reviewed_at(connection: Connection, workspace: str, policy: Policy) -> datetime | None:
    """When the policy was reviewed last: in Slack or by the date in the policy, whichever is later.

    Where it never was, when a policy was recorded first; None where none is on record.
    """
    made = [
        care.reviewed.at
        for care in newest_matters(connection, workspace, CareOfPolicy, LOOKED_BACK)
        if care.reviewed is not None
    ]
    if policy.policy_review.reviewed_on is not None:
        made.append(datetime.combine(policy.policy_review.reviewed_on, time(), policy.calendar.zone))
    return max(made, default=None) or queries.first_recorded_at(connection, workspace)


def _decided(
    connection: Connection, act: OnPolicyCare, by: Person, scene: Scene
) -> tuple[CareOfPolicy, Event] | Refusal:
    if isinstance(act, OpenPolicyCare):
        # Where its time was moved while one is open, that one is enough.
        if open_matters(connection, scene.workspace, CareOfPolicy):
            return Refusal(why=Why.ALREADY_ASKED)
        number = next_matter(connection, scene.workspace, MatterKind.POLICY_CARE)
        return open_care(act.planned, by, replace(scene, number=number))
    found = matter(connection, scene.workspace, CareOfPolicy, act.care)
    if isinstance(act, MarkPolicyCareOverdue):
        return mark_overdue(act, found, by, scene)
    return review(act, found, by, scene)


def _cards(care: CareOfPolicy) -> Iterator[Notice]:
    """The living card at each who makes the review, or heard that it is late."""
    for person in care.recipients:
        yield Notice(
            kind=MessageKind.POLICY_CARE,
            recipient=person,
            key=f"{MessageKind.POLICY_CARE}:{care.number}:{person}",
            detail={"care": care.number},
        )
