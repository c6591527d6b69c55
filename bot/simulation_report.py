"""A simulation for a terminal, as a table and in sentences, or as JSON; it performs nothing and reads no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from bot.policy_report import width
from bot.views import simulated as words
from bot.views.elapsed import length
from models.events import plain_json
from models.simulation.simulating import Compared, Simulation
from models.simulation.summing import OfTier, Pair, Summary, summed, tier_titles

#: Columns of a terminal that a sentence takes.
WIDTH = 100
Row = Sequence[str]


def text(simulation: Simulation, *, in_force: str | None, period: str) -> str:
    """The whole result as a person reads it; `period` says which requests, and is empty for all of them."""
    left_out = (*simulation.unfilable, *simulation.unplayable)
    if not simulation.compared and not left_out:
        return words.nothing_recorded(period) + "\n"
    summary = summed(simulation)
    parts = [_heading(simulation, summary, in_force, period)]
    said = [*words.sentences(simulation, summary)]
    if not simulation.changed and not left_out:
        parts.append(words.nothing_changes(simulation, in_force))
        return "\n\n".join(parts) + "\n"
    parts.append("\n".join(_wrapped(said)) or words.nothing_changes(simulation, in_force))
    if summary.requests:
        parts.append(
            "Who decides\n" + _table(_tiers(summary)) + "\n" + "\n".join(_wrapped([words.TIME_ALLOWED]))
        )
    tables = (
        ("Asked to decide", ((", ".join(who), pair) for who, pair in summary.load)),
        ("Told further up", summary.contacts),
        ("On hold", ((words.HOLDS[kind], pair) for kind, pair in summary.holds)),
    )
    for title, pairs in tables:
        rows = [*_counts(pairs)]
        parts += [f"{title}\n{_table(rows)}"] if rows else []
    if summary.moved:
        parts.append("Decided by another tier\n" + _table(_moved(simulation, summary.moved)))
    parts.append("What this cannot know\n" + "\n".join(_wrapped(words.limits(simulation))))
    return "\n\n".join(parts) + "\n"


def json_text(simulation: Simulation, *, in_force: str | None) -> str:
    """The whole result as JSON: the figures, and every request of which anything would be different."""
    summary = summed(simulation)
    content: dict[str, JsonValue] = {
        "draft": simulation.version,
        "in_force": in_force,
        "filed_under": [*sorted(simulation.policies)],
        "until": plain_json(simulation.until),
        "requests": summary.requests,
        "tiers": plain_json(summary.tiers),
        "load": [_counted("who", list(who), pair) for who, pair in summary.load],
        "contacts": [_counted("contact", title, pair) for title, pair in summary.contacts],
        "holds": [_counted("hold", kind.value, pair) for kind, pair in summary.holds],
        "breaches": plain_json(summary.breaches),
        "one_approval": plain_json(summary.one_approval),
        "deadlines": {
            "earlier": summary.earlier,
            "later": summary.later,
            "median_shift_seconds": plain_json(summary.shift),
        },
        "changed": [plain_json(one) for one in simulation.changed],
        "unfilable": plain_json(simulation.unfilable),
        "unplayable": plain_json(simulation.unplayable),
        "limits": [*words.limits(simulation)],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _counted(name: str, value: JsonValue, pair: Pair[int]) -> JsonValue:
    return {name: value, "was": pair.was, "would": pair.would}


def _heading(simulation: Simulation, summary: Summary, in_force: str | None, period: str) -> str:
    count = summary.requests
    which = f"{count:,} request{'' if count == 1 else 's'}" + (f" filed {period}" if period else "")
    under = sorted(simulation.policies)
    versions = f"version{'' if len(under) == 1 else 's'} {', '.join(under)}"
    force = f"; in force is {in_force}" if in_force is not None and under != [in_force] else ""
    lines = (
        f"{which}, performed again under the draft (version {simulation.version}).",
        f"They were filed under {versions}{force}. In each pair the first is what was.",
    )
    return "\n".join(lines)


def _tiers(summary: Summary) -> Iterator[Row]:
    yield ("", "requests", "share", "time allowed", "missed", "told further up")
    for tier in summary.tiers:
        yield _tier(tier, summary.requests)


def _tier(tier: OfTier, requests: int) -> Row:
    shares = Pair(was=_share(tier.requests.was, requests), would=_share(tier.requests.would, requests))
    allowed = Pair(was=_length(tier.allowed.was), would=_length(tier.allowed.would))
    return (
        tier.title,
        _pair(tier.requests),
        f"{shares.was} → {shares.would}",
        f"{allowed.was} → {allowed.would}",
        _pair(tier.breaches),
        _pair(tier.escalations),
    )


def _counts(pairs: Iterable[tuple[str, Pair[int]]]) -> Iterator[Row]:
    for name, pair in pairs:
        yield (name, _pair(pair), _more(pair.would - pair.was))


def _moved(simulation: Simulation, moved: tuple[Compared, ...]) -> Iterator[Row]:
    titles, zone = tier_titles(simulation), simulation.draft.calendar.zone
    for one in moved[: words.NAMED]:
        deadline = f"deadline {_moment(one.was.deadline, zone)} → {_moment(one.would.deadline, zone)}"
        yield (f"EX-{one.number}", f"{titles[one.was.tier]} → {titles[one.would.tier]}", deadline)
    if len(moved) > words.NAMED:
        yield (f"… and {len(moved) - words.NAMED:,} more", "", "")


def _table(rows: Iterable[Row]) -> str:
    """Rows under one another: the first column on the left, in the others the arrows of pairs under one another."""
    table = [list(row) for row in rows]
    widths = [max(width(row[0]) for row in table)]
    cells = [[row[0] + " " * (widths[0] - width(row[0]))] for row in table]
    for n in range(1, len(table[0])):
        column = [row[n].partition(" → ") for row in table]
        left = max((width(was) for was, arrow, _ in column if arrow), default=0)
        right = max((width(would) for _, arrow, would in column if arrow), default=0)
        whole = max(left + right + 3 if right else 0, *(width(row[n]) for row in table))
        for place, (was, arrow, would) in enumerate(column):
            cell = f"{_right(was, left)} → {_right(would, right)}" if arrow else was
            cells[place].append(_right(cell, whole))
    return "\n".join("  " + "   ".join(row).rstrip() for row in cells)


def _right(cell: str, wide: int) -> str:
    return " " * (wide - width(cell)) + cell


def _wrapped(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences in lines that a terminal shows whole."""
    from textwrap import wrap

    for sentence in sentences:
        indent = "    " if sentence.startswith("  ") else "  "
        yield from wrap(
            sentence.strip(),
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _pair(pair: Pair[int]) -> str:
    return f"{pair.was:,} → {pair.would:,}"


def _more(count: int) -> str:
    return f"{count:+,}" if count else ""


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole) if whole else 0} %"


def _length(time: timedelta | None) -> str:
    return "–" if time is None else length(time)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
