"""Views as a whole, and the rules that span several blocks of a view or message."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from sandbox.blockkit import check_message_blocks, check_view
from tests.sandbox.blockkit_samples import (
    BLOCKS,
    ELEMENTS,
    EVERYWHERE,
    VIEWS,
    hosted,
    judged,
    plain,
)

REQUIRED = {"modal": {"title", "blocks"}, "home": {"blocks"}}


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
    if surface == "message":
        plan = {"type": "plan", "title": "P", "tasks": [BLOCKS["task_card"] | {"block_id": "1"}]}
        assert [p.pointer for p in judged([row | {"block_id": "1"}, plan], surface)] == [
            "/1/tasks/0/block_id"
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
    for changes in ({"value": "v1"}, {"description": plain("Other")}, {"text": plain("Other")}):
        other = element | {"initial_option": element["initial_option"] | changes}
        assert len(judged([hosted(other, "input")[0]], "modal")) == 1
    radio: dict[str, Any] = {"type": "radio_buttons", "options": [{"text": plain("x"), "value": "x"}]}
    radio["initial_option"] = {"text": {"type": "mrkdwn", "text": "x"}, "value": "x"}
    assert len(judged([hosted(radio, "input")[0]], "modal")) == 1


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
