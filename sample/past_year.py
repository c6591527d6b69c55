"""A year of sample requests up to a day: who asked what and when, drawn from `past_year.toml`; nothing is performed."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

from models.calendar import hours_on
from models.money import Money
from models.policy import Policy
from models.request import Criticality, Customer, Filing, Reason

FOLDER = Path(__file__).parent
#: How many requests a year has, and how long before its end the last ones are filed: by its end all have ended.
REQUESTS = 200
DAYS = 365
#: Requests of the last weeks take none of the courses that need long.
_RECENT = timedelta(days=45)


class Plot(StrEnum):
    """What becomes of a sample request."""

    PLAIN = "plain"
    LATE = "late"
    REJECTED_FIRST = "rejected_first"
    REJECTED_SECOND = "rejected_second"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    LAPSED = "lapsed"
    URGENT = "urgent"
    COMPLAINT = "complaint"
    IN_PART = "in_part"
    FAILED_FIRST = "failed_first"
    OWN_APPROVAL = "own_approval"
    EXPIRED = "expired"


_PLOTS = {
    Plot.PLAIN: 56,
    Plot.LATE: 6,
    Plot.REJECTED_FIRST: 7,
    Plot.REJECTED_SECOND: 10,
    Plot.WITHDRAWN: 5,
    Plot.RETURNED: 4,
    Plot.LAPSED: 1,
    Plot.URGENT: 3,
    Plot.COMPLAINT: 3,
    Plot.IN_PART: 2,
    Plot.FAILED_FIRST: 1,
    Plot.OWN_APPROVAL: 1,
    Plot.EXPIRED: 1,
}
_SLOW = {Plot.LATE, Plot.LAPSED, Plot.EXPIRED, Plot.RETURNED, Plot.IN_PART}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One request of the year: its form, who files it when, and what becomes of it."""

    filed_at: datetime
    filed_by: str
    filing: Filing
    plot: Plot
    #: What each source says of the customer; one that is not named cannot be read.
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def words() -> Mapping[str, Sequence[str]]:
    """What people said when they decided, carried out and so on."""
    said: dict[str, list[str]] = _written()["words"]
    return said


def cases(policy: Policy, end: datetime) -> Iterator[Case]:
    """The year's requests in the order of their filing; the same for the same policy and the same day."""
    random = Random(end.date().isoformat())
    written, facts = _written(), _facts()
    moments = sorted(_moment(policy, end, random) for _ in range(REQUESTS))
    for filed_at in moments:
        kind = random.choices(written["kinds"], [one["weight"] for one in written["kinds"]])[0]
        team = random.choices(
            list(written["people"].values()), [one["weight"] for one in written["people"].values()]
        )[0]
        plots = {plot: n for plot, n in _PLOTS.items() if end - filed_at > _RECENT or plot not in _SLOW}
        customer = random.choice(list(facts["crm"]))
        yield Case(
            filed_at=filed_at,
            filed_by=random.choice(team["who"]),
            filing=_filing(kind, customer, facts["crm"][customer]["name"], random),
            plot=random.choices(list(plots), list(plots.values()))[0],
            facts={source: rows[customer] for source, rows in facts.items() if customer in rows},
        )


def _moment(policy: Policy, end: datetime, random: Random) -> datetime:
    """Some moment in business hours, more often towards the end of the year than at its beginning."""
    last = (end - timedelta(days=6)).astimezone(policy.calendar.zone).date()
    while True:
        back = int((DAYS - 6) * (1 - random.random() ** 0.75))
        day: date = last - timedelta(days=back)
        hours = hours_on(policy.calendar, day)
        # Few ask for anything when the week is nearly over.
        if hours is not None and (day.weekday() < 4 or random.random() < 0.4):
            return hours.opens + timedelta(minutes=random.randrange(15, 6 * 60), seconds=random.randrange(60))


def _filing(kind: Mapping[str, Any], customer: str, name: str, random: Random) -> Filing:
    low, high = kind["value"]
    by_hand = "deviation" in kind
    return Filing(
        standard=kind["standard"],
        customer=Customer(id=customer, name=name),
        reason=Reason(random.choice(kind["reasons"])),
        rationale=random.choice(kind["rationale"]).format(customer=name),
        impact=random.choice(kind["impact"]),
        criticality=Criticality(kind["criticality"]),
        # More small ones than large ones, rounded as people do.
        value=Money(
            amount=Decimal(int(low + (high - low) * random.random() ** 2.5) // 50 * 50), currency="EUR"
        ),
        requested=None if by_hand else Decimal(random.choice(kind["requested"])),
        requested_words=kind.get("words", ""),
        deviation=Decimal(random.choice(kind["deviation"])) if by_hand else None,
    )


def _written() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "past_year.toml").read_text(encoding="utf-8"))


def _facts() -> dict[str, dict[str, dict[str, str]]]:
    """What the sample sources say, by source and customer."""
    facts: dict[str, dict[str, dict[str, str]]] = {}
    for source in ("crm", "contracts", "history"):
        with (FOLDER / f"{source}.csv").open(encoding="utf-8", newline="") as file:
            facts[source] = {row["customer_id"]: dict(row) for row in csv.DictReader(file)}
    return facts
