"""Good and bad examples of every block, element and view, with the sentence that Slack gives for each."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.blockkit import Problem, check_message_blocks, check_view

SAMPLES = Path(__file__).parent / "blockkit_samples"
ELEMENTS: dict[str, Any] = json.loads((SAMPLES / "elements.json").read_text(encoding="utf8"))
BLOCKS: dict[str, Any] = json.loads((SAMPLES / "blocks.json").read_text(encoding="utf8"))
VIEWS: dict[str, Any] = json.loads((SAMPLES / "views.json").read_text(encoding="utf8"))

EVERYWHERE = ("message", "modal", "home")
SURFACES = {
    "alert": ("modal",),
    "context_actions": ("message",),
    "data_table": ("message",),
    "data_visualization": ("message",),
    "file": ("message",),
    "markdown": ("message",),
    "plan": ("message",),
    "table": ("message",),
    "task_card": ("message",),
    "datetimepicker": ("message", "modal"),
    "email_text_input": ("modal",),
    "feedback_buttons": ("message",),
    "file_input": ("modal",),
    "icon_button": ("message",),
    "number_input": ("modal",),
    "rich_text_input": ("modal", "home"),
    "url_text_input": ("modal",),
    "workflow_button": ("message",),
}
_CHOICES = [
    *("checkboxes", "radio_buttons", "datepicker", "timepicker", "static_select", "external_select"),
    *(
        "users_select",
        "channels_select",
        "conversations_select",
        "multi_static_select",
        "multi_external_select",
    ),
    *("multi_users_select", "multi_channels_select", "multi_conversations_select"),
]
HOSTS = {
    "actions": {"button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *_CHOICES},
    "section": {"button", "workflow_button", "overflow", *_CHOICES},
    "input": {
        "plain_text_input",
        "number_input",
        "email_text_input",
        "url_text_input",
        "rich_text_input",
        "file_input",
        "datetimepicker",
        *_CHOICES,
    },
    "context_actions": {"feedback_buttons", "icon_button"},
}
REQUIRED = {
    "actions": {"elements"},
    "alert": {"text"},
    "carousel": {"elements"},
    "container": {"child_blocks"},
    "context": {"elements"},
    "context_actions": {"elements"},
    "data_table": {"caption", "rows"},
    "data_visualization": {"title", "chart"},
    "file": {"external_id", "source"},
    "header": {"text"},
    "image": {"alt_text"},
    "input": {"label", "element"},
    "markdown": {"text"},
    "rich_text": {"elements"},
    "table": {"rows"},
    "plan": {"title"},
    "task_card": {"task_id", "title", "status"},
    "video": {"alt_text", "title", "thumbnail_url", "video_url"},
    "button": {"text"},
    "workflow_button": {"text", "workflow"},
    "checkboxes": {"options"},
    "radio_buttons": {"options"},
    "overflow": {"options"},
    "number_input": {"is_decimal_allowed"},
    "feedback_buttons": {"positive_button", "negative_button"},
    "icon_button": {"icon", "text"},
    "modal": {"title", "blocks"},
    "home": {"blocks"},
}
EITHER = {"options", "option_groups", "image_url", "slack_file", "title", "rich_text_title", "text", "fields"}
"""Fields of which a sample may hold the one that it needs; the table of bad examples tells of them."""


def kind_of(name: str) -> str:
    return name.split(" ")[0]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def judged(blocks: list[Any], surface: str) -> list[Problem]:
    """The verdict on blocks shown there, with pointers that begin at the blocks."""
    if surface == "message":
        return [
            Problem(pointer=p.pointer[7:], message=p.message, code=p.code)
            for p in check_message_blocks(blocks)
        ]
    view: dict[str, Any] = {"type": surface, "blocks": blocks}
    if surface == "modal":
        view |= {"title": plain("T"), "submit": plain("S")}
    return [Problem(pointer=p.pointer[12:], message=p.message, code=p.code) for p in check_view(view)]


def hosted(element: dict[str, Any], host: str) -> tuple[dict[str, Any], str]:
    """A block of that type around the element, and the element's pointer in it."""
    if host == "section":
        return {"type": "section", "text": plain("T"), "accessory": element}, "/accessory"
    if host == "input":
        return {"type": "input", "label": plain("L"), "element": element}, "/element"
    return {"type": host, "elements": [element]}, "/elements/0"


def host_for(kind: str) -> str:
    return next(host for host in ("input", "actions", "context_actions") if kind in HOSTS[host])


