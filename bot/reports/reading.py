"""Reading: the key figures of a workspace with what is needed to write them down; it writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot import policy_record
from models.oversight.figures import Report
from models.oversight.months import Period
from models.policy import Policy
from models.policy_queries import in_force
from models.rollup_queries import report


class NoPolicyError(LookupError):
    """Nothing has been recorded yet in this workspace, not even a policy."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@dataclass(frozen=True, kw_only=True)
class Figured:
    """The figures, and the policy in force, whose words and time zone they are told in."""

    workspace: str
    report: Report
    policy: Policy
    policy_version: str


def read(connection: Connection, workspace: str, period: Period) -> Figured:
    """The figures of a period; NoPolicyError where there is no policy on record."""
    policy = held(connection, workspace)
    return Figured(
        workspace=workspace,
        report=report(connection, workspace, period, policy.calendar.zone),
        policy=policy,
        policy_version=in_force(connection, workspace) or "",
    )


def held(connection: Connection, workspace: str) -> Policy:
    """The policy in force; NoPolicyError where there is none."""
    policy = policy_record.held(connection, workspace)
    if policy is None:
        raise NoPolicyError
    return policy
