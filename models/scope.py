"""Scope: what somebody may see of all requests, told without looking at any; pure.

It says the same as `models.visibility.refusal_of_viewer` says of each request, so that the database can narrow by it:
what everybody of a policy and a tier may read by their place there, and what is a request's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.people import Person, Register
from models.policy import Policy
from models.roles import auditors
from models.stead import holders, is_delegate_for_tier, roles
from models.visibility import standing_viewers


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What one person may see.

    `tiers` are the tiers of each policy version of which they see every request; `names` are they and the groups that
    they are in, for what is a request's own. A guest has no name but their own, for what is theirs (`is_own_alone`).
    Without any name they see nothing.
    """

    names: tuple[str, ...] = ()
    tiers: Mapping[str, tuple[str, ...]]
    is_own_alone: bool = False
    sees_all: bool = False


def groups_of_policies(policies: Iterable[Policy]) -> tuple[str, ...]:
    """The groups whose members must be known to tell anybody's scope, besides those that a request names itself."""
    named: list[str] = []
    for policy in policies:
        named += (who for tier in policy.tiers for who in standing_viewers(policy, tier.name))
        named += (who for role in roles(policy) for who in holders(policy, role))
        named += auditors(policy)
    return tuple(dict.fromkeys(who for who in named if who.startswith("@")))


def scope_of(
    person: Person, policies: Mapping[str, Policy], current: Policy, register: Register, at: datetime
) -> Scope:
    """What the person may see under each of the policies; `current` is the one in force.

    `register` knows the groups of `groups_of_policies`, and those that requests name: one that Slack could not tell
    of opens nothing.
    """
    if person.is_bot or person.is_deactivated or person.is_stranger:
        return Scope(tiers={})
    if person.is_guest:
        return Scope(names=(person.id,), tiers={}, is_own_alone=True)
    unknown = set(register.gaps(register.groups, at))
    inside = [name for name, group in register.groups.items() if person.id in group.members]
    known = {person.id, *(name for name in inside if name not in unknown)}
    names = tuple(sorted(known))
    if not known.isdisjoint(auditors(current)):
        return Scope(names=names, tiers={}, sees_all=True)
    seen: dict[str, tuple[str, ...]] = {}
    is_all = bool(policies)
    for version, policy in policies.items():
        open_to = tuple(
            tier.name
            for tier in policy.tiers
            if not known.isdisjoint(standing_viewers(policy, tier.name))
            or is_delegate_for_tier(person.id, tier.name, policy, register, at)
        )
        is_all = is_all and len(open_to) == len(policy.tiers)
        if open_to:
            seen[version] = open_to
    return Scope(names=names, tiers=seen, sees_all=is_all)
