"""Keeping: what an act came to, written to the database; the desk calls it in its own transaction (door 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot import policy_reviewing
from bot.policies import Policies
from models import audit_chain, found_rows, ledger, outbox_rows, rollup_rows
from models.acts import Act
from models.deadlines import timers_for
from models.events import Event, EventKind, event
from models.lifecycle import Outcome, Scene
from models.notices import plan
from models.oversight.acts import OnWorkspace
from models.oversight.contributions import movement
from models.people import SYSTEM, Person
from models.queries import StoredRequest
from models.refusals import Refusal, Why
from models.request import ExceptionRequest


class Keeping:
    """Writes for one workspace."""

    def __init__(self, *, workspace: str, policies: Policies) -> None:
        self._workspace = workspace
        self.policies = policies

    def outcome(
        self,
        connection: Connection,
        before: StoredRequest | None,
        outcome: Outcome,
        by: Person,
        scene: Scene,
    ) -> ExceptionRequest:
        """The request as it is now, its decisions and snapshots, its events, timers and messages."""
        request, links = self.record(connection, before, outcome, by, scene)
        ledger.keep_timers(connection, request, timers_for(request, scene.policy), scene.at)
        planned = plan(request, links, scene.policy)
        outbox_rows.want_messages(connection, self._workspace, request.number, planned, scene.at)
        was = before.request if before else None
        policy_reviewing.follow(connection, was, request, self.policies, scene.at)
        return request

    def record(
        self,
        connection: Connection,
        before: StoredRequest | None,
        outcome: Outcome,
        by: Person,
        scene: Scene,
    ) -> tuple[ExceptionRequest, tuple[audit_chain.AuditEvent, ...]]:
        """What has happened and how the request is now; nothing is told of it, and no timer waits."""
        request, was = outcome.request, before.request if before else None
        if was is None:
            ledger.insert_request(connection, request)
        else:
            ledger.update_request(connection, request, was=was.version)
        ledger.add_decisions(connection, request, request.decisions[len(was.decisions) if was else 0 :])
        known = was.snapshots if was else ()
        ledger.add_snapshots(connection, request, (s for s in request.snapshots if s not in known))
        found_rows.keep(connection, scene.policy, was, request)
        moved = movement(was, request, scene.policy.calendar.zone)
        rollup_rows.move(connection, self._workspace, moved)
        return request, self._append(connection, outcome.events, request, before, by, scene.at)

    def _append(
        self,
        connection: Connection,
        happened: Iterable[Event],
        request: ExceptionRequest,
        before: StoredRequest | None,
        by: Person,
        at: datetime,
    ) -> tuple[audit_chain.AuditEvent, ...]:
        links = ledger.write_events(
            connection,
            happened,
            workspace=self._workspace,
            number=request.number,
            count=before.events if before else 0,
            head=before.head if before else audit_chain.GENESIS,
            by=by,
            at=at,
            policy_version=request.policy_version,
        )
        ledger.set_chain_end(connection, self._workspace, request.number, links)
        return links

    def refusal(
        self,
        connection: Connection,
        act: Act | OnWorkspace,
        by: Person,
        before: StoredRequest | None,
        refused: Refusal,
        at: datetime,
    ) -> None:
        """A person who was refused is in the trail; what is yet to be completed, and a timer out of date, are not."""
        if by == SYSTEM or refused.why in (Why.FAULTS, Why.NOTHING_CHANGED, Why.ITEMS_UNMARKED):
            return
        happened = event(
            EventKind.REFUSED,
            act=type(act).__name__,
            why=refused.why,
            who_could=refused.who_could,
            by=refused.by,
        )
        if before is not None:
            self._append(connection, (happened,), before.request, before, by, at)
            return
        ledger.extend_workspace_chain(
            connection,
            (happened,),
            workspace=self._workspace,
            by=by,
            at=at,
            version=self.policies.current_version,
        )
