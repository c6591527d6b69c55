"""Policy reviewing at the desk: opened with the approval, asked for, concluded; in the desk's transaction (door 1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import matters
from bot.policies import Policies
from models import ledger, matter_rows, outbox_rows
from models.lifecycle import Scene
from models.like_queries import standing_approvals
from models.matter_queries import matter, newest_matters, next_matter
from models.oversight.matters import OF_WORKSPACE, MatterKind
from models.oversight.policy_review_acts import OnPolicyReview
from models.oversight.policy_reviewing import (
    TIMERS,
    Reviewed,
    cards,
    case_of,
    decide,
    on_approval,
    words_in_thread,
)
from models.oversight.policy_reviews import Case, PolicyReview, subject_of
from models.people import SYSTEM, Person
from models.refusals import Refusal
from models.request import ExceptionRequest


def follow(
    connection: Connection,
    was: ExceptionRequest | None,
    now: ExceptionRequest,
    policies: Policies,
    at: datetime,
) -> None:
    """What a change of a request does to policy reviews: its approval may open one; a case that fell is shown so."""
    before, case = case_of(was) if was is not None else None, case_of(now)
    if before == case and (was is None or subject_of_request(was) == subject_of_request(now)):
        return
    if was is not None and before is not None:
        _show_anew(connection, was, at)
    if case is None:
        return
    # Two approvals at once are counted one after the other.
    ledger.next_number(connection, now.workspace)
    scene = Scene(
        workspace=now.workspace,
        at=at,
        policy=policies.current,
        policy_version=policies.current_version,
        number=next_matter(connection, now.workspace, MatterKind.POLICY_REVIEW),
    )
    filing = now.filing
    since = at - scene.policy.recurrence.within
    approved = standing_approvals(connection, now.workspace, filing.standard, filing.reason, since)
    newest = _newest(connection, now)
    result = on_approval(
        case,
        filing.standard,
        filing.reason,
        approved=(Case(number=number, approved_at=approved_at) for number, approved_at in approved),
        newest=newest,
        scene=scene,
    )
    if result is None:
        return
    _write(connection, result, SYSTEM, scene)
    if result.events:
        word = words_in_thread(result.review, case, is_new=newest is None or not newest.is_open)
        outbox_rows.want_messages(connection, now.workspace, now.number, (word,), at)


def perform(connection: Connection, act: OnPolicyReview, by: Person, scene: Scene) -> Refusal | None:
    """A review is asked for, concluded or overdue."""
    found = matter(connection, scene.workspace, PolicyReview, act.review)
    result = decide(act, by, found, scene)
    if isinstance(result, Refusal):
        return result
    _write(connection, result, by, scene)
    if not result.review.is_open:
        kinds = [kind.value for kind in TIMERS]
        matter_rows.void_timers(connection, scene.workspace, kinds, str(act.review), scene.at)
    return None


def _write(connection: Connection, result: Reviewed, by: Person, scene: Scene) -> None:
    matters.keep(
        connection,
        replace(scene, number=OF_WORKSPACE),
        by,
        events=result.events,
        matter=result.review,
        timers=result.timers,
        notices=list(cards(result.review)),
    )


def _show_anew(connection: Connection, was: ExceptionRequest, at: datetime) -> None:
    """The cards of an open review show how its cases stand, also one whose approval is over."""
    newest = _newest(connection, was)
    if newest is not None and newest.is_open and any(case.number == was.number for case in newest.cases):
        outbox_rows.want_messages(connection, was.workspace, OF_WORKSPACE, list(cards(newest)), at)


def _newest(connection: Connection, request: ExceptionRequest) -> PolicyReview | None:
    found = newest_matters(connection, request.workspace, PolicyReview, 1, subject_of_request(request))
    return found[0] if found else None


def subject_of_request(request: ExceptionRequest) -> str:
    """The subject of the reviews that the request would count in."""
    return subject_of(request.filing.standard, request.filing.reason)
