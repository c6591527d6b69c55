"""Blocks as data: what each holds, which elements it takes and on which surfaces it stands."""

from __future__ import annotations

from .agreements import at_least_one, column_exists, header_without, just_one, rows_alike, written_length
from .elements import MENUS
from .forms import ADDRESS, WEB_ADDRESS
from .grammar import (
    BLOCK_ID,
    EVERYWHERE,
    FLAG,
    Agreement,
    Kind,
    Number,
    Shape,
    Surface,
    Words,
    any_text,
    mrkdwn,
    one_of,
    plain,
    several,
    words,
)

_MENU_NAMES = tuple(menu.name for menu in MENUS)
_CHOICES = ("checkboxes", "radio_buttons", "datepicker", "timepicker", *_MENU_NAMES)
_MESSAGES = frozenset({Surface.MESSAGE})
_MODALS = frozenset({Surface.MODAL})

IN_ACTIONS = ("button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *_CHOICES)
IN_SECTION = ("button", "workflow_button", "overflow", "image_element", *_CHOICES)
IN_INPUT = (
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
    "datetimepicker",
    *_CHOICES,
)
IN_CONTAINER = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image_block",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)


def _block(
    kind: str,
    required: dict[str, Kind] | None = None,
    *,
    surfaces: frozenset[Surface] = EVERYWHERE,
    agreements: tuple[Agreement, ...] = (),
    name: str | None = None,
    **optional: Kind,
) -> Shape:
    return Shape(
        name=name or kind,
        type=kind,
        required=required or {},
        optional={"block_id": BLOCK_ID, **optional},
        surfaces=surfaces,
        agreements=agreements,
    )


_IMAGE = one_of("image_element")
_CELL = one_of("raw_text", "raw_number", "rich_text")

BLOCKS = (
    _block("actions", {"elements": several(one_of(*IN_ACTIONS), 1, 25)}),
    _block(
        "alert",
        {"text": any_text(200)},
        surfaces=_MODALS,
        level=Words(
            among=("default", "info", "warning", "error", "success"), complaint="must be a valid enum value"
        ),
    ),
    _block(
        "card",
        agreements=(at_least_one("title", "hero_image", "actions", "body"),),
        hero_image=_IMAGE,
        icon=_IMAGE,
        title=mrkdwn(150),
        subtitle=mrkdwn(150),
        body=mrkdwn(200),
        subtext=mrkdwn(200),
        actions=several(one_of("button"), 1, 3),
    ),
    _block("carousel", {"elements": several(one_of("card"), 1, 10)}),
    _block(
        "container",
        {"child_blocks": several(one_of(*IN_CONTAINER), 1, 10)},
        agreements=(at_least_one("title", "rich_text_title"),),
        title=plain(150),
        rich_text_title=one_of("rich_text"),
        subtitle=any_text(150),
        icon=_IMAGE,
        is_collapsible=FLAG,
        default_collapsed=FLAG,
        has_header_divider=FLAG,
        width=Words(among=("narrow", "standard", "wide", "full"), complaint="must be a valid enum value"),
    ),
    _block("context", {"elements": several(one_of("image_element", "plain_text", "mrkdwn"), 1, 10)}),
    _block(
        "context_actions",
        {"elements": several(one_of("feedback_buttons", "icon_button"), 1, 5)},
        surfaces=_MESSAGES,
    ),
    _block(
        "data_table",
        {"caption": words(least=1), "rows": several(several(_CELL, 1, 20), 2, 201)},
        surfaces=_MESSAGES,
        agreements=(
            rows_alike("rows"),
            header_without("rows", "rich_text"),
            written_length("rows", 20_000),
            column_exists("row_header_column_index", "rows"),
        ),
        page_size=Number(least=1, most=100),
        row_header_column_index=Number(least=0),
    ),
    _block("divider"),
    _block(
        "file",
        {
            "external_id": words(least=1),
            "source": Words(among=("remote",), complaint="must be a valid enum value"),
        },
        surfaces=_MESSAGES,
    ),
    _block("header", {"text": plain(150)}),
    _block(
        "image",
        {"alt_text": words(2000)},
        name="image_block",
        agreements=(just_one("image_url", "slack_file"),),
        image_url=WEB_ADDRESS,
        slack_file=one_of("slack_file"),
        title=plain(2000),
    ),
    _block(
        "input",
        {"label": plain(2000), "element": one_of(*IN_INPUT)},
        hint=plain(2000),
        optional=FLAG,
        dispatch_action=FLAG,
    ),
    _block("markdown", {"text": words(12_000, 1)}, surfaces=_MESSAGES),
    _block(
        "section",
        agreements=(at_least_one("text", "fields"),),
        text=any_text(3000),
        fields=several(any_text(2000), 1, 10),
        accessory=one_of(*IN_SECTION),
        expand=FLAG,
    ),
    _block(
        "table",
        {"rows": several(several(_CELL, 1, 20), 1, 100)},
        surfaces=_MESSAGES,
        agreements=(written_length("rows", 10_000),),
        column_settings=several(one_of("column_setting"), 0, 20),
    ),
    Shape(
        name="column_setting",
        optional={
            "align": Words(among=("left", "center", "right"), complaint="must be a valid enum value"),
            "is_wrapped": FLAG,
        },
    ),
    _block("plan", {"title": words(least=1)}, surfaces=_MESSAGES, tasks=several(one_of("task_card"))),
    _block(
        "task_card",
        {
            "task_id": words(least=1),
            "title": words(least=1),
            "status": Words(
                among=("pending", "in_progress", "complete", "error"), complaint="must be a valid enum value"
            ),
        },
        surfaces=_MESSAGES,
        details=one_of("rich_text"),
        output=one_of("rich_text"),
        sources=several(one_of("url_source")),
    ),
    _block(
        "video",
        {
            "alt_text": words(200, 1),
            "title": plain(200),
            "thumbnail_url": WEB_ADDRESS,
            "video_url": WEB_ADDRESS,
        },
        title_url=WEB_ADDRESS,
        author_name=words(50),
        description=plain(200),
        provider_icon_url=ADDRESS,
        provider_name=words(50),
    ),
)

IN_SURFACE = (*(block.name for block in BLOCKS if block.type), "rich_text", "data_visualization")
