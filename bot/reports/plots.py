"""The report's plots: what became of requests, the rates, the times, and what was asked for; drawn, not reckoned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.reports import canvas
from bot.reports.canvas import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, SOFT, WORD
from bot.views.report_words import length
from models.oversight.figures import Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Months = Mapping[str, Figures]
#: How many standards are named, and the colours of as many reasons.
MOST_STANDARDS, REASONS = 5, (BLUE, ORANGE, GREEN, PURPLE)


#: Lengths that are round to a person, in minutes: from an hour to eight weeks.
_ROUND = tuple(60 * hours for hours in (1, 2, 4, 8, 12, 24, 48, 96, 168, 336, 672, 1344))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked for: a standard by its words, how often, and for which reasons, the most frequent first."""

    standard: str
    filed: int
    reasons: tuple[tuple[str, int], ...]


def volume(months: Months) -> bytes:
    """What was filed in each month, and how requests ended in it."""
    parts = (
        ("approved", BLUE, [one.approved for one in months.values()]),
        ("rejected", ORANGE, [one.rejected for one in months.values()]),
        ("ended otherwise", GREY, [one.withdrawn + one.other_endings for one in months.values()]),
    )
    filed = [one.filed for one in months.values()]

    def draw(figure: Figure) -> None:
        made = canvas.axes(figure, (0.05, 0.19, 0.9, 0.56))
        places = range(len(months))
        base = [0] * len(months)
        for _, colour, counts in parts:
            made.bar(places, counts, 0.62, bottom=base, color=colour)
            for place, count in enumerate(counts):
                most = max([*filed, *_sums(parts)])
                _inside(made, (place, base[place]), count, most, beside=filed[place])
            base = [below + count for below, count in zip(base, counts, strict=True)]
        made.plot(
            places, filed, "o", color=INK, markersize=4.5, markeredgecolor=canvas.GROUND, markeredgewidth=0.8
        )
        for place, count in enumerate(filed):
            high = max(count, base[place])
            made.annotate(
                str(count),
                (place, high),
                (0, 5),
                textcoords="offset points",
                ha="center",
                size=WORD,
                color=INK,
                weight="bold",
            )
        made.set_ylim(0, max([*filed, *base, 1]) * 1.2)
        canvas.months_below(made, list(months))
        shown = [(name, colour) for name, colour, counts in parts if any(counts)]
        canvas.title(figure, "Requests filed, and how requests ended", ("● filed", INK), *shown)

    return canvas.drawn(2.5, draw)


def rates(months: Months) -> bytes:
    """Of the decided requests the approved ones, and of the filed ones those that had a like case before."""
    lines = (
        ("approved of the decided", BLUE, [one.approval_rate for one in months.values()]),
        ("recurring of the filed", ORANGE, [one.recurrence_rate for one in months.values()]),
    )

    def draw(figure: Figure) -> None:
        made = canvas.axes(figure, (0.05, 0.19, 0.84, 0.56))
        for share in (0, 50, 100):
            canvas.level(made, share, f"{share} %")
        ends: list[tuple[float, str, str]] = []
        for _, colour, shares in lines:
            known = [(place, float(share * 100)) for place, share in enumerate(shares) if share is not None]
            for stretch in _stretches(known):
                made.plot(*zip(*stretch, strict=True), "-", color=colour, linewidth=1.8)
            if known:
                made.plot(*zip(*known, strict=True), "o", color=colour, markersize=4)
                ends.append((known[-1][1], f"{_whole(known[-1][1])} %", colour))
        right = len(months) - 1
        for high, (_, words, colour) in zip(_apart([end[0] for end in ends], 11), ends, strict=True):
            made.annotate(
                words,
                (right, high),
                (9, 0),
                textcoords="offset points",
                va="center",
                size=WORD + 0.8,
                color=colour,
                weight="bold",
                annotation_clip=False,
            )
        made.set_ylim(-4, 108)
        canvas.months_below(made, list(months))
        canvas.make_room_for_levels(made)
        canvas.title(figure, "Approval and recurrence", *((name, colour) for name, colour, _ in lines))

    return canvas.drawn(2.3, draw)


