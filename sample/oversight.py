"""What the sample people do about audit reviews and policy reviews, as they look whether any is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection

from models.audit_review_queries import with_later_doers
from models.matter_queries import open_matters
from models.oversight.acts import OnWorkspace
from models.oversight.audit_review_acts import ItemMark, MarkItems, SignOffAuditReview
from models.oversight.audit_reviews import AuditReview, Item
from models.oversight.audit_reviews import Reason as Reviewed
from models.oversight.policy_review_acts import ConcludePolicyReview
from models.oversight.policy_reviews import PolicyReview, ReviewOutcome
from models.people import Person

#: How long after it was opened an audit review is signed off, and a policy review concluded at the earliest.
SIGNED_AFTER = timedelta(days=1)
CONCLUDED_AFTER = timedelta(days=7)
#: What policy reviews come to, and how often.
_OUTCOMES = {ReviewOutcome.KEPT: 5, ReviewOutcome.TRAINING: 2, ReviewOutcome.CHANGED: 3}


class Oversight:
    """Compliance and the standards' owners."""

    def __init__(
        self, workspace: str, groups: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]]
    ) -> None:
        self._workspace = workspace
        self._reviewers = groups["@compliance"]
        self._groups = groups
        self._words = words

    def looks(self, connection: Connection, at: datetime) -> Iterator[tuple[Person, OnWorkspace]]:
        """All that is done about what is open at a time; what was opened lately waits."""
        for audit in open_matters(connection, self._workspace, AuditReview):
            if at >= audit.opened_at + SIGNED_AFTER:
                yield from self._review(with_later_doers(connection, self._workspace, audit))
        for review in open_matters(connection, self._workspace, PolicyReview):
            random = Random(review.number)
            if at >= review.opened_at + CONCLUDED_AFTER + timedelta(days=random.randrange(6)):
                yield self._conclude(review, random)

    def _review(self, audit: AuditReview) -> Iterator[tuple[Person, OnWorkspace]]:
        """Each marks what the other had a part in, and whoever had none in anything signs it off."""
        random = Random(audit.number)
        left = list(audit.unmarked)
        for reviewer in self._reviewers:
            mine = [item for item in left if reviewer not in item.people]
            left = [item for item in left if item not in mine]
            if mine:
                marks = tuple(self._mark(item, random) for item in mine)
                yield _person(reviewer), MarkItems(review=audit.number, marks=marks)
        free = [one for one in self._reviewers if not any(one in item.people for item in audit.items)]
        if free and not left:
            said = random.choice(self._words["signed_off"])
            yield _person(free[0]), SignOffAuditReview(review=audit.number, words=said)

    def _mark(self, item: Item, random: Random) -> ItemMark:
        is_finding = Reviewed.BREACH in item.reasons and random.random() < 0.25
        words = random.choice(self._words["finding"]) if is_finding else ""
        return ItemMark(item=item.key, is_finding=is_finding, words=words)

    def _conclude(self, review: PolicyReview, random: Random) -> tuple[Person, OnWorkspace]:
        owner = random.choice(self._groups.get(review.owner, (review.owner,)))
        outcome = random.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
        said = random.choice(self._words[f"concluded_{outcome}"])
        return _person(owner), ConcludePolicyReview(review=review.number, outcome=outcome, words=said)


def _person(person_id: str) -> Person:
    return Person(id=person_id, team="", name=person_id)
