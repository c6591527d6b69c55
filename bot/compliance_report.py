"""What the policy says of compliance and of who is above all authority, as a person reads it; it judges nothing."""

from __future__ import annotations

from models.policy import Policy, RegulatoryRule


def above_all(policy: Policy) -> str:
    """Who is asked for a value that no tier may decide."""
    contact = policy.escalations.over_authority.contact
    return policy.contacts[contact].title if contact is not None else "cannot be filed"


def regulatory(policy: Policy) -> list[tuple[str, str]]:
    """What goes to compliance by itself: each rule's title, and all that must be so."""
    return [(rule.title, ", and ".join(_when(rule))) for rule in policy.regulatory]


def _when(rule: RegulatoryRule) -> list[str]:
    named = [f"standard {rule.standard}"] if rule.standard else []
    named += [f"reason {rule.reason}"] if rule.reason else []
    return named + ([f"{rule.field} is {' or '.join(rule.values)}"] if rule.field else [])
