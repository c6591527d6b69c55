"""The record of policies: which one is in force, and how another one comes into force; the record holds, not the file.

A file that says something else is never taken up by itself: somebody chooses which of the two holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from bot.policies import Policies
from bot.policy_file import PolicyFile
from models import ledger, matter_rows, queries
from models.deadlines import Timer, TimerKind
from models.people import SYSTEM, Person
from models.policy import Policy
from models.policy_diff import Difference, differences
from models.policy_history import OPERATOR, Recorded, Recording, last_change_of, recorded
from models.policy_queries import content_of, in_force, recordings
from models.policy_versions import policy_from_json, policy_json, version_of

#: Differences that are told one by one.
TOLD = 40


class PolicyDiffersError(Exception):
    """The policy file does not say what is on record; the text says what differs and how to choose."""


def at_start(
    connection: Connection, workspace: str, file: PolicyFile, at: datetime, *, is_sample: bool = False
) -> str | None:
    """See to it that a policy is in force: the file's on the first start, and from then on the one on record.

    Returns what is to be said of a sample's policy. Raises PolicyDiffersError where the file says something else; a
    sample's own file is recorded once where it was shipped anew, for nobody has a choice to make.
    """
    ledger.open_workspace(connection, workspace)
    version = in_force(connection, workspace)
    if version is None:
        put_in_force(connection, workspace, file.policy, Recorded.FIRST, at)
        return None
    policy = on_record(connection, workspace, version)
    if means_the_same(policy, file.policy):
        return None
    if not is_sample:
        history = recordings(connection, workspace)
        raise PolicyDiffersError(_choice(file, differences(policy, file.policy), history))
    if content_of(connection, workspace, file.version) is not None:
        return "This demo's policy was changed in Slack, and stays as it is there."
    put_in_force(
        connection, workspace, file.policy, Recorded.SAMPLE, at, changes=differences(policy, file.policy)
    )
    return (
        f"The sample policy has changed since this demo began; its new version {file.version} was recorded."
    )


def adopt_file(
    connection: Connection, workspace: str, file: PolicyFile, at: datetime, *, operator: str
) -> tuple[Difference, ...]:
    """Put what the file says in force, as the operator's choice; what it says differently, which may be nothing."""
    ledger.open_workspace(connection, workspace)
    version = in_force(connection, workspace)
    if version is None:
        put_in_force(connection, workspace, file.policy, Recorded.FIRST, at, by=OPERATOR, operator=operator)
        return ()
    policy = on_record(connection, workspace, version)
    if means_the_same(policy, file.policy):
        return ()
    changes = differences(policy, file.policy)
    put_in_force(
        connection,
        workspace,
        file.policy,
        Recorded.FILE,
        at,
        by=OPERATOR,
        operator=operator,
        changes=changes,
    )
    return changes


def put_in_force(
    connection: Connection,
    workspace: str,
    policy: Policy,
    how: Recorded,
    at: datetime,
    *,
    by: Person = SYSTEM,
    changes: Iterable[Difference] = (),
    people: tuple[str, ...] = (),
    operator: str = "",
    proposal: int | None = None,
) -> str:
    """Record the policy with its event, and file new requests under it from now on; its version.

    The owner and the administrators are told of a change when its timer fires, which is at once: who they are is
    asked of Slack then.
    """
    version = version_of(policy)
    if content_of(connection, workspace, version) is None:
        ledger.record_policy(connection, workspace, version, policy_json(policy), at)
    happened = recorded(
        policy, version, how, changes=changes, people=people, operator=operator, proposal=proposal
    )
    (link,) = ledger.extend_workspace_chain(
        connection, (happened,), workspace=workspace, by=by, at=at, version=version
    )
    ledger.put_in_force(connection, workspace, version)
    if how is not Recorded.FIRST:
        told = Timer(kind=TimerKind.POLICY_RECORDED, version=str(link.position), due_at=at)
        matter_rows.add_timers(connection, workspace, (told,))
    return version


def follow(connection: Connection, workspace: str, policies: Policies) -> bool:
    """Know the policy that is in force now, whichever process recorded it; whether it is another than before."""
    version = in_force(connection, workspace)
    if version is None or version == policies.current_version:
        return False
    if not policies.knows(version):
        policies.learn(version, on_record(connection, workspace, version))
    policies.put_in_force(version)
    return True


def held(connection: Connection, workspace: str) -> Policy | None:
    """The policy in force, if there is one."""
    version = in_force(connection, workspace)
    return None if version is None else on_record(connection, workspace, version)


def on_record(connection: Connection, workspace: str, version: str) -> Policy:
    """A recorded version; LookupError where there is none."""
    content = content_of(connection, workspace, version)
    if content is None:
        raise LookupError(f"policy version {version} is not on record")
    return policy_from_json(content)


def all_on_record(connection: Connection, workspace: str) -> dict[str, Policy]:
    """Every recorded policy, by version."""
    found = queries.policy_versions(connection, workspace)
    return {version: policy_from_json(content) for version, content in found.items()}


def means_the_same(one: Policy, other: Policy) -> bool:
    """Whether two policies say the same today: a version is older than a key that was added to all policies since.

    The same people in another order are the same, though they make another version.
    """
    return version_of(one) == version_of(other) or not differences(one, other)


def _choice(file: PolicyFile, changes: tuple[Difference, ...], history: tuple[Recording, ...]) -> str:
    told = [f"  {line}" for line in told_differences(changes, history)]
    return "\n".join(
        [
            f"{file.path} does not say what is on record as the policy in force, so the bot did not start:",
            *told,
            "Choose which of the two holds, then start it again:",
            "  python app.py policy adopt file     records what the file says as a new version",
            "  python app.py policy adopt record   writes what is on record into the file; the old one is kept",
        ]
    )


def told_differences(changes: tuple[Difference, ...], history: Iterable[Recording] = ()) -> Iterator[str]:
    """What the record (`was`) and the file (`now`) say differently, a line each, and who changed it on record."""
    known = tuple(history)
    for change in changes[:TOLD]:
        there = f"{change.now or 'nothing'} in the file, {change.was or 'nothing'} on record"
        last = last_change_of(change.key, known)
        yield f"{change.key}: {there}" + (f" ({_how(last)})" if last is not None else "")
    if len(changes) > TOLD:
        yield f"and {len(changes) - TOLD} more"


def _how(recording: Recording) -> str:
    on = f"on {recording.at.day} {recording.at:%b %Y}"
    match recording.how:
        case Recorded.PROPOSAL:
            return f"changed in Slack {on} by {' and '.join(recording.people)}"
        case Recorded.FILE:
            return f"recorded from a file {on} by {recording.operator}"
        case _:
            return f"recorded {on}"
