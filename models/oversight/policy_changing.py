"""Changing the policy: one administrator proposes, another one approves; pure, and it writes nothing."""

from __future__ import annotations

from dataclasses import replace

from models.events import Event, EventKind, event
from models.lifecycle.limits import fault_of_text
from models.lifecycle.outcome import Scene
from models.membership import refusal_of_member
from models.oversight.policy_change_acts import (
    ApprovePolicyChange,
    ProposePolicyChange,
    RejectPolicyChange,
    WithdrawPolicyChange,
)
from models.oversight.policy_changes import ChangeEnd, Ended, PolicyChange, is_proposable
from models.people import Person
from models.policy import Policy
from models.policy_check import faults_in
from models.policy_diff import differences
from models.policy_versions import policy_json, version_of
from models.refusals import Fault, Field, Refusal, Why


def consulted(policy: Policy) -> tuple[str, ...]:
    """Whose membership must be known to judge a change of the policy and to tell of it."""
    return tuple(dict.fromkeys((*policy.administrators, policy.owner)))


def refusal_of_proposer(by: Person, scene: Scene) -> Refusal | None:
    """Why somebody may not propose: they administer nothing, or nobody else could approve it."""
    could = scene.policy.administrators
    refused = refusal_of_member(by, could, Why.NOT_ADMINISTRATOR, scene.register, scene.at)
    if refused is not None:
        return refused
    if _others(by.id, scene):
        return None
    if gaps := scene.register.gaps(could, scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=could, groups=gaps)
    return Refusal(why=Why.NO_SECOND_ADMINISTRATOR, who_could=(scene.policy.owner,))


def propose(act: ProposePolicyChange, by: Person, scene: Scene) -> tuple[PolicyChange, Event] | Refusal:
    """A new proposal, asked of every administrator; `scene.number` is its number."""
    refused = refusal_of_proposer(by, scene)
    if refused is not None:
        return refused
    if act.base != scene.policy_version:
        return Refusal(why=Why.BASE_CHANGED)
    fault = fault_of_text(act.reason)
    if fault is not None or act.draft is None:
        return Refusal(why=Why.FAULTS, faults={Field.WHY: fault or Fault.MISSING})
    changes = differences(scene.policy, act.draft)
    if not changes:
        return Refusal(why=Why.NOTHING_CHANGED)
    if faults_in(act.draft) or not all(is_proposable(change.key) for change in changes):
        return Refusal(why=Why.NOT_PROPOSABLE)
    made = PolicyChange(
        number=scene.number,
        base=act.base,
        version=version_of(act.draft),
        content=policy_json(act.draft),
        changes=changes,
        reason=act.reason,
        proposed_by=by.id,
        opened_at=scene.at,
        told=scene.register.members(scene.policy.administrators),
    )
    happened = event(
        EventKind.POLICY_PROPOSED,
        proposal=made.number,
        base=made.base,
        version=made.version,
        changes=made.changes,
        content=made.content,
        reason=made.reason,
        told=made.told,
    )
    return made, happened


def answer(
    act: ApprovePolicyChange | RejectPolicyChange, found: PolicyChange | None, by: Person, scene: Scene
) -> tuple[PolicyChange, Event] | Refusal:
    """The proposal as it is once another administrator than its proposer has approved or rejected it."""
    approves = isinstance(act, ApprovePolicyChange)
    refused = _refusal_of_answer(approves, found, by, scene)
    if refused is not None or found is None:
        return refused or Refusal(why=Why.NO_SUCH_POLICY_CHANGE)
    fault = fault_of_text(act.words)
    if fault is not None:
        return Refusal(why=Why.FAULTS, faults={Field.WORDS: fault})
    how = ChangeEnd.APPROVED if approves else ChangeEnd.REJECTED
    kind = EventKind.POLICY_APPROVED if approves else EventKind.POLICY_REJECTED
    ended = Ended(how=how, by=by.id, at=scene.at, words=act.words)
    happened = event(
        kind,
        proposal=found.number,
        version=found.version,
        proposed_by=found.proposed_by,
        words=act.words,
    )
    return replace(found, ended=ended), happened


def _refusal_of_answer(
    approves: bool, found: PolicyChange | None, by: Person, scene: Scene
) -> Refusal | None:
    """Two people: never its proposer, nor whoever counts as one person with them by a delegation since then."""
    could = scene.policy.administrators
    refused = refusal_of_member(by, could, Why.NOT_ADMINISTRATOR, scene.register, scene.at)
    if refused is not None or found is None:
        return refused or Refusal(why=Why.NO_SUCH_POLICY_CHANGE)
    if found.ended is not None:
        return Refusal(why=Why.POLICY_CHANGE_OVER, by=found.ended.by)
    if by.id == found.proposed_by:
        return Refusal(why=Why.OWN_POLICY_CHANGE, who_could=could)
    if scene.register.same_person(by.id, found.proposed_by, since=found.opened_at, at=scene.at):
        return Refusal(why=Why.ONE_WITH_PROPOSER, who_could=could, by=found.proposed_by)
    if approves and found.base != scene.policy_version:
        return Refusal(why=Why.BASE_CHANGED)
    return None


def take_back(
    act: WithdrawPolicyChange, found: PolicyChange | None, by: Person, scene: Scene
) -> tuple[PolicyChange, Event] | Refusal:
    """The proposal as it is once its proposer has taken it back."""
    if found is None:
        return Refusal(why=Why.NO_SUCH_POLICY_CHANGE)
    if by.id != found.proposed_by:
        return Refusal(why=Why.NOT_PROPOSER)
    if found.ended is not None:
        return Refusal(why=Why.POLICY_CHANGE_OVER, by=found.ended.by)
    ended = Ended(how=ChangeEnd.TAKEN_BACK, by=by.id, at=scene.at)
    happened = event(EventKind.POLICY_TAKEN_BACK, proposal=found.number, version=found.version)
    return replace(found, ended=ended), happened


def told(scene: Scene) -> tuple[str, ...] | Refusal:
    """Who hears that another policy is in force: its owner and the administrators."""
    named = consulted(scene.policy)
    if gaps := scene.register.gaps(named, scene.at):
        return Refusal(why=Why.GROUP_UNKNOWN, who_could=named, groups=gaps)
    return scene.register.members(named)


def _others(proposer: str, scene: Scene) -> tuple[str, ...]:
    """The administrators who do not count as one person with somebody."""
    return tuple(
        one
        for one in scene.register.members(scene.policy.administrators)
        if not scene.register.same_person(one, proposer, since=scene.at, at=scene.at)
    )