def placed(name: str) -> tuple[dict[str, Any], str, str]:
    """The named sample as a block, the pointer of the sample itself, and a surface that takes it."""
    kind = kind_of(name)
    block, pointer = hosted(ELEMENTS[name], host_for(kind)) if name in ELEMENTS else (BLOCKS[name], "")
    return copy.deepcopy(block), pointer, SURFACES.get(kind, ("modal",))[0]


def reach(value: Any, pointer: str) -> tuple[Any, Any]:
    """What holds the place of the pointer, and its key there."""
    *way, last = pointer.split("/")[1:]
    for step in way:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value, int(last) if isinstance(value, list) else last


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    yield pointer, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, thing in inner:
        yield from walk(thing, f"{pointer}/{key}")


ALL = [*ELEMENTS, *BLOCKS]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("surface", EVERYWHERE)
def test_a_sample_is_taken_where_slack_shows_it_and_nowhere_else(name: str, surface: str) -> None:
    block, pointer, _ = placed(name)
    kind = kind_of(name)
    problems = judged([block], surface)
    if surface in SURFACES.get(kind, EVERYWHERE):
        assert problems == []
    else:
        refused = f"/0{pointer}/type" if surface in SURFACES.get(block["type"], EVERYWHERE) else "/0/type"
        code = "invalid_blocks" if surface == "message" else "invalid_arguments"
        kind = kind if refused != "/0/type" else block["type"]
        assert problems == [Problem(pointer=refused, message=f"unsupported type: {kind}", code=code)]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", [*ELEMENTS, "image"])
def test_a_block_takes_its_own_elements_and_no_other(name: str, host: str) -> None:
    kind = kind_of(name)
    element = (
        {"type": "image", "image_url": "https://x.example/", "alt_text": "x"}
        if name == "image"
        else ELEMENTS[name]
    )
    block, pointer = hosted(element, host)
    surface = SURFACES.get(host, SURFACES.get(kind, ("modal",)))[0]
    problems = judged([block], surface)
    if kind in HOSTS[host] or (name == "image" and host == "section"):
        assert problems == []
    else:
        assert [(p.pointer, p.message) for p in problems] == [
            (f"/0{pointer}/type", f"unsupported type: {kind}")
        ]


@pytest.mark.parametrize("name", ALL)
def test_nothing_may_be_added_to_any_object(name: str) -> None:
    block, _, surface = placed(name)
    for pointer, value in list(walk(block)):
        if isinstance(value, dict):
            value["surprise"] = 1
            assert (f"/0{pointer}", "invalid additional property: surprise") in [
                (p.pointer, p.message) for p in judged([block], surface)
            ]
            del value["surprise"]


@pytest.mark.parametrize("name", ALL)
def test_every_value_must_be_of_its_own_kind(name: str) -> None:
    block, _, surface = placed(name)
    for pointer, value in list(walk(block)):
        if not pointer:
            continue
        holder, key = reach(block, pointer)
        for other in (None, True, 7, "seven", [], {}, ["x"], {"type": "nothing"}, 1.5):
            if isinstance(value, bool) and isinstance(other, bool):
                continue
            if type(other) is type(value) or (
                isinstance(value, int | float)
                and isinstance(other, int | float)
                and not isinstance(other, bool)
            ):
                continue
            holder[key] = other
            assert any(p.pointer.startswith(f"/0{pointer}") for p in judged([block], surface)), (
                pointer,
                other,
            )
        holder[key] = value


@pytest.mark.parametrize("name", ALL)
def test_needed_fields_are_needed_and_the_others_are_not(name: str) -> None:
    block, at, surface = placed(name)
    sample = reach([block], f"/0{at}")[0][reach([block], f"/0{at}")[1]] if at else block
    needed = REQUIRED.get(kind_of(name), set())
    for field in [field for field in sample if field != "type"]:
        if field in EITHER - needed:
            continue
        kept = sample.pop(field)
        found = [(p.pointer, p.message) for p in judged([block], surface)]
        sample[field] = kept
        assert found == ([(f"/0{at}", f"missing required field: {field}")] if field in needed else [])
    kind = sample.pop("type")
    assert (f"/0{at}", "missing required field: type") in [
        (p.pointer, p.message) for p in judged([block], surface)
    ]
    sample["type"] = f"{kind}s"
    assert (f"/0{at}/type", f"unsupported type: {kind}s") in [
        (p.pointer, p.message) for p in judged([block], surface)
    ]


