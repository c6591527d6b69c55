"""The key figures written down: for a terminal, as CSV and as JSON; what they are is counted elsewhere."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from bot.csv_text import write_row
from bot.policy_report import width
from bot.reports.plain_figures import plain
from bot.reports.reading import Figured
from bot.views import figure_words
from bot.views.figure_words import FIGURES, SPLITS
from models.oversight.figures import Figures, Report, Split

#: The figures that the columns of a terminal have room for.
_COLUMNS = ("Filed", "Approved", "Rejected", "Rate", "Recurring", "Median", "9 in 10", "Missed")
_NAME_WIDTH = 40


class Format(StrEnum):
    """How figures are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def written(figured: Figured, form: Format) -> str:
    """The whole report as text, with a line end at its end; CSV has the line ends that its standard asks for."""
    match form:
        case Format.TABLE:
            return table(figured)
        case Format.CSV:
            return csv_text(figured)
        case Format.JSON:
            return json_text(figured)


def table(figured: Figured) -> str:
    """The report for a terminal: all figures in total, and the first of them for each group of each split."""
    report, policy = figured.report, figured.policy
    total = [(told.label, told.text(report.total)) for told in FIGURES]
    wide = max(width(label) for label, _ in total)
    blocks = [
        f"{policy.title}\n{_period(report)}, months of {policy.calendar.time_zone}",
        "\n".join(f"  {_padded(label, wide)}  {text}" for label, text in total),
        *(_split(figured, split) for split in Split if report.by[split]),
    ]
    return "\n\n".join(blocks) + "\n"


def csv_text(figured: Figured) -> str:
    """One row for the total and one for each group of each split: the split, the group's name, its title, figures."""
    file = io.StringIO()
    write_row(file, ("split", "name", "title", *plain(Figures())))
    for split, name, title, figures in _groups(figured):
        write_row(file, (split or "total", name, title, *plain(figures, split).values()))
    return file.getvalue()


def json_text(figured: Figured) -> str:
    """The report as one JSON object: `period`, `policy`, `total`, and `by` with a list of groups for each split."""
    by: dict[str, list[dict[str, object]]] = {split.value: [] for split in Split}
    total: dict[str, object] = {}
    for split, name, title, figures in _groups(figured):
        counted: dict[str, object] = {**plain(figures, split)}
        if split is None:
            total = counted
        else:
            by[split.value].append({"name": name, "title": title, **counted})
    period, policy = figured.report.period, figured.policy
    content = {
        "workspace": figured.workspace,
        "period": {"first": period.first, "last": period.last, "time_zone": policy.calendar.time_zone},
        "policy": {"title": policy.title, "version": figured.policy_version},
        "total": total,
        "by": by,
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=_number) + "\n"


def _groups(figured: Figured) -> Iterator[tuple[Split | None, str, str, Figures]]:
    """The total, then every group, each with its split, name and title."""
    yield None, "", "", figured.report.total
    for split, groups in figured.report.by.items():
        for name, figures in groups.items():
            yield split, name, figure_words.group(split, name, figured.policy), figures


def _split(figured: Figured, split: Split) -> str:
    columns = [told for told in FIGURES if told.short in _COLUMNS]
    rows = [
        (_cut(figure_words.group(split, name, figured.policy)), *(told.text(figures) for told in columns))
        for name, figures in figured.report.by[split].items()
    ]
    return _lined((SPLITS[split], *(told.short for told in columns)), rows)


def _lined(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table with names to the left and figures to the right of their columns."""
    widths = [max(width(row[n]) for row in (head, *rows)) for n in range(len(head))]
    return "\n".join(
        "  " + "  ".join(_padded(text, widths[n], right=n > 0) for n, text in enumerate(row)).rstrip()
        for row in (head, *rows)
    )


def _padded(text: str, wide: int, *, right: bool = False) -> str:
    space = " " * max(0, wide - width(text))
    return space + text if right else text + space


def _cut(name: str) -> str:
    return name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1].rstrip() + "…"


def _period(report: Report) -> str:
    first, last = report.period.first, report.period.last
    return first if first == last else f"{first} to {last}"


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a report")
