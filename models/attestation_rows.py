"""The attestations' rows, written; with the ledger the only writing (door 1). One that is written never changes."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from models.attestation import Attestation
from models.tables import attestations


def add_attestation(connection: Connection, workspace: str, made: Attestation) -> None:
    """A new attestation; its number is taken."""
    row = {
        "workspace": workspace,
        "number": made.number,
        "person": made.by,
        "at": made.at,
        "policy_version": made.version,
    }
    connection.execute(insert(attestations), row)