NESTED_NEEDS = [
    ("button", "/text", {"text"}),
    ("button", "/confirm", {"text"}),
    ("static_select", "/options/0", {"text", "value"}),
    ("static_select with groups", "/option_groups/0", {"label", "options"}),
    ("checkboxes", "/options/0", {"text", "value"}),
    ("overflow", "/options/0", {"text", "value"}),
    ("workflow_button", "/workflow", {"trigger"}),
    ("workflow_button", "/workflow/trigger", {"url"}),
    ("workflow_button", "/workflow/trigger/customizable_input_parameters/0", {"name", "value"}),
    ("feedback_buttons", "/positive_button", {"text", "value"}),
    ("conversations_select", "/filter", set()),
    ("plain_text_input", "/dispatch_action_config", set()),
    ("data_table", "/rows/0/0", {"text"}),
    ("data_table", "/rows/1/1", {"text", "value"}),
    ("table", "/column_settings/0", set()),
    ("task_card", "/sources/0", {"text", "url"}),
    ("rich_text", "/elements/0", {"elements"}),
    ("rich_text", "/elements/0/elements/0", {"text"}),
    ("rich_text", "/elements/0/elements/1", {"url"}),
    ("rich_text", "/elements/0/elements/2", {"user_id"}),
    ("rich_text", "/elements/0/elements/3", {"usergroup_id"}),
    ("rich_text", "/elements/0/elements/4", {"channel_id"}),
    ("rich_text", "/elements/0/elements/5", {"range"}),
    ("rich_text", "/elements/0/elements/6", {"name"}),
    ("rich_text", "/elements/0/elements/7", {"team_id"}),
    ("rich_text", "/elements/0/elements/8", {"timestamp", "format"}),
    ("rich_text", "/elements/0/elements/9", {"value"}),
    ("rich_text", "/elements/1", {"elements", "style"}),
    ("rich_text", "/elements/2", {"elements"}),
    ("rich_text", "/elements/3", {"elements"}),
    ("context", "/elements/0", {"alt_text", "image_url"}),
    ("data_visualization as a pie", "/chart", {"segments"}),
    ("data_visualization as a pie", "/chart/segments/0", {"label", "value"}),
    ("data_visualization as bar", "/chart", {"series", "axis_config"}),
    ("data_visualization as area", "/chart", {"series", "axis_config"}),
    ("data_visualization as line", "/chart", {"series", "axis_config"}),
    ("data_visualization as bar", "/chart/series/0", {"name", "data"}),
    ("data_visualization as bar", "/chart/series/0/data/0", {"label", "value"}),
    ("data_visualization as bar", "/chart/axis_config", {"categories"}),
]


@pytest.mark.parametrize(("name", "pointer", "needed"), NESTED_NEEDS)
def test_objects_inside_need_their_fields_and_no_more(name: str, pointer: str, needed: set[str]) -> None:
    block, at, surface = placed(name)
    holder, key = reach([block], f"/0{at}{pointer}")
    inner = holder[key]
    for field in [field for field in inner if field != "type"]:
        kept = inner.pop(field)
        found = [(p.pointer, p.message) for p in judged([block], surface)]
        inner[field] = kept
        assert found == (
            [(f"/0{at}{pointer}", f"missing required field: {field}")] if field in needed else []
        )


