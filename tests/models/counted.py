"""What must hold of the key figures after any course of any requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from models.oversight.cells import Cell, Measure
from models.oversight.contributions import contribution, movement
from models.request import ExceptionRequest

#: A request has one of these at most.
OUTCOMES = ("approved", "rejected", "withdrawn", "prohibited", "lapsed", "expired")
#: What is counted once for each event of a kind, whatever becomes of the request.
COUNTED_EVENTS = {
    Measure.FILED: "request.filed",
    Measure.BREACH: "deadline.breached",
    Measure.ESCALATION: "escalation.raised",
}


def contributions(requests: Iterable[ExceptionRequest], zone: ZoneInfo) -> dict[Cell, int]:
    """What all the requests contribute together."""
    counted: Counter[Cell] = Counter()
    for request in requests:
        counted.update(contribution(request, zone))
    return dict(counted)


@dataclass
class Tally:
    """The figures as a course of acts moves them, one after the other."""

    zone: ZoneInfo
    moved: Counter[Cell] = field(default_factory=Counter)

    def note(self, before: ExceptionRequest | None, after: ExceptionRequest, trail: list[str]) -> None:
        """A request has become another; `trail` are the kinds of all its events so far."""
        for cell, count in movement(before, after, self.zone):
            assert count
            self.moved[cell] += count
        check_contribution(after, trail, self.zone)

    def check(self, requests: Iterable[ExceptionRequest]) -> None:
        """Whatever the course was, what it comes to is what the requests are now."""
        assert min(self.moved.values(), default=0) >= 0
        assert {cell: count for cell, count in self.moved.items() if count} == contributions(
            requests, self.zone
        )


def check_contribution(request: ExceptionRequest, trail: list[str], zone: ZoneInfo) -> None:
    """What a request counts for is what its events tell: nothing is counted twice, and nothing is lost."""
    counted = contribution(request, zone)
    by_measure: Counter[str] = Counter()
    for cell, count in counted.items():
        by_measure[cell.measure] += count
        at = datetime.fromisoformat(f"{cell.month}-01").replace(tzinfo=zone)
        assert at >= request.filed_at.astimezone(zone).replace(day=1, hour=0, minute=0, second=0)
    for measure, kind in COUNTED_EVENTS.items():
        assert by_measure[measure] == trail.count(kind), measure
    holds = sum(n for measure, n in by_measure.items() if measure.startswith("hold."))
    assert holds == trail.count("hold.opened")
    ends = [outcome for outcome in OUTCOMES for _ in range(by_measure[outcome])]
    assert ends == ([request.outcome.value] if request.outcome else [])
    decided = by_measure[Measure.APPROVED] + by_measure[Measure.REJECTED]
    assert by_measure[Measure.DECISION_MINUTES] == decided
    assert all(cell.value >= 0 for cell in counted)
