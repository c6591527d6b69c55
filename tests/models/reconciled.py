"""Requests whose sources contradict each other, for the tests of what becomes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import JsonValue

from models.acts import Approve, RecordSnapshots, ResolveHold
from models.holds import HoldKind
from models.lifecycle import Outcome, Scene, perform
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Refusal
from models.request import ExceptionRequest, Stage
from models.snapshot import Snapshot
from tests.builders import MORNING, done, filed, person, policy, register, scene

HOUR = timedelta(hours=1)
TERM = {
    "name": "term",
    "title": "Payment term (days)",
    "kind": "number",
    "fields": ["crm.term", "contracts.term"],
    "corrects": "standard",
    "standard": "P-1",
}
REVENUE = {
    "name": "revenue",
    "title": "Revenue of the year",
    "kind": "number",
    "fields": ["crm.revenue", "contracts.revenue"],
    "tolerance": 10,
    "corrects": "value",
}
SEGMENT = {"name": "segment", "title": "Segment", "fields": ["crm.segment", "history.segment"]}
HOLD = {
    "title": "Conflicting information across data sources",
    "action": "Reconcile the sources by hand and document the discrepancy.",
    "owner": ["@quality"],
    "channel": "#data-quality",
    "within": "2 business days",
    "contact": "supervisor",
}


def own_policy(*agreements: dict[str, Any], **changed: Any) -> Policy:
    """The small policy, with fields that must agree; unless told which, the payment term."""
    given: dict[str, Any] = {"holds": {"conflicting_data": HOLD}, "agreements": agreements or (TERM,)}
    return policy(**(given | changed))


def seen(at: datetime, own: Policy | None = None) -> Scene:
    """The circumstances, with data quality's group known."""
    return scene(at, policy=own or own_policy(), register=register(at, quality={"UDQ1", "UDQ2", "UREQ"}))


def said(at: datetime = MORNING, **sources: dict[str, JsonValue]) -> tuple[Snapshot, ...]:
    """What sources say."""
    return tuple(Snapshot.of(name, name.title(), at, {"id": "C-1", **row}) for name, row in sources.items())


def recorded(
    request: ExceptionRequest, *snapshots: Snapshot, at: datetime = MORNING, own: Policy | None = None
) -> Outcome | Refusal:
    """What becomes of reading the sources."""
    act = RecordSnapshots(number=request.number, snapshots=snapshots)
    return perform(request, act, SYSTEM, seen(at, own))


def in_conflict(
    own: Policy | None = None, crm: str = "30", contracts: str = "45", **form: Any
) -> ExceptionRequest:
    """A request whose CRM and contract records differ."""
    own = own or own_policy()
    rows = said(crm={"term": crm}, contracts={"term": contracts}, history={})
    return done(recorded(filed(gathered=False, policy=own, **form), *rows, own=own))


def settle(
    request: ExceptionRequest,
    chosen: str = "",
    *,
    side: int | None = None,
    words: str = "The signed contract says so.",
    by: str = "UDQ1",
    at: datetime = MORNING + HOUR,
    own: Policy | None = None,
) -> Outcome | Refusal:
    """What becomes of data quality's answer to the newest conflict."""
    hold = next(h for h in reversed(request.holds) if h.kind is HoldKind.CONFLICTING_DATA)
    act = ResolveHold(number=request.number, hold=hold.key, words=words, chosen=chosen, side=side)
    return perform(request, act, person(by), seen(at, own))


def approve(
    request: ExceptionRequest,
    by: str,
    at: datetime = MORNING + 2 * HOUR,
    own: Policy | None = None,
    **what: Any,
) -> Outcome | Refusal:
    """What becomes of an approval at the stage where the request stands."""
    act = Approve(
        number=request.number, stage=request.stage or Stage.AUTHORIZATION, rationale="Fine.", **what
    )
    return perform(request, act, person(by), seen(at, own))
