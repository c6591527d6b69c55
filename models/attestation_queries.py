"""Attestations as they are stored, read, and who was asked for one; nothing is written here."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from models.attestation import Attestation
from models.events import EventKind
from models.oversight.matters import OF_WORKSPACE
from models.tables import attestations, events

# A decision may ask for it each time: the statement is built once.
_LAST = (
    select(attestations)
    .where(
        attestations.c.workspace == bindparam("of_workspace"),
        attestations.c.person == bindparam("of_person"),
    )
    .order_by(attestations.c.number.desc())
    .limit(1)
)


def last_attestation(connection: Connection, workspace: str, person: str) -> Attestation | None:
    """Somebody's newest attestation, whether it still holds or not; None where they never made one."""
    row = connection.execute(_LAST, {"of_workspace": workspace, "of_person": person}).first()
    return None if row is None else _attestation(row)


def last_attestations(connection: Connection, workspace: str) -> dict[str, Attestation]:
    """The newest attestation of each person who ever made one, by their user id.

    Whether one still holds says `models.attestation.standing`; who has to make one, `models.oversight.training`.
    """
    newest = (
        select(func.max(attestations.c.number))
        .where(attestations.c.workspace == workspace)
        .group_by(attestations.c.person)
    )
    found = select(attestations).where(
        attestations.c.workspace == workspace, attestations.c.number.in_(newest)
    )
    return {row.person: _attestation(row) for row in connection.execute(found)}


def all_attestations(connection: Connection, workspace: str) -> tuple[Attestation, ...]:
    """Every attestation that was ever made, the oldest first."""
    found = select(attestations).where(attestations.c.workspace == workspace).order_by(attestations.c.number)
    return tuple(_attestation(row) for row in connection.execute(found))


def next_attestation(connection: Connection, workspace: str) -> int:
    """The number of the attestation that is made next."""
    newest = select(func.max(attestations.c.number)).where(attestations.c.workspace == workspace)
    return (connection.execute(newest).scalar() or 0) + 1


def asked_since(connection: Connection, workspace: str, since: datetime) -> frozenset[str]:
    """The user ids of those who were asked to attest at a time (aware UTC) or later."""
    found = select(events.c.changed).where(
        events.c.workspace == workspace,
        events.c.number == OF_WORKSPACE,
        events.c.kind == EventKind.TRAINING_ASKED.value,
        events.c.at >= since,
    )
    return frozenset(
        person for row in connection.execute(found) for person in json.loads(row.changed)["told"]
    )


def _attestation(row: Any) -> Attestation:
    return Attestation(number=row.number, by=row.person, at=row.at, version=row.policy_version)
