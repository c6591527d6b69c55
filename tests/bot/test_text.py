"""Text for Slack: what a person typed is shown as it was, wakes nobody, and fits."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.text import (
    Names,
    ago,
    channel,
    cut,
    cut_escaped,
    escape,
    joined,
    percent,
    when,
    who,
)

words = st.text(st.sampled_from(list("ab &<>é🎉\n\u202e")), max_size=120)


@given(words)
def test_escaped_text_holds_no_markup_and_reads_as_it_was_typed(text: str) -> None:
    escaped = escape(text)
    assert not re.search(r"[<>]|&(?!(amp|lt|gt);)", escaped)
    assert html.unescape(escaped) == text


@pytest.mark.parametrize("text", ["<!channel>", "<@U1>", "<!subteam^S1>", "<https://x|y>", "&lt;!here&gt;"])
def test_nobody_is_woken_by_what_was_typed(text: str) -> None:
    assert "<" not in escape(text)
    assert html.unescape(escape(text)) == text


@given(words, st.integers(1, 60))
def test_cut_text_fits_and_no_escape_is_cut_in_two(text: str, limit: int) -> None:
    kept = cut_escaped(text, limit)
    assert len(kept) <= limit
    assert not re.search(r"[<>]|&(?!(amp|lt|gt);)", kept)
    if len(escape(text)) <= limit:
        assert kept == escape(text)
    else:
        assert kept.endswith("…")
        assert text.startswith(html.unescape(kept[:-1]))


def test_cut_text_keeps_all_that_fits() -> None:
    assert cut_escaped("&" * 600, 3000) == "&amp;" * 600
    assert cut_escaped("&" * 601, 3000) == "&amp;" * 599 + "…"
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("ab  cd", 4) == "ab…"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("50", "50 %"),
        ("5E+1", "50 %"),
        ("49.5", "49.5 %"),
        ("49.999", "49.999 %"),
        ("49.9999", "49.999… %"),
        ("19.9999999999999999999999", "19.999… %"),
        ("33.3333333333333333", "33.333… %"),
        ("0.0001", "0… %"),
        ("0", "0 %"),
        ("1000000", "1,000,000 %"),
    ],
)
def test_percentage_is_never_rounded_up(number: str, text: str) -> None:
    assert percent(Decimal(number)) == text


def test_time_is_shown_in_each_readers_own_zone() -> None:
    at = datetime(2026, 3, 4, 8, 0, 0, 999999, tzinfo=UTC)
    assert when(at) == f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|2026-03-04 08:00 UTC>"
    assert ago(at) == f"<!date^{int(at.timestamp())}^{{ago}}|2026-03-04 08:00 UTC>"


def test_people_and_channels_are_mentioned_by_id() -> None:
    names = Names(groups={"@leads": "S1"}, channels={"#ops": "C1"})
    assert who("U1", names) == "<@U1>"
    assert who("@leads", names) == "<!subteam^S1|@leads>"
    assert who("@nobody", names) == "`@nobody`"
    assert (channel("#ops", names), channel("C9", names), channel("#x", names)) == ("<#C1>", "<#C9>", "#x")


@pytest.mark.parametrize(
    ("listed", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_words_are_listed_as_people_list_them(listed: list[str], text: str) -> None:
    assert joined(listed) == text
