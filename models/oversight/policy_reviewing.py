"""Policy reviewing: when recurring exceptions open a review, and how it is concluded; pure, it reads no clock.

Blueprint, FAQ (are exceptions precedent-setting): not automatically, though recurring exceptions trigger policy
review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from models.calendar import due_after
from models.deadlines import Timer, TimerKind
from models.events import Event, EventKind, event
from models.lifecycle.limits import MAX_TEXT
from models.lifecycle.outcome import Scene
from models.membership import refusal_of_member
from models.notices import MessageKind, Notice
from models.oversight.policy_review_acts import (
    AskForPolicyReview,
    ConcludePolicyReview,
    MarkPolicyReviewOverdue,
    OnPolicyReview,
)
from models.oversight.policy_reviews import Case, Conclusion, PolicyReview
from models.people import SYSTEM, Person
from models.policy import Policy
from models.reasons import Reason
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ending, ExceptionRequest

#: What still waits for an open review; both are void once it is concluded.
TIMERS = (TimerKind.POLICY_REVIEW_ASKED, TimerKind.POLICY_REVIEW_OVERDUE)


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """The review as it is now, what happened, and what is still to happen for it."""

    review: PolicyReview
    events: tuple[Event, ...] = ()
    timers: tuple[Timer, ...] = ()


def case_of(request: ExceptionRequest) -> Case | None:
    """The request as a case: its approval is complete and stands; None where there is none, or something ended it."""
    at = request.approved_at
    return (
        None
        if at is None or request.outcome is not Ending.APPROVED
        else Case(number=request.number, approved_at=at)
    )


def on_approval(
    case: Case,
    standard: str,
    reason: Reason,
    *,
    approved: Iterable[Case],
    newest: PolicyReview | None,
    scene: Scene,
) -> Reviewed | None:
    """What a complete approval does: it is added to the open review, or opens one, or (None) neither.

    `approved` are all cases for the standard and reason that stand, this one or not, however old; `newest` is the
    newest review of them, open or not; `scene` has the policy in force now, and `scene.number` for a new review.
    A standard that this policy no longer has is not opened for review: its policy was changed already.
    """
    if newest is not None and newest.is_open:
        return _added(newest, case)
    known = scene.policy.standard(standard)
    counting = cases_that_count((*approved, case), newest, scene)
    part = scene.policy.recurrence
    if known is None or len(counting) < part.count:
        return None
    opened = PolicyReview(
        number=scene.number,
        standard=standard,
        reason=reason,
        owner=known.owner,
        opened_at=scene.at,
        due_at=due_after(scene.policy.calendar, part.conclude_within, scene.at),
        count=part.count,
        within=part.within,
        policy_version=scene.policy_version,
        cases=counting,
    )
    version = str(opened.number)
    return Reviewed(
        review=opened,
        events=(event(EventKind.POLICY_REVIEW_OPENED, review=opened),),
        timers=(
            Timer(kind=TimerKind.POLICY_REVIEW_ASKED, version=version, due_at=scene.at),
            Timer(kind=TimerKind.POLICY_REVIEW_OVERDUE, version=version, due_at=opened.due_at),
        ),
    )


def cases_that_count(approved: Iterable[Case], newest: PolicyReview | None, scene: Scene) -> tuple[Case, ...]:
    """Those within the policy's time, its first moment included, and since the last conclusion; the oldest first."""
    since = scene.at - scene.policy.recurrence.within
    concluded = newest.concluded.at if newest is not None and newest.concluded is not None else None
    counting = {
        case.number: case
        for case in approved
        if since <= case.approved_at <= scene.at and (concluded is None or case.approved_at > concluded)
    }
    return tuple(sorted(counting.values(), key=lambda case: (case.approved_at, case.number)))


def _added(review: PolicyReview, case: Case) -> Reviewed:
    if any(known.number == case.number for known in review.cases):
        # It was approved anew, after a change; it is one case all the same.
        return Reviewed(review=review)
    return Reviewed(
        review=replace(review, cases=(*review.cases, case)),
        events=(event(EventKind.POLICY_REVIEW_CASE_ADDED, review=review.number, case=case),),
    )


def owners(review: PolicyReview, policy: Policy) -> tuple[str, ...]:
    """Who concludes it: the standard's owner of now; the policy's owner where the standard is gone since."""
    standard = policy.standard(review.standard)
    return (standard.owner if standard is not None else policy.owner,)


def readers(review: PolicyReview, policy: Policy, auditors: Iterable[str]) -> tuple[str, ...]:
    """Who may look at it: whoever concludes it, owns or administers the policy, or audits."""
    named = (*owners(review, policy), policy.owner, *policy.administrators, *auditors)
    return tuple(dict.fromkeys(named))


