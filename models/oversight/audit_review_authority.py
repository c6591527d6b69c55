"""Who may make an audit review: a reviewer whose own doing it is not; pure, called with the review locked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from models.membership import refusal_of_member
from models.oversight.audit_reviews import AuditReview, Item
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.roles import auditors


@dataclass(frozen=True, kw_only=True)
class Reviewers:
    """Who can review some items: whom the policy names where all of them are free, or else the people who are.

    `is_in_stead` says that no reviewer is free, so that those behind them can; `are_some` that some reviewers had a
    part. Where Slack cannot say who is in a group, it is whom the policy names.
    """

    who: tuple[str, ...]
    are_some: bool = False
    is_in_stead: bool = False


def consulted(policy: Policy) -> tuple[str, ...]:
    """The groups and people that count for who may mark an item or sign a review off."""
    return tuple(dict.fromkeys((*auditors(policy), *stand_ins(policy))))


def stand_ins(policy: Policy) -> tuple[str, ...]:
    """Who reviews what all reviewers have a part in: the contact of an overdue review, and the administrators."""
    named = policy.audit_review.contact
    contact = policy.contacts[named] if named is not None else None
    return (*(contact.who if contact else ()), *(contact.backup if contact else ()), *policy.administrators)


def part_in(items: Iterable[Item], person: str, register: Register, at: datetime) -> str | None:
    """Whose doing any of the items is who is the person or counts as one with them; None where the person is free.

    The two ends of a delegation are one person for what happened since it came into force.
    """
    ends = ({made.by, made.to} for made in register.delegations)
    linked = dict.fromkeys((person, *(one for pair in ends if person in pair for one in sorted(pair))))
    for item in items:
        for other in linked:
            if other in item.people and register.same_person(person, other, since=item.since, at=at):
                return other
    return None


def could_review(
    items: tuple[Item, ...], policy: Policy, register: Register, at: datetime
) -> tuple[str, ...]:
    """Whom the policy names to review the items: the reviewers, or the stand-ins too where no reviewer is free."""
    named = auditors(policy)
    if register.gaps(named, at) or free(items, named, register, at):
        return named
    return tuple(dict.fromkeys((*named, *stand_ins(policy))))


def reviewers_of(items: tuple[Item, ...], policy: Policy, register: Register, at: datetime) -> Reviewers:
    """Who can mark the items, or sign off a review of them, each named once; what every place says goes by this."""
    named = auditors(policy)
    if register.gaps(named, at):
        return Reviewers(who=named)
    clear = free(items, named, register, at)
    if clear:
        are_some = len(clear) < len(register.members(named))
        return Reviewers(who=clear if are_some else named, are_some=are_some)
    could = could_review(items, policy, register, at)
    if register.gaps(could, at):
        return Reviewers(who=stand_ins(policy), is_in_stead=True)
    return Reviewers(who=free(items, could, register, at), is_in_stead=True)


def free(items: tuple[Item, ...], named: Iterable[str], register: Register, at: datetime) -> tuple[str, ...]:
    """The people among those named who have no part in any of the items, as far as groups are known."""
    return tuple(one for one in register.members(named) if part_in(items, one, register, at) is None)


def refusal_of_reviewer(
    person: Person, review: AuditReview, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Why the person may not look through the review; which items they may mark is asked for each."""
    return _refusal_of_others(person, review.items, policy, register, at)


def refusal_of_doer(
    person: Person, items: tuple[Item, ...], policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Why the person may not mark these items, or sign off a review of them; it says who can."""
    refused = _refusal_of_others(person, items, policy, register, at)
    if refused is not None:
        return refused
    other = part_in(items, person.id, register, at)
    if other is None:
        return None
    return Refusal(
        why=Why.OWN_DOING,
        who_could=reviewers_of(items, policy, register, at).who,
        by=None if other == person.id else other,
    )


def _refusal_of_others(
    person: Person, items: tuple[Item, ...], policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Why the person is not among those who review the items; it says who of them can."""
    could = could_review(items, policy, register, at)
    refused = refusal_of_member(person, could, Why.NOT_AUDITOR, register, at)
    if refused is None or refused.why in (Why.GROUP_UNKNOWN, Why.NO_SUCH_GROUP):
        return refused
    return replace(refused, who_could=reviewers_of(items, policy, register, at).who)


def refusal_of_signer(
    person: Person, review: AuditReview, policy: Policy, register: Register, at: datetime
) -> Refusal | None:
    """Why the person may not sign the review off (blueprint, Audit Trail Requirements: compliance).

    Whoever decided, filed, benefits from, carried out or settled anything in it does not: that is their own doing.
    """
    refused = refusal_of_doer(person, review.items, policy, register, at)
    if refused is not None:
        return refused
    if review.signed_off is not None:
        return Refusal(why=Why.ALREADY_SIGNED_OFF, by=review.signed_off.by)
    if review.unmarked:
        return Refusal(why=Why.ITEMS_UNMARKED)
    return None
