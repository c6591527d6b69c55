"""Decidable: whether two different people could decide in a tier, and who they are; pure, and it decides nothing.

Blueprint, Approval Logic 1 to 4, and Policy Checklist (approval authorities): a request that nobody could decide is
better not filed. What Slack cannot tell of keeps nobody from filing: each decision asks again, and fails closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.delegation import VALIDATORS
from models.people import Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.stead import has, may_hold, members


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Somebody who could give an approval; `for_whom` is in whose stead, None for their own right."""

    id: str
    for_whom: str | None = None

    @property
    def ends(self) -> tuple[str, ...]:
        """All who count for it: a decision in somebody's stead is theirs too."""
        return (self.id,) if self.for_whom is None else (self.id, self.for_whom)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two different people who could decide in a tier: one validates, the other authorises."""

    validator: Decider
    authorizer: Decider


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to tell who could decide in any tier."""
    tiers = (who for tier in policy.tiers for who in tier.authorizers)
    return tuple(dict.fromkeys((*policy.validators.who, *tiers)))


def deciding(policy: Policy, tier: str) -> tuple[str, ...]:
    """Whom the policy lets decide in a tier, at either stage: those of the tiers above count too."""
    above = (who for each in policy.tiers_from(tier) for who in each.authorizers)
    return tuple(dict.fromkeys((*policy.validators.who, *above)))


def validators(policy: Policy, register: Register, at: datetime) -> tuple[Decider, ...]:
    """Who could give the first approval now, those in their own right first."""
    return tuple(_holding((VALIDATORS,), policy, register, at))


def authorizers(tier: str, policy: Policy, register: Register, at: datetime) -> tuple[Decider, ...]:
    """Who could give the second approval now: the tier's own, then those of the tiers above, then stand-ins."""
    return tuple(_holding(tuple(each.name for each in policy.tiers_from(tier)), policy, register, at))


def pairs(
    tier: str, policy: Policy, register: Register, at: datetime, *, apart_from: Iterable[str | None] = ()
) -> Iterator[Pair]:
    """Every two different people who could decide in the tier, apart from those who have a part in the request."""
    barred = tuple(person for person in apart_from if person is not None)
    seconds = _free(authorizers(tier, policy, register, at), barred, register, at)
    for first in _free(validators(policy, register, at), barred, register, at):
        for second in seconds:
            if not _are_one(first.ends, second.ends, register, at):
                yield Pair(validator=first, authorizer=second)


def obstacle(
    tier: str,
    policy: Policy,
    register: Register,
    at: datetime,
    *,
    apart_from: Iterable[str | None] = (),
    is_one_enough: bool = False,
) -> Refusal | None:
    """Why no two different people could decide in the tier now, and who can mend that; None where two could.

    `is_one_enough` is for what needs the first approval only. None too where Slack cannot tell who is in a group.
    """
    barred = tuple(person for person in apart_from if person is not None)
    first = policy.validators.who
    second = tuple(who for who in deciding(policy, tier) if who not in first)
    if not register.knows_staff or register.gaps(first if is_one_enough else deciding(policy, tier), at):
        return None
    able = policy.administrators
    if not _free(validators(policy, register, at), barred, register, at):
        return Refusal(why=Why.NOBODY_VALIDATES, who_could=able, groups=first)
    if is_one_enough or next(pairs(tier, policy, register, at, apart_from=barred), None) is not None:
        return None
    if not _free(authorizers(tier, policy, register, at), barred, register, at):
        named = tuple(who for each in policy.tiers_from(tier) for who in each.authorizers)
        return Refusal(why=Why.NOBODY_AUTHORIZES, who_could=able, groups=tuple(dict.fromkeys(named)))
    return Refusal(why=Why.NO_SECOND_PERSON, who_could=able, groups=(*first, *second))


def _holding(roles: tuple[str, ...], policy: Policy, register: Register, at: datetime) -> Iterator[Decider]:
    """Who holds one of the roles, in their own right or by a delegation that passes it on; nobody who is not there."""
    own = register.members(who for role in roles for who in members(policy, role))
    yield from (Decider(id=person) for person in own)
    for made in sorted(register.delegations, key=lambda made: made.number):
        if made.is_active(at) and made.to not in register.absent and made.to not in own:
            passed = (role for role in roles if role in made.roles)
            if any(_passes(role, made.by, made.to, policy, register, at) for role in passed):
                yield Decider(id=made.to, for_whom=made.by)


def _passes(role: str, by: str, to: str, policy: Policy, register: Register, at: datetime) -> bool:
    return has(role, by, policy, register, at) and may_hold(role, to, policy, register, at)


def _free(
    deciders: tuple[Decider, ...], barred: tuple[str, ...], register: Register, at: datetime
) -> tuple[Decider, ...]:
    return tuple(one for one in deciders if not _are_one(one.ends, barred, register, at))


def _are_one(some: tuple[str, ...], others: tuple[str, ...], register: Register, at: datetime) -> bool:
    """Whether anybody of the one side counts as one person with anybody of the other, now and for what is new."""
    return any(register.same_person(one, other, since=at, at=at) for one in some for other in others)