def consulted(act: OnPolicyReview, review: PolicyReview, policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known for the act."""
    if isinstance(act, MarkPolicyReviewOverdue):
        contact = policy.contacts.get(policy.recurrence.contact or "")
        return (*contact.who, *contact.backup) if contact is not None else ()
    return owners(review, policy)


def decide(act: OnPolicyReview, by: Person, review: PolicyReview | None, scene: Scene) -> Reviewed | Refusal:
    """What the act comes to; `scene` has the policy in force now."""
    match act:
        case ConcludePolicyReview():
            return _conclude(act, by, review, scene)
        case AskForPolicyReview() | MarkPolicyReviewOverdue() if by != SYSTEM:
            return Refusal(why=Why.SYSTEM_ONLY)
        case _ if review is None:
            return Refusal(why=Why.NO_SUCH_POLICY_REVIEW)
        case _ if review.concluded is not None:
            return Refusal(why=Why.POLICY_REVIEW_CONCLUDED, by=review.concluded.by)
        case AskForPolicyReview():
            return _ask(act, review, scene)
        case MarkPolicyReviewOverdue():
            return _overdue(act, review, scene)


def _conclude(
    act: ConcludePolicyReview, by: Person, review: PolicyReview | None, scene: Scene
) -> Reviewed | Refusal:
    """By the standard's owner alone; administrators have no vote, unless they own it."""
    if review is None:
        return Refusal(why=Why.NO_SUCH_POLICY_REVIEW)
    could = owners(review, scene.policy)
    refused = refusal_of_member(by, could, Why.NOT_STANDARD_OWNER, scene.register, scene.at)
    if refused is not None:
        return refused
    if review.concluded is not None:
        return Refusal(why=Why.POLICY_REVIEW_CONCLUDED, by=review.concluded.by)
    faults: dict[Field, Fault] = {}
    if not act.words.strip():
        faults[Field.REVIEW_WORDS] = Fault.MISSING
    elif len(act.words) > MAX_TEXT:
        faults[Field.REVIEW_WORDS] = Fault.TOO_LONG
    if act.outcome is None or faults:
        faults |= {Field.REVIEW_OUTCOME: Fault.MISSING} if act.outcome is None else {}
        return Refusal(why=Why.FAULTS, faults=faults)
    concluded = Conclusion(
        outcome=act.outcome,
        by=by.id,
        at=scene.at,
        words=act.words,
        policy_version=scene.policy_version,
    )
    happened = event(
        EventKind.POLICY_REVIEW_CONCLUDED,
        review=review.number,
        standard=review.standard,
        reason=review.reason,
        concluded=concluded,
    )
    return Reviewed(review=replace(review, concluded=concluded), events=(happened,))


def _ask(act: AskForPolicyReview, review: PolicyReview, scene: Scene) -> Reviewed | Refusal:
    could = owners(review, scene.policy)
    if gaps := scene.register.gaps(could, scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    if review.told:
        return Refusal(why=Why.ALREADY_RECORDED)
    told = scene.register.members(could)
    happened = event(EventKind.POLICY_REVIEW_ASKED, review=review.number, told=told)
    return Reviewed(review=replace(review, told=told), events=(happened,))


def _overdue(act: MarkPolicyReviewOverdue, review: PolicyReview, scene: Scene) -> Reviewed | Refusal:
    """The contact's people are told, or else their stand-ins, or else the contact's channel."""
    if review.overdue_at is not None:
        return Refusal(why=Why.ALREADY_RECORDED)
    named = consulted(act, review, scene.policy)
    if gaps := scene.register.gaps(named, scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=named, groups=gaps)
    contact = scene.policy.contacts.get(scene.policy.recurrence.contact or "")
    told: tuple[str, ...] = ()
    if contact is not None:
        register = scene.register
        told = register.members(contact.who) or register.members(contact.backup)
        told = told or ((contact.channel,) if contact.channel else ())
    happened = event(
        EventKind.POLICY_REVIEW_OVERDUE,
        review=review.number,
        contact=scene.policy.recurrence.contact,
        overdue_at=scene.at,
        told=told,
    )
    return Reviewed(
        review=replace(review, overdue_at=scene.at, overdue_told=told),
        events=(happened,),
    )


def cards(review: PolicyReview) -> Iterator[Notice]:
    """One living message for each who was told of it."""
    for recipient in review.recipients:
        yield Notice(
            kind=MessageKind.POLICY_REVIEW,
            recipient=recipient,
            key=f"{MessageKind.POLICY_REVIEW}:{review.number}:{recipient}",
            detail={"review": review.number},
        )


def words_in_thread(review: PolicyReview, case: Case, *, is_new: bool) -> Notice:
    """A word under the card of the request whose approval opened the review, or was added to it."""
    return Notice(
        kind=MessageKind.POLICY_REVIEW_WORD,
        recipient="",
        key=f"{MessageKind.POLICY_REVIEW_WORD}:{review.number}:{case.number}",
        detail={"review": review.number, "is_new": int(is_new)},
    )
