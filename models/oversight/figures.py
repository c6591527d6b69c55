"""Figures: the key figures of a period, in total and split, made from cells; pure, it reads no database.

`docs/kpis.md` says the same in a table, for people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter

from models.holds import HoldKind
from models.oversight.cells import OF_REVIEWS, Cell, Measure, hold_measure
from models.oversight.months import Period


class Split(StrEnum):
    """The ways in which figures are split."""

    MONTH = "month"
    STANDARD = "standard"
    TIER = "tier"
    TEAM = "team"
    REASON = "reason"


@dataclass(frozen=True, kw_only=True)
class DecisionTime:
    """How long decisions took, in whole minutes: each length and how often it came, the shortest first.

    From the filing, or from the newest round, until the last decision of requests that stand approved or rejected;
    around the clock, without the time that a hold stopped. Percentiles are exact, by nearest rank: the shortest
    length that at least so many in a hundred took no longer than.
    """

    counts: tuple[tuple[int, int], ...] = ()

    @property
    def decisions(self) -> int:
        """How many were decided."""
        return sum(count for _, count in self.counts)

    def percentile(self, percent: int) -> int | None:
        """Minutes that so many of a hundred decisions took at most (1 to 100); None where nothing was decided."""
        if not 1 <= percent <= 100:
            raise ValueError(f"no percentile: {percent}")
        rank, passed = -(-self.decisions * percent // 100), 0
        for minutes, count in self.counts:
            passed += count
            if passed >= rank:
                return minutes
        return None

    @property
    def median(self) -> int | None:
        """Minutes that half of the decisions took at most."""
        return self.percentile(50)

    @property
    def p90(self) -> int | None:
        """Minutes that nine of ten decisions took at most."""
        return self.percentile(90)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was counted for one group: all requests, one month, one standard … (blueprint, KPIs to Track).

    Each measure counts in its own month, as `Measure` says: what was filed in October may be approved in November.
    """

    #: Request volume.
    filed: int = 0
    #: Of the filed, those with an approved like case before them.
    recurring: int = 0
    approved: int = 0
    rejected: int = 0
    #: Apart from the approval rate.
    withdrawn: int = 0
    prohibited: int = 0
    lapsed: int = 0
    expired: int = 0
    decision_time: DecisionTime = DecisionTime()
    breaches: int = 0
    escalations: int = 0
    expedited: int = 0
    single_approvals: int = 0
    #: How many holds of each kind were opened; kinds without one are not named.
    holds_by_kind: Mapping[HoldKind, int] = field(default_factory=dict)
    #: Policy reviews that recurring exceptions opened, and those that were concluded with a changed policy.
    reviews_opened: int = 0
    policies_changed: int = 0

    @property
    def decided(self) -> int:
        """Approved or rejected."""
        return self.approved + self.rejected

    @property
    def approval_rate(self) -> Fraction | None:
        """Approved ÷ (approved + rejected), exactly; None where nothing was decided."""
        return Fraction(self.approved, self.decided) if self.decided else None

    @property
    def recurrence_rate(self) -> Fraction | None:
        """Exception recurrence rate: recurring ÷ filed, exactly; None where nothing was filed."""
        return Fraction(self.recurring, self.filed) if self.filed else None

    @property
    def other_endings(self) -> int:
        """Ended otherwise than by the approvers or the requester: prohibited, lapsed or expired."""
        return self.prohibited + self.lapsed + self.expired

    @property
    def holds(self) -> int:
        """How many holds were opened, of all kinds."""
        return sum(self.holds_by_kind.values())


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures of a period: in total, and by each split.

    `by[Split.MONTH]` names every month of the period, the oldest first, also one in which nothing happened; the
    others name what there was something of, the most requests first, then by name. Names are the policy's (a
    standard's name, a tier's name, a group), "" for no team. Policy reviews have neither tier nor team: they are not
    counted in those two splits.
    """

    period: Period
    total: Figures
    by: Mapping[Split, Mapping[str, Figures]]


def report_of(period: Period, cells: Mapping[Cell, int]) -> Report:
    """The figures of those cells that are within the period."""
    within = [(cell, n) for cell, n in cells.items() if period.first <= cell.month <= period.last]
    return Report(
        period=period,
        total=figures_of(within),
        by={split: _split(split, period, within) for split in Split},
    )


def figures_of(cells: Iterable[tuple[Cell, int]]) -> Figures:
    """The figures of all these cells together."""
    counted: defaultdict[str, int] = defaultdict(int)
    lengths: defaultdict[int, int] = defaultdict(int)
    # A year of many requests has tens of thousands of cells: the member is looked up once, and not for each.
    is_length = Measure.DECISION_MINUTES.value
    for (_, _, _, _, _, measure, value), count in cells:
        if measure == is_length:
            lengths[value] += count
        else:
            counted[measure] += count
    holds = {kind: counted[hold_measure(kind)] for kind in HoldKind if counted[hold_measure(kind)]}
    return Figures(
        filed=counted[Measure.FILED],
        recurring=counted[Measure.RECURRING],
        approved=counted[Measure.APPROVED],
        rejected=counted[Measure.REJECTED],
        withdrawn=counted[Measure.WITHDRAWN],
        prohibited=counted[Measure.PROHIBITED],
        lapsed=counted[Measure.LAPSED],
        expired=counted[Measure.EXPIRED],
        decision_time=DecisionTime(counts=tuple(sorted(lengths.items()))),
        breaches=counted[Measure.BREACH],
        escalations=counted[Measure.ESCALATION],
        expedited=counted[Measure.EXPEDITED],
        single_approvals=counted[Measure.SINGLE_APPROVAL],
        holds_by_kind=holds,
        reviews_opened=counted[Measure.REVIEW_OPENED],
        policies_changed=counted[Measure.POLICY_CHANGED],
    )


def _split(split: Split, period: Period, cells: Iterable[tuple[Cell, int]]) -> Mapping[str, Figures]:
    groups: defaultdict[str, list[tuple[Cell, int]]] = defaultdict(list)
    if split is Split.MONTH:
        groups.update((month, []) for month in period.months)
    left_out = OF_REVIEWS if split in (Split.TIER, Split.TEAM) else frozenset()
    name_of: Callable[[Cell], str] = attrgetter(split.value)
    for counted in cells:
        if not left_out or counted[0].measure not in left_out:
            groups[name_of(counted[0])].append(counted)
    made = {name: figures_of(group) for name, group in groups.items()}
    if split is Split.MONTH:
        return made
    return dict(sorted(made.items(), key=lambda one: (-one[1].filed, one[0])))