GONE = object()
URL = "must be a valid URL"
ENUM = "must be a valid enum value"
DAY = "must be a valid date in the format YYYY-MM-DD"
HOUR = "must be a valid time in the format HH:mm"
OPTION = {"text": plain("Other"), "value": "other"}
MARKED = {"type": "mrkdwn", "text": "x"}
# Each line: the sample, what is changed in it, and where Slack complains with which sentence.
BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("button", {"/text": MARKED}, "/text/type", "unsupported type: mrkdwn"),
    ("button", {"/style": "blue"}, "/style", ENUM),
    ("button", {"/url": "example.com"}, "/url", URL),
    ("button", {"/action_id": ""}, "/action_id", "must be more than 0 characters"),
    ("button", {"/confirm/style": "loud"}, "/confirm/style", ENUM),
    ("button", {"/confirm/title": MARKED}, "/confirm/title/type", "unsupported type: mrkdwn"),
    ("button", {"/confirm/confirm": MARKED}, "/confirm/confirm/type", "unsupported type: mrkdwn"),
    ("button", {"/confirm/deny": MARKED}, "/confirm/deny/type", "unsupported type: mrkdwn"),
    ("workflow_button", {"/workflow/trigger/url": "x"}, "/workflow/trigger/url", URL),
    ("workflow_button", {"/style": "blue"}, "/style", ENUM),
    ("static_select", {"/option_groups": []}, "/option_groups", "no less than 1 items allowed"),
    (
        "static_select",
        {"/option_groups": ELEMENTS["static_select with groups"]["option_groups"]},
        "",
        "invalid additional property: option_groups",
    ),
    ("static_select", {"/options": GONE, "/initial_option": GONE}, "", "missing required field: options"),
    ("static_select", {"/options": []}, "/options", "no less than 1 items allowed"),
    (
        "static_select",
        {"/initial_option": OPTION},
        "/initial_option",
        "`initial_option` must match one of the provided options",
    ),
    (
        "static_select with groups",
        {"/initial_option": OPTION},
        "/initial_option",
        "`initial_option` must match one of the provided options",
    ),
    ("static_select", {"/options/0/text": MARKED}, "/options/0/text/type", "unsupported type: mrkdwn"),
    (
        "static_select",
        {"/options/0/url": "https://x.example/"},
        "/options/0",
        "invalid additional property: url",
    ),
    (
        "static_select",
        {"/options/0/description": MARKED},
        "/options/0/description/type",
        "unsupported type: mrkdwn",
    ),
    ("static_select", {"/placeholder": MARKED}, "/placeholder/type", "unsupported type: mrkdwn"),
    (
        "static_select with groups",
        {"/option_groups/0/label": MARKED},
        "/option_groups/0/label/type",
        "unsupported type: mrkdwn",
    ),
    (
        "multi_static_select",
        {"/initial_options/1": OPTION},
        "/initial_options/1",
        "`initial_options` must match one of the provided options",
    ),
    (
        "multi_static_select",
        {"/options": GONE, "/initial_options": GONE},
        "",
        "missing required field: options",
    ),
    (
        "multi_static_select",
        {"/option_groups": ELEMENTS["static_select with groups"]["option_groups"]},
        "",
        "invalid additional property: option_groups",
    ),
    ("multi_static_select", {"/initial_options": []}, "/initial_options", "no less than 1 items allowed"),
    ("multi_static_select", {"/max_selected_items": 0}, "/max_selected_items", "must be greater than 0"),
    ("multi_external_select", {"/max_selected_items": 0}, "/max_selected_items", "must be greater than 0"),
    ("multi_external_select", {"/initial_options": []}, "/initial_options", "no less than 1 items allowed"),
    ("multi_external_select", {"/min_query_length": -1}, "/min_query_length", "must be greater than -1"),
    ("multi_users_select", {"/max_selected_items": 0}, "/max_selected_items", "must be greater than 0"),
    ("multi_channels_select", {"/max_selected_items": 0}, "/max_selected_items", "must be greater than 0"),
    (
        "multi_conversations_select",
        {"/max_selected_items": 0},
        "/max_selected_items",
        "must be greater than 0",
    ),
    ("external_select", {"/min_query_length": 1.5}, "/min_query_length", "must provide an integer"),
    ("external_select", {"/min_query_length": -1}, "/min_query_length", "must be greater than -1"),
    ("conversations_select", {"/filter/include": ["dm"]}, "/filter/include/0", ENUM),
    ("conversations_select", {"/filter/include": []}, "/filter/include", "no less than 1 items allowed"),
    ("conversations_select", {"/filter": {}}, "/filter", "missing required field: include"),
    ("users_select", {"/initial_user": ""}, "/initial_user", "must be more than 0 characters"),
    (
        "checkboxes",
        {"/initial_options/0": OPTION},
        "/initial_options/0",
        "`initial_options` must match one of the provided options",
    ),
    (
        "radio_buttons",
        {"/initial_option": OPTION},
        "/initial_option",
        "`initial_option` must match one of the provided options",
    ),
    ("overflow", {"/options/1/url": "x"}, "/options/1/url", URL),
    ("datepicker", {"/initial_date": "2025-02-29"}, "/initial_date", DAY),
    ("datepicker", {"/initial_date": "2025-2-9"}, "/initial_date", DAY),
    ("datepicker", {"/initial_date": "20250209"}, "/initial_date", DAY),
    ("timepicker", {"/initial_time": "24:00"}, "/initial_time", HOUR),
    ("timepicker", {"/initial_time": "9:00"}, "/initial_time", HOUR),
    ("timepicker", {"/timezone": "Europe / Berlin"}, "/timezone", "must be a valid timezone"),
    (
        "datetimepicker",
        {"/initial_date_time": 999_999_999},
        "/initial_date_time",
        "must be greater than 999999999",
    ),
    (
        "datetimepicker",
        {"/initial_date_time": 10_000_000_000},
        "/initial_date_time",
        "must be less than 10000000000",
    ),
    (
        "plain_text_input",
        {"/min_length": 10, "/max_length": 9},
        "/min_length",
        "`min_length` must be less than or equal to `max_length`",
    ),
    ("plain_text_input", {"/min_length": -1}, "/min_length", "must be greater than -1"),
    ("plain_text_input", {"/min_length": 3001}, "/min_length", "must be less than 3001"),
    ("plain_text_input", {"/max_length": 0}, "/max_length", "must be greater than 0"),
    (
        "plain_text_input",
        {"/initial_value": "x" * 3001},
        "/initial_value",
        "must be less than 3001 characters",
    ),
    (
        "plain_text_input",
        {"/dispatch_action_config/trigger_actions_on": ["on_blur"]},
        "/dispatch_action_config/trigger_actions_on/0",
        ENUM,
    ),
    (
        "plain_text_input",
        {"/dispatch_action_config/trigger_actions_on": []},
        "/dispatch_action_config/trigger_actions_on",
        "no less than 1 items allowed",
    ),
    ("number_input", {"/is_decimal_allowed": False}, "/initial_value", "must be a valid integer"),
    (
        "number_input",
        {"/is_decimal_allowed": False, "/initial_value": "1", "/min_value": "0.5"},
        "/min_value",
        "must be a valid integer",
    ),
    (
        "number_input",
        {"/is_decimal_allowed": False, "/initial_value": "1", "/max_value": "9.5"},
        "/max_value",
        "must be a valid integer",
    ),
    (
        "number_input",
        {"/min_value": "11", "/initial_value": GONE},
        "/min_value",
        "`min_value` must be less than or equal to `max_value`",
    ),
    (
        "number_input",
        {"/initial_value": "-3"},
        "/min_value",
        "`min_value` must be less than or equal to `initial_value`",
    ),
    (
        "number_input",
        {"/initial_value": "10.1"},
        "/initial_value",
        "`initial_value` must be less than or equal to `max_value`",
    ),
    ("number_input", {"/initial_value": "ten"}, "/initial_value", "must be a valid number"),
    ("number_input", {"/min_value": "1e3"}, "/min_value", "must be a valid number"),
    ("number_input", {"/max_value": ""}, "/max_value", "must be a valid number"),
    (
        "email_text_input",
        {"/initial_value": "x" * 3001},
        "/initial_value",
        "must be less than 3001 characters",
    ),
    ("url_text_input", {"/initial_value": "x" * 3001}, "/initial_value", "must be less than 3001 characters"),
    (
        "rich_text_input",
        {"/min_lines": 10},
        "/min_lines",
        "`min_lines` must be less than or equal to `max_lines`",
    ),
    ("rich_text_input", {"/min_lines": 0}, "/min_lines", "must be greater than 0"),
    ("rich_text_input", {"/max_lines": 0, "/min_lines": GONE}, "/max_lines", "must be greater than 0"),
    (
        "rich_text_input",
        {"/initial_value/type": "section"},
        "/initial_value/type",
        "unsupported type: section",
    ),
    ("file_input", {"/filetypes": []}, "/filetypes", "no less than 1 items allowed"),
    ("file_input", {"/filetypes": [""]}, "/filetypes/0", "must be more than 0 characters"),
    (
        "feedback_buttons",
        {"/positive_button/text": MARKED},
        "/positive_button/text/type",
        "unsupported type: mrkdwn",
    ),
    ("icon_button", {"/text": MARKED}, "/text/type", "unsupported type: mrkdwn"),
    ("icon_button", {"/icon": ""}, "/icon", "must be more than 0 characters"),
    ("actions", {"/elements": []}, "/elements", "no less than 1 items allowed"),
    ("alert", {"/level": "red"}, "/level", ENUM),
    (
        "card",
        {"/title": GONE, "/hero_image": GONE, "/actions": GONE, "/body": GONE},
        "",
        "missing required field: title",
    ),
    ("card", {"/title": plain("x")}, "/title/type", "unsupported type: plain_text"),
    ("card", {"/actions": []}, "/actions", "no less than 1 items allowed"),
    ("card", {"/actions/0/type": "overflow"}, "/actions/0/type", "unsupported type: overflow"),
    ("carousel", {"/elements/0": {"type": "divider"}}, "/elements/0/type", "unsupported type: divider"),
    ("container", {"/title": GONE}, "", "missing required field: title"),
    ("container", {"/title": MARKED}, "/title/type", "unsupported type: mrkdwn"),
    ("container", {"/width": "huge"}, "/width", ENUM),
    ("container", {"/child_blocks": []}, "/child_blocks", "no less than 1 items allowed"),
    ("container", {"/child_blocks/0": BLOCKS["card"]}, "/child_blocks/0/type", "unsupported type: card"),
    ("context", {"/elements": []}, "/elements", "no less than 1 items allowed"),
    ("context", {"/elements/0": ELEMENTS["button"]}, "/elements/0/type", "unsupported type: button"),
    ("context", {"/elements/0/title": plain("x")}, "/elements/0", "invalid additional property: title"),
    ("context_actions", {"/elements": []}, "/elements", "no less than 1 items allowed"),
    (
        "data_table",
        {"/rows/1": [{"type": "raw_text", "text": "x"}]},
        "/rows/1",
        "must have the same number of cells as the first row: 2",
    ),
    ("data_table", {"/rows/0/0": BLOCKS["rich_text"]}, "/rows/0/0/type", "unsupported type: rich_text"),
    ("data_table", {"/row_header_column_index": 2}, "/row_header_column_index", "must be less than 2"),
    ("data_table", {"/row_header_column_index": -1}, "/row_header_column_index", "must be greater than -1"),
    ("data_table", {"/caption": ""}, "/caption", "must be more than 0 characters"),
    ("file", {"/source": "local"}, "/source", ENUM),
    ("header", {"/text": MARKED}, "/text/type", "unsupported type: mrkdwn"),
    ("image", {"/image_url": "ftp://x.example/"}, "/image_url", URL),
    ("image", {"/image_url": GONE}, "", "missing required field: image_url"),
    ("image", {"/slack_file": {"id": "F1"}}, "", "invalid additional property: slack_file"),
    ("image of a Slack file", {"/slack_file": {}}, "/slack_file", "missing required field: id"),
    (
        "image of a Slack file",
        {"/slack_file/url": "https://x.example/"},
        "/slack_file",
        "invalid additional property: url",
    ),
    ("image", {"/title": MARKED}, "/title/type", "unsupported type: mrkdwn"),
    ("image", {"/title": plain("x" * 2001)}, "/title/text", "must be less than 2001 characters"),
    ("context", {"/elements/0/image_url": GONE}, "/elements/0", "missing required field: image_url"),
    ("input", {"/label": MARKED}, "/label/type", "unsupported type: mrkdwn"),
    ("input", {"/hint": MARKED}, "/hint/type", "unsupported type: mrkdwn"),
    ("input", {"/element": ELEMENTS["button"]}, "/element/type", "unsupported type: button"),
    ("rich_text", {"/elements/0/elements/5/range": "all"}, "/elements/0/elements/5/range", ENUM),
    ("rich_text", {"/elements/1/style": "dots"}, "/elements/1/style", ENUM),
    ("rich_text", {"/elements/1/border": 2}, "/elements/1/border", "must be less than 2"),
    ("rich_text", {"/elements/1/indent": -1}, "/elements/1/indent", "must be greater than -1"),
    ("rich_text", {"/elements/2/border": -1}, "/elements/2/border", "must be greater than -1"),
    (
        "rich_text",
        {"/elements/3/elements/0": {"type": "user", "user_id": "U1"}},
        "/elements/3/elements/0/type",
        "unsupported type: user",
    ),
    (
        "rich_text",
        {"/elements/1/elements/0/type": "rich_text_quote"},
        "/elements/1/elements/0/type",
        "unsupported type: rich_text_quote",
    ),
    (
        "rich_text",
        {"/elements/0/elements/1/url": "x" * 3001},
        "/elements/0/elements/1/url",
        "must be less than 3001 characters",
    ),
    ("section", {"/text": GONE, "/fields": GONE}, "", "missing required field: text"),
    ("section", {"/fields": []}, "/fields", "no less than 1 items allowed"),
    ("section", {"/accessory/title": plain("x")}, "/accessory", "invalid additional property: title"),
    ("table", {"/column_settings/0/align": "middle"}, "/column_settings/0/align", ENUM),
    ("table", {"/rows": [[]]}, "/rows/0", "no less than 1 items allowed"),
    ("table", {"/rows": []}, "/rows", "no less than 1 items allowed"),
    ("table", {"/rows/0/0/text": ""}, "/rows/0/0/text", "must be more than 0 characters"),
    ("plan", {"/tasks/0": {"type": "divider"}}, "/tasks/0/type", "unsupported type: divider"),
    ("task_card", {"/status": "done"}, "/status", ENUM),
    ("video", {"/title": MARKED}, "/title/type", "unsupported type: mrkdwn"),
    ("video", {"/description": MARKED}, "/description/type", "unsupported type: mrkdwn"),
    *(
        ("video", {f"/{field}": "film"}, f"/{field}", URL)
        for field in ("thumbnail_url", "video_url", "title_url", "provider_icon_url")
    ),
    (
        "data_visualization as bar",
        {"/chart/series/0/data/1/label": "Wed"},
        "/chart/series/0/data",
        "labels must match `categories`",
    ),
    (
        "data_visualization as bar",
        {"/chart/series": BLOCKS["data_visualization as bar"]["chart"]["series"] * 2},
        "/chart/series/1/name",
        "`name` already exists: S",
    ),
    ("data_visualization as a pie", {"/chart/type": "donut"}, "/chart/type", "unsupported type: donut"),
    (
        "data_visualization as a pie",
        {"/chart/segments/0/value": -1},
        "/chart/segments/0/value",
        "must be greater than 0",
    ),
    *(
        (name, {f"/{field}": ""}, f"/{field}", "must be more than 0 characters")
        for name, field in [
            ("task_card", "task_id"),
            ("task_card", "title"),
            ("plan", "title"),
            ("file", "external_id"),
            ("header", "block_id"),
            ("rich_text", "block_id"),
            ("rich_text", "elements/0/elements/2/user_id"),
            ("rich_text", "elements/0/elements/3/usergroup_id"),
            ("rich_text", "elements/0/elements/4/channel_id"),
            ("rich_text", "elements/0/elements/6/name"),
            ("rich_text", "elements/0/elements/7/team_id"),
            ("rich_text", "elements/0/elements/8/format"),
            ("rich_text", "elements/0/elements/9/value"),
            ("rich_text", "elements/0/elements/1/url"),
            ("data_visualization as a pie", "title"),
            ("data_visualization as a pie", "chart/segments/0/label"),
            ("data_visualization as bar", "chart/series/0/name"),
            ("data_visualization as bar", "chart/axis_config/categories/0"),
            ("data_visualization as bar", "chart/series/0/data/0/label"),
            ("image of a Slack file", "slack_file/id"),
            ("image of a Slack address", "slack_file/url"),
            ("task_card", "sources/0/text"),
            ("static_select", "options/0/value"),
            ("data_table", "rows/1/1/text"),
            ("workflow_button", "workflow/trigger/customizable_input_parameters/0/name"),
        ]
    ),
]


