"""The words of a report: its period, its numbers beside those of before, and what its pictures show, said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bot.views.figure_words import NONE, group
from models.oversight.figures import Figures, Split
from models.oversight.months import Period
from models.oversight.reporting import Only, Reported
from models.policy import Policy

NOTHING_YET = (
    "No request has been filed yet, so there is nothing to report. Once one was, this says how many were filed, how "
    "many of the decided were approved, how long decisions took, what was late and what keeps recurring."
)
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def noun(count: int, word: str) -> str:
    """The word as it follows a number: one hold, two holds."""
    return word if count == 1 else f"{word}s"


def missed(one: Figures) -> str:
    """How many deadlines were missed."""
    return f"{one.breaches} missed {noun(one.breaches, 'deadline')}"


def short_month(month: str) -> str:
    """A month where there is little room: `Nov 2026`."""
    name, year = month_name(month).split(" ")
    return f"{name[:3]} {year}"


def month_name(month: str) -> str:
    """`2026-10` as people write it: October 2026."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def period_name(period: Period) -> str:
    """A period as people write it: October 2026; August to October 2026; November 2025 to January 2026."""
    if period.first == period.last:
        return month_name(period.first)
    first = month_name(period.first)
    if period.first[:4] == period.last[:4]:
        first = first.rpartition(" ")[0]
    return f"{first} to {month_name(period.last)}"


def short_period(period: Period) -> str:
    """A period where there is little room: `Sep–Nov 2026`."""
    first, last = short_month(period.first), short_month(period.last)
    if period.first == period.last:
        return last
    return f"{first.split(' ')[0] if period.first[:4] == period.last[:4] else first}–{last}"


def none_there(reported: Reported, policy: Policy, so_far: str = "") -> str:
    """That nothing happened in the period, of what it is kept to, and what months there are (plain text)."""
    if reported.record is None:
        return NOTHING_YET
    kept = kept_to(reported.only, policy)
    none = f"None was filed, decided or ended in {period_name(reported.now.period)}{so_far}"
    return f"{none}{f' for {kept}' if kept else ''}. The record has {period_name(reported.record)}."


def before(reported: Reported) -> str:
    """What the figures are held against, or that there is nothing to hold them against (plain text)."""
    if reported.is_comparable or reported.record is None:
        return f"Before: {period_name(reported.before.period)}."
    began = month_name(reported.record.first)
    return f"The record begins in {began}, so there is no whole period before to compare with."


def not_on_record(asked: Period, record: Period) -> str:
    """That no month which was asked for is on record."""
    began = month_name(record.first)
    return f"The record begins in {began}, so there are no figures of {period_name(asked)}."


def decided(one: Figures) -> str:
    """How many were decided, and the share of them that was approved: `5 decided, 80 % approved`."""
    return f"{one.decided} decided, {share(one.approval_rate)} approved" if one.decided else "none decided"


def kept_to(only: Only, policy: Policy) -> str:
    """What a report is kept to, in a few plain words; "" for all."""
    named = (
        group(Split.STANDARD, only.standard, policy) if only.standard else "",
        group(Split.TIER, only.tier, policy) if only.tier else "",
        only.team,
        group(Split.REASON, only.reason, policy) if only.reason else "",
    )
    return ", ".join(name for name in named if name)


def share(rate: Fraction | None) -> str:
    """A rate in whole percent, rounded half to even; a dash where there is none."""
    return NONE if rate is None else f"{round(rate * 100)} %"


def length(minutes: int | None) -> str:
    """A length of time, rounded: 35 min, 4 h, 2.5 d; a dash where there is none."""
    if minutes is None:
        return NONE
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 36 * 60:
        return f"{round(minutes / 60)} h"
    return f"{minutes / (60 * 24):.1f}".removesuffix(".0") + " d"


