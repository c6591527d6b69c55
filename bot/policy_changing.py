"""Changing the policy at the desk: proposed, answered, put in force and told of, in the desk's transaction (door 1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection

from bot import matters, policy_record
from models import outbox_rows, queries
from models.delegation_queries import delegations_since
from models.events import Event, EventKind, event
from models.lifecycle import Scene
from models.matter_queries import matter, next_matter, open_matters
from models.notices import MessageKind, Notice
from models.oversight.matters import OF_WORKSPACE, MatterKind
from models.oversight.policy_change_acts import (
    ApprovePolicyChange,
    OnPolicyChange,
    ProposePolicyChange,
    RejectPolicyChange,
    TellOfPolicy,
    WithdrawPolicyChange,
)
from models.oversight.policy_changes import ChangeEnd, PolicyChange
from models.oversight.policy_changing import answer, propose, take_back, told
from models.people import SYSTEM, Person
from models.policy_history import Recorded
from models.policy_queries import recording_at
from models.policy_versions import policy_from_json
from models.refusals import Refusal, Why


def perform(connection: Connection, act: OnPolicyChange, by: Person, scene: Scene) -> Refusal | None:
    """A change is proposed, answered or taken back, or the owner is told that another policy is in force."""
    if isinstance(act, TellOfPolicy):
        return _tell(connection, act, by, scene)
    result = _decided(connection, act, by, scene)
    if isinstance(result, Refusal):
        return result
    change, happened = result
    _keep(connection, scene, by, change, (happened,))
    if change.ended is not None and change.ended.how is ChangeEnd.APPROVED:
        policy_record.put_in_force(
            connection,
            scene.workspace,
            policy_from_json(change.content),
            Recorded.PROPOSAL,
            scene.at,
            by=by,
            changes=change.changes,
            people=(change.proposed_by, by.id),
            proposal=change.number,
        )
    return None


def _decided(
    connection: Connection,
    act: ProposePolicyChange | ApprovePolicyChange | RejectPolicyChange | WithdrawPolicyChange,
    by: Person,
    scene: Scene,
) -> tuple[PolicyChange, Event] | Refusal:
    if isinstance(act, ProposePolicyChange):
        number = next_matter(connection, scene.workspace, MatterKind.POLICY_CHANGE)
        return propose(act, by, _with_delegations(connection, replace(scene, number=number)))
    found = matter(connection, scene.workspace, PolicyChange, act.change)
    if isinstance(act, WithdrawPolicyChange):
        return take_back(act, found, by, scene)
    result = answer(act, found, by, _with_delegations(connection, scene, found))
    is_approved = isinstance(act, ApprovePolicyChange) and not isinstance(result, Refusal)
    if is_approved and found is not None and not _is_as_proposed(connection, scene.workspace, found):
        return Refusal(why=Why.NOT_AS_PROPOSED)
    return result


def _is_as_proposed(connection: Connection, workspace: str, found: PolicyChange) -> bool:
    """Whether the row still says what its event put on record: what nobody has seen must not come into force."""
    for link in queries.trail(connection, workspace, OF_WORKSPACE):
        if link.kind == EventKind.POLICY_PROPOSED:
            said = json.loads(link.changed)
            if said["proposal"] == found.number:
                stored = (found.proposed_by, found.base, found.version, found.content)
                return stored == (link.actor, said["base"], said["version"], said["content"])
    return False


def _with_delegations(connection: Connection, scene: Scene, found: PolicyChange | None = None) -> Scene:
    """The delegations that were in force at any time since the change was proposed."""
    since = scene.at if found is None else found.opened_at
    known = delegations_since(connection, scene.workspace, since)
    return replace(scene, register=replace(scene.register, delegations=known))


def _keep(
    connection: Connection, scene: Scene, by: Person, change: PolicyChange, events: Iterable[Event]
) -> None:
    matters.keep(connection, scene, by, events=events, matter=change, notices=_cards((change,)))


def _tell(connection: Connection, act: TellOfPolicy, by: Person, scene: Scene) -> Refusal | None:
    """A word to the owner and the administrators; proposals that were overtaken say so from now on."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    people = told(scene)
    if isinstance(people, Refusal):
        return people
    recording = recording_at(connection, scene.workspace, act.position)
    if recording is None:
        return Refusal(why=Why.ALREADY_RECORDED)
    happened = event(EventKind.POLICY_TOLD, recorded=act.position, version=recording.version, people=people)
    words = (
        Notice(
            kind=MessageKind.POLICY_TOLD,
            recipient=person,
            key=f"{MessageKind.POLICY_TOLD}:{act.position}:{person}",
            detail={"position": act.position},
        )
        for person in people
    )
    matters.keep(connection, scene, by, events=(happened,), notices=words)
    overtaken = open_matters(connection, scene.workspace, PolicyChange)
    outbox_rows.want_messages(connection, scene.workspace, OF_WORKSPACE, _cards(overtaken), scene.at)
    return None


def _cards(changes: Iterable[PolicyChange]) -> Iterator[Notice]:
    """The living card of each, at each administrator who was told of it."""
    for change in changes:
        for person in change.told:
            yield Notice(
                kind=MessageKind.POLICY_CHANGE,
                recipient=person,
                key=f"{MessageKind.POLICY_CHANGE}:{change.number}:{person}",
                detail={"change": change.number},
            )
