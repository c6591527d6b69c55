"""The validator beside an independent judge: what the judge refuses is refused, and valid things pass both.

The judge is data that this project does not hold; where it is not beside the project the tests are skipped.
"""

from __future__ import annotations

import copy
import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from sandbox.blockkit import check_message_blocks, check_view, dates, fill_ids, mentions, visible_text
from tests.sandbox.blockkit_samples import BLOCKS, ELEMENTS, VIEWS

ORACLE = Path(__file__).parents[2] / "../shared/oracle/judge.py"
needs_oracle = pytest.mark.skipif(
    not ORACLE.exists(), reason="The independent judge is not on this machine: ../shared/oracle/judge.py."
)
Judge = Callable[[str, dict[str, Any]], list[str]]


IN_CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")
IN_ACTIONS_ALONE = ("button", "workflow_button", "overflow")


def _in_a_block(element: dict[str, Any]) -> dict[str, Any]:
    if element["type"] in IN_CONTEXT_ACTIONS:
        return {"type": "context_actions", "elements": [element]}
    if element["type"] in IN_ACTIONS_ALONE:
        return {"type": "actions", "elements": [element]}
    return {"type": "input", "label": {"type": "plain_text", "text": "L"}, "element": element}


# The judge's schemas are older than charts, so those are no part of the corpus.
CORPUS = [block for block in BLOCKS.values() if block["type"] != "data_visualization"]
CORPUS += [_in_a_block(element) for element in ELEMENTS.values()]


def _message(block: dict[str, Any]) -> dict[str, Any]:
    return {"channel": "C0SAMPLE1", "text": "x", "blocks": [block]}


def _modal(block: dict[str, Any]) -> dict[str, Any]:
    return {"trigger_id": "1.2.x", "view": {**VIEWS["modal"], "blocks": [block]}}


def _home(block: dict[str, Any]) -> dict[str, Any]:
    return {"user_id": "U0SAMPLE1", "view": {**VIEWS["home"], "blocks": [block]}}


CALLS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "chat.postMessage": _message,
    "views.open": _modal,
    "views.publish": _home,
}


def refused(args: dict[str, Any]) -> list[str]:
    found = check_view(args["view"]) if "view" in args else check_message_blocks(args["blocks"])
    return [problem.line() for problem in found]