def key_figures(now: Figures, before: Figures) -> list[tuple[str, str, str]]:
    """The key figures: what each is called, what it is, and what it was in the period before; plain text."""
    time, earlier = now.decision_time, before.decision_time
    return [
        ("Requests filed", str(now.filed), str(before.filed)),
        ("Approved of the decided", _of(now.approved, now.decided), share(before.approval_rate)),
        (
            "Time to a decision",
            f"half within {length(time.median)}, nine of ten within {length(time.p90)}"
            if time.decisions
            else NONE,
            f"{length(earlier.median)} and {length(earlier.p90)}" if earlier.decisions else NONE,
        ),
        ("Missed deadlines", str(now.breaches), str(before.breaches)),
        ("Recurring of the filed", _of(now.recurring, now.filed), share(before.recurrence_rate)),
        ("Holds opened", str(now.holds), str(before.holds)),
        ("Withdrawn or ended otherwise", str(_otherwise(now)), str(_otherwise(before))),
        (
            "Expedited / single approval",
            f"{now.expedited} / {now.single_approvals}",
            f"{before.expedited} / {before.single_approvals}",
        ),
        ("Policy reviews opened", str(now.reviews_opened), str(before.reviews_opened)),
        ("Reviews that changed the policy", str(now.policies_changed), str(before.policies_changed)),
    ]


#: The columns of a table of months or of groups; the first one is what the row is about.
COLUMNS = (
    "Filed",
    "Recurring",
    "Approved",
    "Rejected",
    "Otherwise",
    "Rate",
    "Half within",
    "9 of 10 within",
    "Late",
    "Holds",
)


def row(one: Figures) -> tuple[str, ...]:
    """What stands under `COLUMNS` for one month or group."""
    return (
        str(one.filed),
        str(one.recurring),
        str(one.approved),
        str(one.rejected),
        str(_otherwise(one)),
        share(one.approval_rate),
        length(one.decision_time.median),
        length(one.decision_time.p90),
        str(one.breaches),
        str(one.holds),
    )


#: The columns of the table in a message, where no more have room beside each other.
FEW_COLUMNS = ("Filed", "Recurring", "Approved", "Median", "p90", "Late")


def short_row(one: Figures) -> tuple[str, ...]:
    """What stands under `FEW_COLUMNS` for one month."""
    return (
        str(one.filed),
        str(one.recurring),
        f"{one.approved} of {one.decided}",
        length(one.decision_time.median),
        length(one.decision_time.p90),
        str(one.breaches),
    )


def volume_said(months: Mapping[str, Figures]) -> str:
    """What the picture of the volume shows."""
    told = (
        f"{month_name(month)}: {one.filed} filed, {one.approved} approved, {one.rejected} rejected, "
        f"{_otherwise(one)} ended otherwise"
        for month, one in _last(months)
    )
    return f"Requests filed by month, and how requests ended. {'; '.join(told)}."


def rates_said(months: Mapping[str, Figures]) -> str:
    """What the picture of the rates shows."""
    told = (
        f"{month_name(month)}: {share(one.approval_rate)} of the decided approved, "
        f"{share(one.recurrence_rate)} of the filed recurring"
        for month, one in _last(months)
    )
    return f"Approval and recurrence by month. {'; '.join(told)}."


def times_said(months: Mapping[str, Figures]) -> str:
    """What the picture of the times shows."""
    told = (
        f"{month_name(month)}: half within {length(one.decision_time.median)}, nine of ten within "
        f"{length(one.decision_time.p90)}, {missed(one)}, {one.holds} {noun(one.holds, 'hold')}"
        for month, one in _last(months)
    )
    return f"Time to a decision by month, with missed deadlines and holds. {'; '.join(told)}."


def asked_said(reported: Reported, policy: Policy) -> str:
    """What the picture of the standards shows."""
    told = (
        f"{name} {filed} ({', '.join(f'{reason} {n}' for reason, n in reasons)})"
        for name, filed, reasons in standards_asked(reported, policy)
    )
    return f"Standards by requests filed, with their reasons, {period_name(reported.now.period)}. {'; '.join(told)}."


def standards_asked(reported: Reported, policy: Policy) -> list[tuple[str, int, tuple[tuple[str, int], ...]]]:
    """The standards that were deviated from, the most frequent first: words, how often, and the reasons' words."""
    reasons: dict[str, list[tuple[str, int]]] = {}
    for standard, reason, count in reported.asked:
        reasons.setdefault(standard, []).append((group(Split.REASON, reason, policy), count))
    found = [
        (group(Split.STANDARD, standard, policy), sum(n for _, n in held), tuple(held))
        for standard, held in reasons.items()
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _last(months: Mapping[str, Figures]) -> Sequence[tuple[str, Figures]]:
    """The last six months: a description is short enough to be listened to."""
    return list(months.items())[-6:]


def _of(part: int, whole: int) -> str:
    return f"{share(Fraction(part, whole))} ({part} of {whole})" if whole else NONE


def _otherwise(one: Figures) -> int:
    return one.withdrawn + one.other_endings
