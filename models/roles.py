"""Roles: whom the policy names for what, as groups and people; who is in them it does not know."""

from __future__ import annotations

from models.holds import Hold, HoldKind
from models.policy import Contact, Policy
from models.request import ExceptionRequest, Stage, Status


def validators(policy: Policy) -> tuple[str, ...]:
    """Who may give the first approval (Approval Logic 1)."""
    return policy.validators.who


def authorizers(policy: Policy, request: ExceptionRequest) -> tuple[str, ...]:
    """Who may give the second approval: the tier's authorizers, then those of the tiers above it."""
    names = (who for tier in policy.tiers_from(request.score.tier) for who in tier.authorizers)
    return tuple(dict.fromkeys(names))


def deciders(policy: Policy, request: ExceptionRequest, stage: Stage) -> tuple[str, ...]:
    """Who may decide at a stage."""
    return validators(policy) if stage is Stage.VALIDATION else authorizers(policy, request)


def asked(policy: Policy, request: ExceptionRequest) -> tuple[str, ...]:
    """Whose turn it is: for the second approval the tier's own authorizers, not those above them."""
    if request.stage is Stage.VALIDATION:
        return validators(policy)
    if request.stage is Stage.AUTHORIZATION:
        return policy.tier(request.score.tier).authorizers
    return policy.execution.who if request.status in (Status.EXECUTION, Status.CLOSING) else ()


def hold_owners(policy: Policy, request: ExceptionRequest, hold: Hold) -> tuple[str, ...]:
    """Whose a hold is: the policy's owners of its kind, the requester of what was returned, or a named contact."""
    if hold.kind is HoldKind.RETURNED:
        return (request.filed_by,)
    if hold.kind is HoldKind.OVER_AUTHORITY:
        contact = contact_above_all(policy)
        if contact is None:
            return policy.administrators
        named = (*contact.who, *contact.backup)
        is_told = any(one.startswith("@") or one in hold.told for one in named)
        # Where nobody of the contact is left but those concerned, the administrators were told instead.
        return named if is_told or not hold.told else (*named, *policy.administrators)
    part = policy.holds.get(hold.kind)
    return part.owner if part is not None else policy.administrators


def contact_above_all(policy: Policy) -> Contact | None:
    """Who is asked for a value above every tier's authority; None where it cannot be filed."""
    named = policy.escalations.over_authority.contact
    return policy.contacts[named] if named is not None else None


def above_all(policy: Policy) -> tuple[str, ...]:
    """All who may be told of a value above every tier's authority, in the order in which they are."""
    contact = contact_above_all(policy)
    return (*contact.who, *contact.backup, *policy.administrators) if contact is not None else ()


def report_readers(policy: Policy) -> tuple[str, ...]:
    """Who may see the KPIs: those whom the policy names, or else whoever authorises, the owner and administrators."""
    if policy.reports.readers:
        return policy.reports.readers
    authorizing = (who for tier in policy.tiers for who in tier.authorizers)
    return tuple(dict.fromkeys((*authorizing, policy.owner, *policy.administrators)))


def auditors(policy: Policy) -> tuple[str, ...]:
    """Who makes the comprehensive audit review (Audit Trail Requirements: compliance); nobody where none is named."""
    if policy.audit_review.reviewers:
        return policy.audit_review.reviewers
    compliance = policy.holds.get(HoldKind.REGULATORY)
    return compliance.owner if compliance is not None else ()


def audit_channel(policy: Policy) -> str | None:
    """Where the audit review is asked for; None where each reviewer is asked directly."""
    compliance = policy.holds.get(HoldKind.REGULATORY)
    return policy.audit_review.channel or (compliance.channel if compliance is not None else None)


def exporters(policy: Policy) -> tuple[str, ...]:
    """Who may take the record out of the bot."""
    return policy.exports.who or tuple(dict.fromkeys((*auditors(policy), *policy.administrators)))