@pytest.fixture(scope="module")
def oracle() -> Judge:
    spec = importlib.util.spec_from_file_location("oracle_judge", ORACLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    judge: Judge = module.judge
    return judge


def complaints(oracle: Judge, method: str, args: dict[str, Any]) -> list[str]:
    """What the judge says. Things so malformed that it cannot read them are refused as well."""
    try:
        return oracle(method, args)
    except (AttributeError, TypeError, KeyError) as unreadable:
        return [f"unreadable: {unreadable!r}"]


@needs_oracle
@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("place", range(len(CORPUS)), ids=lambda place: CORPUS[place]["type"])
def test_what_is_valid_passes_both(oracle: Judge, method: str, place: int) -> None:
    args = CALLS[method](CORPUS[place])
    assert complaints(oracle, method, args) == []
    if any("unsupported type" in line for line in refused(args)):
        return
    assert refused(args) == []


def _pointers(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, thing in inner:
        yield (*way, key)
        yield from _pointers(thing, (*way, key))


ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**10,
    "",
    "x",
    "x" * 4000,
    "mrkdwn",
    "plain_text",
    "button",
    "image",
    [],
    {},
    [[]],
    ["x"],
    {"type": "divider"},
]
TEXTS = [
    {"type": "plain_text", "text": "x"},
    {"type": "mrkdwn", "text": "x"},
    {"type": "plain_text", "text": ""},
]
FIELDS = [
    "surprise",
    "text",
    "type",
    "title",
    "url",
    "elements",
    "options",
    "emoji",
    "style",
    "value",
    "block_id",
    "action_id",
    "fields",
    "confirm",
    "submit",
    "hint",
    "image_url",
    "initial_options",
]
PARTS = [thing for block in CORPUS for thing in [block, *block.values()]]
values = st.one_of(st.sampled_from(ODD), st.sampled_from(TEXTS), st.sampled_from(PARTS))


@st.composite
def mutated_calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A valid call in which a few places were dropped, replaced, added to, doubled, stretched or exchanged."""
    method = draw(st.sampled_from(sorted(CALLS)))
    args = copy.deepcopy(CALLS[method](draw(st.sampled_from(CORPUS))))
    root = "view" if "view" in args else "blocks"
    for _ in range(draw(st.integers(1, 3))):
        ways = [way for way in _pointers(args) if way[0] == root and len(way) > 1]
        if not ways:
            break
        way = draw(st.sampled_from(ways))
        holder: Any = args
        for step in way[:-1]:
            holder = holder[step]
        _change(draw, holder, way[-1])
    return method, args


def _change(draw: st.DrawFn, holder: Any, key: Any) -> None:
    match draw(st.sampled_from(["drop", "replace", "add", "double", "stretch"])):
        case "drop":
            del holder[key]
        case "replace":
            holder[key] = copy.deepcopy(draw(values))
        case "add" if isinstance(holder, dict):
            holder[draw(st.sampled_from(FIELDS))] = copy.deepcopy(draw(values))
        case "double" if isinstance(holder, list):
            holder.extend(
                copy.deepcopy([holder[key]]) * draw(st.sampled_from([1, 2, 9, 10, 24, 25, 49, 50, 99, 100]))
            )
        case "stretch" if isinstance(holder[key], str):
            holder[key] = "x" * draw(
                st.sampled_from(
                    [
                        20,
                        24,
                        25,
                        30,
                        31,
                        50,
                        51,
                        75,
                        76,
                        100,
                        101,
                        150,
                        151,
                        200,
                        201,
                        255,
                        256,
                        300,
                        301,
                        2000,
                        2001,
                        3000,
                        3001,
                    ]
                )
            )
        case "stretch" if isinstance(holder[key], list) and holder[key]:
            holder[key] = copy.deepcopy(holder[key]) * draw(
                st.sampled_from([2, 3, 5, 6, 10, 11, 25, 26, 50, 51, 100, 101])
            )
        case _:
            holder[key] = copy.deepcopy(draw(values))


def _newer_than_the_judge(args: dict[str, Any]) -> bool:
    """Whether it holds what Slack took up after the judge's schemas were made: a card's subtext."""
    return '"subtext"' in json.dumps(args)


@needs_oracle
@settings(
    max_examples=1500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(call=mutated_calls())
@example(
    call=("views.open", {"trigger_id": "1.2.x", "view": {**VIEWS["modal"], "blocks": [{"type": "tabel"}]}})
)
@example(call=("chat.postMessage", _message({"type": "section", "text": {"type": "mrkdwn", "text": ""}})))
def test_what_the_judge_refuses_is_refused(oracle: Judge, call: tuple[str, dict[str, Any]]) -> None:
    method, args = call
    said = [line for line in complaints(oracle, method, args) if "argument" not in line]
    note(f"{method}: {said}")
    if said and not _newer_than_the_judge(args):
        assert refused(args) != []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(call=mutated_calls())
def test_anything_can_be_judged_and_what_is_taken_can_be_read(call: tuple[str, dict[str, Any]]) -> None:
    _, args = call
    if refused(args):
        return
    shown = args.get("view", args)
    filled = {**shown, "blocks": fill_ids(shown["blocks"])}
    assert refused({**args, "view": filled} if "view" in args else {**args, "blocks": filled["blocks"]}) == []
    assert visible_text(filled) == visible_text(shown)
    assert mentions(filled) == mentions(shown)
    assert dates(filled) == dates(shown)