@pytest.mark.parametrize(("name", "changes", "where", "message"), BAD)
def test_slack_refuses_it_with_its_own_sentence(
    name: str, changes: dict[str, Any], where: str, message: str
) -> None:
    block, at, surface = placed(name)
    for pointer, value in changes.items():
        holder, key = reach([block], f"/0{at}{pointer}")
        if value is GONE:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(value)
    assert [(p.pointer, p.message) for p in judged([block], surface)] == [(f"/0{at}{where}", message)]


@pytest.mark.parametrize("name", VIEWS)
def test_views_are_taken_and_their_fields_are_judged(name: str) -> None:
    view = copy.deepcopy(VIEWS[name])
    assert check_view(view) == []
    for field in [field for field in view if field != "type"]:
        kept = view.pop(field)
        found = [(p.pointer, p.message, p.code) for p in check_view(view)]
        view[field] = 7
        assert any(p.pointer == f"/view/{field}" for p in check_view(view))
        view[field] = kept
        missing = [("/view", f"missing required field: {field}", "invalid_arguments")]
        assert found == (missing if field in REQUIRED[name] else [])


MODAL_ONLY = ("title", "submit", "close", "clear_on_close", "notify_on_close")


@pytest.mark.parametrize("field", MODAL_ONLY)
def test_a_home_has_nothing_of_a_modal(field: str) -> None:
    view = VIEWS["home"] | {field: VIEWS["modal"][field]}
    assert [p.line() for p in check_view(view)] == [
        f"[ERROR] invalid additional property: {field} [json-pointer:/view]"
    ]


