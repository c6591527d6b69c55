"""Rules that hold for a field wherever it stands, tried at every place where the samples have it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.sandbox.blockkit_samples import ALL, BLOCKS, judged, placed, reach, walk

# Fields whose text may be written in either way; at every other place it has one way.
EITHER_WAY = {
    ("alert", "text"),
    ("checkboxes", "text"),
    ("radio_buttons", "text"),
    ("confirm", "text"),
    ("container", "subtitle"),
    ("context", "elements"),
    ("section", "text"),
    ("section", "fields"),
}
LONGEST = {
    "action_id": 255,
    "block_id": 255,
    "placeholder": 150,
    "image_url": 3000,
    "thumbnail_url": 3000,
    "video_url": 3000,
    "title_url": 3000,
    "provider_icon_url": 3000,
}
LINKED = {"button", "overflow", "url", "trigger", "slack_file"}
MAY_BE_EMPTY = {"initial_value", "alt_text", "accessibility_label", "unicode", "fallback"}
MAY_BE_EMPTY_IN = {
    ("button", "value"),
    ("video", "author_name"),
    ("video", "provider_name"),
    ("icon_button", "value"),
    ("positive_button", "value"),
    ("negative_button", "value"),
    ("customizable_input_parameters", "value"),
    ("text", "text"),
    ("link", "text"),
    ("emoji", "url"),
    ("date", "url"),
    ("axis_config", "x_label"),
    ("axis_config", "y_label"),
}
NEVER_EMPTY = {("number_input", "initial_value"), ("video", "alt_text")}
FRACTIONS = {"raw_number", "segments", "data"}
CHOICES = [
    ("button", "/style", ["primary", "danger"]),
    ("button", "/confirm/style", ["primary", "danger"]),
    ("workflow_button", "/style", ["primary", "danger"]),
    ("conversations_select", "/filter/include/0", ["im", "mpim", "private", "public"]),
    (
        "plain_text_input",
        "/dispatch_action_config/trigger_actions_on/0",
        ["on_enter_pressed", "on_character_entered"],
    ),
    ("alert", "/level", ["default", "info", "warning", "error", "success"]),
    ("container", "/width", ["narrow", "standard", "wide", "full"]),
    ("table", "/column_settings/0/align", ["left", "center", "right"]),
    ("task_card", "/status", ["pending", "in_progress", "complete", "error"]),
    ("rich_text", "/elements/0/elements/5/range", ["here", "channel", "everyone"]),
    ("rich_text", "/elements/1/style", ["bullet", "ordered"]),
    *(("rich_text", f"/elements/{place}/border", [0, 1]) for place in (1, 2, 3)),
    ("rich_text", "/elements/1/indent", [0, 8]),
    ("number_input", "/max_value", ["1.5", "1000", "2.25"]),
    ("number_input", "/min_value", ["-0.5", ".5", "0"]),
    ("timepicker", "/timezone", ["UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+3"]),
    ("timepicker", "/initial_time", ["00:00", "09:05", "19:30"]),
    ("datepicker", "/initial_date", ["2024-02-29", "1999-12-31"]),
    ("datetimepicker", "/initial_date_time", [1_000_000_000, 9_999_999_999]),
    ("button", "/url", ["https://x.example", "mailto:ada@example.com", "slack://app?id=A1"]),
    ("overflow", "/options/0/text/text", ["x" * 75]),
    ("overflow", "/options/0/description/text", ["x" * 75]),
    ("overflow", "/options/0/value", ["x" * 150]),
    ("checkboxes", "/options/0/value", ["x" * 150]),
    ("checkboxes", "/options/0/description/text", ["x" * 75]),
    ("image", "/title/text", ["x" * 2000]),
    ("rich_text", "/elements/0/elements/1/url", ["x" * 3000, "not an address"]),
    ("workflow_button", "/workflow/trigger/customizable_input_parameters", [[]]),
    ("file_input", "/filetypes/0", ["csv"]),
    ("plain_text_input", "/min_length", [0, 3000]),
    ("plain_text_input", "/max_length", [1]),
    ("plain_text_input", "/initial_value", ["x" * 3000]),
    ("email_text_input", "/initial_value", ["x" * 3000]),
    ("url_text_input", "/initial_value", ["x" * 3000]),
    ("external_select", "/min_query_length", [0, 9]),
    ("multi_external_select", "/min_query_length", [0, 9]),
    ("rich_text_input", "/max_lines", [1]),
    ("rich_text_input", "/min_lines", [1]),
    *(
        (f"multi_{kind}_select", "/max_selected_items", [1])
        for kind in ["users", "channels", "conversations", "external", "static"]
    ),
    ("data_table", "/row_header_column_index", [0, 1]),
    ("data_table", "/rows/1/1/value", [-1, 1.5]),
    (
        "data_table",
        "/rows/1/0",
        [{"type": "raw_text", "text": "x"}, {"type": "raw_number", "text": "1", "value": 1}],
    ),
    ("data_table", "/rows/0/0", [{"type": "raw_number", "text": "1", "value": 1}]),
    ("plan", "/tasks", [[]]),
    ("task_card", "/sources", [[]]),
    ("rich_text", "/elements", [[]]),
    ("rich_text", "/elements/1/elements", [[]]),
    ("rich_text", "/elements/2/elements", [BLOCKS["rich_text"]["elements"][0]["elements"]]),
]
BEYOND = [
    *(("rich_text", f"/elements/{place}/border", wrong) for place in (1, 2, 3) for wrong in (-1, 2)),
    ("overflow", "/options/0/text/text", "x" * 76),
    ("overflow", "/options/0/description/text", "x" * 76),
    ("overflow", "/options/0/value", "x" * 151),
    ("checkboxes", "/options/0/value", "x" * 151),
    ("checkboxes", "/options/0/description/text", "x" * 76),
    (
        "multi_static_select",
        "/option_groups",
        [
            {
                "label": {"type": "plain_text", "text": "x"},
                "options": [{"text": {"type": "plain_text", "text": "x"}, "value": "x"}],
            }
        ]
        * 101,
    ),
]


def parent_of(block: dict[str, Any], pointer: str) -> tuple[str, str]:
    """The type (or else the name) of the nearest object around the place, and the field in it."""
    *way, field = [step for step in pointer.split("/")[1:] if not step.isdigit()]
    holder, _ = reach(block, pointer)
    while isinstance(holder, list):
        pointer = pointer.rsplit("/", 1)[0]
        holder, _ = reach(block, pointer)
    return str(holder.get("type") or way[-1]), field


def with_value(block: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(block)
    holder, key = reach(changed, pointer)
    holder[key] = value
    return changed


def refusals(block: dict[str, Any], surface: str, pointer: str) -> list[str]:
    return [
        problem.message for problem in judged([block], surface) if problem.pointer.startswith(f"/0{pointer}")
    ]


@pytest.mark.parametrize("name", ALL)
def test_texts_are_written_in_the_ways_of_their_places(name: str) -> None:
    block, _, surface = placed(name)
    for pointer, value in list(walk(block)):
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in ("plain_text", "mrkdwn"):
            continue
        other = "mrkdwn" if kind == "plain_text" else "plain_text"
        around, field = parent_of(block, pointer)
        if around in ("options", "initial_options", "initial_option"):
            around = next(
                step for step in _types_around(block, pointer) if step not in ("plain_text", "mrkdwn")
            )
        found = refusals(with_value(block, pointer, {"type": other, "text": "x"}), surface, f"{pointer}/type")
        assert found == ([] if (around, field) in EITHER_WAY else [f"unsupported type: {other}"]), pointer


def _types_around(block: dict[str, Any], pointer: str) -> list[str]:
    """The types of the objects around the place, the nearest first."""
    found = []
    while "/" in pointer:
        pointer = pointer.rsplit("/", 1)[0]
        holder = block
        if pointer:
            outer, key = reach(block, pointer)
            holder = outer[key]
        if isinstance(holder, dict) and "type" in holder:
            found.append(holder["type"])
    return found


@pytest.mark.parametrize("name", ALL)
def test_names_and_addresses_have_their_longest_everywhere(name: str) -> None:
    block, _, surface = placed(name)
    for pointer, value in list(walk(block)):
        if not pointer:
            continue
        around, field = parent_of(block, pointer)
        most = LONGEST.get(field, 3000 if field == "url" and (around in LINKED or around == "options") else 0)
        if not most or isinstance(reach(block, pointer)[0], list):
            continue
        where = f"{pointer}/text" if isinstance(value, dict) else pointer
        short = "https://x.example/".ljust(most, "x")[:most]
        assert refusals(with_value(block, where, short), surface, where) == [], pointer
        assert refusals(with_value(block, where, short + "x"), surface, where) == [
            f"must be less than {most + 1} characters"
        ], pointer
        if "url" in field:
            assert refusals(with_value(block, where, ""), surface, where) == [
                "must be more than 0 characters"
            ], pointer
            assert refusals(with_value(block, where, "no address"), surface, where) == [
                "must be a valid URL"
            ], pointer


@pytest.mark.parametrize("name", ALL)
def test_strings_are_empty_where_they_may_be_and_nowhere_else(name: str) -> None:
    block, _, surface = placed(name)
    for pointer, value in list(walk(block)):
        if not isinstance(value, str) or pointer.endswith("/type"):
            continue
        around, field = parent_of(block, pointer)
        empty = with_value(block, pointer, "")
        found = refusals(empty, surface, pointer)
        allowed = field in MAY_BE_EMPTY or (around, field) in MAY_BE_EMPTY_IN
        assert (found == []) == (allowed and (around, field) not in NEVER_EMPTY), pointer


@pytest.mark.parametrize("name", ALL)
def test_numbers_are_whole_but_for_measures(name: str) -> None:
    block, _, surface = placed(name)
    for pointer, value in list(walk(block)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        around, _ = parent_of(block, pointer)
        found = refusals(with_value(block, pointer, 1.5), surface, pointer)
        assert found == ([] if around in FRACTIONS else ["must provide an integer"]), pointer


@pytest.mark.parametrize(("name", "pointer", "values"), CHOICES)
def test_each_of_these_values_is_taken(name: str, pointer: str, values: list[Any]) -> None:
    block, at, surface = placed(name)
    for value in values:
        changed = with_value(block, at + pointer, value)
        assert refusals(changed, surface, at + pointer) == []


@pytest.mark.parametrize(("name", "pointer", "value"), BEYOND)
def test_one_more_is_refused_in_the_other_kinds_of_options(name: str, pointer: str, value: Any) -> None:
    block, at, surface = placed(name)
    assert refusals(with_value(block, at + pointer, value), surface, at + pointer) != []


@pytest.mark.parametrize(
    "inline", BLOCKS["rich_text"]["elements"][0]["elements"], ids=lambda inline: inline["type"]
)
def test_preformatted_text_holds_text_and_links(inline: dict[str, Any]) -> None:
    block = {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [inline]}]}
    assert (judged([block], "message") == []) == (inline["type"] in ("text", "link"))
