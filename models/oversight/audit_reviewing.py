"""Audit reviewing: what becomes of a review by each act on it, from values alone; it reads and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.audit_chain import AuditEvent
from models.calendar import due_after
from models.events import Event, EventKind, event
from models.lifecycle import Scene
from models.lifecycle.limits import MAX_TEXT
from models.oversight.audit_review_acts import (
    AskToSignOff,
    MarkAuditReviewOverdue,
    MarkItems,
    OpenAuditReview,
    SignOffAuditReview,
    faults_of,
)
from models.oversight.audit_review_authority import (
    refusal_of_doer,
    refusal_of_reviewer,
    refusal_of_signer,
    stand_ins,
)
from models.oversight.audit_reviews import AuditReview, Item, Mark, Sample, SignedOff, Verification
from models.oversight.audit_scope import draw, items_of, population_of, sampled, seed_of
from models.people import SYSTEM, Person
from models.refusals import Fault, Field, Refusal, Why
from models.roles import audit_channel, auditors


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """The review as it is now, and what happened; nothing where the act changed nothing."""

    review: AuditReview
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Period:
    """What happened since the last review: its events that may count, and where the store's order has come to.

    `head` is that of the workspace's chain before the review; `events` is how many there are of any kind.
    """

    since: datetime
    through: int
    head: str
    unseen: tuple[int, ...] = ()
    events: int = 0
    links: tuple[AuditEvent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Course:
    """Of a request that is reviewed: whose doing it is, since when, and its chain where it was drawn."""

    people: tuple[str, ...]
    since: datetime
    links: tuple[AuditEvent, ...] = field(default=())


def sample_of(period: Period, size: int, until: datetime) -> Sample:
    """What is drawn from the period's other requests."""
    population = population_of(period.links)
    seed = seed_of(period.head, period.since, until)
    return Sample(
        head=period.head,
        seed=seed,
        size=size,
        population=population,
        drawn=draw(seed, population, size),
    )


def open_review(
    act: OpenAuditReview,
    scene: Scene,
    period: Period,
    sample: Sample,
    courses: Mapping[int, Course],
) -> Reviewed:
    """The review of the period; `courses` knows every request that has an item or was drawn.

    With nothing to look at it is opened all the same, so that compliance sees that it ran, and signs it off at once.
    """
    drawn = (sampled(number, courses[number].links, courses[number].since) for number in sample.drawn)
    found = (*_broken(act.verification), *items_of(period.links), *drawn)
    items = (_with_people(item, courses) for item in found)
    review = AuditReview(
        number=scene.number,
        subject=act.day,
        opened_at=scene.at,
        since=period.since,
        through=period.through,
        unseen=period.unseen,
        events=period.events,
        due_by=due_after(scene.policy.calendar, scene.policy.audit_review.within, scene.at),
        sample=sample,
        items=tuple(items),
        verification=act.verification,
        shown_in=_shown_in(scene),
    )
    opened = event(
        EventKind.AUDIT_REVIEW_OPENED,
        review=review.number,
        day=review.subject,
        since=review.since,
        until=review.opened_at,
        through=review.through,
        unseen=review.unseen,
        events=review.events,
        items=review.items,
        sample=review.sample,
        verification=review.verification,
        due_by=review.due_by,
        shown_in=review.shown_in,
    )
    return Reviewed(review=review, events=(opened,))


