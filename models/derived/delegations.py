"""Delegations, told: who let whom decide in their stead, by the workspace's own chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.audit_chain import AuditEvent
from models.delegation import Delegation
from models.derived.told import Told
from models.events import EventKind


def derive_delegations(links: Iterable[AuditEvent]) -> dict[int, Delegation]:
    """Every delegation as the workspace's chain tells it, by its number; events of other kinds are passed over.

    CannotDeriveError where an event cannot be read, or ends a delegation that none has made.
    """
    made: dict[int, Delegation] = {}
    for link in links:
        if link.kind == EventKind.DELEGATED:
            delegation = Told.of(link).read("delegation", Delegation)
            made[delegation.number] = delegation
        elif link.kind == EventKind.DELEGATION_ENDED:
            told = Told.of(link)
            number = told.read("delegation", int)
            if number not in made:
                raise told.fault(f"ends delegation {number}, which no event has made")
            made[number] = replace(made[number], ended_at=link.at, ended_by=link.actor)
    return made
