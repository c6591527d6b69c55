"""Composition objects as data: text, options, confirmation dialogs, filters, images' sources."""

from __future__ import annotations

from .agreements import at_least_one
from .forms import ADDRESS
from .grammar import FLAG, Kind, Part, Shape, Words, any_text, one_of, plain, several, words

COLOURS = Words(among=("primary", "danger"), complaint="must be a valid enum value")


def _option(name: str, text: Part, **more: Kind) -> Shape:
    return Shape(
        name=name,
        required={"text": text, "value": words(150, 1)},
        optional={"description": plain(75), **more},
    )


def _group(name: str, option: str) -> Shape:
    return Shape(
        name=name,
        required={"label": plain(75), "options": several(one_of(option), 1, 100)},
    )


COMPOSITION = (
    Shape(name="plain_text", type="plain_text", required={"text": words(3000, 1)}, optional={"emoji": FLAG}),
    Shape(name="mrkdwn", type="mrkdwn", required={"text": words(3000, 1)}, optional={"verbatim": FLAG}),
    _option("option", plain(75)),
    _option("option_of_any_text", any_text(75)),
    _option("option_with_url", plain(75), url=ADDRESS),
    _group("option_group", "option"),
    Shape(
        name="confirm",
        required={"text": any_text(300)},
        optional={"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": COLOURS},
    ),
    Shape(
        name="dispatch_action_config",
        optional={
            "trigger_actions_on": several(
                Words(
                    among=("on_enter_pressed", "on_character_entered"), complaint="must be a valid enum value"
                ),
                1,
            )
        },
    ),
    Shape(
        name="conversation_filter",
        optional={
            "include": several(
                Words(among=("im", "mpim", "private", "public"), complaint="must be a valid enum value"), 1
            ),
            "exclude_bot_users": FLAG,
            "exclude_external_shared_channels": FLAG,
        },
        agreements=(at_least_one("include", "exclude_bot_users", "exclude_external_shared_channels"),),
    ),
    Shape(name="workflow", required={"trigger": one_of("workflow_trigger")}),
    Shape(
        name="workflow_trigger",
        required={"url": ADDRESS},
        optional={"customizable_input_parameters": several(one_of("workflow_parameter"))},
    ),
    Shape(name="workflow_parameter", required={"name": words(least=1), "value": words()}),
)
