"""Delegating at the desk: the acts that concern no request, within the desk's own transaction (door 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from models import delegation_rows, ledger, outbox_rows
from models.acts import Delegate, EndDelegation, OnDelegation, TellOfDelegation
from models.delegation import Delegation, Told
from models.delegation_notices import notices_of, timers_of
from models.delegation_queries import delegation_of, delegations_since, last_delegation
from models.lifecycle import Scene
from models.lifecycle.delegating import Delegated, delegate, end_delegation
from models.people import SYSTEM, Person, Register
from models.policy import Policy
from models.refusals import Refusal, Why


@dataclass(frozen=True, kw_only=True)
class ToldOf:
    """That the two ends of a delegation are told of it."""

    delegation: Delegation
    what: Told


def judge(
    connection: Connection,
    act: OnDelegation,
    by: Person,
    *,
    workspace: str,
    register: Register,
    policy: Policy,
    version: str,
    at: datetime,
) -> Delegated | ToldOf | Refusal:
    """What the act comes to: a delegation that is made or ended, that its ends are told of it, or a refusal."""
    # The workspace's row stays locked until the transaction ends: delegations are made one after another.
    ledger.next_number(connection, workspace)
    if isinstance(act, TellOfDelegation):
        return _told(connection, act, by, workspace)
    scene = Scene(
        workspace=workspace,
        at=at,
        policy=policy,
        policy_version=version,
        register=replace(register, delegations=_known(connection, workspace, act, at)),
        number=last_delegation(connection, workspace) + 1,
    )
    return delegate(act, by, scene) if isinstance(act, Delegate) else end_delegation(act, by, scene)


def write(
    connection: Connection,
    done: Delegated | ToldOf,
    by: Person,
    *,
    workspace: str,
    version: str,
    at: datetime,
) -> None:
    """The delegation as it is now, its event in the workspace's own chain, its timers and who is told."""
    made = done.delegation
    if isinstance(done, ToldOf):
        what = done.what
    elif made.ended_at is None:
        what = Told.MADE
        delegation_rows.add_delegation(connection, workspace, made)
        delegation_rows.add_timers(connection, workspace, timers_of(made, at))
    else:
        what = Told.ENDED
        delegation_rows.set_ended(connection, workspace, made)
        delegation_rows.void_timers(connection, workspace, made.number, at)
    if isinstance(done, Delegated):
        ledger.extend_workspace_chain(
            connection, (done.event,), workspace=workspace, by=by, at=at, version=version
        )
    outbox_rows.want_messages(connection, workspace, 0, notices_of(made, what), at)


def _known(
    connection: Connection, workspace: str, act: Delegate | EndDelegation, at: datetime
) -> tuple[Delegation, ...]:
    if isinstance(act, Delegate):
        return delegations_since(connection, workspace, at)
    found = delegation_of(connection, workspace, act.delegation)
    return () if found is None else (found,)


def _told(connection: Connection, act: TellOfDelegation, by: Person, workspace: str) -> ToldOf | Refusal:
    """One that was ended before its time is told of no more."""
    if by != SYSTEM:
        return Refusal(why=Why.SYSTEM_ONLY)
    found = delegation_of(connection, workspace, act.delegation)
    if found is None:
        return Refusal(why=Why.NO_SUCH_DELEGATION)
    return (
        ToldOf(delegation=found, what=act.what)
        if found.ended_at is None
        else Refusal(why=Why.DELEGATION_OVER)
    )
