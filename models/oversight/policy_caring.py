"""Taking care of the policy: its owner reviews it once a year, or somebody hears that they did not; pure.

Blueprint, FAQ: standard policies should be reviewed annually and whenever significant business changes occur.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models.calendar import due_after
from models.deadlines import Timer, TimerKind
from models.events import Event, EventKind, event
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Scene
from models.membership import refusal_of_member
from models.oversight.policy_care_acts import MarkPolicyCareOverdue, ReviewPolicy
from models.oversight.policy_cares import CareOfPolicy, Reviewed
from models.people import SYSTEM, Person
from models.policy import Contact, Policy
from models.refusals import Fault, Field, Refusal, Why


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to ask for a review, to judge who made it, and to tell that it is late."""
    contact = contact_of(policy)
    late = (*contact.who, *contact.backup) if contact is not None else ()
    return tuple(dict.fromkeys((policy.owner, *policy.administrators, *late)))


def contact_of(policy: Policy) -> Contact | None:
    """Who is told of a review that is late; None where the policy names nobody."""
    named = policy.policy_review.contact
    return policy.contacts[named] if named is not None else None


def open_care(planned: str, by: Person, scene: Scene) -> tuple[CareOfPolicy, Event] | Refusal:
    """The review, asked of the owner; of the administrators where nobody is left of the owner."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    policy = scene.policy
    who: tuple[str, ...] = (policy.owner,)
    if gaps := scene.register.gaps(consulted(policy), scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=who, groups=gaps)
    told = scene.register.members(who)
    if not told:
        who = (*who, *policy.administrators)
        told = scene.register.members(who)
    made = CareOfPolicy(
        number=scene.number,
        planned=planned,
        opened_at=scene.at,
        due_at=due_after(policy.calendar, policy.policy_review.conclude_within, scene.at),
        version=scene.policy_version,
        who=who,
        told=told,
    )
    return made, event(EventKind.POLICY_CARE_OPENED, care=made)


def timers_of(care: CareOfPolicy, policy: Policy) -> Iterator[Timer]:
    """When somebody is told that it is late."""
    if contact_of(policy) is not None:
        version = str(care.number)
        yield Timer(kind=TimerKind.POLICY_CARE_OVERDUE, version=version, due_at=care.due_at)


def review(
    act: ReviewPolicy, found: CareOfPolicy | None, by: Person, scene: Scene
) -> tuple[CareOfPolicy, Event] | Refusal:
    """The review as it is once somebody of the owner has made it."""
    if found is None:
        return Refusal(why=Why.NO_SUCH_POLICY_CARE)
    # Whoever owns the policy today may, and the administrators where they were asked.
    could = tuple(dict.fromkeys((scene.policy.owner, *found.who[1:])))
    refused = refusal_of_member(by, could, Why.NOT_POLICY_OWNER, scene.register, scene.at)
    if refused is not None:
        return refused
    if found.reviewed is not None:
        return Refusal(why=Why.POLICY_CARE_OVER, by=found.reviewed.by)
    faults = {Field.CARE: Fault.MISSING} if act.verdict is None else {}
    fault = fault_of_text(act.words)
    if fault is not None:
        faults[Field.WORDS] = fault
    if act.verdict is None or faults:
        return Refusal(why=Why.FAULTS, faults=faults)
    reviewed = Reviewed(
        verdict=act.verdict, by=by.id, at=scene.at, words=act.words, version=scene.policy_version
    )
    return replace(found, reviewed=reviewed), event(
        EventKind.POLICY_CARE_REVIEWED, care=found.number, reviewed=reviewed
    )


def mark_overdue(
    act: MarkPolicyCareOverdue, found: CareOfPolicy | None, by: Person, scene: Scene
) -> tuple[CareOfPolicy, Event] | Refusal:
    """The contact hears that it is late: whoever of them is there, else the backup, else the administrators."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    contact = contact_of(scene.policy)
    if found is None or found.reviewed is not None or contact is None:
        return Refusal(why=Why.POLICY_CARE_OVER)
    register = scene.register
    if gaps := register.gaps(consulted(scene.policy), scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, groups=gaps)
    told = (
        register.members(contact.who)
        or register.members(contact.backup)
        or register.members(scene.policy.administrators)
    )
    marked = replace(found, overdue_at=scene.at, overdue_told=told)
    return marked, event(EventKind.POLICY_CARE_OVERDUE, care=found.number, told=told)
