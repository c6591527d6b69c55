"""The key figures as plain values under stable names, for programs; `docs/kpis.md` says what each is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from models.holds import HoldKind
from models.oversight.figures import Figures, Split

#: A figure as a plain value; None where there is none.
Plain = int | Decimal | None
_PLACES = Decimal("0.0001")


def plain(figures: Figures, split: Split | None = None) -> dict[str, Plain]:
    """The figures of a group, always under the same names in the same order; rates from 0 to 1, to four places.

    Policy reviews have neither tier nor team, so that those two splits have no figure of them.
    """
    has_reviews = split not in (Split.TIER, Split.TEAM)
    return {
        "filed": figures.filed,
        "recurring": figures.recurring,
        "recurrence_rate": _share(figures.recurrence_rate),
        "approved": figures.approved,
        "rejected": figures.rejected,
        "approval_rate": _share(figures.approval_rate),
        "withdrawn": figures.withdrawn,
        "prohibited": figures.prohibited,
        "lapsed": figures.lapsed,
        "expired": figures.expired,
        "decision_minutes_median": figures.decision_time.median,
        "decision_minutes_p90": figures.decision_time.p90,
        "breaches": figures.breaches,
        "escalations": figures.escalations,
        "expedited": figures.expedited,
        "single_approvals": figures.single_approvals,
        "holds": figures.holds,
        **{f"holds_{kind}": figures.holds_by_kind.get(kind, 0) for kind in HoldKind},
        "policy_reviews_opened": figures.reviews_opened if has_reviews else None,
        "policies_changed": figures.policies_changed if has_reviews else None,
    }


def _share(rate: Fraction | None) -> Decimal | None:
    if rate is None:
        return None
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return exact.quantize(_PLACES, rounding=ROUND_HALF_UP)
