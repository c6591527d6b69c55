"""The audit: every chain checked against what its owner remembers, and a request's trail as text."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from models import queries
from models.audit_chain import AuditEvent, BrokenChain, first_fault


class AuditError(Exception):
    """What was asked for is not in the audit trail; the text says what to ask for instead."""


def verify(connection: Connection) -> tuple[int, int, tuple[BrokenChain, ...]]:
    """How many chains and events there are, and where a chain does not hold."""
    ends = queries.chain_ends(connection)
    broken: list[BrokenChain] = []
    total = 0
    for workspace, number, count, head in ends:
        links = queries.trail(connection, workspace, number)
        total += len(links)
        fault = first_fault(links, count=count, head=head)
        if fault is not None:
            broken.append(BrokenChain(number=number, position=fault.position, problem=fault.problem))
    for _, number in queries.ownerless_chains(connection):
        owner = "its request" if number else "its workspace"
        broken.append(BrokenChain(number=number, position=1, problem=f"{owner} is gone"))
    return len(ends), total, tuple(broken)


def only_workspace(connection: Connection, named: str | None) -> str:
    """The workspace that is meant; AuditError where there is none, or where one of several must be named."""
    known = queries.known_workspaces(connection)
    if named is not None:
        if named not in known:
            raise AuditError(f'There is no workspace "{named}" here; known: {", ".join(known) or "none"}.')
        return named
    if len(known) != 1:
        said = (
            "Nothing has been recorded yet."
            if not known
            else f"Name one with --workspace: {', '.join(known)}."
        )
        raise AuditError(said)
    return known[0]


def trail_lines(links: tuple[AuditEvent, ...]) -> Iterator[str]:
    """The trail for a terminal: position, time, who and what, then what changed, one line each."""
    for link in links:
        yield f"{link.position:>4}  {link.at:%Y-%m-%d %H:%M:%S} UTC  {link.actor:<12} {link.kind}"
        for key, value in json.loads(link.changed).items():
            if value not in (None, "", [], {}):
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                yield f"      {key}: {text}"
        yield f"      policy {link.policy_version} · {link.hash}"
