"""The picture of a simulation: what each tier had and would have; drawn, not reckoned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.reports import canvas
from bot.reports.canvas import BLUE, GREY, INK, SOFT, WORD
from models.simulation.simulating import Simulation
from models.simulation.summing import OfTier, Pair, summed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Inches for the title, for what stands over each part, and for each tier in it.
_TITLE, _HEAD, _TIER = 0.58, 0.26, 0.34
_HOUR = timedelta(hours=1)


def before_and_after(simulation: Simulation) -> bytes:
    """The requests of each tier, the time allowed to decide and the missed deadlines, as they were and would be."""
    tiers = [tier for tier in summed(simulation).tiers if tier.requests.was or tier.requests.would]
    parts: list[tuple[str, Callable[[OfTier], Pair[float]], Callable[[float], str]]] = [
        ("Requests", lambda tier: Pair(was=tier.requests.was, would=tier.requests.would), _whole),
        ("Hours allowed to decide (median, same tier)", _allowed, hours),
        ("Missed deadlines", lambda tier: Pair(was=tier.breaches.was, would=tier.breaches.would), _whole),
    ]
    high = _HEAD + _TIER * len(tiers)
    height = _TITLE + high * len(parts) + 0.08

    def draw(figure: Figure) -> None:
        for place, (name, of, said) in enumerate(parts):
            top = height - _TITLE - place * high
            figure.text(0.05, (top - 0.1) / height, name, size=WORD, weight="bold", color=SOFT, va="center")
            box = (0.36, (top - high + 0.08) / height, 0.5, (high - _HEAD) / height)
            made = canvas.axes(figure, box)
            made.spines["bottom"].set_visible(False)
            _bars(made, tiers, [of(tier) for tier in tiers], said)
        canvas.title(
            figure, "The policy as it is, and the draft", ("as it was", SOFT), ("under the draft", BLUE)
        )

    return canvas.drawn(height, draw)


def _bars(
    made: Axes, tiers: Sequence[OfTier], pairs: Sequence[Pair[float]], said: Callable[[float], str]
) -> None:
    most = max((max(pair.was, pair.would) for pair in pairs), default=0) or 1
    for place, (tier, pair) in enumerate(zip(tiers, pairs, strict=True)):
        for aside, value, colour, word in ((-0.19, pair.was, GREY, SOFT), (0.19, pair.would, BLUE, BLUE)):
            made.barh(place + aside, value, 0.32, color=colour)
            made.annotate(
                said(value),
                (value, place + aside),
                (3, 0),
                textcoords="offset points",
                va="center",
                size=WORD - 0.8,
                color=word,
                weight="bold" if pair.differs else "normal",
            )
        made.annotate(
            _short(tier.title),
            (0, place),
            (-5, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            size=WORD,
            color=INK,
            annotation_clip=False,
            parse_math=False,
        )
    made.set_xticks([])
    made.set_xlim(0, most)
    made.set_ylim(len(tiers) - 0.45, -0.55)


def _allowed(tier: OfTier) -> Pair[float]:
    was, would = tier.allowed.was, tier.allowed.would
    return Pair(was=was / _HOUR if was else 0.0, would=would / _HOUR if would else 0.0)


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def hours(value: float) -> str:
    """Hours, whatever their number, so that all bars beside each other are in one unit; a dash where there are none."""
    return f"{value:,.1f}".removesuffix(".0") + " h" if value else "–"


def _short(title: str) -> str:
    return title if len(title) <= 18 else f"{title[:17]}…"
