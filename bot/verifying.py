"""Verifying for a review: the check of the whole record with its result as a value; it changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.attesting import PolicyOf, policies_on_record
from bot.audit import attest
from bot.views.verified import problem_of
from models.oversight.audit_reviews import Verification

#: How many of the places where something does not hold are named, and marked one by one.
NAMED = 50
#: The longest that one of them is told, in characters.
TOLD = 400


def verified(connection: Connection, at: datetime, policy_of: PolicyOf | None = None) -> Verification:
    """What the check of all chains, and of every row against its events, finds at a moment (aware UTC).

    It is one look at what is committed. `policy_of` gives the policies; those on record unless told otherwise.
    """
    attested = attest(connection, policy_of or policies_on_record(connection), at)
    broken = [(fault.number, f"event {fault.position}: {fault.problem}") for fault in attested.broken]
    differing = [(finding.number, problem_of(finding)) for finding in attested.findings]
    found = [*broken, *differing]
    return Verification(
        at=at,
        chains=attested.chains,
        events=attested.events,
        found=len(found),
        problems=tuple((number, problem[:TOLD]) for number, problem in found[:NAMED]),
    )
