"""Samples of the report: the message, the same with nothing to tell, the form, and its part of App Home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from bot.views.home import HomeTab
from bot.views.report import month_part, report_message
from bot.views.report_form import report_form
from bot.views.uploads import Upload
from models.oversight.cells import Cell, Measure
from models.oversight.months import Period
from models.oversight.reporting import Only, reported
from tests.builders import policy
from tests.views.homes import home_of

NOVEMBER = Period(first="2026-11", last="2026-11")
AUTUMN = Period(first="2026-09", last="2026-11")
PICTURES = (
    Upload(name="volume.png", content=b"", title="Volume", alt_text="Requests filed by month."),
    Upload(name="times.png", content=b"", title="Times", alt_text="Time to a decision by month."),
)


def _cells() -> Counter[Cell]:
    standard, reason = policy().standards[0].reference, "customer_retention"

    def cell(month: str, measure: Measure, value: int = 0) -> Cell:
        return Cell(month, standard, policy().tiers[0].name, "@sales", reason, measure, value)

    return Counter(
        {
            cell("2026-08", Measure.FILED): 5,
            cell("2026-10", Measure.FILED): 8,
            cell("2026-11", Measure.FILED): 12,
            cell("2026-11", Measure.RECURRING): 3,
            cell("2026-10", Measure.APPROVED): 6,
            cell("2026-11", Measure.APPROVED): 7,
            cell("2026-11", Measure.REJECTED): 2,
            cell("2026-11", Measure.WITHDRAWN): 1,
            cell("2026-11", Measure.DECISION_MINUTES, 150): 6,
            cell("2026-11", Measure.DECISION_MINUTES, 3000): 3,
            cell("2026-11", Measure.BREACH): 2,
            cell("2026-11", Measure.HOLD_REGULATORY): 1,
            cell("2026-11", Measure.REVIEW_OPENED): 1,
        }
    )


def _message(
    only: Only | None = None, *, is_empty: bool = False, record: Period | None = None
) -> dict[str, Any]:
    made = reported(AUTUMN, only or Only(), Counter() if is_empty else _cells(), record)
    message = report_message(made, policy(), "v1", () if is_empty else PICTURES)
    return {"text": message.text, "blocks": message.blocks}


def _on_home() -> dict[str, Any]:
    figures = month_part(reported(NOVEMBER, Only(), _cells()))
    return home_of(policy(), HomeTab.REPORTS, figures)


def _form() -> dict[str, Any]:
    only = Only(standard=policy().standards[0].reference, reason="customer_retention")
    return report_form(policy(), "2026-11", AUTUMN, only)


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "report": _message,
    "report_kept_to": lambda: _message(Only(reason="customer_retention", team="@sales")),
    "report_of_nothing": lambda: _message(is_empty=True),
    "report_of_no_such": lambda: _message(Only(team="@sales"), is_empty=True, record=AUTUMN),
    "report_from_the_beginning": lambda: _message(record=AUTUMN),
    "report_form": _form,
    "home_figures": _on_home,
}
