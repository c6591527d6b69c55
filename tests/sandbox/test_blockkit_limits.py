"""Every length, count and bound of Block Kit at its edge: n is taken, one more (or less) is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.blockkit import Problem, check_message_blocks, check_view

ORACLE = Path(__file__).parents[2] / "../shared/oracle/limits.json"
Maker = Callable[[int], Any]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def chars(n: int) -> dict[str, Any]:
    return plain("x" * n)


def marked(n: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * n}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Go"), **more}


def actions(*elements: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def asked(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("L"), "element": element, **more}


def option(n: int = 0, **more: Any) -> dict[str, Any]:
    return {"text": plain("x"), "value": str(n), **more}


def options(n: int) -> list[Any]:
    return [option(i) for i in range(n)]


def select(**more: Any) -> dict[str, Any]:
    return asked(
        {"type": "static_select", **({} if "option_groups" in more else {"options": options(1)}), **more}
    )


def url(n: int) -> str:
    return "https://x.example/".ljust(n, "x")[:n]


def confirmed(**more: Any) -> dict[str, Any]:
    return actions(button(confirm={"text": plain("x"), **more}))


def image(**more: Any) -> dict[str, Any]:
    return {"type": "image", "image_url": "https://x.example/", "alt_text": "x", **more}


def video(**more: Any) -> dict[str, Any]:
    link = "https://x.example/"
    return {
        "type": "video",
        "alt_text": "x",
        "title": plain("x"),
        "thumbnail_url": link,
        "video_url": link,
        **more,
    }


def card(**more: Any) -> dict[str, Any]:
    return {"type": "card", "title": {"type": "mrkdwn", "text": "x"}, **more}


def container(**more: Any) -> dict[str, Any]:
    return {"type": "container", "title": plain("x"), "child_blocks": [{"type": "divider"}], **more}


def feedback(**more: Any) -> dict[str, Any]:
    good, bad = {"text": plain("x"), "value": "y", **more}, {"text": plain("x"), "value": "n"}
    element = {"type": "feedback_buttons", "positive_button": good, "negative_button": bad}
    return {"type": "context_actions", "elements": [element]}


def icon(**more: Any) -> dict[str, Any]:
    element = {"type": "icon_button", "icon": "trash", "text": plain("x"), **more}
    return {"type": "context_actions", "elements": [element]}


def data_table(rows: int = 2, columns: int = 1, text: str = "x", **more: Any) -> dict[str, Any]:
    cells = [[{"type": "raw_text", "text": "x"} for _ in range(columns)] for _ in range(rows)]
    if rows and columns:
        cells[0][0]["text"] = text
    return {"type": "data_table", "caption": "x", "rows": cells, **more}


def pie(n: int = 1, title: str = "x", **segment: Any) -> dict[str, Any]:
    segments = [{"label": "x", "value": 1, **segment} for _ in range(n)]
    return {"type": "data_visualization", "title": title, "chart": {"type": "pie", "segments": segments}}


def bars(
    series: int = 1, kind: str = "bar", labels: list[str] | None = None, name: str = "", **axes: str
) -> dict[str, Any]:
    labels = ["x"] if labels is None else labels
    data = [{"label": label, "value": 1} for label in labels]
    rows = [{"name": name + str(n) if name else str(n), "data": data} for n in range(series)]
    chart = {"type": kind, "series": rows, "axis_config": {"categories": labels, **axes}}
    return {"type": "data_visualization", "title": "x", "chart": chart}


def view(kind: str, **more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"type": kind, "blocks": [{"type": "divider"}]}
    return base | ({"title": plain("T")} if kind == "modal" else {}) | more


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", **more}


def source(n: int) -> dict[str, Any]:
    link = {"type": "url", "text": "x", "url": url(n)}
    return {"type": "task_card", "task_id": "t", "title": "x", "status": "pending", "sources": [link]}


def tabled(rows: int, columns: int) -> dict[str, Any]:
    row = [{"type": "raw_text", "text": "x"}] * columns
    return {"type": "table", "rows": [row] * rows}


# The path in Slack's table of limits, its number, and what has that many: a block, or a whole view.
LIMITS: list[tuple[str, int, Maker]] = [
    ("text/min_length", 1, lambda n: section(text=chars(n))),
    ("text/min_length", 1, lambda n: section(text=marked(n))),
    ("text/max_length", 3000, lambda n: {"type": "context", "elements": [marked(n)]}),
    ("text/max_length", 3000, lambda n: {"type": "context", "elements": [chars(n)]}),
    ("action_id/max_length", 255, lambda n: actions(button(action_id="a" * n))),
    ("block_id/max_length", 255, lambda n: {"type": "divider", "block_id": "b" * n}),
    ("block_id/max_length", 255, lambda n: {"type": "rich_text", "elements": [], "block_id": "b" * n}),
    ("block_id/max_length", 255, lambda n: {**pie(), "block_id": "b" * n}),
    ("button/text/max_length", 75, lambda n: actions(button(text=chars(n)))),
    ("button/url/max_length", 3000, lambda n: actions(button(url=url(n)))),
    ("button/value/max_length", 2000, lambda n: actions(button(value="v" * n))),
    ("button/accessibility_label/max_length", 75, lambda n: actions(button(accessibility_label="v" * n))),
    ("confirmation/title/max_length", 100, lambda n: confirmed(title=chars(n))),
    ("confirmation/text/max_length", 300, lambda n: confirmed(text=marked(n))),
    ("confirmation/confirm/max_length", 30, lambda n: confirmed(confirm=chars(n))),
    ("confirmation/deny/max_length", 30, lambda n: confirmed(deny=chars(n))),
    ("option/text/max_length", 75, lambda n: select(options=[option(text=chars(n))])),
    (
        "option/text/max_length",
        75,
        lambda n: asked({"type": "checkboxes", "options": [option(text=marked(n))]}),
    ),
    (
        "option/text/max_length",
        75,
        lambda n: actions({"type": "overflow", "options": [option(text=chars(n))]}),
    ),
    ("option/value/max_length", 150, lambda n: select(options=[option(value="v" * n)])),
    ("option/description/max_length", 75, lambda n: select(options=[option(description=chars(n))])),
    ("option/url/max_length", 3000, lambda n: actions({"type": "overflow", "options": [option(url=url(n))]})),
    (
        "option_group/label/max_length",
        75,
        lambda n: select(option_groups=[{"label": chars(n), "options": options(1)}]),
    ),
    (
        "option_group/options/max_items",
        100,
        lambda n: select(option_groups=[{"label": plain("x"), "options": options(n)}]),
    ),
    (
        "option_group/options/min_items",
        1,
        lambda n: select(option_groups=[{"label": plain("x"), "options": options(n)}]),
    ),
    ("select/placeholder/max_length", 150, lambda n: select(placeholder=chars(n))),
    ("select/placeholder/max_length", 150, lambda n: asked({"type": "datepicker", "placeholder": chars(n)})),
    (
        "select/placeholder/max_length",
        150,
        lambda n: asked({"type": "plain_text_input", "placeholder": chars(n)}),
    ),
    ("select/options/max_items", 100, lambda n: select(options=options(n))),
    (
        "select/option_groups/max_items",
        100,
        lambda n: select(option_groups=[{"label": plain("x"), "options": options(1)}] * n),
    ),
    ("overflow/options/min_items", 1, lambda n: actions({"type": "overflow", "options": options(n)})),
    ("overflow/options/max_items", 5, lambda n: actions({"type": "overflow", "options": options(n)})),
    ("checkboxes/options/min_items", 1, lambda n: asked({"type": "checkboxes", "options": options(n)})),
    ("checkboxes/options/max_items", 10, lambda n: asked({"type": "checkboxes", "options": options(n)})),
    ("radio_buttons/options/min_items", 1, lambda n: asked({"type": "radio_buttons", "options": options(n)})),
    (
        "radio_buttons/options/max_items",
        10,
        lambda n: asked({"type": "radio_buttons", "options": options(n)}),
    ),
    (
        "url_source/url/min_length",
        1,
        lambda n: {**source(3), "sources": [{"type": "url", "text": "x", "url": "x:y" * n}]},
    ),
    ("url_source/url/max_length", 3000, source),
    (
        "file_input/max_files/min",
        1,
        lambda n: view("modal", submit=plain("S"), blocks=[asked({"type": "file_input", "max_files": n})]),
    ),
    (
        "file_input/max_files/max",
        10,
        lambda n: view("modal", submit=plain("S"), blocks=[asked({"type": "file_input", "max_files": n})]),
    ),
    ("plain_text_input/max_length/max", 3000, lambda n: asked({"type": "plain_text_input", "max_length": n})),
    ("actions/elements/max_items", 25, lambda n: actions(*[button()] * n)),
    ("alert/text/max_length", 200, lambda n: view("modal", blocks=[{"type": "alert", "text": marked(n)}])),
    ("card/title/max_length", 150, lambda n: card(title=marked(n))),
    ("card/subtitle/max_length", 150, lambda n: card(subtitle=marked(n))),
    ("card/body/max_length", 200, lambda n: card(body=marked(n))),
    ("card/subtext/max_length", 200, lambda n: card(subtext=marked(n))),
    ("card/actions/max_items", 3, lambda n: card(actions=[button()] * n)),
    ("carousel/elements/min_items", 1, lambda n: {"type": "carousel", "elements": [card()] * n}),
    ("carousel/elements/max_items", 10, lambda n: {"type": "carousel", "elements": [card()] * n}),
    ("container/title/max_length", 150, lambda n: container(title=chars(n))),
    ("container/subtitle/max_length", 150, lambda n: container(subtitle=marked(n))),
    ("container/child_blocks/max_items", 10, lambda n: container(child_blocks=[{"type": "divider"}] * n)),
    ("context/elements/max_items", 10, lambda n: {"type": "context", "elements": [marked(1)] * n}),
    ("context_actions/elements/max_items", 5, lambda n: {**icon(), "elements": icon()["elements"] * n}),
    ("feedback_button/text/max_length", 75, lambda n: feedback(text=chars(n))),
    ("feedback_button/value/max_length", 2000, lambda n: feedback(value="v" * n)),
    ("feedback_button/accessibility_label/max_length", 75, lambda n: feedback(accessibility_label="v" * n)),
    ("icon_button/visible_to_user_ids/max_items", 10, lambda n: icon(visible_to_user_ids=["U1"] * n)),
    ("data_table/rows/min_items", 2, lambda n: data_table(rows=n)),
    ("data_table/rows/max_items", 201, lambda n: data_table(rows=n)),
    ("data_table/columns/min_items", 1, lambda n: data_table(columns=n)),
    ("data_table/columns/max_items", 20, lambda n: data_table(columns=n)),
    ("data_table/page_size/min", 1, lambda n: data_table(page_size=n)),
    ("data_table/page_size/max", 100, lambda n: data_table(page_size=n)),
    ("data_table/cell_text/min_length", 1, lambda n: data_table(text="x" * n)),
    ("data_table/content/max_length", 20000, lambda n: data_table(text="x" * (n - 1))),
    ("data_visualization/title/max_length", 50, lambda n: pie(title="x" * n)),
    ("data_visualization/segments/min_items", 1, pie),
    ("data_visualization/segments/max_items", 12, pie),
    ("data_visualization/segment/label/max_length", 20, lambda n: pie(label="x" * n)),
    ("data_visualization/segment/value/exclusive_min", 0, lambda n: pie(value=n)),
    ("data_visualization/series/min_items", 1, bars),
    ("data_visualization/series/max_items", 12, bars),
    ("data_visualization/series_name/max_length", 20, lambda n: bars(name="x" * (n - 1))),
    ("data_visualization/data/min_items", 1, lambda n: bars(labels=["x"] * n)),
    ("data_visualization/data/max_items", 20, lambda n: bars(labels=["x"] * n)),
    ("data_visualization/point_label/max_length", 20, lambda n: bars(labels=["x" * n])),
    ("data_visualization/categories/min_items", 1, lambda n: bars(labels=["x"] * n)),
    ("data_visualization/categories/max_items", 20, lambda n: bars(labels=["x"] * n)),
    ("data_visualization/category_label/max_length", 20, lambda n: bars(labels=["x" * n])),
    ("data_visualization/axis_label/max_length", 50, lambda n: bars(x_label="x" * n)),
    ("data_visualization/axis_label/max_length", 50, lambda n: bars(y_label="x" * n)),
    ("header/text/max_length", 150, lambda n: {"type": "header", "text": chars(n)}),
    ("image/image_url/max_length", 3000, lambda n: image(image_url=url(n))),
    (
        "image/image_url/max_length",
        3000,
        lambda n: {"type": "context", "elements": [image(image_url=url(n))]},
    ),
    ("image/alt_text/max_length", 2000, lambda n: image(alt_text="x" * n)),
    ("image/alt_text/max_length", 2000, lambda n: {"type": "context", "elements": [image(alt_text="x" * n)]}),
    ("input/label/max_length", 2000, lambda n: asked({"type": "plain_text_input"}, label=chars(n))),
    ("input/hint/max_length", 2000, lambda n: asked({"type": "plain_text_input"}, hint=chars(n))),
    ("markdown/text/min_length", 1, lambda n: {"type": "markdown", "text": "x" * n}),
    ("markdown/text/max_length", 12000, lambda n: {"type": "markdown", "text": "x" * n}),
    ("section/text/max_length", 3000, lambda n: section(text=marked(n))),
    ("section/fields/max_items", 10, lambda n: section(fields=[marked(1)] * n)),
    ("section/fields/item_max_length", 2000, lambda n: section(fields=[chars(n)])),
    ("video/alt_text/min_length", 1, lambda n: video(alt_text="x" * n)),
    ("video/alt_text/max_length", 200, lambda n: video(alt_text="x" * n)),
    ("video/title/max_length", 200, lambda n: video(title=chars(n))),
    ("video/author_name/max_length", 50, lambda n: video(author_name="x" * n)),
    ("video/description/max_length", 200, lambda n: video(description=chars(n))),
    ("video/provider_name/max_length", 50, lambda n: video(provider_name="x" * n)),
    *(
        limit
        for kind in ("modal", "home")
        for limit in [
            ("view/blocks/min_items", 1, lambda n, kind=kind: view(kind, blocks=[{"type": "divider"}] * n)),
            ("view/blocks/max_items", 100, lambda n, kind=kind: view(kind, blocks=[{"type": "divider"}] * n)),
            (
                "view/private_metadata/max_length",
                3000,
                lambda n, kind=kind: view(kind, private_metadata="x" * n),
            ),
            ("view/callback_id/max_length", 255, lambda n, kind=kind: view(kind, callback_id="x" * n)),
        ]
    ),
    ("view/title/max_length", 24, lambda n: view("modal", title=chars(n))),
    ("view/close/max_length", 24, lambda n: view("modal", close=chars(n))),
    ("view/submit/max_length", 24, lambda n: view("modal", submit=chars(n))),
]
# Numbers of Slack's reference that its table of limits does not have.
MORE: list[tuple[str, int, Maker]] = [
    ("chart_area/series/min_items", 1, lambda n: bars(n, "area")),
    ("chart_area/series/max_items", 12, lambda n: bars(n, "area")),
    ("chart_line/series/min_items", 1, lambda n: bars(n, "line")),
    ("chart_line/series/max_items", 12, lambda n: bars(n, "line")),
    (
        "checkboxes/initial_options/max_items",
        10,
        lambda n: asked({"type": "checkboxes", "options": options(1), "initial_options": options(1) * n}),
    ),
    ("multi/options/min_items", 1, lambda n: multi(options=options(n))),
    ("multi/option_groups/min_items", 1, lambda n: multi(option_groups=groups(n))),
    ("multi/option_groups/max_items", 100, lambda n: multi(option_groups=groups(n))),
    ("external_id/max_length", 255, lambda n: view("home", external_id="x" * n)),
    ("external_id/max_length", 255, lambda n: view("modal", external_id="x" * n)),
    ("message/blocks/max_items", 50, lambda n: [{"type": "divider"}] * n),
    ("table/rows/max_items", 100, lambda n: tabled(n, 1)),
    ("table/columns/max_items", 20, lambda n: tabled(1, n)),
    ("table/column_settings/max_items", 20, lambda n: {**tabled(1, 1), "column_settings": [{}] * n}),
    ("workflow_button/text/max_length", 75, lambda n: workflow(text=chars(n))),
    ("workflow_button/accessibility_label/max_length", 75, lambda n: workflow(accessibility_label="x" * n)),
    ("icon_button/text/max_length", 75, lambda n: icon(text=chars(n))),
    ("icon_button/value/max_length", 2000, lambda n: icon(value="x" * n)),
    ("icon_button/accessibility_label/max_length", 75, lambda n: icon(accessibility_label="x" * n)),
    ("select/options/max_items", 100, lambda n: multi(options=options(n))),
    ("select/initial_options/min_items", 1, lambda n: multi(options=options(1), initial_options=options(n))),
    (
        "checkboxes/initial_options/min_items",
        1,
        lambda n: asked({"type": "checkboxes", "options": options(1), "initial_options": options(n)}),
    ),
]


def groups(n: int) -> list[Any]:
    return [{"label": plain("x"), "options": options(1)}] * n


def workflow(**more: Any) -> dict[str, Any]:
    trigger = {"trigger": {"url": "https://x.example/"}}
    return actions({"type": "workflow_button", "text": plain("x"), "workflow": trigger, **more})


def multi(**more: Any) -> dict[str, Any]:
    return asked({"type": "multi_static_select", **more})


def verdict(thing: Any) -> list[Problem]:
    if isinstance(thing, list):
        return check_message_blocks(thing)
    if thing["type"] in ("modal", "home"):
        return check_view(thing)
    return check_message_blocks([thing])


@pytest.mark.parametrize(("path", "number", "make"), [*LIMITS, *MORE])
def test_the_edge_is_taken_and_one_beyond_is_refused(path: str, number: int, make: Maker) -> None:
    lower = path.rsplit("/", 1)[1] in ("min_length", "min_items", "min")
    exclusive = path.endswith("exclusive_min")
    inside, outside = (number, number - 1) if lower else (number, number + 1)
    if exclusive:
        inside, outside = number + 1, number
    assert verdict(make(inside)) == []
    refused = [problem.message for problem in verdict(make(outside))]
    assert refused
    if not lower and not exclusive and "max_items" not in path:
        unit = "" if path.endswith("/max") else " characters"
        assert f"must be less than {number + 1}{unit}" in refused
    elif "items" in path and "min_length" not in path:
        words = f"no less than {number} items allowed" if lower else f"no more than {number} items allowed"
        assert words in refused or "/columns/" in path


def _numbers(value: Any, path: str = "") -> Iterator[tuple[str, int]]:
    for key, inner in value.items():
        where = f"{path}/{key}" if path else key
        if isinstance(inner, dict):
            yield from _numbers(inner, where)
        else:
            yield where, inner


def test_the_edges_are_all_that_slack_names() -> None:
    if not ORACLE.exists():
        pytest.skip("The table of Slack's limits is not on this machine: ../shared/oracle/limits.json.")
    named = dict(_numbers(json.loads(ORACLE.read_text(encoding="utf8"))))
    assert {path: number for path, number, _ in LIMITS} == named
