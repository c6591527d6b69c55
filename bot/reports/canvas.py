"""The canvas: the look that all pictures of the report share, and their saving; it knows no figure of the report.

The pictures stand in Slack about 360 pixels wide, on light and on dark ground alike: so they bring a light ground of
their own with round corners. The colours (after Okabe and Ito) are told apart by people who do not see all colours.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUND, INK, SOFT, RULE = "#f8f8f6", "#1d1c1d", "#616061", "#dddcd8"
BLUE, ORANGE, GREEN, PURPLE, GREY, SKY = "#0072b2", "#d55e00", "#009e73", "#aa4499", "#a3a3a0", "#56b4e9"

#: Pixels of the page for each inch, and how many pixels of the picture stand for one of them.
_INCH, _SHARPNESS = 100, 2
#: Inches.
WIDTH = 3.6
#: Sizes of letters, in points: of a title, of words and numbers.
TITLE, WORD = 9.2, 7.6
#: Fonts are read into a cache that no two threads may fill.
_ONE_AT_A_TIME = threading.Lock()


def drawn(height: float, draw: Callable[[Figure], None]) -> bytes:
    """A picture of that height (inches), as PNG; safe on any thread."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        # A name may hold letters that the font has not: they are shown as boxes, and nobody is warned of it.
        warnings.simplefilter("ignore")
        # What draws is loaded here, by the first picture, and by a bot that draws none not at all.
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.patches import FancyBboxPatch

        figure = Figure(figsize=(WIDTH, height), dpi=_INCH)
        FigureCanvasAgg(figure)
        figure.patch.set_alpha(0)
        corner = FancyBboxPatch(
            (0.012, 0.012 * WIDTH / height),
            1 - 0.024,
            1 - 0.024 * WIDTH / height,
            boxstyle="round,pad=0,rounding_size=0.02",
            mutation_aspect=WIDTH / height,
            transform=figure.transFigure,
            facecolor=GROUND,
            edgecolor=RULE,
            linewidth=0.6,
            zorder=-10,
        )
        figure.add_artist(corner)
        draw(figure)
        held = io.BytesIO()
        figure.savefig(held, format="png", dpi=_INCH * _SHARPNESS, metadata={"Software": None})
        return held.getvalue()


def axes(figure: Figure, box: tuple[float, float, float, float]) -> Axes:
    """Axes in that part of the picture (left, bottom, width, height), with one quiet rule to stand on."""
    made = figure.add_axes(box)
    made.set_facecolor("none")
    for side in ("top", "right", "left"):
        made.spines[side].set_visible(False)
    made.spines["bottom"].set_color(RULE)
    made.tick_params(length=0, labelsize=WORD, colors=SOFT)
    made.set_yticks([])
    return made


def title(figure: Figure, words: str, *names: tuple[str, str]) -> None:
    """What the picture shows, and under it the names of its colours, each written in its own."""
    height = figure.get_size_inches()[1]
    figure.text(
        0.05, 1 - 0.2 / height, words, size=TITLE, weight="bold", color=INK, va="center", parse_math=False
    )
    keys(figure, 0.42, names)


def keys(figure: Figure, below: float, names: Sequence[tuple[str, str]]) -> None:
    """The names of colours in a line, so far below the upper edge (inches)."""
    height = figure.get_size_inches()[1]
    left = 0.05
    for word, colour in names:
        key = figure.text(
            left,
            1 - below / height,
            word,
            size=WORD,
            weight="bold",
            color=colour,
            va="center",
            parse_math=False,
        )
        left += key.get_window_extent().width / figure.bbox.width + 0.035


def level(made: Axes, high: float, words: str) -> None:
    """A quiet rule at a height, named at its left end."""
    made.axhline(high, color=RULE, linewidth=0.6, zorder=0)
    made.annotate(
        words,
        (0, high),
        (0, 2),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        size=WORD - 1.4,
        color=SOFT,
        zorder=0,
    )


def make_room_for_levels(made: Axes) -> None:
    """Let nothing stand where levels are named."""
    first, last = made.get_xlim()
    made.set_xlim(first - 0.08 * (last - first), last)


def months_below(made: Axes, months: Sequence[str]) -> None:
    """The months under a picture, as people write them: as many as there is room for, and the year where it begins."""
    every = max(1, -(-len(months) // 12))
    shown = [place for place in range(len(months)) if (len(months) - 1 - place) % every == 0]
    labels, last = [], ""
    for place, following in zip(shown, [*shown[1:], None], strict=True):
        year, month = months[place].split("-")
        # Two years side by side would run into one another: the later one says enough.
        has_room = following is None or len(shown) < 8 or months[following].startswith(year)
        labels.append(_MONTHS[int(month) - 1] + (f"\n{year}" if year != last and has_room else ""))
        last = year
    made.set_xticks(shown, labels, size=WORD, linespacing=1.15)
    margin = max(0.6, (4 - len(months)) / 2)
    made.set_xlim(-margin, len(months) - 1 + margin)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
