"""Delegating at the desk: who may decide in whose stead, within the desk's own transaction (door 1)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from models import delegation_rows, ledger, matter_rows, outbox_rows
from models.acts import Delegate, EndDelegation, OnDelegation, TellOfDelegation
from models.deadlines import TimerKind
from models.delegation import Delegation, Told
from models.delegation_notices import notices_of, timers_of
from models.delegation_queries import delegation_of, delegations_since, last_delegation
from models.lifecycle import Scene
from models.lifecycle.delegating import Delegated, delegate, end_delegation
from models.oversight.matters import OF_WORKSPACE
from models.people import SYSTEM, Person
from models.refusals import Refusal, Why

TIMERS = (TimerKind.DELEGATION_BEGINS, TimerKind.DELEGATION_ENDS)


def perform(connection: Connection, act: OnDelegation, by: Person, scene: Scene) -> Refusal | None:
    """A delegation is made or ended, or its two ends are told that it begins or has ended."""
    if isinstance(act, TellOfDelegation):
        return _tell(connection, act, by, scene)
    known = _known(connection, act, scene)
    scene = replace(
        scene,
        register=replace(scene.register, delegations=known),
        number=last_delegation(connection, scene.workspace) + 1,
    )
    result = delegate(act, by, scene) if isinstance(act, Delegate) else end_delegation(act, by, scene)
    if isinstance(result, Refusal):
        return result
    _write(connection, result, by, scene)
    return None


def _write(connection: Connection, done: Delegated, by: Person, scene: Scene) -> None:
    """The delegation as it is now, its event in the workspace's own chain, its timers and who is told."""
    workspace, made = scene.workspace, done.delegation
    if made.ended_at is None:
        what = Told.MADE
        delegation_rows.add_delegation(connection, workspace, made)
        matter_rows.add_timers(connection, workspace, timers_of(made, scene.at))
    else:
        what = Told.ENDED
        delegation_rows.set_ended(connection, workspace, made)
        matter_rows.void_timers(connection, workspace, TIMERS, str(made.number), scene.at)
    ledger.extend_workspace_chain(
        connection, (done.event,), workspace=workspace, by=by, at=scene.at, version=scene.policy_version
    )
    outbox_rows.want_messages(connection, workspace, OF_WORKSPACE, notices_of(made, what), scene.at)


def _known(connection: Connection, act: Delegate | EndDelegation, scene: Scene) -> tuple[Delegation, ...]:
    if isinstance(act, Delegate):
        return delegations_since(connection, scene.workspace, scene.at)
    found = delegation_of(connection, scene.workspace, act.delegation)
    return () if found is None else (found,)


def _tell(connection: Connection, act: TellOfDelegation, by: Person, scene: Scene) -> Refusal | None:
    """One that was ended before its time is told of no more."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    found = delegation_of(connection, scene.workspace, act.delegation)
    if found is None:
        return Refusal(why=Why.NO_SUCH_DELEGATION)
    if found.ended_at is not None:
        return Refusal(why=Why.DELEGATION_OVER)
    outbox_rows.want_messages(
        connection, scene.workspace, OF_WORKSPACE, notices_of(found, act.what), scene.at
    )
    return None
