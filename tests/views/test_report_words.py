"""What a report says where there is nothing in its period, and where there is nothing to hold it against."""

from __future__ import annotations

import json
from collections import Counter

from bot.reports.page import page
from bot.views.report import month_part, report_message
from bot.views.report_words import key_figures, missed, short_period
from models.oversight.cells import Cell, Measure
from models.oversight.figures import Figures
from models.oversight.months import Period
from models.oversight.reporting import Only, Reported, reported
from tests.bot.test_report_page import MADE
from tests.builders import policy

NOVEMBER = Period(first="2026-11", last="2026-11")
RECORD = Period(first="2025-11", last="2026-11")
STANDARD = policy().standards[0]


def cell(month: str, measure: Measure, value: int = 0) -> Cell:
    return Cell(month, STANDARD.reference, policy().tiers[0].name, "", "customer_retention", measure, value)


def shown(found: Reported) -> str:
    message = report_message(found, policy(), "v1", ())
    return message.text + "\n" + json.dumps(message.blocks, ensure_ascii=False)


def test_no_request_at_all_is_said_as_such() -> None:
    said = shown(reported(NOVEMBER, Only(), Counter()))
    assert "No request has been filed yet, so there is nothing to report." in said


def test_a_period_without_any_says_so_and_what_there_is() -> None:
    said = shown(reported(Period(first="2024-01", last="2024-12"), Only(), Counter(), RECORD))
    assert "No request has been filed yet" not in said
    assert "None was filed, decided or ended in January to December 2024." in said
    assert "The record has November 2025 to November 2026." in said


def test_a_filter_that_finds_none_is_named_in_the_message_and_on_the_page() -> None:
    found = reported(NOVEMBER, Only(reason="unique_circumstances", team="@x"), Counter(), RECORD)
    none = "None was filed, decided or ended in November 2026 for @x, Unique circumstances."
    assert none in shown(found)
    assert "Only @x, Unique circumstances." in shown(found)
    assert none in page(found, policy(), "v1", (), MADE).decode()


def test_a_filtered_report_names_its_filter_where_only_its_text_is_read() -> None:
    only = Only(reason="customer_retention")
    found = reported(NOVEMBER, only, Counter({cell("2026-11", Measure.FILED): 3}), RECORD)
    assert report_message(found, policy(), "v1", ()).text.startswith(
        "Exceptions, November 2026, only Customer retention: 3 filed, none decided"
    )


def test_a_period_without_any_beside_months_with_some_says_so_above_its_figures() -> None:
    found = reported(NOVEMBER, Only(), Counter({cell("2026-10", Measure.FILED): 3}), RECORD)
    assert "None was filed, decided or ended in November 2026." in shown(found)
    assert "_3 before_" in shown(found)


def test_nothing_is_compared_with_months_before_the_record_began() -> None:
    found = reported(
        Period(first="2025-11", last="2026-10"), Only(), Counter({cell("2026-10", Measure.FILED): 3}), RECORD
    )
    for said in (shown(found), page(found, policy(), "v1", (), MADE).decode()):
        assert (
            "The record begins in November 2025, so there is no whole period before to compare with." in said
        )
        assert "0 before" not in said


def test_home_says_in_words_what_did_not_happen() -> None:
    cells = Counter({cell("2026-11", Measure.FILED): 2, cell("2026-10", Measure.FILED): 1})
    said = json.dumps(month_part(reported(NOVEMBER, Only(), cells, RECORD)), ensure_ascii=False)
    assert "*2* filed · none decided yet · *0* missed deadlines" in said
    assert "October 2026: 1 filed, none decided, 0 missed deadlines" in said
    quiet = json.dumps(
        month_part(reported(NOVEMBER, Only(), Counter({cell("2026-10", Measure.FILED): 1}), RECORD))
    )
    assert "None was filed, decided or ended in November 2026 so far." in quiet
    young = Period(first="2026-11", last="2026-11")
    begun = json.dumps(
        month_part(reported(NOVEMBER, Only(), Counter({cell("2026-11", Measure.FILED): 2}), young))
    )
    assert "The record begins in November 2026." in begun
    assert "–" not in said + quiet + begun


def test_times_and_reviews_are_told_in_sentences() -> None:
    cells = Counter({cell("2026-11", Measure.FILED): 1, cell("2026-11", Measure.DECISION_MINUTES, 180): 1})
    total = reported(NOVEMBER, Only(), cells, RECORD).now.total
    told = {title: (now, before) for title, now, before in key_figures(total, total)}
    assert told["Time to a decision"] == ("half within 3 h, nine of ten within 3 h", "3 h and 3 h")
    assert "Reviews that changed the policy" in told


def test_a_period_is_short_where_there_is_little_room() -> None:
    assert short_period(Period(first="2026-09", last="2026-11")) == "Sep–Nov 2026"
    assert short_period(Period(first="2025-12", last="2026-11")) == "Dec 2025–Nov 2026"
    assert short_period(NOVEMBER) == "Nov 2026"


def test_one_deadline_is_no_deadlines() -> None:
    assert [missed(Figures(breaches=n)) for n in (0, 1, 2)] == [
        "0 missed deadlines",
        "1 missed deadline",
        "2 missed deadlines",
    ]
