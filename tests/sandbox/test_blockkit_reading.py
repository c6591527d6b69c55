"""What a person reads of a message or view, whom it wakes, which times it names, and the ids it gets."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.blockkit import (
    Mentions,
    check_message_blocks,
    check_view,
    dates,
    fill_ids,
    mentions,
    visible_text,
)

SAMPLES = Path(__file__).parent / "blockkit_samples"
BLOCKS: dict[str, Any] = json.loads((SAMPLES / "blocks.json").read_text(encoding="utf8"))
ELEMENTS: dict[str, Any] = json.loads((SAMPLES / "elements.json").read_text(encoding="utf8"))
VIEWS: dict[str, Any] = json.loads((SAMPLES / "views.json").read_text(encoding="utf8"))


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": marked(text)}


def rich(*inline: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(inline)}]}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*bold* _it_ ~no~ `code`", "*bold* _it_ ~no~ `code`"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;lt;@U1&amp;gt;", "&amp;lt;@U1&gt;"),
        ("<https://x.example/?a=1&amp;b=2>", "https://x.example/?a=1&b=2"),
        ("<https://x.example/|the &lt;page&gt;>", "the <page>"),
        ("<@U0SAMPLE1> <@U0SAMPLE1|ada>", "@U0SAMPLE1 ada"),
        ("<#C0SAMPLE1|general> <#C0SAMPLE1|>", "general #C0SAMPLE1"),
        ("<!subteam^S0SAMPLE1> <!subteam^S0SAMPLE1|@ops>", "@S0SAMPLE1 @ops"),
        ("<!here> <!channel|channel> <!everyone>", "@here channel @everyone"),
        ("due <!date^1700000000^{date} at {time}|14 Nov 2023>!", "due 14 Nov 2023!"),
        ("<!date^1700000000^{date}^https://x.example/|then>", "then"),
        ("1 < 2 and\n3 > 2", "1 < 2 and\n3 > 2"),
    ],
)
def test_mrkdwn_is_read_as_a_person_reads_it(written: str, read: str) -> None:
    assert visible_text({"text": written}) == read
    assert visible_text({"text": "fallback", "blocks": [section(written)]}) == read


def test_plain_text_is_not_decoded() -> None:
    assert visible_text({"blocks": [{"type": "header", "text": plain("a &amp; <@U1>")}]}) == "a &amp; <@U1>"


def test_everything_a_person_reads_of_a_modal_stands_in_its_order() -> None:
    view = {
        "type": "modal",
        "callback_id": "unseen",
        "private_metadata": "unseen",
        "title": plain("Title"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": [
            {"type": "header", "text": plain("Head")},
            {
                "type": "section",
                "accessory": {"type": "image", "image_url": "https://unseen.example/", "alt_text": "Picture"},
                "fields": [marked("*F1*"), plain("F2")],
                "text": marked("Text"),
            },
            {"type": "context", "elements": [marked("Small"), plain("print")]},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": plain("Approve"),
                        "value": "unseen",
                        "accessibility_label": "unseen",
                        "confirm": {"text": plain("unseen")},
                    }
                ],
            },
            {
                "type": "input",
                "hint": plain("Hint"),
                "label": plain("Label"),
                "element": {
                    "type": "static_select",
                    "placeholder": plain("unseen"),
                    "option_groups": [
                        {
                            "label": plain("Group"),
                            "options": [
                                {"text": plain("One"), "value": "unseen", "description": plain("About one")}
                            ],
                        }
                    ],
                    "initial_option": {"text": plain("unseen"), "value": "unseen"},
                    "initial_options": [{"text": plain("unseen"), "value": "unseen"}],
                },
            },
        ],
    }
    expected = (
        "Title Send Cancel Head Text *F1* F2 Picture Small print Approve Label Group One About_one Hint"
    )
    assert visible_text(view).split("\n") == [word.replace("_", " ") for word in expected.split()]


def test_rich_text_reads_as_lines() -> None:
    read = visible_text({"blocks": [BLOCKS["rich_text"]]})
    assert read.split("\n") == [
        "Hello page@U0SAMPLE1@S0SAMPLE1#C0SAMPLE1@here:wave:that day#aabbcc",
        "one",
        "quoted",
        "codehttps://example.com/",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("alert", "Careful"),
        ("card", "Card Below A_picture A_picture Body Open"),
        ("carousel", "Card Below A_picture A_picture Body Open"),
        ("container", "Box of_things in_a_box A_picture"),
        ("context_actions", "Good Bad Delete"),
        ("data_table", "Numbers Name Count 1.5"),
        ("image", "Title A_picture"),
        ("input", "Label Hint"),
        ("markdown", "**bold**"),
        ("table", "a 1"),
        ("plan", "Plan Look A_page"),
        ("task_card", "Look A_page"),
        ("video", "Film About A_film Ada Tube"),
        ("data_visualization as a pie", "Shares A"),
        ("data_visualization as bar", "Shares S Mon Tue Day Euro"),
        ("divider", ""),
    ],
)
def test_each_block_gives_its_words(name: str, words: str) -> None:
    read = set(visible_text({"blocks": [BLOCKS[name]]}).split("\n"))
    inside_rich_text = set(visible_text({"blocks": [BLOCKS["rich_text"]]}).split("\n"))
    assert read - inside_rich_text == {word.replace("_", " ") for word in words.split()} or read == {words}


def test_text_is_the_fallback_of_blocks_alone() -> None:
    assert visible_text({"text": "only"}) == "only"
    assert visible_text({"text": "only", "blocks": []}) == "only"
    assert visible_text({"text": "only", "blocks": [section("shown")]}) == "shown"
    assert visible_text({}) == ""


def waking(users: str = "", groups: str = "", broadcast: str = "") -> Mentions:
    return Mentions(
        users=frozenset(users.split()),
        groups=frozenset(groups.split()),
        broadcast=frozenset(broadcast.split()),
    )


@pytest.mark.parametrize(
    ("written", "woken"),
    [
        ("<@U0SAMPLE1> and <@W0SAMPLE2|ada>", waking("U0SAMPLE1 W0SAMPLE2")),
        ("<!subteam^S0SAMPLE1> <!subteam^S0SAMPLE2|@ops>", waking(groups="S0SAMPLE1 S0SAMPLE2")),
        ("<!here> <!channel> <!everyone|everyone>", waking(broadcast="here channel everyone")),
        ("*<@U0SAMPLE1>* ~<!here>~ > <!channel>", waking("U0SAMPLE1", broadcast="here channel")),
        ("`<@U0SAMPLE1>` <@U0SAMPLE2>", waking("U0SAMPLE2")),
        ("```\n<!channel>\n<@U0SAMPLE1>``` <@U0SAMPLE2>", waking("U0SAMPLE2")),
        ("`one` <@U0SAMPLE1> `two`", waking("U0SAMPLE1")),
        ("a ` b <@U0SAMPLE1>", waking("U0SAMPLE1")),
        ("`` <@U0SAMPLE1>", waking("U0SAMPLE1")),
        ("``` <@U0SAMPLE1> `<@U0SAMPLE2>`", waking("U0SAMPLE1")),
        ("&lt;@U0SAMPLE1&gt; &lt;!channel&gt; @here @U0SAMPLE1", waking()),
        ("<#C0SAMPLE1> <https://x.example/@U1|<!here>> <!date^1^x|@here>", waking(broadcast="here")),
        ("<@> <@lower> <!subteam^> <!anyone> <! here>", waking()),
    ],
)
def test_mrkdwn_wakes_those_whom_it_mentions(written: str, woken: Mentions) -> None:
    assert mentions({"text": written}) == woken
    assert mentions({"text": "x", "blocks": [section(written)]}) == woken
    assert mentions({"blocks": [{"type": "context", "elements": [marked(written)]}]}) == woken
    assert mentions({"blocks": [{"type": "section", "fields": [marked(written)]}]}) == woken


def test_plain_text_wakes_nobody() -> None:
    loud = "<@U0SAMPLE1> <!channel> <!subteam^S0SAMPLE1>"
    blocks = [
        {"type": "header", "text": plain(loud)},
        {
            "type": "section",
            "text": plain(loud),
            "accessory": {"type": "button", "text": plain(loud), "value": loud},
        },
        {"type": "image", "image_url": "https://x.example/", "alt_text": loud},
        rich({"type": "text", "text": loud}),
    ]
    assert mentions({"blocks": blocks}) == waking()


def test_a_markdown_block_wakes_as_mrkdwn_does() -> None:
    blocks = [{"type": "markdown", "text": "**<@U0SAMPLE1>** `<@U0SAMPLE2>`"}]
    assert mentions({"blocks": blocks}) == waking("U0SAMPLE1")


def test_text_and_blocks_wake_together() -> None:
    message = {
        "text": "<@U0SAMPLE1>",
        "blocks": [section("<@U0SAMPLE2>"), rich({"type": "broadcast", "range": "here"})],
    }
    assert mentions(message) == waking("U0SAMPLE1 U0SAMPLE2", broadcast="here")


def test_rich_text_wakes_by_its_elements_outside_of_code() -> None:
    user = {"type": "user", "user_id": "U0SAMPLE1"}
    group = {"type": "usergroup", "usergroup_id": "S0SAMPLE1"}
    assert mentions({"blocks": [rich(user, group)]}) == waking("U0SAMPLE1", "S0SAMPLE1")
    assert mentions(
        {"blocks": [rich({**user, "style": {"code": True}}, {**group, "style": {"bold": True}})]}
    ) == waking(groups="S0SAMPLE1")


def test_dates_come_in_their_order_from_text_and_blocks() -> None:
    message = {
        "text": "<!date^1700000003^{date}|x>",
        "blocks": [
            section("<!date^1700000001^{date} {time}^https://x.example/|x> and <!date^1700000002^{ago}|y>"),
            {
                "type": "section",
                "text": plain("<!date^1^{date}|x>"),
                "fields": [marked("`<!date^2^{date}|x>`")],
            },
            rich({"type": "date", "timestamp": 1700000004, "format": "{date}"}),
            section("&lt;!date^3^{date}|x&gt; <!date^soon^{date}|x> <!date^4|x>"),
        ],
    }
    assert dates(message) == [1700000003, 1700000001, 1700000002, 1700000004]
    assert dates({"type": "modal", "text": "<!date^5^x|x>", "blocks": message["blocks"][:1]}) == [
        1700000001,
        1700000002,
    ]
    assert dates({}) == []


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key not in ("block_id", "action_id")}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def test_missing_ids_are_made_up_and_given_ones_stay() -> None:
    blocks = [_bare(block) for block in BLOCKS.values()]
    blocks += [
        {"type": "section", "text": plain("x"), "accessory": _bare(ELEMENTS["button"]), "block_id": "mine"}
    ]
    blocks += [{"type": "actions", "elements": [_bare(ELEMENTS["button"]), ELEMENTS["overflow"]]}]
    before = copy.deepcopy(blocks)
    filled = fill_ids(blocks)
    assert blocks == before
    assert _bare(filled) == _bare(before)
    ids = [block["block_id"] for block in filled]
    assert all(re.fullmatch(r"[A-Za-z0-9]{4,6}", name) for name in ids)
    assert ids[-2] == "mine"
    assert filled[-2]["accessory"]["action_id"]
    assert len(set(ids)) == len(ids)
    assert filled[-1]["elements"][0]["action_id"]
    assert filled[-1]["elements"][1]["action_id"] == "do_overflow"
    container = next(block for block in filled if block["type"] == "container")
    assert all(child["block_id"] for child in container["child_blocks"])
    carousel = next(block for block in filled if block["type"] == "carousel")
    assert carousel["elements"][0]["block_id"]
    assert carousel["elements"][0]["actions"][0]["action_id"]
    plan = next(block for block in filled if block["type"] == "plan")
    assert plan["tasks"][0]["block_id"]
    section_with_image = next(block for block in filled if "accessory" in block)
    assert "action_id" not in section_with_image["accessory"]
    context = next(block for block in filled if block["type"] == "context")
    assert all("action_id" not in element for element in context["elements"])
    assert next(block for block in filled if block["type"] == "input")["element"]["action_id"]


def test_one_block_said_twice_gets_two_ids() -> None:
    divider = {"type": "divider"}
    first, second = fill_ids([divider, divider])
    assert first["block_id"] != second["block_id"]
    assert divider == {"type": "divider"}


def test_filled_blocks_stay_valid() -> None:
    in_message = [block for block in BLOCKS.values() if check_message_blocks([block]) == []]
    assert check_message_blocks(fill_ids([_bare(block) for block in in_message])) == []
    in_modal = [block for block in BLOCKS.values() if check_view(VIEWS["modal"] | {"blocks": [block]}) == []]
    assert check_view(VIEWS["modal"] | {"blocks": fill_ids([_bare(block) for block in in_modal])}) == []