def times(months: Months) -> bytes:
    """How long decisions took, and under it how many deadlines were missed and how many holds were opened."""
    spans = [(one.decision_time.median, one.decision_time.p90) for one in months.values()]
    longest = max((p90 for _, p90 in spans if p90 is not None), default=0)
    counts = (
        ("missed deadlines", PURPLE, [one.breaches for one in months.values()], -0.2),
        ("holds", GREY, [one.holds for one in months.values()], 0.2),
    )

    def draw(figure: Figure) -> None:
        made = canvas.axes(figure, (0.05, 0.48, 0.9, 0.33))
        for place, (median, p90) in enumerate(spans):
            if median is None or p90 is None:
                continue
            made.plot((place, place), (median, p90), "-", color=SKY, linewidth=3, zorder=1)
            made.plot(place, p90, "o", color=SKY, markersize=4.5)
            made.plot(place, median, "o", color=BLUE, markersize=5)
        for place, (median, p90) in enumerate(spans):
            if median is None or p90 is None or len(months) > 8:
                continue
            _over(made, place, p90, length(p90), SOFT)
            made.annotate(
                length(median),
                (place, median),
                (0, -11),
                textcoords="offset points",
                ha="center",
                size=WORD,
                color=BLUE,
            )
        if len(months) > 8:
            # Where there is no room for a number at each month, two levels say how high they stand.
            for minutes in _levels(longest):
                canvas.level(made, minutes, length(minutes))
        made.set_ylim(-0.35 * max(longest, 60), max(longest, 60) * 1.3)
        made.spines["bottom"].set_visible(False)
        made.axhline(0, color=canvas.RULE, linewidth=0.8, zorder=0)
        made.set_xticks([])
        below = canvas.axes(figure, (0.05, 0.13, 0.9, 0.17))
        most = max(1, *(max(numbers, default=0) for _, _, numbers, _ in counts))
        for _, colour, numbers, aside in counts:
            below.bar([place + aside for place in range(len(months))], numbers, 0.36, color=colour)
            for place, count in enumerate(numbers):
                if count and len(months) <= 12:
                    _over(below, place + aside, count, str(count), colour if colour != GREY else SOFT, 2)
        below.set_ylim(0, most * 1.35)
        canvas.months_below(below, list(months))
        if len(months) > 8:
            canvas.make_room_for_levels(below)
        made.set_xlim(below.get_xlim())
        names = (("half within", BLUE), ("nine of ten within", "#2b86bd"))
        canvas.title(figure, "Time to a decision", *names)
        left = 0.05
        for name, colour, _, _ in counts:
            word = figure.text(
                left, 0.37, name, size=WORD, weight="bold", color=colour if colour != GREY else SOFT
            )
            left += word.get_window_extent().width / figure.bbox.width + 0.035

    return canvas.drawn(3.2, draw)


def asked_for(asked: Sequence[Asked]) -> bytes:
    """From which standards people asked to deviate most often, and why: each reason in a colour of its own."""
    shown = asked[:MOST_STANDARDS]
    frequent: Counter[str] = Counter()
    for one in asked:
        frequent.update(dict(one.reasons))
    colour_of = dict(zip((name for name, _ in frequent.most_common(len(REASONS))), REASONS, strict=False))
    lines = _lines(list(colour_of.items()))
    if len(frequent) > len(REASONS):
        lines[-1].append(("other reasons", GREY))
    head = 0.3 + 0.19 * len(lines)

    def draw(figure: Figure) -> None:
        height = figure.get_size_inches()[1]
        made = canvas.axes(figure, (0.05, 0.08 / height, 0.9, 1 - (head + 0.16) / height))
        made.spines["bottom"].set_visible(False)
        made.set_xticks([])
        most = max((one.filed for one in shown), default=1)
        for place, one in enumerate(shown):
            parts = [(count, colour_of[name]) for name, count in one.reasons if name in colour_of]
            parts.append((one.filed - sum(count for count, _ in parts), GREY))
            _bar(made, place, parts, most)
            words: dict[str, Any] = {"size": WORD + 0.4, "color": INK, "weight": "bold", "va": "center"}
            made.text(0, place - 0.36, one.standard, parse_math=False, **words)
            made.annotate(
                str(one.filed), (one.filed, place + 0.06), (4, 0), textcoords="offset points", **words
            )
        made.set_xlim(0, most * 1.08)
        made.set_ylim(max(len(shown), 1) - 0.55, -0.6)
        canvas.title(figure, "What was asked for, and why", *lines[0])
        for number, line in enumerate(lines[1:], 1):
            canvas.keys(figure, 0.42 + 0.19 * number, line)

    return canvas.drawn(head + 0.24 + 0.46 * max(1, len(shown)), draw)


