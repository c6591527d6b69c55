"""docs/kpis.md names every figure that there is, by the names that people and programs read."""

from __future__ import annotations

import pytest

from bot.reports.plain_figures import plain
from bot.reports.written import Format
from bot.views.figure_words import FIGURES
from models.oversight.figures import Figures, Split
from tests.world import ROOT

PAGE = (ROOT / "docs" / "kpis.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in plain(Figures()) if not name.startswith("holds_")])
def test_every_name_for_programs_stands_in_the_table(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", [*(split.value for split in Split), "total"])
def test_every_split_is_named(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_every_format_is_explained() -> None:
    for form in Format:
        assert f"- **{form}**" in PAGE


def test_what_people_read_stands_in_the_table() -> None:
    rows = {line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")}
    labels = {told.label for told in FIGURES}
    #: Told together in one row of the table.
    together = {
        "Decision time, median": "Decision time",
        "Decision time, 9 in 10 within": "Decision time",
        "Deadlines missed": "Deadlines missed",
        "Holds opened": "Holds",
        "Urgent path authorised": "Urgent path",
        "Policy reviews opened": "Policy update triggers",
        "Policy changed by a review": "Policy update triggers",
    }
    assert {together.get(label, label) for label in labels} <= rows
