"""Membership: whether a person is among those whom the policy names; what they may do there is the authority's."""

from __future__ import annotations

from datetime import datetime

from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why


def refusal_of_outsider(person: Person, could: tuple[str, ...]) -> Refusal | None:
    """Only a full and active member of this workspace, and never a program, decides or carries out."""
    for is_so, why in (
        (person.is_bot or person == SYSTEM, Why.BOT),
        (person.is_deactivated, Why.DEACTIVATED),
        (person.is_stranger, Why.STRANGER),
        (person.is_guest, Why.GUEST),
    ):
        if is_so:
            return Refusal(why=why, who_could=could)
    return None


def refusal_of_filer(person: Person) -> Refusal | None:
    """Staff ask: everybody in the workspace, guests too, but no program, stranger or deactivated person."""
    if person.is_guest and not (person.is_bot or person.is_deactivated or person.is_stranger):
        return None
    return refusal_of_outsider(person, ())


def refusal_of_sponsor(person: Person, policy: Policy, register: Register, at: datetime) -> Refusal | None:
    """An alert may name a full and active member alone, and of these those whom the policy lets it name."""
    could = policy.alerts.sponsors
    if not could:
        return refusal_of_outsider(person, ())
    return refusal_of_member(person, could, Why.NOT_A_SPONSOR, register, at)


def refusal_of_member(
    person: Person, could: tuple[str, ...], why: Why, register: Register, at: datetime
) -> Refusal | None:
    """Why the person is not among those who could."""
    outsider = refusal_of_outsider(person, could)
    if outsider is not None:
        return outsider
    gaps = register.gaps(could, at)
    if register.includes(set(could) - set(gaps), person.id):
        return None
    if gaps:
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    if missing := _missing(could, register):
        return Refusal(why=Why.NO_SUCH_GROUP, who_could=could, groups=missing)
    return Refusal(why=why, who_could=could)


def _missing(could: tuple[str, ...], register: Register) -> tuple[str, ...]:
    """The groups that the policy names and that the workspace does not have: only an administrator can help."""
    return tuple(name for name in could if name in register.missing)
