"""The audit: every chain checked against what its owner remembers, every row against its chain, and trails as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.attesting import Finding, PolicyOf, request_findings
from bot.workspace_attesting import workspace_findings
from models import queries
from models.audit_chain import AuditEvent, BrokenChain, first_fault


class AuditError(Exception):
    """What was asked for is not in the audit trail; the text says what to ask for instead."""


@dataclass(frozen=True, kw_only=True)
class Attested:
    """How many chains and events there are, where a chain does not hold, and what is not as its events tell."""

    chains: int
    events: int
    broken: tuple[BrokenChain, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Nothing was found."""
        return not self.broken and not self.findings


def verify(connection: Connection) -> tuple[int, int, tuple[BrokenChain, ...]]:
    """How many chains and events there are, and where a chain does not hold; no row is compared with them."""
    chains = events = 0
    broken: list[BrokenChain] = []
    for chain in _chains(connection):
        chains, events = chains + 1, events + len(chain.links)
        broken += chain.faults
    return chains, events, (*broken, *_ownerless(connection))


def as_of(connection: Connection, now: datetime) -> datetime:
    """Now (aware UTC), or the time of the newest event where that is later.

    The clock of the bot that recorded it may be ahead of this machine's: a demo's is moved by hand.
    """
    try:
        newest = queries.newest_event_at(connection)
    except ValueError:
        # A time that is none was written behind the log; its chain is named as broken.
        return now
    return now if newest is None else max(now, newest)


def attest(connection: Connection, policy_of: PolicyOf, at: datetime) -> Attested:
    """Every chain checked, and what follows from one that holds compared with the rows; one request at a time.

    `at` is now (aware UTC): until then a timer may have been put off. A chain that does not hold tells nothing, so
    its request is not compared, and the chain alone is named.
    """
    chains = events = 0
    broken: list[BrokenChain] = []
    findings: list[Finding] = []
    for chain in _chains(connection):
        chains, events = chains + 1, events + len(chain.links)
        broken += chain.faults
        if chain.faults:
            continue
        if chain.number:
            findings += request_findings(
                connection, chain.workspace, chain.number, chain.links, policy_of, at
            )
        else:
            findings += workspace_findings(connection, chain.workspace, chain.links)
    return Attested(
        chains=chains,
        events=events,
        broken=(*broken, *_ownerless(connection)),
        findings=tuple(findings),
    )


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """One chain as it was read; `faults` is the first place where it does not hold, or empty."""

    workspace: str
    number: int
    links: tuple[AuditEvent, ...]
    faults: tuple[BrokenChain, ...]


def _chains(connection: Connection) -> Iterator[_Chain]:
    for workspace, number, count, head in queries.chain_ends(connection):
        try:
            links = queries.trail(connection, workspace, number)
        except (ValueError, TypeError):
            position = _first_unreadable(connection, workspace, number, count)
            unreadable = BrokenChain(number=number, position=position, problem="its time cannot be read")
            yield _Chain(workspace=workspace, number=number, links=(), faults=(unreadable,))
            continue
        fault = first_fault(links, count=count, head=head)
        faults = () if fault is None else (replace(fault, number=number),)
        yield _Chain(workspace=workspace, number=number, links=links, faults=faults)


def _first_unreadable(connection: Connection, workspace: str, number: int, count: int) -> int:
    for position in range(1, count + 1):
        try:
            queries.event_at(connection, workspace, number, position)
        except (ValueError, TypeError):
            return position
    return count + 1


def _ownerless(connection: Connection) -> Iterator[BrokenChain]:
    for _, number in queries.ownerless_chains(connection):
        owner = "its request" if number else "its workspace"
        yield BrokenChain(number=number, position=1, problem=f"{owner} is gone")


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
