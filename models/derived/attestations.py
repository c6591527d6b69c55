"""Attestations, told: who attested to which version of the policy, by the workspace's own chain."""

from __future__ import annotations

from collections.abc import Iterable

from models.attestation import Attestation
from models.audit_chain import AuditEvent
from models.derived.told import Told
from models.events import EventKind


def derive_attestations(links: Iterable[AuditEvent]) -> dict[int, Attestation]:
    """Every attestation as the workspace's chain tells it, by its number; events of other kinds are passed over.

    CannotDeriveError where an event cannot be read.
    """
    told = (Told.of(link) for link in links if link.kind == EventKind.TRAINING_ATTESTED)
    made = (one.read("attestation", Attestation) for one in told)
    return {attestation.number: attestation for attestation in made}
