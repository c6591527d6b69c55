"""The report's pictures: small, sharp, and drawn whatever there is to draw."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable, Mapping

import pytest

from bot.reports import plots
from bot.reports.canvas import WIDTH
from bot.reports.plots import Asked
from models.holds import HoldKind
from models.oversight.figures import DecisionTime, Figures

BUSY = Figures(
    filed=20,
    recurring=9,
    approved=12,
    rejected=5,
    withdrawn=2,
    decision_time=DecisionTime(counts=((45, 9), (600, 7), (4000, 1))),
    breaches=2,
    holds_by_kind={HoldKind.REGULATORY: 3},
)
YEAR = {f"2026-{month:02d}": BUSY for month in range(1, 13)}
ONE_MONTH = {"2026-10": BUSY}
NOTHING = {"2026-10": Figures()}
GAPS = {"2026-09": BUSY, "2026-10": Figures(), "2026-11": BUSY}
ODD = Asked(
    standard="REF-1 Refunds above $500 and \\frac{x} 退款", filed=7, reasons=(("$y$", 4), ("other", 3))
)
MANY = tuple(Asked(standard=f"S-{n}", filed=30 - n, reasons=((f"reason {n}", 30 - n),)) for n in range(12))


def size(png: bytes) -> tuple[int, int]:
    """A PNG's width and height, in pixels."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("draw", [plots.volume, plots.rates, plots.times])
@pytest.mark.parametrize("months", [YEAR, ONE_MONTH, NOTHING, GAPS])
def test_picture_of_months_is_small_and_twice_as_sharp_as_it_is_shown(
    draw: Callable[[Mapping[str, Figures]], bytes], months: Mapping[str, Figures]
) -> None:
    png = draw(months)
    assert len(png) < 100_000
    assert size(png)[0] == round(WIDTH * 200)


@pytest.mark.parametrize("asked", [(ODD,), (), MANY])
def test_picture_of_standards_takes_any_words(asked: tuple[Asked, ...]) -> None:
    png = plots.asked_for(asked)
    assert len(png) < 100_000
    assert size(png)[1] <= 800


@pytest.mark.parametrize("dot", range(31))
@pytest.mark.parametrize(("base", "count"), [(0, 20), (12, 5), (0, 4), (17, 3)])
def test_number_of_a_part_is_in_it_and_never_under_the_dot(base: int, count: int, dot: int) -> None:
    high, aside = plots.clear_of(base, count, dot, 30)
    assert base < high < base + count
    assert abs(high - dot) >= 2.69 or aside


def test_same_figures_are_the_same_picture_so_that_it_is_not_brought_to_slack_again() -> None:
    assert plots.volume(YEAR) == plots.volume(YEAR)


def test_bot_that_draws_nothing_loads_nothing_that_draws() -> None:
    loaded = "import sys, app, handlers.serving, bot.services, bot.reporter, bot.reports.plots"
    said = f"{loaded}; print([name for name in ('matplotlib', 'numpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
