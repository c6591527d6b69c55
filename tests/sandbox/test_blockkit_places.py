"""Where each block and element may stand, which fields it needs and of which kind each field is."""

from __future__ import annotations

import pytest

from sandbox.blockkit import Problem
from tests.sandbox.blockkit_samples import (
    ALL,
    BLOCKS,
    ELEMENTS,
    EVERYWHERE,
    HOSTS,
    SURFACES,
    hosted,
    judged,
    kind_of,
    placed,
    plain,
    reach,
    walk,
)

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
}
EITHER = {"options", "option_groups", "image_url", "slack_file", "title", "rich_text_title", "text", "fields"}
"""Fields of which a sample may hold the one that it needs; the table of bad examples tells of them."""


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


IN_A_CONTAINER = {
    *(
        "actions",
        "context",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "table",
        "video",
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_container_takes_some_blocks_and_a_carousel_cards_alone(name: str) -> None:
    kind, surface = kind_of(name), placed(name)[2]
    container = {"type": "container", "title": plain("T"), "child_blocks": [BLOCKS[name]]}
    carousel = {"type": "carousel", "elements": [BLOCKS[name]]}
    for block, field, taken in (
        (container, "child_blocks", IN_A_CONTAINER),
        (carousel, "elements", {"card"}),
    ):
        found = [(p.pointer, p.message) for p in judged([block], surface)]
        assert found == ([] if kind in taken else [(f"/0/{field}/0/type", f"unsupported type: {kind}")])


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
    ("section", "/text", {"text"}),
    ("section", "/fields/1", {"text"}),
    ("rich_text", "/elements/0/elements/0/style", set()),
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
