"""Verifying for a review: the check of the whole trail with its result as a value; it changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot import audit
from models.oversight.audit_reviews import Verification

#: How many of the places where something does not hold are named, and marked one by one.
NAMED = 50


def verified(connection: Connection, at: datetime) -> Verification:
    """What the check finds at a moment, in one look at what is committed."""
    chains, events, broken = audit.verify(connection)
    return Verification(
        at=at,
        chains=chains,
        events=events,
        found=len(broken),
        problems=tuple(
            (fault.number, f"event {fault.position}: {fault.problem}") for fault in broken[:NAMED]
        ),
    )
