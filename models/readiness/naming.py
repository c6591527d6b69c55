"""What the policy names each group, person and channel for, as keys that a view gives words; it knows no Slack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.policy import Policy
from models.roles import audit_channel

#: What a role's key begins with.
ROLE = "role:"


def roles(policy: Policy) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each role's key, and whom the policy names for it."""
    yield f"{ROLE}validators", policy.validators.who
    for tier in policy.tiers:
        yield f"{ROLE}tier:{tier.name}", tier.authorizers
    yield f"{ROLE}execution", policy.execution.who
    yield f"{ROLE}expedited", policy.expedited.authorizers
    yield f"{ROLE}administrators", policy.administrators
    yield f"{ROLE}owner", (policy.owner,)
    for key, hold in policy.holds.items():
        yield f"{ROLE}hold:{key}", hold.owner
    for key, contact in policy.contacts.items():
        yield f"{ROLE}contact:{key}", (*contact.who, *contact.backup)
    for standard in policy.standards:
        yield f"{ROLE}standard:{standard.reference}", (standard.owner,)
    for delegates in policy.delegates:
        yield f"{ROLE}delegates:{delegates.role}", delegates.who
    yield f"{ROLE}teams", policy.teams
    yield f"{ROLE}readers", policy.reports.readers
    yield f"{ROLE}auditors", policy.audit_review.reviewers
    yield f"{ROLE}exporters", policy.exports.who
    yield f"{ROLE}sponsors", policy.alerts.sponsors
    yield f"{ROLE}fallback", policy.alerts.fallback


#: Roles that are judged on their own, and those that need nobody in particular.
_ELSEWHERE = ("validators", "tier:", "administrators", "hold:", "contact:")
_OPTIONAL = ("standard:", "delegates:", "teams", "readers", "exporters", "sponsors", "fallback")


def needs_somebody(role: str) -> bool:
    """Whether something is left undone where nobody is there for the role, and no other check says so."""
    return not role.removeprefix(ROLE).startswith((*_ELSEWHERE, *_OPTIONAL))


def named(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Everybody and every group that the policy names, with the keys of what for."""
    found: dict[str, list[str]] = {}
    for role, who in roles(policy):
        for one in dict.fromkeys(who):
            found.setdefault(one, []).append(role)
    return {one: tuple(named_for) for one, named_for in found.items()}


def channels(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Every channel that the policy names, with the keys of what for."""
    found: dict[str, list[str]] = {}
    for role, channel in _channels(policy):
        if channel is not None:
            found.setdefault(channel, []).append(role)
    return {channel: tuple(dict.fromkeys(named_for)) for channel, named_for in found.items()}


def _channels(policy: Policy) -> Iterable[tuple[str, str | None]]:
    for tier in policy.tiers:
        yield f"{ROLE}tier:{tier.name}", tier.channel
    yield f"{ROLE}validators", policy.validators.channel
    yield f"{ROLE}execution", policy.execution.channel
    for key, hold in policy.holds.items():
        yield f"{ROLE}hold:{key}", hold.channel
    for key, contact in policy.contacts.items():
        yield f"{ROLE}contact:{key}", contact.channel
    yield f"{ROLE}reports", policy.reports.channel
    yield f"{ROLE}auditors", audit_channel(policy)
