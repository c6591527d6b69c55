"""Attesting what belongs to no request: the workspace's own rows compared with its chain; it changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.attesting import Finding, Place
from models.attestation_queries import all_attestations
from models.audit_chain import AuditEvent
from models.delegation_queries import all_delegations
from models.derived import (
    CannotDeriveError,
    derive_attestations,
    derive_delegations,
    derive_preferences,
    differences,
)
from models.events import EventKind
from models.policy_queries import in_force
from models.policy_versions import VERSION_DIGITS, fingerprint_of
from models.preference_queries import all_preferences
from models.queries import policy_versions

#: Rows of a table by what tells one from another.
Rows = Mapping[Any, object]

_FINGERPRINT = re.compile(rf"[0-9a-f]{{{VERSION_DIGITS}}}")


def workspace_findings(
    connection: Connection, workspace: str, links: tuple[AuditEvent, ...]
) -> Iterator[Finding]:
    """Each value of the workspace's own rows that is not as its chain tells; `links` is its whole chain."""
    yield from _compared(
        workspace,
        Place.DELEGATIONS,
        lambda: derive_delegations(links),
        lambda: {made.number: made for made in all_delegations(connection, workspace)},
    )
    yield from _compared(
        workspace,
        Place.ATTESTATIONS,
        lambda: derive_attestations(links),
        lambda: {made.number: made for made in all_attestations(connection, workspace)},
    )
    yield from _compared(
        workspace,
        Place.PREFERENCES,
        lambda: derive_preferences(links),
        lambda: all_preferences(connection, workspace),
    )
    yield from _of_policies(connection, workspace, links)


def _compared(
    workspace: str, place: Place, read_log: Callable[[], Rows], read_rows: Callable[[], Rows]
) -> Iterator[Finding]:
    """Each value of a table that is not as the workspace's own chain tells; or why they cannot be compared."""
    try:
        told = {str(name): one for name, one in read_log().items()}
    except CannotDeriveError as error:
        yield Finding(workspace=workspace, number=0, place=place, problem=str(error))
        return
    try:
        stored = {str(name): one for name, one in read_rows().items()}
    except (ValueError, TypeError):
        problem = "something in it cannot be read"
        yield Finding(workspace=workspace, number=0, place=place, problem=problem)
        return
    for each in differences(told, stored):
        yield Finding(workspace=workspace, number=0, place=place, difference=each)


def _of_policies(connection: Connection, workspace: str, links: tuple[AuditEvent, ...]) -> Iterator[Finding]:
    """Each policy that is not what its version says, and one that is in force and was not put there on record.

    A version is the fingerprint of what the policy says, so that every event proves the policy that it names.
    """
    for version, content in policy_versions(connection, workspace).items():
        if _FINGERPRINT.fullmatch(version) is not None and fingerprint_of(content) != version:
            problem = f"version {version} is not what was recorded"
            yield Finding(workspace=workspace, number=0, place=Place.POLICIES, problem=problem)
    recorded = [link.policy_version for link in links if link.kind == EventKind.POLICY_RECORDED]
    # Before recordings were events, the version in force was told by nothing else.
    told, holds = recorded[-1] if recorded else None, in_force(connection, workspace)
    if told is not None and told != holds:
        for each in differences({"version in force": told}, {"version in force": holds}):
            yield Finding(workspace=workspace, number=0, place=Place.POLICIES, difference=each)
