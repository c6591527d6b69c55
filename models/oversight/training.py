"""Training: who decides and so is to know the criteria, who attests to it, and who is asked to; pure.

Blueprint, Policy Checklist: the team is trained on decision criteria and process.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time

from models.attestation import Attestation, Standing
from models.events import Event, EventKind, event
from models.lifecycle.outcome import Scene
from models.membership import refusal_of_member, refusal_of_outsider
from models.outages import supervisors
from models.oversight.training_acts import AttestTraining
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from models.roles import auditors, contact_above_all


def trainees(policy: Policy) -> tuple[str, ...]:
    """Who decides, owns a hold or carries out: groups and people as the policy names them.

    Also those who may stand in for one who decides, who lengthen the time further, and who release a value above all
    authority: where training is required none of them can before they have attested.
    """
    named = [*policy.validators.who]
    named += [who for tier in policy.tiers for who in tier.authorizers]
    named += [who for hold in policy.holds.values() for who in hold.owner]
    named += [*policy.execution.who, *policy.expedited.authorizers]
    named += supervisors(policy)
    above_all = contact_above_all(policy)
    if above_all is not None:
        named += [*above_all.who, *above_all.backup]
    named += [who for delegates in policy.delegates for who in delegates.who]
    return tuple(dict.fromkeys(named))


def trainers(policy: Policy) -> tuple[str, ...]:
    """Who sees how the team stands and asks those who are due: the owner, administrators and compliance."""
    return tuple(dict.fromkeys((policy.owner, *policy.administrators, *auditors(policy))))


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to show how the team stands, and to ask."""
    return tuple(dict.fromkeys((*trainees(policy), *trainers(policy))))


def may_see_team(person: Person, policy: Policy, register: Register, at: datetime) -> bool:
    """Whether somebody is shown how the others stand."""
    return refusal_of_trainer(person, policy, register, at) is None


def refusal_of_trainer(person: Person, policy: Policy, register: Register, at: datetime) -> Refusal | None:
    """Why somebody asks nobody to attest."""
    return refusal_of_member(person, trainers(policy), Why.NOT_TRAINER, register, at)


def attest(act: AttestTraining, by: Person, scene: Scene) -> tuple[Attestation, Event] | Refusal:
    """The attestation of whoever makes it; `scene.number` is its number. Nobody attests for somebody else."""
    refused = refusal_of_outsider(by, ())
    if refused is not None:
        return refused
    if act.version != scene.policy_version:
        return Refusal(why=Why.CRITERIA_CHANGED)
    if not act.has_read:
        return Refusal(why=Why.FAULTS, faults={Field.ATTESTED: Fault.MISSING})
    made = Attestation(number=scene.number, by=by.id, at=scene.at, version=act.version)
    return made, event(EventKind.TRAINING_ATTESTED, attestation=made)


def ask(
    by: Person, standings: Mapping[str, Standing], asked: Collection[str], scene: Scene
) -> tuple[tuple[str, ...], Event] | Refusal:
    """Whom to ask: those who are due and were not asked today.

    `standings` has everybody who decides and can be reached, by id; `asked` are those who were asked today.
    """
    refused = refusal_of_trainer(by, scene.policy, scene.register, scene.at)
    if refused is not None:
        return refused
    if gaps := scene.register.gaps(trainees(scene.policy), scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
    due = [person for person, standing in standings.items() if not standing.holds]
    told = tuple(person for person in due if person not in asked)
    if not told:
        return Refusal(why=Why.ASKED_TODAY if due else Why.ALL_TRAINED)
    return told, event(EventKind.TRAINING_ASKED, told=told)


def today(policy: Policy, at: datetime) -> datetime:
    """When the day of the policy's time zone began that `at` belongs to (aware UTC)."""
    zone = policy.calendar.zone
    return datetime.combine(at.astimezone(zone).date(), time(), tzinfo=zone).astimezone(UTC)
