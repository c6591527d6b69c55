"""What was found when the key figures were held against the trail, in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bot.rollups import Comparison, Difference


def lines(found: Comparison) -> Iterator[str]:
    """A line for each request that its events do not tell, and one for each figure that differs."""
    for number, why in found.untold.items():
        yield f"EX-{number} could not be read from its events, so its row was counted: {why}."
    for one in found.differences:
        yield f"DIFFERS: {_cell(one)}: kept {one.table:,}, by the events {one.trail:,}."


def verdict(found: Comparison, *, is_mended: bool = False) -> str:
    """What it comes to, and what can be done."""
    looked_at = f"{_count(found.cells, 'figure')} of {_count(found.requests, 'request')}"
    if not found.differences:
        return f"{looked_at}: all as the events tell."
    differ = _count(len(found.differences), "figure")
    if is_mended:
        return f"{differ} mended, and recorded in the workspace's own chain."
    verb = "does" if len(found.differences) == 1 else "do"
    return (
        f"{differ} {verb} not say what the events tell. Run it again with --write to mend them; "
        "whether the events themselves hold, `audit verify` says."
    )


def _cell(one: Difference) -> str:
    cell = one.cell
    of = f" of {cell.value} minutes" if cell.value else ""
    names = (cell.standard, cell.tier or "no tier", cell.team or "no team", cell.reason)
    return f"{cell.month}, {', '.join(names)}: {cell.measure}{of}"


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
