"""Figures: how often and in what order two things are measured, and how the result is written."""

from __future__ import annotations

import platform
import sqlite3
import statistics
from collections.abc import Sequence
from os import cpu_count


def spread(values: Sequence[float], unit: str) -> str:
    """The median, and in brackets the least and the most."""
    low, high = min(values), max(values)
    return f"{_number(statistics.median(values))} {unit} ({_number(low)} to {_number(high)})"


def compare(title: str, ours: Sequence[float], bare: Sequence[float], unit: str) -> None:
    """Print both series, taken in turns, and the median of the ratios of the pairs."""
    ratios = [own / other for own, other in zip(ours, bare, strict=True)]
    print(
        f"{title}\n  bot   {spread(ours, unit)}\n  bare  {spread(bare, unit)}\n  ratio {spread(ratios, 'x')}"
    )


def machine() -> str:
    """What it ran on."""
    return (
        f"{cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"