def mark_items(review: AuditReview, act: MarkItems, by: Person, scene: Scene) -> Reviewed | Refusal:
    """What somebody says of items; whatever others have said of them stays."""
    policy, register, at = scene.policy, scene.register, scene.at
    items = tuple(item for mark in act.marks if (item := review.item(mark.item)) is not None)
    refused = refusal_of_reviewer(by, review, policy, register, at)
    for item in items:
        refused = refused or refusal_of_doer(by, (item,), policy, register, at)
    if refused is not None:
        return refused
    if not act.marks:
        # Who only looks has done nothing, also where it is over.
        return Reviewed(review=review)
    if review.signed_off is not None:
        return Refusal(why=Why.ALREADY_SIGNED_OFF, by=review.signed_off.by)
    if len(items) != len(act.marks):
        return Refusal(why=Why.NO_SUCH_ITEM)
    faults = faults_of(act.marks)
    if faults:
        return Refusal(why=Why.FAULTS, faults={Field.FINDING: next(iter(faults.values()))})
    made = {
        mark.item: Mark(item=mark.item, by=by.id, at=at, is_finding=mark.is_finding, words=mark.words)
        for mark in act.marks
    }
    fresh = tuple(mark for mark in made.values() if not _says_the_same(mark, review.mark(mark.item, by.id)))
    if not fresh:
        return Reviewed(review=review)
    again = {mark.item for mark in fresh}
    kept = (mark for mark in review.marks if mark.by != by.id or mark.item not in again)
    changed = replace(review, marks=(*kept, *fresh))
    marked = event(
        EventKind.AUDIT_ITEMS_MARKED, review=review.number, marks=fresh, left=len(changed.unmarked)
    )
    return Reviewed(review=changed, events=(marked,))


def ask_to_sign_off(review: AuditReview, act: AskToSignOff, by: Person, scene: Scene) -> Reviewed | Refusal:
    """Whether they may; nothing happens."""
    refused = refusal_of_signer(by, review, scene.policy, scene.register, scene.at)
    return refused or Reviewed(review=review)


def sign_off(review: AuditReview, act: SignOffAuditReview, by: Person, scene: Scene) -> Reviewed | Refusal:
    """The review ends: what was found stands in its summary."""
    refused = refusal_of_signer(by, review, scene.policy, scene.register, scene.at)
    if refused is not None:
        return refused
    if len(act.words) > MAX_TEXT:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: Fault.TOO_LONG})
    signed = replace(review, signed_off=SignedOff(by=by.id, at=scene.at, words=act.words))
    happened = event(
        EventKind.AUDIT_REVIEW_SIGNED_OFF,
        review=review.number,
        signed_off=signed.signed_off,
        items=len(review.items),
        findings=review.findings,
    )
    return Reviewed(review=signed, events=(happened,))


def mark_overdue(
    review: AuditReview, act: MarkAuditReviewOverdue, by: Person, scene: Scene
) -> Reviewed | Refusal:
    """Its time has passed: the policy's contact is told, once.

    Where nobody of it is there, those behind it are told, and where nobody of them is, the administrators.
    """
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    if review.signed_off is not None or review.overdue_at is not None:
        return Refusal(why=Why.ALREADY_RECORDED)
    named = scene.policy.audit_review.contact
    told: tuple[str, ...] = ()
    if named is not None:
        contact = scene.policy.contacts[named]
        if gaps := scene.register.gaps(stand_ins(scene.policy), scene.at):
            return Refusal(why=Why.GROUP_UNKNOWN, who_could=contact.who, groups=gaps)
        told = (
            scene.register.members(contact.who)
            or scene.register.members(contact.backup)
            or scene.register.members(scene.policy.administrators)
        )
    late = replace(review, overdue_at=scene.at, told=told)
    happened = event(
        EventKind.AUDIT_REVIEW_OVERDUE,
        review=review.number,
        due_by=review.due_by,
        overdue_at=scene.at,
        contact=named,
        told=told,
        unmarked=tuple(item.key for item in review.unmarked),
    )
    return Reviewed(review=late, events=(happened,))


def _with_people(item: Item, courses: Mapping[int, Course]) -> Item:
    course = courses.get(item.number)
    if course is None:
        return item
    people = tuple(sorted({*item.people, *course.people}))
    return replace(item, people=people, since=min(item.since, course.since))


def _broken(verification: Verification | None) -> tuple[Item, ...]:
    """What does not hold comes first: it puts all the rest in question."""
    if verification is None:
        return ()
    return tuple(
        Item(key=f"chain.{place}", number=number, since=verification.at, problem=problem)
        for place, (number, problem) in enumerate(verification.problems, 1)
    )


def _shown_in(scene: Scene) -> tuple[str, ...]:
    channel = audit_channel(scene.policy)
    return (channel,) if channel is not None else scene.register.members(auditors(scene.policy))


def _says_the_same(mark: Mark, before: Mark | None) -> bool:
    return before is not None and (mark.is_finding, mark.words) == (before.is_finding, before.words)
