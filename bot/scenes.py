"""The scene: all that counts when an act is judged, read within the desk's own transaction; it writes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import training
from bot.policies import Policies
from models import audit_chain, authority, ledger, queries
from models.acts import Act, Amend, Close, File, Remind, RemindAgain
from models.delegation_queries import delegations_since
from models.halfway import turn_began
from models.lifecycle import Scene
from models.notifying.digests import SAID_FOR
from models.notifying.waiting import who_decides
from models.people import Person, Register
from models.policy import Policy
from models.queries import StoredRequest
from models.waiting_queries import unreminded_among


class Scenes:
    """Sets the scenes of one workspace."""

    def __init__(self, *, workspace: str, policies: Policies) -> None:
        self._workspace = workspace
        self._policies = policies

    def for_workspace(self, register: Register, at: datetime) -> Scene:
        """The scene of an act that concerns no request: the policy in force."""
        return Scene(
            workspace=self._workspace,
            at=at,
            policy=self._policies.current,
            policy_version=self._policies.current_version,
            register=register,
        )

    def of(
        self, connection: Connection, act: Act, by: Person, register: Register, at: datetime
    ) -> tuple[StoredRequest | None, Scene]:
        """The request, locked, and all that counts when the act is performed."""
        before, number = None, 0
        trail: tuple[audit_chain.AuditEvent, ...] = ()
        is_intact = True
        version = self._policies.current_version
        if isinstance(act, File):
            number = ledger.next_number(connection, self._workspace)
        else:
            before = queries.stored_request(connection, self._workspace, act.number, locked=True)
        if before is not None:
            version = before.request.policy_version
            if isinstance(act, Close):
                trail = queries.trail(connection, self._workspace, before.request.number)
                is_intact = audit_chain.first_fault(trail, count=before.events, head=before.head) is None
        policy = self._policies.version(version)
        since = at if before is None else before.request.filed_at
        register = replace(
            register,
            delegations=delegations_since(connection, self._workspace, since),
            trained=self._trained(connection, act, before, by, policy, at),
        )
        if before is not None and isinstance(act, Remind | RemindAgain):
            # Judged here, for a digest that is sent at the same moment tells them too. One that came before their turn
            # began has told of nothing that they are reminded of.
            people = who_decides(before.request, policy, register, at)
            told_since = max(at - SAID_FOR, turn_began(before.request))
            unreminded = unreminded_among(connection, self._workspace, people, told_since, at)
            register = replace(register, unreminded=unreminded)
        scene = Scene(
            workspace=self._workspace,
            at=at,
            policy=policy,
            policy_version=version,
            register=register,
            number=number,
            trail=tuple(link.kind for link in trail),
            is_trail_intact=is_intact,
            like=self._like(connection, act, policy, at),
        )
        return before, scene

    def _trained(
        self,
        connection: Connection,
        act: Act,
        before: StoredRequest | None,
        by: Person,
        policy: Policy,
        at: datetime,
    ) -> frozenset[str]:
        """Whether who acts has attested, where the request's policy asks for it; to the criteria of now."""
        request = before.request if before is not None else None
        if not authority.needs_training(act, request, policy):
            return frozenset()
        current, policy_of = self._policies.current, self._policies.version
        return training.trained(connection, self._workspace, by, current, policy_of, at)

    def _like(self, connection: Connection, act: Act, policy: Policy, at: datetime) -> tuple[int, ...]:
        """What was approved before for the same standard and reason as the form's, within the policy's time."""
        if not isinstance(act, File | Amend):
            return ()
        number = act.number if isinstance(act, Amend) else 0
        like = queries.approved_like(
            connection,
            self._workspace,
            act.filing.standard,
            act.filing.reason.value,
            at - policy.recurrence.within,
        )
        return tuple(one for one in like if one != number)
