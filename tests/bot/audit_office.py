"""An office that is reviewed each week: who reviews, and what the tests of audit reviews do again and again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models import queries
from models.oversight.audit_review_acts import ItemMark, MarkItems
from models.oversight.audit_reviews import AuditReview
from models.policy import Policy
from tests.bot.office import TEAM, Office
from tests.builders import policy

#: Who reviews: two people of compliance.
REVIEWERS = {"UCOM1", "UCOM2"}


def reviewed_policy(**changed: Any) -> Policy:
    """The test policy with a weekly audit review on Mondays at nine; compliance may stand in for validators."""
    part = {
        "day": "mon",
        "at": "09:00",
        "reviewers": ["@compliance"],
        "channel": "#compliance",
        "sample": 2,
        "within": "3 business days",
        "contact": "director",
    }
    delegates = [{"role": "validators", "who": ["@compliance"]}]
    return policy(audit_review=part | changed, delegates=delegates)


async def begin(office: Office) -> None:
    """Compliance is there, and the first review waits for its day."""
    office.people.members["@compliance"] = set(REVIEWERS)
    await office.desk.keep_schedule()


async def reviews(office: Office) -> tuple[AuditReview, ...]:
    """All reviews, the oldest first."""
    found = await office.records.newest_audit_reviews(100)
    return tuple(reversed(found))


async def mark(office: Office, review: AuditReview, by: str, keys: Iterable[str]) -> None:
    """Somebody checks items and finds nothing."""
    marks = tuple(ItemMark(item=key, is_finding=False) for key in keys)
    performed = await office.perform(MarkItems(review=review.number, marks=marks), by)
    assert performed.refusal is None, performed


async def told(office: Office, kind: str) -> list[str]:
    """Who has a message of a kind waiting for them."""
    rows = await office.reader.run(lambda c: queries.outbox_behind(c, TEAM, office.clock.now(), 200))
    return [row.recipient for row in rows if row.kind == kind]