@pytest.mark.parametrize("field", ["title", "submit", "close"])
def test_a_modals_own_texts_are_plain(field: str) -> None:
    view = VIEWS["modal"] | {field: {"type": "mrkdwn", "text": "x"}}
    assert [(p.pointer, p.message) for p in check_view(view)] == [
        (f"/view/{field}/type", "unsupported type: mrkdwn")
    ]


@pytest.mark.parametrize(
    ("view", "line"),
    [
        ("modal", "[ERROR] must provide an object [json-pointer:/view]"),
        ({}, "[ERROR] missing required field: type [json-pointer:/view]"),
        ({"type": "dialog"}, "[ERROR] unsupported type: dialog [json-pointer:/view/type]"),
        ({"type": ["modal"]}, "[ERROR] unsupported type: ['modal'] [json-pointer:/view/type]"),
        ({"type": "home", "blocks": []}, "[ERROR] no less than 1 items allowed [json-pointer:/view/blocks]"),
        ({"type": "home", "blocks": {}}, "[ERROR] must provide an array [json-pointer:/view/blocks]"),
    ],
)
def test_what_is_no_view_is_refused(view: object, line: str) -> None:
    assert [p.line() for p in check_view(view)] == [line]


@pytest.mark.parametrize("inside", [False, True])
def test_a_modal_with_an_input_needs_submit(inside: bool) -> None:
    block, where = BLOCKS["input"], "/view/blocks/0/input"
    if inside:
        block = {"type": "container", "title": plain("T"), "child_blocks": [block]}
        where = "/view/blocks/0/child_blocks/0/input"
    modal = {"type": "modal", "title": plain("T"), "blocks": [block]}
    assert [(p.pointer, p.message) for p in check_view(modal)] == [
        (where, "must define `submit` to use an `input` block in modals")
    ]
    assert check_view(modal | {"submit": plain("S")}) == []
    assert check_view({"type": "home", "blocks": [block]}) == []


