"""Bad examples of every block and element, with the sentence that Slack gives for each."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.sandbox.blockkit_samples import (
    BLOCKS,
    ELEMENTS,
    judged,
    placed,
    plain,
    reach,
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
    *(
        (f"data_visualization as {kind}", changes, where, message)
        for kind in ("area", "line")
        for changes, where, message in [
            (
                {"/chart/series/0/data/0/label": "Wed"},
                "/chart/series/0/data",
                "labels must match `categories`",
            ),
            (
                {"/chart/series": BLOCKS["data_visualization as bar"]["chart"]["series"] * 2},
                "/chart/series/1/name",
                "`name` already exists: S",
            ),
        ]
    ),
    (
        "data_visualization as bar",
        {"/chart/series/0/data": []},
        "/chart/series/0/data",
        "no less than 1 items allowed",
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
