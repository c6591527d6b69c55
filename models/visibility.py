"""Visibility: who may read a request and its whole trail; pure, and it decides nothing else."""

from __future__ import annotations

from datetime import datetime

from models.execution_authority import supervisors_consulted
from models.holds import HoldKind
from models.outages import supervisors
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Result
from models.roles import auditors, authorizers, hold_owners, validators
from models.stead import is_deciders_delegate

#: The hold whose owners watch over every exception (blueprint, Audit Trail: comprehensive audit review, Compliance).
COMPLIANCE = "regulatory"


def viewers(policy: Policy, request: ExceptionRequest) -> tuple[str, ...]:
    """Everybody who may read it: those whose it is, those who decide, carry out, were told, and who audit."""
    compliance = policy.holds.get(COMPLIANCE)
    named = [request.filed_by]
    if request.filing.beneficiary:
        named.append(request.filing.beneficiary)
    named += [*request.involved(), *validators(policy), *authorizers(policy, request), *policy.execution.who]
    # Whoever is asked for the urgent path reads what it is asked for.
    named += policy.expedited.authorizers if request.expedite is not None else ()
    # Whoever is told that carrying it out failed reads what of.
    if any(tried.result in (Result.FAILED, Result.GIVEN_UP) for tried in request.executions):
        named += supervisors_consulted(policy)
    # Whoever is asked to settle a hold reads what it is about.
    for hold in request.holds:
        named += [*hold.told, *hold_owners(policy, request, hold)]
        named += supervisors(policy) if hold.kind is HoldKind.DATA_UNAVAILABLE else ()
    named += policy.administrators
    named += compliance.owner if compliance is not None else ()
    named += auditors(policy)
    return tuple(dict.fromkeys(named))


def standing_viewers(policy: Policy, tier: str) -> tuple[str, ...]:
    """Everybody who may read every request of a tier that was filed under a policy, whatever became of it."""
    compliance = policy.holds.get(COMPLIANCE)
    authorizing = (who for above in policy.tiers_from(tier) for who in above.authorizers)
    named = [*validators(policy), *authorizing, *policy.execution.who, *policy.administrators]
    named += compliance.owner if compliance is not None else ()
    return tuple(dict.fromkeys((*named, *auditors(policy))))


def own_viewers(policy: Policy, request: ExceptionRequest) -> tuple[str, ...]:
    """Who else may read this request, for something that is its own: together they are all its viewers."""
    standing = set(standing_viewers(policy, request.score.tier))
    own = (request.filed_by, request.filing.beneficiary)
    # Whose it is may read it as a guest too, so they are named even where everybody in their place may.
    return tuple(who for who in viewers(policy, request) if who not in standing or who in own)


def refusal_of_viewer(
    person: Person,
    request: ExceptionRequest,
    policy: Policy,
    register: Register,
    at: datetime,
    also: tuple[str, ...] = (),
) -> Refusal | None:
    """Why the person may not read the request, or None where they may; `also` may, whatever its policy says.

    A guest reads only what they filed themselves or benefit from; a stranger, a deactivated person and a program
    read nothing. A group that Slack could not tell of opens nothing.
    """
    allowed = tuple(dict.fromkeys((*viewers(policy, request), *also)))
    for is_so, why in (
        (person.is_bot, Why.BOT),
        (person.is_deactivated, Why.DEACTIVATED),
        (person.is_stranger, Why.STRANGER),
    ):
        if is_so:
            return Refusal(why=why)
    if person.id in (request.filed_by, request.filing.beneficiary):
        return None
    could = _who_could(allowed)
    if person.is_guest:
        return Refusal(why=Why.GUEST, who_could=could)
    gaps = register.gaps(allowed, at)
    if register.includes(set(allowed) - set(gaps), person.id):
        return None
    if is_deciders_delegate(person.id, request, policy, register, at):
        return None
    if gaps:
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    return Refusal(why=Why.NOT_A_VIEWER, who_could=could)


def _who_could(allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The groups alone: a refusal does not tell who filed, benefits or was told."""
    return tuple(name for name in allowed if name.startswith("@"))
