"""The demo's history: a year of sample requests, performed and kept as the desk would have, before the bot starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.keeping import Keeping
from bot.past import Life, Past
from bot.policies import Policies
from bot.policy_file import PolicyFile, policy_json
from models import ledger, queries
from models.acts import File
from models.database import migrate, open_database
from models.events import EventKind, event
from models.lifecycle import Scene
from models.people import SYSTEM
from models.policy import Policy
from models.rehearsal import Played, Step
from sample.course import Course
from sample.oversight import Oversight
from sample.past_year import DAYS, Case, cases, words
from sample.workspace import Workspace


def write_history(database_url: str, policy_file: PolicyFile, now: datetime) -> int:
    """Write the year up to `now` into a database that has not met the sample workspace yet; how many requests."""
    workspace = Workspace()
    engine = open_database(database_url)
    try:
        migrate(engine)
        with engine.begin() as connection:
            if workspace.id in queries.known_workspaces(connection):
                return 0
            return _relive(connection, workspace, policy_file, now)
    finally:
        engine.dispose()


def _relive(connection: Connection, workspace: Workspace, policy_file: PolicyFile, now: datetime) -> int:
    policy, version = policy_file.policy, policy_file.version
    _record_policy(connection, workspace.id, policy_file, now - timedelta(days=DAYS + 1))
    keeping = Keeping(workspace=workspace.id, policies=Policies(version, {version: policy}))
    start = Scene(workspace=workspace.id, at=now, policy=policy, policy_version=version)

    oversight = Oversight(workspace.id, workspace.groups, words())
    past = Past(connection, keeping, start, workspace.register, oversight.looks)
    return past.relive(_lives(workspace, policy, now), now - timedelta(days=DAYS), now)


def _lives(workspace: Workspace, policy: Policy, now: datetime) -> Iterator[Life]:
    said = words()
    for case in cases(policy, now):
        yield _life(case, workspace, policy, said)


def _life(case: Case, workspace: Workspace, policy: Policy, said: Mapping[str, Sequence[str]]) -> Life:
    def steps(number: int) -> tuple[Iterator[Step], Callable[[Played], None]]:
        course = Course(case, number, policy, workspace.groups, said)
        return course.steps(), course.seen

    return Life(filed_at=case.filed_at, filing=File(filing=case.filing), steps=steps)


def _record_policy(connection: Connection, workspace: str, policy_file: PolicyFile, at: datetime) -> None:
    """The policy in force all year long, recorded before the first request."""
    ledger.open_workspace(connection, workspace)
    ledger.record_policy(connection, workspace, policy_file.version, policy_json(policy_file.policy), at)
    happened = event(EventKind.POLICY_RECORDED, version=policy_file.version, title=policy_file.policy.title)
    ledger.extend_workspace_chain(
        connection, (happened,), workspace=workspace, by=SYSTEM, at=at, version=policy_file.version
    )
    ledger.put_in_force(connection, workspace, policy_file.version)
