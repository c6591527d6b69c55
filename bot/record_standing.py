"""How the record stands, read for readiness: reviews, figures, timers and messages; it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import policy_caring, rollups
from bot.training import standings
from bot.verifying import verified
from models import readiness_queries
from models.attestation_queries import last_attestations
from models.checks import Item
from models.deadlines import TimerKind
from models.delegation_queries import delegations_since
from models.matter_queries import newest_matters, open_matters
from models.notices import MessageKind
from models.oversight.audit_reviews import AuditReview
from models.oversight.policy_cares import CareOfPolicy
from models.policy import Policy
from models.policy_queries import in_force
from models.readiness.condition import Kept, Planned
from models.roles import auditors

#: Of how much on record the whole check takes no more than seconds (about a tenth of a millisecond for each event).
CHECKED_AT_ONCE = 20_000
#: How long a message that Slack refused is told of.
TOLD_FOR = timedelta(days=7)
#: How many audit reviews are looked back at for the last check of the record.
LOOKED_BACK = 20
TOO_MUCH = "there is too much on record to check it all at once here; `python app.py doctor` does"


def kept(connection: Connection, workspace: str, policy: Policy, at: datetime) -> Kept:
    """How the record stands at a moment (aware UTC), without what takes long."""
    due = readiness_queries.due_next(
        connection,
        workspace,
        (TimerKind.MONTHLY_REPORT, TimerKind.POLICY_CARE, TimerKind.AUDIT_REVIEW),
    )
    care = next(iter(open_matters(connection, workspace, CareOfPolicy)), None)
    late = [one for one in open_matters(connection, workspace, AuditReview) if one.overdue_at is not None]
    count, oldest = readiness_queries.waiting(connection, workspace)
    refused, because = readiness_queries.refused(connection, workspace, at - TOLD_FOR)
    channel = policy.reports.channel
    fault = ""
    if channel is not None:
        fault = readiness_queries.fault_of_newest(connection, workspace, MessageKind.REPORT, channel)
    planned = []
    if channel is not None:
        planned.append(Planned(name="monthly report", due_at=due.get(TimerKind.MONTHLY_REPORT)))
    if care is None:
        planned.append(Planned(name="review of the policy", due_at=due.get(TimerKind.POLICY_CARE)))
    if auditors(policy):
        planned.append(Planned(name="audit review", due_at=due.get(TimerKind.AUDIT_REVIEW)))
    return Kept(
        policy_version=in_force(connection, workspace) or "",
        delegations=delegations_since(connection, workspace, at),
        reviewed_at=policy_caring.reviewed_at(connection, workspace, policy),
        review_due=care.due_at if care is not None else due.get(TimerKind.POLICY_CARE),
        is_review_overdue=care is not None and care.overdue_at is not None,
        audit_review_late=late[0].number if late else None,
        report_due=due.get(TimerKind.MONTHLY_REPORT),
        report_fault=fault,
        planned=tuple(planned),
        trained=_trained(connection, workspace, policy, at),
        waiting=count,
        oldest_waiting=oldest,
        refused=refused,
        refused_because=because,
    )


def _trained(connection: Connection, workspace: str, policy: Policy, at: datetime) -> frozenset[str]:
    attested = tuple(last_attestations(connection, workspace))
    found = standings(connection, workspace, attested, policy, at)
    return frozenset(person for person, standing in found.items() if standing.holds)


def with_proof(connection: Connection, workspace: str, found: Kept, at: datetime) -> Kept:
    """The same with the whole record checked and the key figures made again, however long it takes."""
    compared = rollups.compare(connection, workspace)
    return replace(
        found,
        verification=verified(connection, at),
        figures=compared.cells,
        figures_differ=len(compared.differences),
    )


def with_known_proof(connection: Connection, workspace: str, found: Kept) -> tuple[Kept, dict[Item, str]]:
    """The same with what the newest audit review found, which may be days ago; and why the rest is not known."""
    reviews = newest_matters(connection, workspace, AuditReview, LOOKED_BACK)
    known = next((one.verification for one in reviews if one.verification is not None), None)
    unknown = {Item.KPIS: TOO_MUCH} | ({} if known is not None else {Item.AUDIT: TOO_MUCH})
    return replace(found, verification=known), unknown


def is_provable_at_once(connection: Connection, workspace: str) -> bool:
    """Whether the whole record can be checked while somebody waits."""
    return readiness_queries.count_events(connection, workspace) <= CHECKED_AT_ONCE
