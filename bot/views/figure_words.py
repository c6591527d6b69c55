"""The key figures in words: what each is called, how it is written, and what the groups of a split are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from bot.views import words
from bot.views.elapsed import length
from models.holds import HoldKind
from models.oversight.figures import Figures, Split
from models.policy import Policy
from models.reasons import Reason

#: What stands where there is no figure, for nothing was decided or filed.
NONE = "–"
SPLITS: Mapping[Split, str] = {
    Split.MONTH: "Month",
    Split.STANDARD: "Standard",
    Split.TIER: "Tier",
    Split.TEAM: "Team",
    Split.REASON: "Reason",
}
HOLDS: Mapping[HoldKind, str] = {
    HoldKind.DATA_UNAVAILABLE: "data unavailable",
    HoldKind.CONFLICTING_DATA: "data in conflict",
    HoldKind.REGULATORY: "regulatory",
    HoldKind.RETURNED: "returned",
    HoldKind.OVER_AUTHORITY: "over authority",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure as it is told: what it is called, in a narrow column too, and how it is written (plain text)."""

    label: str
    short: str
    text: Callable[[Figures], str]


def rate(share: Fraction | None) -> str:
    """`83.3 %`, rounded to a tenth; `–` where there is none."""
    if share is None:
        return NONE
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{exact.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)} %"


def minutes(count: int | None) -> str:
    """A length of time in its two largest units: `2 d 4 h`; `–` where there is none."""
    return NONE if count is None else length(timedelta(minutes=count))


def number(count: int) -> str:
    """`1,204`."""
    return f"{count:,}"


def holds(figures: Figures) -> str:
    """`3: 2 returned, 1 regulatory`, or the number alone where there are none."""
    kinds = ", ".join(f"{n:,} {HOLDS[kind]}" for kind, n in figures.holds_by_kind.items())
    return f"{figures.holds:,}: {kinds}" if kinds else number(figures.holds)


def other_endings(figures: Figures) -> str:
    """`3: 2 lapsed, 1 expired`, or the number alone where there are none."""
    named = (("prohibited", figures.prohibited), ("lapsed", figures.lapsed), ("expired", figures.expired))
    kinds = ", ".join(f"{n:,} {name}" for name, n in named if n)
    return f"{figures.other_endings:,}: {kinds}" if kinds else number(figures.other_endings)


def group(split: Split, name: str, policy: Policy) -> str:
    """What a group of a split is called: `OPS-017 Payment terms`, `Manager`; its own name where it is known no more."""
    if split is Split.STANDARD:
        standard = policy.standard(name)
        named = name or "Not named"
        return named if standard is None else f"{name} {standard.title}"
    if split is Split.TIER:
        return next((tier.title for tier in policy.tiers if tier.name == name), name) or "Not scored yet"
    if split is Split.REASON:
        return words.REASONS[Reason(name)] if name in list(Reason) else name or "Not said yet"
    if split is Split.TEAM:
        return name or "No team"
    return name


#: All figures, in the order in which they are told.
FIGURES: tuple[Told, ...] = (
    Told(label="Requests filed", short="Filed", text=lambda f: number(f.filed)),
    Told(label="Approved", short="Approved", text=lambda f: number(f.approved)),
    Told(label="Rejected", short="Rejected", text=lambda f: number(f.rejected)),
    Told(label="Approval rate", short="Rate", text=lambda f: rate(f.approval_rate)),
    Told(label="Withdrawn", short="Withdrawn", text=lambda f: number(f.withdrawn)),
    Told(label="Other endings", short="Other", text=other_endings),
    Told(label="Recurring exceptions", short="Recurring", text=lambda f: rate(f.recurrence_rate)),
    Told(label="Decision time, median", short="Median", text=lambda f: minutes(f.decision_time.median)),
    Told(label="Decision time, 9 in 10 within", short="9 in 10", text=lambda f: minutes(f.decision_time.p90)),
    Told(label="Deadlines missed", short="Missed", text=lambda f: number(f.breaches)),
    Told(label="Holds opened", short="Holds", text=holds),
    Told(label="Escalations", short="Escal.", text=lambda f: number(f.escalations)),
    Told(label="Urgent path authorised", short="Urgent", text=lambda f: number(f.expedited)),
    Told(label="Single approvals", short="Single", text=lambda f: number(f.single_approvals)),
    Told(label="Policy reviews opened", short="Reviews", text=lambda f: number(f.reviews_opened)),
    Told(label="Policy changed by a review", short="Changed", text=lambda f: number(f.policies_changed)),
)
