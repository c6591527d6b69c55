"""What a search shows of a text: whole words about the place that was found, with each word that begins so marked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.views.found import found_view, marks
from models.finding import Page, Wanted
from tests.builders import filed, policy


def passage(text: str, *words: str) -> list[dict[str, Any]]:
    """The runs of the first passage that is shown of a request with that rationale; none where none is shown."""
    request = filed()
    request = replace(request, filing=replace(request.filing, rationale=text))
    page = Page(requests=(request,), start=0, total=1, has_older=False)
    view = found_view(page, Wanted(words=words), policy(), lambda _: policy())
    quoted = [block["elements"][0]["elements"] for block in view["blocks"] if block["type"] == "rich_text"]
    return quoted[0] if quoted else []


def test_passage_begins_and_ends_with_whole_words() -> None:
    runs = passage("abc " * 50 + "flood " + "xyz " * 50, "floo")
    said = "".join(run["text"] for run in runs)
    assert [run["text"] for run in runs if run.get("style")] == ["flood"]
    assert (said[0], said[-1]) == ("…", "…")
    assert set(said.strip("…").split()) == {"abc", "flood", "xyz"}
    assert len(said) < 160


def test_passage_of_a_text_without_spaces_is_cut_all_the_same() -> None:
    said = "".join(run["text"] for run in passage("flood" + "," * 3000, "flood"))
    assert len(said) < 100


def test_text_that_is_shown_whole_has_no_dots() -> None:
    assert "".join(run["text"] for run in passage("A  flood\ncame.", "came")) == "A flood came."


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("Für MÜLLER und Mueller.", "mueller", ["MÜLLER", "Mueller"]),
        ("Für Müller.", "mull", ["Müller"]),
        ("Don't", "dont", ["Don't"]),
        ("unflooded", "flood", []),
    ],
)
def test_words_are_marked_as_they_are_found(text: str, word: str, marked: list[str]) -> None:
    assert [text[first:last] for first, last in marks(text, (word,))] == marked