def test_a_view_may_have_250_kilobytes() -> None:
    blocks: list[Any] = [{"type": "section", "text": plain("x" * 3000)} for _ in range(81)]
    view: dict[str, Any] = {"type": "home", "private_metadata": "", "blocks": blocks}
    view["private_metadata"] = "m" * (250_000 - len(json.dumps(view, separators=(",", ":"))))
    assert check_view(view) == []
    blocks[0]["expand"] = True
    assert [p.code for p in check_view(view)] == ["view_too_large"]


@pytest.mark.parametrize("surface", EVERYWHERE)
def test_a_block_id_stands_once_and_an_action_id_once_in_its_block(surface: str) -> None:
    button = {"type": "button", "text": plain("x"), "action_id": "a"}
    row = {"type": "actions", "elements": [button]}
    assert judged([row | {"block_id": "1"}, row | {"block_id": "2"}], surface) == []
    twice = judged([row | {"block_id": "1"}, row | {"block_id": "1"}], surface)
    assert [(p.pointer, p.message) for p in twice] == [("/1/block_id", "`block_id` already exists: 1")]
    twice = judged([{"type": "actions", "elements": [button, button]}], surface)
    assert [(p.pointer, p.message) for p in twice] == [
        ("/0/elements/1/action_id", "`action_id` already exists: a")
    ]
    box = {"type": "container", "title": plain("T"), "child_blocks": [row | {"block_id": "1"}]}
    assert [p.pointer for p in judged([row | {"block_id": "1"}, box], surface)] == [
        "/1/child_blocks/0/block_id"
    ]
    card = {"type": "card", "actions": [button, button]}
    assert [p.pointer for p in judged([{"type": "carousel", "elements": [card]}], surface)] == [
        "/0/elements/0/actions/1/action_id"
    ]