def _levels(longest: int) -> list[int]:
    """Minutes that are round, the highest that is reached and one well under it."""
    reached = [minutes for minutes in _ROUND if minutes <= longest]
    return [minutes for minutes in reached[-1:] + reached[-3:-2] if minutes]


def _lines(named: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The names of colours in lines that a picture is wide enough for."""
    lines: list[list[tuple[str, str]]] = [[]]
    for name, colour in named:
        if lines[-1] and sum(len(one) + 3 for one, _ in lines[-1]) + len(name) > 52:
            lines.append([])
        lines[-1].append((name, colour))
    return lines


def _bar(made: Axes, place: int, parts: Sequence[tuple[int, str]], most: int) -> None:
    """One bar of several parts, with the number in each that is long enough."""
    start = 0
    for count, colour in parts:
        made.barh(place + 0.06, count, 0.34, left=start, color=colour)
        if count and count >= most * 0.05:
            made.text(
                start + count / 2,
                place + 0.07,
                str(count),
                ha="center",
                va="center",
                size=WORD - 0.8,
                color="white",
            )
        start += count


def _inside(made: Axes, corner: tuple[int, int], count: int, most: int, *, beside: int) -> None:
    """The number of a part, inside it where it is high enough, and not where a dot is at the height `beside`.

    `corner` is the part's month and where it begins.
    """
    if not count or count < most * 0.12:
        return
    place, base = corner
    high, aside = clear_of(base, count, beside, most)
    words: dict[str, Any] = {"ha": "center", "va": "center", "size": WORD - 0.6, "color": "white"}
    made.text(place + aside, high, str(count), **words)


def clear_of(base: float, count: float, dot: float, most: float) -> tuple[float, float]:
    """Where the number of a part stands: its height, and how far beside the middle of the bar (in months).

    In the part's middle; where the dot is too near, below or above the dot, where there is more of the part; where
    neither has room, in the bar's left half.
    """
    middle, room = base + count / 2, most * 0.09
    if abs(dot - middle) >= room:
        return middle, 0
    below, above = dot - base, base + count - dot
    if max(below, above) < room + most * 0.05:
        return middle, -0.21
    return (dot - room, 0) if below >= above else (dot + room, 0)


def _over(made: Axes, place: float, high: float, words: str, colour: str, gap: int = 5) -> None:
    made.annotate(
        words, (place, high), (0, gap), textcoords="offset points", ha="center", size=WORD, color=colour
    )


def _sums(parts: Sequence[tuple[str, str, list[int]]]) -> list[int]:
    return [sum(counts) for counts in zip(*(counts for _, _, counts in parts), strict=True)] or [1]


def _stretches(known: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Neighbouring months, so that no line is drawn over one in which there was nothing."""
    found: list[list[tuple[int, float]]] = []
    for place, value in known:
        if found and found[-1][-1][0] == place - 1:
            found[-1].append((place, value))
        else:
            found.append([(place, value)])
    return found


def _apart(heights: list[float], gap: float) -> list[float]:
    """The heights of two labels, moved from each other where they would cover one another."""
    if len(heights) < 2 or abs(heights[0] - heights[1]) >= gap:
        return heights
    middle, sign = sum(heights) / 2, 1 if heights[0] >= heights[1] else -1
    return [middle + sign * gap / 2, middle - sign * gap / 2]


def _whole(share: float) -> str:
    return f"{share:.0f}"
