"""Audit reviewing at the desk: a review opened, marked, signed off or late, in the desk's own transaction (door 1)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.matters import keep
from models import matter_rows
from models.audit_review_queries import courses_of, period_since, with_later_doers
from models.deadlines import TimerKind
from models.delegation_queries import delegations_since
from models.lifecycle import Scene
from models.matter_queries import matter, newest_matters, next_matter
from models.notices import Notice
from models.oversight.audit_review_acts import (
    AskToSignOff,
    MarkAuditReviewOverdue,
    MarkItems,
    OnAuditReview,
    OpenAuditReview,
    SignOffAuditReview,
)
from models.oversight.audit_review_notices import cards_of, timer_of, told_of_overdue
from models.oversight.audit_reviewing import (
    Reviewed,
    ask_to_sign_off,
    mark_items,
    mark_overdue,
    open_review,
    sample_of,
    sign_off,
)
from models.oversight.audit_reviews import AuditReview
from models.oversight.audit_scope import items_of
from models.oversight.matters import MatterKind
from models.people import SYSTEM, Person
from models.refusals import Refusal, Why
from models.roles import audit_channel, auditors


def perform(connection: Connection, act: OnAuditReview, by: Person, scene: Scene) -> Refusal | None:
    """The act, written with all that follows from it; or why it was not done. The workspace's row is locked."""
    if isinstance(act, OpenAuditReview):
        return _open(connection, act, by, scene)
    review = matter(connection, scene.workspace, AuditReview, act.review)
    if review is None:
        return Refusal(why=Why.NO_SUCH_AUDIT_REVIEW)
    known = with_later_doers(connection, scene.workspace, review)
    result = _performed(known, act, by, _knowing_delegations(connection, review, scene))
    if isinstance(result, Refusal):
        return result
    # What is kept of the items is what the event of its opening tells.
    result = replace(result, review=replace(result.review, items=review.items))
    if not result.events:
        return None
    told: list[Notice] = []
    if isinstance(act, MarkAuditReviewOverdue):
        told += told_of_overdue(result.review)
    if isinstance(act, SignOffAuditReview):
        kinds = (TimerKind.AUDIT_REVIEW_OVERDUE,)
        matter_rows.void_timers(connection, scene.workspace, kinds, str(review.number), scene.at)
    keep(
        connection,
        scene,
        by,
        matter=result.review,
        events=result.events,
        notices=(*cards_of(result.review), *told),
    )
    return None


def _performed(review: AuditReview, act: OnAuditReview, by: Person, scene: Scene) -> Reviewed | Refusal:
    match act:
        case MarkItems():
            return mark_items(review, act, by, scene)
        case AskToSignOff():
            return ask_to_sign_off(review, act, by, scene)
        case SignOffAuditReview():
            return sign_off(review, act, by, scene)
        case MarkAuditReviewOverdue():
            return mark_overdue(review, act, by, scene)
        case OpenAuditReview():
            raise ValueError("it is opened otherwise")


def _open(connection: Connection, act: OpenAuditReview, by: Person, scene: Scene) -> Refusal | None:
    """Once for each day; the period begins where that of the last one ended, however long ago that was."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    could, workspace = auditors(scene.policy), scene.workspace
    if not could:
        # Nobody makes it any more, since its day was planned.
        return None
    gaps = scene.register.gaps(could, scene.at)
    if gaps and audit_channel(scene.policy) is None:
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    last = next(iter(newest_matters(connection, workspace, AuditReview, 1)), None)
    if last is not None and last.subject >= act.day:
        return Refusal(why=Why.ALREADY_RECORDED)
    period = period_since(connection, workspace, last, scene.at)
    sample = sample_of(period, scene.policy.audit_review.sample, scene.at)
    broken = act.verification.problems if act.verification is not None else ()
    numbers = (*(item.number for item in items_of(period.links)), *(number for number, _ in broken))
    opened = open_review(
        act,
        replace(scene, number=next_matter(connection, workspace, MatterKind.AUDIT_REVIEW)),
        period,
        sample,
        courses_of(connection, workspace, numbers, sample.drawn),
    )
    keep(
        connection,
        scene,
        by,
        matter=opened.review,
        events=opened.events,
        timers=(timer_of(opened.review),),
        notices=cards_of(opened.review),
    )
    return None


def _knowing_delegations(connection: Connection, review: AuditReview, scene: Scene) -> Scene:
    """Every delegation since the first that is reviewed: its two ends count as one person."""
    since = min((item.since for item in review.items), default=review.since)
    known = delegations_since(connection, scene.workspace, since)
    return replace(scene, register=replace(scene.register, delegations=known))