def test_one_element_of_a_view_takes_the_focus() -> None:
    fields = [
        {"type": "input", "label": plain("L"), "element": {"type": "plain_text_input", "focus_on_load": True}}
        for _ in range(2)
    ]
    assert [p.pointer for p in judged(fields, "modal")] == ["/1/element/focus_on_load"]
    assert judged(fields[:1], "modal") == []


def test_blocks_are_a_list_of_objects() -> None:
    assert [p.line() for p in check_message_blocks({})] == [
        "[ERROR] must provide an array [json-pointer:/blocks]"
    ]
    assert [p.line() for p in check_message_blocks(["x"])] == [
        "[ERROR] must provide an object [json-pointer:/blocks/0]"
    ]
    assert check_message_blocks([]) == []


def test_all_markdown_of_a_message_counts_together() -> None:
    halves = [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6000}]
    assert check_message_blocks(halves) == []
    halves[0]["text"] += "x"
    assert [(p.pointer, p.code) for p in check_message_blocks(halves)] == [("/blocks", "msg_blocks_too_long")]


def test_a_chosen_option_may_differ_in_its_emoji_flag_alone() -> None:
    element = copy.deepcopy(ELEMENTS["static_select"])
    element["initial_option"]["text"].pop("emoji")
    assert judged([hosted(element, "input")[0]], "modal") == []
    element["initial_option"]["value"] = "v1"
    assert len(judged([hosted(element, "input")[0]], "modal")) == 1


def test_a_tables_words_count_together() -> None:
    def table(length: int) -> list[Any]:
        return [
            {
                "type": "table",
                "rows": [
                    [{"type": "raw_text", "text": "x" * 5000}, {"type": "raw_text", "text": "x" * length}]
                ],
            }
        ]

    assert check_message_blocks(table(5000)) == []
    assert [p.message for p in check_message_blocks(table(5001))] == ["must be less than 10001 characters"]


def test_a_pointer_escapes_as_json_pointers_do() -> None:
    assert [p.pointer for p in judged([{"type": "divider", "a/b~": 1}], "message")] == ["/0"]
