"""In whose stead somebody decides: which roles a delegation passes on, and who counts as one person; pure.

Blueprint, Approval Logic 3 (two different people), which a delegation must not go around.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from models.delegation import VALIDATORS, Delegation
from models.people import Register
from models.policy import Policy
from models.request import ExceptionRequest, Stage
from models.roles import deciders


def roles(policy: Policy) -> tuple[str, ...]:
    """Every role whose authority can be delegated: the validators', and each tier's by its name."""
    return (VALIDATORS, *(tier.name for tier in policy.tiers))


def members(policy: Policy, role: str) -> tuple[str, ...]:
    """Whose a role is; nobody's where this version of the policy has none of that name."""
    if role == VALIDATORS:
        return policy.validators.who
    return next((tier.authorizers for tier in policy.tiers if tier.name == role), ())


def holders(policy: Policy, role: str) -> tuple[str, ...]:
    """Who may hold a role's authority in somebody's stead.

    Its own members and those whom the policy names as delegates for it; for a tier those of the tiers above too.
    """
    if role not in roles(policy):
        return ()
    covering = [VALIDATORS] if role == VALIDATORS else [tier.name for tier in policy.tiers_from(role)]
    named = [who for name in covering for who in members(policy, name)]
    named += [who for part in policy.delegates if part.role in covering for who in part.who]
    return tuple(dict.fromkeys(named))


def all_holders(policy: Policy) -> tuple[str, ...]:
    """Everybody who has, or may hold, any role's authority."""
    return tuple(dict.fromkeys(who for role in roles(policy) for who in holders(policy, role)))


def has(role: str, person: str, policy: Policy, register: Register, at: datetime) -> bool:
    """Whether the role is the person's own."""
    return _is_in(members(policy, role), person, register, at)


def may_hold(role: str, person: str, policy: Policy, register: Register, at: datetime) -> bool:
    """Whether the policy lets the person hold the role's authority in somebody's stead."""
    return _is_in(holders(policy, role), person, register, at)


def _is_in(who: tuple[str, ...], person: str, register: Register, at: datetime) -> bool:
    """A group that Slack could not tell of, or told of too long ago, makes nobody a member."""
    return register.includes(set(who) - set(register.gaps(who, at)), person)


def roles_for(stage: Stage, request: ExceptionRequest, policy: Policy) -> tuple[str, ...]:
    """The roles that may decide a request at a stage: a higher tier's may for a lower one."""
    if stage is Stage.VALIDATION:
        return (VALIDATORS,)
    return tuple(tier.name for tier in policy.tiers_from(request.score.tier))


def stand_ins(stage: Stage, request: ExceptionRequest, policy: Policy) -> tuple[str, ...]:
    """Everybody who may decide at a stage in whoever's stead, their own right included."""
    named = (who for role in roles_for(stage, request, policy) for who in holders(policy, role))
    return tuple(dict.fromkeys(named))


def capacities(
    person: str, stage: Stage, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> tuple[str | None, ...]:
    """In whose stead the person could decide now, then None where they could in their own right.

    A delegation passes on a role that is its maker's own, now too, and that the policy lets the other hold: what
    somebody holds by a delegation themselves, they pass on to nobody.
    """
    wanted = roles_for(stage, request, policy)
    found: list[str | None] = []
    for made in sorted(register.delegations, key=lambda d: d.number):
        if made.to != person or not made.is_active(at) or made.by in found:
            continue
        if any(_passes_on(made, role, policy, register, at) for role in wanted):
            found.append(made.by)
    if _is_in(deciders(policy, request, stage), person, register, at):
        found.append(None)
    return tuple(found)


def _passes_on(made: Delegation, role: str, policy: Policy, register: Register, at: datetime) -> bool:
    return (
        role in made.roles
        and has(role, made.by, policy, register, at)
        and may_hold(role, made.to, policy, register, at)
    )


def is_deciders_delegate(
    person: str, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> bool:
    """Whether somebody who decides on the request has delegated to the person for now."""
    return is_delegate_for_tier(person, request.score.tier, policy, register, at)


def is_delegate_for_tier(person: str, tier: str, policy: Policy, register: Register, at: datetime) -> bool:
    """Whether somebody who decides on every request of a tier has delegated to the person for now."""
    wanted = {VALIDATORS, *(above.name for above in policy.tiers_from(tier))}
    active = (d for d in register.delegations if d.to == person and d.is_active(at))
    return any(has(role, d.by, policy, register, at) for d in active for role in wanted & set(d.roles))


def linked(
    people: Iterable[str | None], request: ExceptionRequest, register: Register, at: datetime
) -> str | None:
    """Who of those that filed, benefit or decided in this round counts as one person with any of `people`, if any.

    The two ends of a delegation are one person for a request if it was in force at any time since the filing.
    """
    ends = [person for person in people if person is not None]
    others: list[str | None] = [request.filed_by, request.filing.beneficiary]
    for decision in request.decisions_of_round():
        others += [decision.by, decision.for_whom]
    for other in others:
        if other is not None and any(
            register.same_person(end, other, since=request.filed_at, at=at) for end in ends
        ):
            return other
    return None


def barred_by(
    person: str, stage: Stage, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> str | None:
    """Who counts as one person with somebody who could decide, so that they may not; None where nobody does.

    One who could decide in several people's stead, or in their own right too, is barred where each of these is.
    """
    other = linked((person,), request, register, at)
    could = capacities(person, stage, request, policy, register, at)
    if other is not None or not could:
        return other
    barred = [linked((whom,), request, register, at) for whom in could]
    return barred[0] if all(barred) else None


def for_whom(
    person: str, stage: Stage, request: ExceptionRequest, policy: Policy, register: Register, at: datetime
) -> str | None:
    """In whose stead the person decides now; None for their own right, which comes last where they have both."""
    could = capacities(person, stage, request, policy, register, at)
    free = [whom for whom in could if linked((person, whom), request, register, at) is None]
    return free[0] if free else None
